#include "range.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "ascii.h"

namespace http {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Range last_bytes(std::uint64_t count, std::uint64_t size) {
  if (count == 0 || size == 0) return {RangeKind::unsatisfiable, 0, 0};
  const std::uint64_t length = std::min(count, size);
  return {RangeKind::part, size - length, length};
}

std::string_view strong_part(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

}  // namespace

Range parse_range(std::string_view field, std::uint64_t size) {
  const Range whole{RangeKind::whole, 0, size};
  constexpr std::string_view kUnit = "bytes=";
  if (field.size() < kUnit.size() || !same_text(field.substr(0, kUnit.size()), kUnit)) return whole;
  const std::string_view range = trimmed(field.substr(kUnit.size()));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return whole;
  const auto first = number(range.substr(0, dash));
  const auto last = number(range.substr(dash + 1));
  const bool open_end = dash + 1 == range.size();
  if (dash == 0) return last ? last_bytes(*last, size) : whole;
  if (!first || (!last && !open_end) || (last && *last < *first)) return whole;
  if (*first >= size) return {RangeKind::unsatisfiable, 0, 0};
  const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return {RangeKind::part, *first, end - *first + 1};
}

bool matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::string_view member = take(if_none_match, ',');
    if (member == "*" || (!member.empty() && strong_part(member) == strong_part(etag))) return true;
  }
  return false;
}

}  // namespace http
