#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "disclosure_parts.h"
#include "redactable_text_parts.h"

namespace ledger {
namespace {

constexpr std::size_t kAtomCharactersMax = 256;
constexpr std::size_t kLabelCharactersMax = 32;

struct CodeRange {
  char32_t first, last;
};
/// Everything invisible, reordering or without a fixed look (§1, Characters), ascending.
constexpr auto kForbidden = std::to_array<CodeRange>(
    {{0x0000, 0x001f},   {0x007f, 0x009f}, {0x00ad, 0x00ad},   {0x034f, 0x034f},   {0x061c, 0x061c},
     {0x115f, 0x1160},   {0x17b4, 0x17b5}, {0x180e, 0x180e},   {0x200b, 0x200f},   {0x2028, 0x202e},
     {0x2060, 0x206f},   {0x3164, 0x3164}, {0xd800, 0xf8ff},   {0xfdd0, 0xfdef},   {0xfeff, 0xfeff},
     {0xffa0, 0xffa0},   {0xfff0, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe00ff},
     {0xe01f0, 0x10ffff}});

bool forbidden(char32_t c) {
  if ((c & 0xfffe) == 0xfffe) return true;  // the last two of every plane
  const auto range = std::ranges::lower_bound(kForbidden, c, {}, &CodeRange::last);
  return range != kForbidden.end() && range->first <= c;
}

base::Result<void> check_characters(const std::u32string& text) {
  const auto bad = std::ranges::find_if(text, forbidden);
  if (bad == text.end()) return {};
  return base::fail("char",
                    fmt::format("the character U+{:04X} is not allowed", static_cast<unsigned>(*bad)));
}

base::Result<std::u32string> characters_of(std::string_view text, std::size_t characters_max) {
  if (!base::valid_utf8(text)) return base::fail("char", "not UTF-8");
  std::u32string characters = base::to_code_points(text);
  if (characters.empty() || characters.size() > characters_max)
    return base::fail("item", "a text, atom or label is empty or too long");
  return characters;
}

std::optional<std::string_view> string_of(const json::Value& item, std::string_view name) {
  const json::Value* member = json::find(item, name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return std::string_view(member->get_string().data(), member->get_string().size());
}

base::Result<BodyItem> read_characters(std::string_view text, UnitKind kind) {
  const bool atom = kind == UnitKind::atom;
  MJ_TRY(const auto characters, characters_of(text, atom ? kAtomCharactersMax : std::string::npos));
  MJ_CHECK(check_characters(characters));
  return BodyItem{kind, text, {}, atom ? 1 : static_cast<std::int64_t>(characters.size())};
}

base::Result<BodyItem> read_redaction(const json::Value& item) {
  const auto label = string_of(item, "l");
  const auto reason = string_of(item, "r");
  const auto n = json::int_member(item, "n");
  if (!label || !reason || !n || *n < 1) return base::fail("item", "a redaction is malformed");
  MJ_CHECK(check_redaction(*label, *reason));
  return BodyItem{UnitKind::hidden, *label, *reason, *n};
}

base::Result<BodyItem> read_item(const json::Value& item, bool after_text, bool redactions_allowed) {
  if (json::has_exactly(item, {"l", "n", "r"}) && redactions_allowed) return read_redaction(item);
  if (!item.is_object() || item.get_object().size() != 1)
    return base::fail("item", "an item is no object with one role");
  if (const auto text = string_of(item, "t")) {
    if (after_text) return base::fail("item", "two text items are not joined");
    return read_characters(*text, UnitKind::character);
  }
  if (const auto text = string_of(item, "a")) return read_characters(*text, UnitKind::atom);
  const auto mark = string_of(item, "b");
  if (!mark || !is_code(*mark, 16, '\0')) return base::fail("item", "an item has no known form");
  return BodyItem{UnitKind::mark, *mark, {}, 1};
}

void append_characters(std::string_view text, std::vector<Unit>& out) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    out.push_back({UnitKind::character, text.substr(begin, end - begin)});
    begin = end;
  }
}

std::string_view mark_as_text(std::string_view mark, bool first) {
  if (first) return "";
  return mark == "td" || mark == "th" ? "\t" : "\n";
}

}  // namespace

base::Result<void> check_redaction(std::string_view label, std::string_view reason) {
  MJ_TRY(const auto characters, characters_of(label, kLabelCharactersMax));
  if (!is_code(reason, 32, '.')) return base::fail("item", "the reason of a redaction is malformed");
  return check_characters(characters);
}

base::Result<ReadBody> read_body(const json::Array& body, bool redactions_allowed) {
  if (body.size() > kItemsMax) return base::fail("limit", "more than 65536 items");
  ReadBody out;
  out.items.reserve(body.size());
  for (const json::Value& item : body) {
    const bool after_text = !out.items.empty() && out.items.back().kind == UnitKind::character;
    MJ_TRY(auto read, read_item(item, after_text, redactions_allowed));
    out.units = std::min(out.units + std::min(read.units, kUnitsMax + 1), kUnitsMax + 1);
    out.items.push_back(read);
  }
  return out;
}

std::vector<Unit> expand(const ReadBody& body) {
  std::vector<Unit> out;
  out.reserve(static_cast<std::size_t>(body.units));
  for (const BodyItem& item : body.items) {
    if (item.kind == UnitKind::character)
      append_characters(item.text, out);
    else if (item.kind == UnitKind::hidden)
      out.resize(out.size() + static_cast<std::size_t>(item.units));
    else
      out.push_back({item.kind, item.text});
  }
  return out;
}

base::Result<std::int64_t> check_body(const json::Array& body) {
  MJ_TRY(const auto read, read_body(body, false));
  if (read.units > kUnitsMax) return base::fail("limit", "more than 1048576 units");
  return read.units;
}

json::Array normalise(const json::Array& body) {
  json::Array out;
  for (const json::Value& item : body) {
    const bool is_text = json::has_exactly(item, {"t"}) && item.at("t").is_string();
    if (is_text && item.at("t").get_string().empty()) continue;
    json::Value* last = out.empty() ? nullptr : &out.back();
    if (is_text && last != nullptr && json::has_exactly(*last, {"t"}) && last->at("t").is_string())
      last->at("t").get_string() += item.at("t").get_string();
    else
      out.push_back(item);
  }
  return out;
}

std::string plain_text(const json::Array& body) {
  std::string out;
  bool first = true;
  for (const json::Value& item : body) {
    if (const auto label = string_of(item, "l"))
      out.append("【").append(*label).append("】");
    else if (const auto mark = string_of(item, "b"))
      out += mark_as_text(*mark, first);
    else
      out += string_of(item, "t").value_or(string_of(item, "a").value_or(""));
    first = false;
  }
  return out;
}

}  // namespace ledger
