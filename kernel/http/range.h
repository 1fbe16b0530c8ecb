#pragma once
// Range and If-None-Match (RFC 9110 §14.2, §13.1.2): what of a body is asked for, and whether at all.

#include <cstdint>
#include <string_view>

namespace http {

enum class RangeKind { whole, part, unsatisfiable };

struct Range {
  RangeKind kind = RangeKind::whole;
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

/// One range of bytes of a body of `size` bytes. Several ranges, other units and malformed fields mean the
/// whole, as the RFC allows. A whole is first 0, length `size`.
[[nodiscard]] Range parse_range(std::string_view field, std::uint64_t size);

/// Weak comparison of each member of an If-None-Match field with `etag`; "*" matches.
[[nodiscard]] bool matches(std::string_view if_none_match, std::string_view etag);

}  // namespace http
