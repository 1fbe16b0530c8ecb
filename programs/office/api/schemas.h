#pragma once
// What the endpoints take and give, as JSON Schema: the browser's types are generated from it
// (/api/openapi.json), so every member is named and typed here.

#include "base/json.h"

namespace office::api {

/// By name, for #/components/schemas.
[[nodiscard]] base::json::Object schemas();

}  // namespace office::api
