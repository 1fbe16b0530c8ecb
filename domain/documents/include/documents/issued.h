#pragma once
// Documents that have a number (文号): what was issued, served, voided or revoked.

#include <mutex>

#include "base/id.h"
#include "registrar/projection.h"

namespace documents {

struct IssuedDocument {
  std::string no, date, sm3;
  base::StreamId stream;
  std::string state;  // issued served revoked
};

class IssuedProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "documents.issued", .version = 1}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Thread-safe.
class Issued {
 public:
  explicit Issued(std::unique_ptr<sql::Session> session);
  /// Newest first.
  [[nodiscard]] base::Result<std::vector<IssuedDocument>> list(int limit) const;
  /// Streams whose seal is ordered and whose document is neither issued nor voided.
  [[nodiscard]] base::Result<std::vector<base::StreamId>> ordered() const;

 private:
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace documents
