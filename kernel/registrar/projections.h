#pragma once
// Which projections stand, and how they are brought up from the log.

#include "registrar/projection.h"
#include "standing.h"
#include "stream_state.h"

namespace registrar {

class Projections {
 public:
  explicit Projections(std::vector<Projection*> all) : all_(std::move(all)) {}

  /// Rebuilds those whose version differs or which do not hold exactly `size` records. Errors: as the
  /// reader's, the session's, the projections' own.
  [[nodiscard]] base::Result<void> bring_up(sql::Session& session, const Shelf& shelf,
                                            const Standing& standing, std::uint64_t size) const;
  /// Drops and rebuilds every one.
  [[nodiscard]] base::Result<void> rebuild(sql::Session& session, const Shelf& shelf,
                                           const Standing& standing, std::uint64_t size) const;

  /// Inside the transaction of the records.
  [[nodiscard]] base::Result<void> apply(const ProjectedRecord& record, sql::Session& session) const;
  /// Tells the records of `stream` before index `end` again, without those that are void; in the same
  /// transaction.
  [[nodiscard]] base::Result<void> retell(const std::string& stream, std::uint64_t end, const Shelf& shelf,
                                          const Standing& standing, sql::Session& session) const;
  /// They hold `size` records now; in the same transaction.
  [[nodiscard]] base::Result<void> advance(sql::Session& session, std::uint64_t size) const;

 private:
  std::vector<Projection*> all_;
};

}  // namespace registrar
