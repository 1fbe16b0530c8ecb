#include "sql/session.h"

#include <cstdio>
#include <cstdlib>

namespace sql {

namespace {

template <class T>
const T& must_be(const Values& values, std::size_t i, const char* type) {
  const T* value = i < values.size() ? std::get_if<T>(&values[i]) : nullptr;
  if (value == nullptr) {
    std::fprintf(stderr, "sql: column %zu of %zu is no %s\n", i, values.size(), type);
    std::abort();
  }
  return *value;
}

}  // namespace

bool Row::is_null(std::size_t i) const {
  return i >= values_.size() || std::holds_alternative<std::monostate>(values_[i]);
}

std::int64_t Row::integer(std::size_t i) const {
  return must_be<std::int64_t>(values_, i, "integer");
}

const std::string& Row::text(std::size_t i) const {
  return must_be<std::string>(values_, i, "text");
}

const base::Bytes& Row::blob(std::size_t i) const {
  return must_be<Blob>(values_, i, "blob").bytes;
}

base::Result<void> Session::transaction(const std::function<base::Result<void>()>& work) {
  MJ_CHECK(run(begin_statement()));
  base::Result<void> done;
  try {
    done = work();
  } catch (...) {
    static_cast<void>(run("ROLLBACK"));
    throw;
  }
  if (done) {
    auto committed = run("COMMIT");
    if (committed) return {};
    done = std::unexpected(std::move(committed).error());
  }
  // An engine may have rolled back by itself (disk full): that second answer says nothing new.
  static_cast<void>(run("ROLLBACK"));
  return done;
}

base::Result<std::vector<Row>> Session::rows(std::string_view statement, const Values& values) {
  std::vector<Row> found;
  MJ_CHECK(each(statement, values, [&](const Row& row) {
    found.push_back(row);
    return true;
  }));
  return found;
}

}  // namespace sql
