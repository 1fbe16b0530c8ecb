#pragma once
// The SQLite driver. SQLite's own error codes end here.

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "base/freed.h"
#include "sql/session.h"

namespace sql {

/// The error of a SQLite result code, with SQLite's own words and the file it is about.
[[nodiscard]] base::Error sqlite_error(sqlite3* database, int code, const std::string& path);

class SqliteSession final : public Session {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Session>> open(const std::string& path, Access access);

  [[nodiscard]] base::Result<std::int64_t> run(std::string_view statement, const Values& values) override;
  [[nodiscard]] base::Result<void> each(std::string_view statement, const Values& values,
                                        const std::function<bool(const Row&)>& take) override;
  [[nodiscard]] base::Result<void> script(std::string_view statements) override;

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, base::Freed<sqlite3_finalize>>;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  /// A statement for one execution: from the cache, or its own when the cached one is still stepping.
  class Lease {
   public:
    Lease(sqlite3_stmt* shared, Statement own) : own_(std::move(own)), used_(own_ ? own_.get() : shared) {}
    ~Lease();
    Lease(Lease&& other) noexcept : own_(std::move(other.own_)), used_(std::exchange(other.used_, nullptr)) {}
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] sqlite3_stmt* get() const { return used_; }

   private:
    Statement own_;
    sqlite3_stmt* used_;
  };

  SqliteSession(sqlite3* database, std::string path, Access access);
  [[nodiscard]] std::string_view begin_statement() const override;
  [[nodiscard]] base::Result<Statement> prepare(std::string_view statement);
  [[nodiscard]] base::Result<Lease> lease(std::string_view statement, const Values& values);
  [[nodiscard]] base::Result<void> bind(sqlite3_stmt* statement, const Values& values);
  [[nodiscard]] std::unexpected<base::Error> failed(int code);

  std::string path_;
  Access access_;
  std::unique_ptr<sqlite3, base::Freed<sqlite3_close_v2>> database_;  // before the statements: they end first
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

}  // namespace sql
