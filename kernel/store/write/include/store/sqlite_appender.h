#pragma once
// The write side of records and data keys in SQLite. One object, on the registrar's writer thread.

#include <memory>

#include "registrar/appender.h"

namespace store {

class SqliteRecordAppender final : public registrar::RecordAppender {
 public:
  /// Creates both files where missing, readable by their owner only, and brings their tables up to date. They
  /// should lie on two media (transparency-log.md §3e). Errors: `storage_unavailable`, `storage_full`,
  /// `not_a_database`, `schema_version` (written by a newer program).
  [[nodiscard]] static base::Result<std::unique_ptr<SqliteRecordAppender>> open(
      const std::string& records_path, const std::string& data_keys_path);

  [[nodiscard]] base::Result<void> append(
      const std::vector<registrar::Append>& records,
      const std::function<base::Result<void>(sql::Session&)>& project) override;
  [[nodiscard]] base::Result<void> save_checkpoint(std::uint64_t size, const std::string& note) override;
  [[nodiscard]] base::Result<void> replace_checkpoint(std::uint64_t size, const std::string& note) override;
  [[nodiscard]] sql::Session& session() override { return *records_; }

 private:
  SqliteRecordAppender(std::unique_ptr<sql::Session> records, std::unique_ptr<sql::Session> keys)
      : records_(std::move(records)), keys_(std::move(keys)) {}
  [[nodiscard]] base::Result<void> save_keys(const std::vector<registrar::Append>& records);
  [[nodiscard]] base::Result<void> insert(const registrar::Append& append);

  std::unique_ptr<sql::Session> records_;
  std::unique_ptr<sql::Session> keys_;
};

}  // namespace store
