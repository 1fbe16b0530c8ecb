#pragma once
// 全过程: the course of every stream, one line a record: its place, its leaf and its structure. Private
// values are not in it; they are read by opening the record (docs/decisions/0004-queries-and-readings.md).

#include <mutex>

#include "base/id.h"
#include "registrar/projection.h"

namespace cases {

struct CourseLine {
  std::uint64_t index = 0;  // in the tree
  std::int64_t pos = 0;
  std::string leaf;              // base64
  base::json::Object structure;  // by name, without stream, pos and sig
  bool says_nothing = false;     // declared void, or under rules that nobody knows
};

class CourseProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "cases.course", .version = 1}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> keep_place(const ledger::StoredRecord& record,
                                              sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Thread-safe.
class Course {
 public:
  explicit Course(std::unique_ptr<sql::Session> session);
  /// The first `records` lines of a stream, oldest first. Error: `unknown_stream` (none of this kind).
  [[nodiscard]] base::Result<std::vector<CourseLine>> lines(std::string_view kind,
                                                            const base::StreamId& stream,
                                                            std::int64_t records) const;
  /// Where a record stands in the tree. Error: `unknown_record`.
  [[nodiscard]] base::Result<std::uint64_t> index_of(std::string_view kind, const base::StreamId& stream,
                                                     std::int64_t pos) const;

 private:
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace cases
