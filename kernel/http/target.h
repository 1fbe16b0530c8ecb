#pragma once
// The request target: bytes from the network become a path that cannot climb and a query that decodes.

#include <string>
#include <string_view>

#include "base/result.h"

namespace http {

struct Target {
  std::string path;
  std::string query;
};

/// origin-form or absolute-form (RFC 9112 §3.2). Empty segments and "." are dropped. Error: `target` for
/// "..", an encoded slash (which a path capture could not tell from a real one), control characters, broken
/// %XX, not UTF-8.
[[nodiscard]] base::Result<Target> parse_target(std::string_view target);

}  // namespace http
