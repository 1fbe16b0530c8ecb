#pragma once
// 案件台账: one line a case, derived from its records.

#include <mutex>

#include "base/id.h"
#include "registrar/projection.h"

namespace cases {

struct DocketLine {
  base::StreamId stream;
  std::string procedure, party, cause, stage, last_step, last_title, document_no;
  std::string opened_on, filed_on, decided_on, served_on, published_on, closed_on;  // YYYY-MM-DD or ""
  std::int64_t records = 0;
};

class DocketProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "cases.docket", .version = 1}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Thread-safe.
class Docket {
 public:
  explicit Docket(std::unique_ptr<sql::Session> session);
  /// Newest first; `search` matches party, cause and document number.
  [[nodiscard]] base::Result<std::vector<DocketLine>> list(std::string_view search, int limit) const;
  /// Error: `unknown_stream`.
  [[nodiscard]] base::Result<DocketLine> line(const base::StreamId& stream) const;

 private:
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace cases
