#include "sqlite.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <system_error>

namespace sql {

namespace {

constexpr int kBusyTimeoutMs = 10'000;
// More texts than any module has; only statements built at run time could come near it.
constexpr std::size_t kStatementsMax = 512;

Value column(sqlite3_stmt* statement, int i) {
  switch (sqlite3_column_type(statement, i)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, i));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
      return Blob{size == 0 ? std::string() : std::string(bytes, size)};
    }
    default:
      return std::monostate{};
  }
}

Row row_of(sqlite3_stmt* statement) {
  const int n = sqlite3_column_count(statement);
  Values values;
  values.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) values.push_back(column(statement, i));
  return Row(std::move(values));
}

// SQLITE_STATIC: the caller's values outlive the step, and bindings are cleared when the lease ends.
struct Bind {
  sqlite3_stmt* statement;
  int at;
  int operator()(std::monostate) const { return sqlite3_bind_null(statement, at); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, at, value); }
  int operator()(const std::string& value) const {
    return sqlite3_bind_text64(statement, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(const Blob& value) const {
    return sqlite3_bind_blob64(statement, at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
  }
};

std::string code_of(sqlite3* database, int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return "constraint";
    case SQLITE_FULL:
      return "storage_full";
    case SQLITE_NOTADB:
      return "not_a_database";
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return "statement";
    case SQLITE_IOERR:
      return sqlite3_system_errno(database) == ENOSPC ? "storage_full" : "storage_unavailable";
    default:
      return "storage_unavailable";
  }
}

base::Error file_error(const std::string& path) {
  return {.code = errno == ENOSPC ? "storage_full" : "storage_unavailable",
          .text = path + ": " + std::system_category().message(errno)};
}

/// What stands already may have been made, or copied back, so that others could read it.
base::Result<void> keep_to_owner(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"})
    if (::chmod((path + suffix).c_str(), 0600) != 0 && errno != ENOENT)
      return std::unexpected(file_error(path + suffix));
  return {};
}

/// An empty file is an empty database. Made here because SQLite would leave the mode to the umask; its other
/// files take over this one's when they are made.
base::Result<void> make_private_file(const std::string& path) {
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) {
    ::close(made);
    return {};
  }
  if (errno == EEXIST) return keep_to_owner(path);
  return std::unexpected(file_error(path));
}

}  // namespace

base::Error sqlite_error(sqlite3* database, int code, const std::string& path) {
  return {.code = code_of(database, code), .text = path + ": " + sqlite3_errmsg(database)};
}

SqliteSession::Lease::~Lease() {
  if (used_ == nullptr) return;
  sqlite3_reset(used_);
  sqlite3_clear_bindings(used_);
}

SqliteSession::SqliteSession(sqlite3* database, std::string path, Access access)
    : path_(std::move(path)), access_(access), database_(database) {}

std::unexpected<base::Error> SqliteSession::failed(int code) {
  return std::unexpected(sqlite_error(database_.get(), code, path_));
}

std::string_view SqliteSession::begin_statement() const {
  return access_ == Access::read_write ? "BEGIN IMMEDIATE" : "BEGIN";
}

base::Result<std::unique_ptr<Session>> SqliteSession::open(const std::string& path, Access access) {
  if (access == Access::read_write) MJ_CHECK(make_private_file(path));
  const int mode = access == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &database, mode | SQLITE_OPEN_NOMUTEX, nullptr);
  if (database == nullptr) return base::fail("storage_unavailable", path + ": out of memory");
  std::unique_ptr<SqliteSession> session(new SqliteSession(database, path, access));
  if (opened != SQLITE_OK) return session->failed(opened);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, kBusyTimeoutMs);
  MJ_CHECK(session->script("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;"));
  if (access == Access::read_write)
    MJ_CHECK(session->script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"));
  // A file that is no database shows itself at the first read only.
  MJ_CHECK(session->rows("SELECT count(*) FROM sqlite_master"));
  return session;
}

base::Result<SqliteSession::Statement> SqliteSession::prepare(std::string_view statement) {
  sqlite3_stmt* prepared = nullptr;
  if (statement.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return base::fail("statement", "too long");
  const int code = sqlite3_prepare_v3(database_.get(), statement.data(), static_cast<int>(statement.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) return failed(code);
  if (prepared == nullptr) return base::fail("statement", "an empty statement");
  return Statement(prepared);
}

base::Result<void> SqliteSession::bind(sqlite3_stmt* statement, const Values& values) {
  const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement));
  if (wanted != values.size())
    return base::fail("statement", std::to_string(wanted) + " values wanted, " +
                                       std::to_string(values.size()) + " given: " + sqlite3_sql(statement));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int code = std::visit(Bind{statement, static_cast<int>(i) + 1}, values[i]);
    if (code != SQLITE_OK) return failed(code);
  }
  return {};
}

base::Result<SqliteSession::Lease> SqliteSession::lease(std::string_view statement, const Values& values) {
  auto found = statements_.find(statement);
  Statement own;
  if (found != statements_.end() && sqlite3_stmt_busy(found->second.get()) != 0) {
    MJ_TRY(own, prepare(statement));
  } else if (found == statements_.end()) {
    MJ_TRY(auto prepared, prepare(statement));
    if (statements_.size() < kStatementsMax)
      found = statements_.emplace(std::string(statement), std::move(prepared)).first;
    else
      own = std::move(prepared);
  }
  Lease taken(own ? nullptr : found->second.get(), std::move(own));
  MJ_CHECK(bind(taken.get(), values));
  return taken;
}

base::Result<std::int64_t> SqliteSession::run(std::string_view statement, const Values& values) {
  MJ_TRY(const auto taken, lease(statement, values));
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(taken.get());
  if (code != SQLITE_DONE) return failed(code);
  return sqlite3_changes64(database_.get());
}

base::Result<void> SqliteSession::each(std::string_view statement, const Values& values,
                                       const std::function<bool(const Row&)>& take) {
  MJ_TRY(const auto taken, lease(statement, values));
  while (true) {
    const int code = sqlite3_step(taken.get());
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return failed(code);
    if (!take(row_of(taken.get()))) return {};
  }
}

base::Result<void> SqliteSession::script(std::string_view statements) {
  const std::string text(statements);
  const int code = sqlite3_exec(database_.get(), text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(code);
  return {};
}

base::Result<std::unique_ptr<Session>> open_sqlite(const std::string& path, Access access) {
  return SqliteSession::open(path, access);
}

}  // namespace sql
