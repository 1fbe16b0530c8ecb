#pragma once
// 案件台账: one line a case, derived from its records.

#include <mutex>
#include <optional>

#include "base/id.h"
#include "registrar/projection.h"

namespace cases {

struct DocketLine {
  base::StreamId stream;
  std::string procedure, party, cause, stage, last_step, last_title, document_no;
  std::string opened_on, filed_on, decided_on, served_on, published_on, closed_on;  // YYYY-MM-DD or ""
  std::vector<std::string> handlers;  // appointed now, stream ids
  std::int64_t records = 0;
  std::int64_t newest = 0;  // index of its newest record in the tree
};

/// Which cases; "" and nothing choose all.
struct DocketQuery {
  static constexpr std::int64_t kFromNewest = std::int64_t{1} << 62;
  std::string search = {};  // in party, cause and document number
  std::string stage = {};
  std::string opened_from = {}, opened_to = {};           // YYYY-MM-DD, both included
  std::optional<std::vector<std::string>> handlers = {};  // any of these
  std::int64_t before = kFromNewest;  // lines whose newest record is older: that of a page's last line
  int limit = 0;
};

class DocketProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "cases.docket", .version = 2}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Thread-safe.
class Docket {
 public:
  explicit Docket(std::unique_ptr<sql::Session> session);
  /// What moved last first.
  [[nodiscard]] base::Result<std::vector<DocketLine>> list(const DocketQuery& query) const;
  /// Error: `unknown_stream`.
  [[nodiscard]] base::Result<DocketLine> line(const base::StreamId& stream) const;

 private:
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace cases
