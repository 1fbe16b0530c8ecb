#pragma once
// 查找: cases by party, credit code, cause and document number; people by name and certificate number.

#include <mutex>

#include "base/id.h"
#include "registrar/projection.h"

namespace cases {

class SearchProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "cases.search", .version = 1}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

struct Hit {
  std::string kind;  // stream kind: case, officer
  base::StreamId stream;
  std::string number;  // of its document, where that is what was looked for; else ""
};

/// Thread-safe.
class Search {
 public:
  explicit Search(std::unique_ptr<sql::Session> session);
  /// What contains every word of `query` (parted by spaces, at most five of them), what moved last first;
  /// nothing for a query without words.
  [[nodiscard]] base::Result<std::vector<Hit>> find(std::string_view query, int limit) const;

 private:
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace cases
