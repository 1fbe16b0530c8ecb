#pragma once
// JSON in the log profile (transparency-log.md §2): integers within ±(2^53−1), no duplicate member,
// valid UTF-8 without lone surrogates, bounded depth and size; written as RFC 8785 (JCS).

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace base::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

struct Limits {
  std::size_t bytes_max = 64 * 1024;
  std::size_t depth_max = 16;
};

/// Errors: `too_large`, `not_json`, `duplicate_member`, `not_integer` (also beyond 2^53−1, exponent, minus
/// zero), `too_deep`.
[[nodiscard]] Result<Value> parse(std::string_view text, Limits limits = {});
/// As parse, and `not_canonical` unless the bytes equal their own canonical form.
[[nodiscard]] Result<Value> parse_canonical(std::string_view text, Limits limits = {});
/// RFC 8785. Members are ordered by UTF-16 code units. Doubles print as `null` would be wrong: they assert.
[[nodiscard]] std::string canonical(const Value& value);
/// Order of RFC 8785 between two UTF-8 strings.
[[nodiscard]] bool utf16_less(std::string_view a, std::string_view b);

/// Members of an object, typed; empty/nullptr/error `member` when absent or of another type.
[[nodiscard]] const Value* find(const Value& object, std::string_view name);
[[nodiscard]] Result<std::string> string_member(const Value& object, std::string_view name);
[[nodiscard]] Result<std::int64_t> int_member(const Value& object, std::string_view name);
[[nodiscard]] Result<const Array*> array_member(const Value& object, std::string_view name);
[[nodiscard]] Result<const Object*> object_member(const Value& object, std::string_view name);
/// True when `value` is an object with exactly these members.
[[nodiscard]] bool has_exactly(const Value& value, std::initializer_list<std::string_view> names);
/// All strings of an array of strings; error `member` otherwise.
[[nodiscard]] Result<std::vector<std::string>> strings(const Value& array);
/// `text` of a string value, "" for any other kind.
[[nodiscard]] std::string text_or_empty(const Value* value);
[[nodiscard]] Value string_array(const std::vector<std::string>& items);

}  // namespace base::json
