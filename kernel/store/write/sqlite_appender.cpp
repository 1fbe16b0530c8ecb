#include "store/sqlite_appender.h"

#include "migrate.h"
#include "migrations.h"

namespace store {

namespace {

using registrar::Append;
using sql::Blob;

base::Result<std::unique_ptr<sql::Session>> open_database(const std::string& path, std::string_view first) {
  MJ_TRY(auto session, sql::open_sqlite(path, sql::Access::read_write));
  MJ_CHECK(migrate(*session, first));
  return session;
}

/// Gives a broken constraint the name that the interface promises.
base::Result<void> named(base::Result<std::int64_t> done, std::string_view code, std::string_view text) {
  if (done) return {};
  if (done.error().code == "constraint") return base::fail(std::string(code), std::string(text));
  return std::unexpected(std::move(done).error());
}

base::Bytes joined(const std::vector<base::Hash>& digests) {
  base::Bytes bytes;
  bytes.reserve(digests.size() * sizeof(base::Hash));
  for (const base::Hash& digest : digests) bytes.append(base::view(digest));
  return bytes;
}

std::string lines(const std::vector<std::string>& disclosures) {
  std::string text;
  for (const std::string& disclosure : disclosures) text.append(disclosure).append("\n");
  return text;
}

/// What a note says: everything above its signatures.
std::string_view text_of(std::string_view note) {
  return note.substr(0, note.rfind("\n\n"));
}

}  // namespace

base::Result<std::unique_ptr<SqliteRecordAppender>> SqliteRecordAppender::open(
    const std::string& records_path, const std::string& data_keys_path) {
  MJ_TRY(auto records, open_database(records_path, kRecordsSql));
  MJ_TRY(auto keys, open_database(data_keys_path, kDataKeysSql));
  return std::unique_ptr<SqliteRecordAppender>(new SqliteRecordAppender(std::move(records), std::move(keys)));
}

base::Result<void> SqliteRecordAppender::save_keys(const std::vector<Append>& records) {
  return keys_->transaction([&]() -> base::Result<void> {
    // A group that is tried again brings the keys of its first attempt along.
    for (const Append& append : records)
      MJ_CHECK(keys_->run("INSERT OR IGNORE INTO data_key VALUES(?,?)",
                          {Blob{append.kid}, Blob{append.wrapped_key}}));
    return {};
  });
}

base::Result<void> SqliteRecordAppender::insert(const Append& append) {
  const ledger::StoredRecord& record = append.record;
  const auto index = static_cast<std::int64_t>(record.index);
  MJ_CHECK(named(records_->run("INSERT INTO record VALUES(?,?,?,?,?,?,?,?,?)",
                               {index, record.stream, record.pos, record.kind, Blob{record.entry},
                                Blob{base::Bytes(base::view(record.leaf))}, Blob{joined(record.digests)},
                                lines(record.structure), Blob{record.sealed}}),
                 "position_taken", "another record has this place"));
  if (!append.message_hash.empty())
    MJ_CHECK(named(records_->run("INSERT INTO message VALUES(?,?)", {Blob{append.message_hash}, index}),
                   "replayed_signature", "这一签名已经使用过，不能再次提交"));
  if (!append.idempotency_key.empty())
    MJ_CHECK(
        named(records_->run("INSERT INTO idempotency VALUES(?,?)", {append.idempotency_key, append.receipt}),
              "key_taken", "another record was submitted under this idempotency key"));
  return {};
}

base::Result<void> SqliteRecordAppender::append(
    const std::vector<Append>& records, const std::function<base::Result<void>(sql::Session&)>& project) {
  // Keys first: a key without a record is harmless, a record without its key has lost its values.
  MJ_CHECK(save_keys(records));
  return records_->transaction([&]() -> base::Result<void> {
    for (const Append& append : records) MJ_CHECK(insert(append));
    return project(*records_);
  });
}

base::Result<void> SqliteRecordAppender::save_checkpoint(std::uint64_t size, const std::string& note) {
  return records_->transaction([&]() -> base::Result<void> {
    MJ_TRY(const auto newest, records_->rows("SELECT size,note FROM checkpoint ORDER BY size DESC LIMIT 1"));
    const auto wanted = static_cast<std::int64_t>(size);
    if (!newest.empty()) {
      const auto stands = newest[0].integer(0);
      if (wanted < stands || (wanted == stands && text_of(newest[0].text(1)) != text_of(note)))
        return base::fail("checkpoint_behind", "the checkpoint over " + std::to_string(stands) +
                                                   " records is not followed by this one");
    }
    MJ_CHECK(records_->run("INSERT OR REPLACE INTO checkpoint VALUES(?,?)", {wanted, note}));
    return {};
  });
}

base::Result<void> SqliteRecordAppender::replace_checkpoint(std::uint64_t size, const std::string& note) {
  return records_->transaction([&]() -> base::Result<void> {
    const auto wanted = static_cast<std::int64_t>(size);
    MJ_TRY(const auto stands, records_->rows("SELECT note FROM checkpoint WHERE size=?", {wanted}));
    if (stands.empty() || text_of(stands[0].text(0)) != text_of(note))
      return base::fail("unknown_checkpoint",
                        "no checkpoint over " + std::to_string(size) + " records says this");
    MJ_CHECK(records_->run("UPDATE checkpoint SET note=? WHERE size=?", {note, wanted}));
    return {};
  });
}

}  // namespace store
