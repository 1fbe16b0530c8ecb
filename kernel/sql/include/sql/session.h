#pragma once
// One session type over SQL engines: prepare, bind, step. Knows no table. SQLite is the first driver.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"

namespace sql {

/// A byte string that is no text.
struct Blob {
  base::Bytes bytes;
  bool operator==(const Blob&) const = default;
};
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;
using Values = std::vector<Value>;

/// One row; columns count from 0. Wrong types assert: a projection knows its own tables.
class Row {
 public:
  explicit Row(Values values) : values_(std::move(values)) {}
  [[nodiscard]] bool is_null(std::size_t i) const;
  [[nodiscard]] std::int64_t integer(std::size_t i) const;
  [[nodiscard]] const std::string& text(std::size_t i) const;
  [[nodiscard]] const base::Bytes& blob(std::size_t i) const;
  [[nodiscard]] const Values& values() const { return values_; }

 private:
  Values values_;
};

/// Not shared between threads. Statements are prepared once and kept.
class Session {
 public:
  virtual ~Session() = default;
  /// Executes one statement; the number of rows it changed. Errors: `constraint`, `storage_full`,
  /// `storage_unavailable`, `statement` (it does not fit the schema: our mistake or a foreign database).
  [[nodiscard]] virtual base::Result<std::int64_t> run(std::string_view statement,
                                                       const Values& values = {}) = 0;
  /// Hands every row to `take` until it returns false. Errors as run.
  [[nodiscard]] virtual base::Result<void> each(std::string_view statement, const Values& values,
                                                const std::function<bool(const Row&)>& take) = 0;
  /// Several statements without values (schema).
  [[nodiscard]] virtual base::Result<void> script(std::string_view statements) = 0;
  /// Runs `work` in one transaction; rolls back when it returns an error or throws. Not nested: error
  /// `statement`.
  [[nodiscard]] base::Result<void> transaction(const std::function<base::Result<void>()>& work);
  [[nodiscard]] base::Result<std::vector<Row>> rows(std::string_view statement, const Values& values = {});

 private:
  /// A writer takes its lock at once, so that it never has to give way half through a transaction.
  [[nodiscard]] virtual std::string_view begin_statement() const = 0;
};

enum class Access { read_write, read_only };
/// SQLite in WAL mode, synchronous=FULL, foreign keys on; a writer creates the file when it is missing,
/// readable by its owner only. Errors: `storage_unavailable`, `not_a_database`.
[[nodiscard]] base::Result<std::unique_ptr<Session>> open_sqlite(const std::string& path, Access access);

}  // namespace sql
