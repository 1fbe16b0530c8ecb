#include "store/sqlite_reader.h"

#include <algorithm>

#include "session_pool.h"

namespace store {

namespace {

constexpr std::size_t kHashBytes = 32;
// Rows a scan reads at once: between two pages it holds no snapshot, so that a long scan does not keep the
// write-ahead log from being folded back.
constexpr std::int64_t kPageRows = 512;
constexpr std::string_view kColumns =
    "SELECT idx,stream,pos,kind,entry,leaf,digests,structure,sealed FROM record ";

base::Result<std::vector<base::Hash>> split_digests(std::string_view bytes) {
  std::vector<base::Hash> digests;
  digests.reserve(bytes.size() / kHashBytes);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kHashBytes, bytes.size()))) {
    MJ_TRY(const auto digest, base::to_hash(bytes.substr(0, kHashBytes)));
    digests.push_back(digest);
  }
  return digests;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

base::Result<ledger::StoredRecord> record_of(const sql::Row& row) {
  ledger::StoredRecord record{.index = static_cast<std::uint64_t>(row.integer(0)),
                              .stream = row.text(1),
                              .pos = row.integer(2),
                              .kind = row.text(3),
                              .entry = row.blob(4),
                              .leaf = {},
                              .digests = {},
                              .structure = split_lines(row.text(7)),
                              .sealed = row.blob(8)};
  auto leaf = base::to_hash(row.blob(5));
  auto digests = split_digests(row.blob(6));
  if (!leaf || !digests)
    return base::fail("log_damaged", "record " + std::to_string(record.index) + ": a hash has not 32 bytes");
  record.leaf = *leaf;
  record.digests = std::move(*digests);
  return record;
}

base::Result<std::vector<ledger::StoredRecord>> records_of(sql::Session& session, std::string_view condition,
                                                           const sql::Values& values) {
  std::vector<ledger::StoredRecord> records;
  base::Result<void> read;
  const auto take = [&](const sql::Row& row) {
    auto record = record_of(row);
    if (!record) {
      read = std::unexpected(std::move(record).error());
      return false;
    }
    records.push_back(std::move(*record));
    return true;
  };
  MJ_CHECK(session.each(std::string(kColumns).append(condition), values, take));
  MJ_CHECK(read);
  return records;
}

base::Result<std::string> text_or_nothing(sql::Session& session, std::string_view statement,
                                          const sql::Values& values) {
  MJ_TRY(const auto rows, session.rows(statement, values));
  return rows.empty() ? std::string() : rows[0].text(0);
}

}  // namespace

SqliteRecordReader::SqliteRecordReader(std::unique_ptr<SessionPool> pool) : pool_(std::move(pool)) {}
SqliteRecordReader::~SqliteRecordReader() = default;

base::Result<std::unique_ptr<SqliteRecordReader>> SqliteRecordReader::open(const std::string& path) {
  MJ_TRY(auto pool, SessionPool::open(path));
  return std::unique_ptr<SqliteRecordReader>(new SqliteRecordReader(std::move(pool)));
}

base::Result<std::vector<ledger::StoredRecord>> SqliteRecordReader::stream(std::string_view id,
                                                                           std::int64_t from_pos) const {
  MJ_TRY(const auto session, pool_->take());
  const std::string name(id);
  MJ_TRY(auto records, records_of(*session, "WHERE stream=? AND pos>=? ORDER BY pos", {name, from_pos}));
  if (!records.empty()) return records;
  MJ_TRY(const auto first, session->rows("SELECT 1 FROM record WHERE stream=? LIMIT 1", {name}));
  if (first.empty()) return base::fail("unknown_stream", "没有编号为 " + name + " 的记录");
  return records;
}

base::Result<void> SqliteRecordReader::scan(
    std::uint64_t from, std::uint64_t to,
    const std::function<bool(const ledger::StoredRecord&)>& take) const {
  MJ_TRY(const auto session, pool_->take());
  for (std::uint64_t next = from; next < to;) {
    const auto page = sql::Values{static_cast<std::int64_t>(next), static_cast<std::int64_t>(to), kPageRows};
    MJ_TRY(const auto records, records_of(*session, "WHERE idx>=? AND idx<? ORDER BY idx LIMIT ?", page));
    if (records.empty()) return {};
    for (const auto& record : records) {
      if (!take(record)) return {};
    }
    next = records.back().index + 1;
  }
  return {};
}

base::Result<std::uint64_t> SqliteRecordReader::size() const {
  MJ_TRY(const auto session, pool_->take());
  MJ_TRY(const auto rows, session->rows("SELECT coalesce(max(idx)+1,0) FROM record"));
  return static_cast<std::uint64_t>(rows[0].integer(0));
}

base::Result<std::string> SqliteRecordReader::newest_checkpoint() const {
  MJ_TRY(const auto session, pool_->take());
  return text_or_nothing(*session, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", {});
}

base::Result<std::string> SqliteRecordReader::checkpoint_up_to(std::uint64_t size) const {
  MJ_TRY(const auto session, pool_->take());
  return text_or_nothing(*session, "SELECT note FROM checkpoint WHERE size<=? ORDER BY size DESC LIMIT 1",
                         {static_cast<std::int64_t>(size)});
}

base::Result<std::string> SqliteRecordReader::receipt_of(std::string_view idempotency_key) const {
  MJ_TRY(const auto session, pool_->take());
  return text_or_nothing(*session, "SELECT receipt FROM idempotency WHERE key=?",
                         {std::string(idempotency_key)});
}

SqliteDataKeyReader::SqliteDataKeyReader(std::unique_ptr<SessionPool> pool) : pool_(std::move(pool)) {}
SqliteDataKeyReader::~SqliteDataKeyReader() = default;

base::Result<std::unique_ptr<SqliteDataKeyReader>> SqliteDataKeyReader::open(const std::string& path) {
  MJ_TRY(auto pool, SessionPool::open(path));
  return std::unique_ptr<SqliteDataKeyReader>(new SqliteDataKeyReader(std::move(pool)));
}

base::Result<base::Bytes> SqliteDataKeyReader::wrapped(std::string_view kid) const {
  MJ_TRY(const auto session, pool_->take());
  MJ_TRY(const auto rows,
         session->rows("SELECT wrapped FROM data_key WHERE kid=?", {sql::Blob{base::Bytes(kid)}}));
  if (rows.empty()) return base::fail("erased", "the values of this record were erased");
  return rows[0].blob(0);
}

}  // namespace store
