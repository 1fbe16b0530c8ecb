#include "migrate.h"

namespace store {

namespace {
constexpr std::int64_t kVersion = 1;
}

base::Result<void> migrate(sql::Session& session, std::string_view first) {
  return session.transaction([&]() -> base::Result<void> {
    MJ_TRY(const auto table, session.rows("SELECT 1 FROM sqlite_master WHERE name='schema_version'"));
    if (table.empty()) return session.script(first);
    MJ_TRY(const auto version, session.rows("SELECT version FROM schema_version"));
    if (version.size() == 1 && version[0].integer(0) == kVersion) return {};
    return base::fail("schema_version", "数据库由另一版本的程序写成，请使用该版本或更新的程序");
  });
}

}  // namespace store
