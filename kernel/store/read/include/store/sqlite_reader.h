#pragma once
// Records and data keys in SQLite, for those who may only read. Each call takes a connection of its own from
// a small pool, so any thread may call; it sees everything that was committed before the call.

#include <memory>

#include "ledger/record.h"
#include "sql/session.h"

namespace store {

class SessionPool;

class SqliteRecordReader final : public ledger::RecordReader {
 public:
  /// The file must exist (the appender creates it). Errors: `storage_unavailable`, `not_a_database`.
  [[nodiscard]] static base::Result<std::unique_ptr<SqliteRecordReader>> open(const std::string& path);
  ~SqliteRecordReader() override;

  /// Also `log_damaged` when a row is malformed.
  [[nodiscard]] base::Result<std::vector<ledger::StoredRecord>> stream(std::string_view id,
                                                                       std::int64_t from_pos) const override;
  [[nodiscard]] base::Result<void> scan(
      std::uint64_t from, std::uint64_t to,
      const std::function<bool(const ledger::StoredRecord&)>& take) const override;
  [[nodiscard]] base::Result<std::uint64_t> size() const override;
  [[nodiscard]] base::Result<std::string> newest_checkpoint() const override;
  [[nodiscard]] base::Result<std::string> checkpoint_up_to(std::uint64_t size) const override;
  [[nodiscard]] base::Result<std::string> receipt_of(std::string_view idempotency_key) const override;

 private:
  explicit SqliteRecordReader(std::unique_ptr<SessionPool> pool);
  std::unique_ptr<SessionPool> pool_;
};

class SqliteDataKeyReader final : public ledger::DataKeyReader {
 public:
  /// As SqliteRecordReader::open.
  [[nodiscard]] static base::Result<std::unique_ptr<SqliteDataKeyReader>> open(const std::string& path);
  ~SqliteDataKeyReader() override;
  [[nodiscard]] base::Result<base::Bytes> wrapped(std::string_view kid) const override;

 private:
  explicit SqliteDataKeyReader(std::unique_ptr<SessionPool> pool);
  std::unique_ptr<SessionPool> pool_;
};

}  // namespace store
