#pragma once
// Tables are made once and changed forwards only.

#include <string_view>

#include "sql/session.h"

namespace store {

/// Makes the tables of an empty database. Error: `schema_version` when another version wrote it.
[[nodiscard]] base::Result<void> migrate(sql::Session& session, std::string_view first);

}  // namespace store
