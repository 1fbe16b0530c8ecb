#include "note_grammar.h"

#include <algorithm>
#include <charconv>

namespace ledger::grammar {

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value >> 63 != 0) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

namespace {
bool allowed_in_name(char32_t c) {
  static constexpr char32_t kSpaces[] = {0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000};
  if (c <= 0x20 || c == '+' || (c >= 0x2000 && c <= 0x200a)) return false;
  return std::ranges::find(kSpaces, c) == std::end(kSpaces);
}
}  // namespace

bool valid_name(std::string_view name) {
  return !name.empty() && base::valid_utf8(name) &&
         std::ranges::all_of(base::to_code_points(name), allowed_in_name);
}

base::Bytes type_prefix(NoteType type) {
  base::Bytes prefix = "\xff";
  prefix += type == NoteType::note ? "gbt32918-sm2-sm3/note/v1" : "gbt32918-sm2-sm3/cosignature/v1";
  return prefix;
}

}  // namespace ledger::grammar
