#pragma once
// Documents that have a number (文号): what was issued, served, voided or revoked.

#include <map>
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
  [[nodiscard]] Identity identity() const override { return {.name = "documents.issued", .version = 2}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;

 private:
  [[nodiscard]] static base::Result<void> apply_order(const registrar::ProjectedRecord& record,
                                                      sql::Session& session);
};

/// Thread-safe.
class Issued {
 public:
  explicit Issued(std::unique_ptr<sql::Session> session);
  /// Newest first.
  [[nodiscard]] base::Result<std::vector<IssuedDocument>> list(int limit) const;
  /// Streams whose seal is ordered and whose document is neither issued nor voided.
  [[nodiscard]] base::Result<std::vector<base::StreamId>> ordered() const;
  /// Leaves (base64) of the records `void_number` that somebody has confirmed, oldest first.
  [[nodiscard]] base::Result<std::vector<std::string>> confirmed_voids() const;
  /// The documents of a year: number → case.
  [[nodiscard]] base::Result<std::map<std::string, std::string>> numbers(int year) const;
  /// The case of an `order_seal`, by its leaf (base64); "" of an order that is not in this log.
  [[nodiscard]] base::Result<std::string> stream_of_order(const std::string& leaf) const;

 private:
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace documents
