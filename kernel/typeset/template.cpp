#include "template.h"

#include <fmt/format.h>

#include <utility>

#include "base/encoding.h"
#include "words.h"

namespace typeset {
namespace {

using base::json::Value;

struct Place {
  std::string_view name;
  std::string_view form;
};

Place place_of(std::string_view inside) {
  const auto bar = inside.find('|');
  if (bar == std::string_view::npos) return {inside, {}};
  return {inside.substr(0, bar), inside.substr(bar + 1)};
}

std::string_view default_form(std::string_view name) {
  if (name.ends_with("_fen")) return "金额";
  const bool day =
      name.ends_with("_on") || name.ends_with("_date") || name.ends_with(".date") || name.ends_with("_at");
  return day ? "日期" : std::string_view{};
}

base::Result<base::Date> day_of(std::string_view name, const Value& value) {
  if (value.is_string()) {
    const std::string_view text = value.get_string();
    if (auto date = base::parse_date(text)) return *date;
    if (auto instant = base::parse_instant(text)) return base::date_of(*instant);
  }
  return base::fail("field_form", fmt::format("“{}”不是日期", name));
}

std::string money_in(std::string_view form, base::Money money) {
  if (form == "大写") return base::yuan_capitals(money);
  if (form == "元") return base::yuan_figures(money) + "元";
  return money_words(money);
}

base::Result<std::string> number_words(const Place& place, std::int64_t value) {
  if (place.form == "金额" || place.form == "大写" || place.form == "元") {
    const auto money = base::Money::from_fen(value);
    if (!money) return base::fail("field_form", fmt::format("“{}”{}", place.name, money.error().text));
    return money_in(place.form, *money);
  }
  if (place.form == "汉字") return ordinal_words(value);
  if (place.form.empty()) return std::to_string(value);
  return base::fail("field_form", fmt::format("“{}”是数字，不能写成{}", place.name, place.form));
}

bool is_known_form(std::string_view form) {
  for (const std::string_view known : {"", "日期", "长日期", "金额", "大写", "元", "汉字"})
    if (form == known) return true;
  return false;
}

base::Result<std::string> words(Place place, const Value& value) {
  if (place.form.empty()) place.form = default_form(place.name);
  if (!is_known_form(place.form)) return base::fail("layout", fmt::format("没有“{}”这种写法", place.form));
  if (place.form == "日期" || place.form == "长日期") {
    MJ_TRY(const base::Date date, day_of(place.name, value));
    return place.form == "日期" ? date_words(date) : long_date_words(date);
  }
  if (value.is_int64()) return number_words(place, value.get_int64());
  if (value.is_uint64()) return base::fail("field_form", fmt::format("“{}”的数字过大", place.name));
  if (!value.is_string() || !place.form.empty() || !base::valid_utf8(std::string_view(value.get_string())))
    return base::fail("field_form", fmt::format("“{}”的值不能写进句子", place.name));
  return std::string(value.get_string());
}

void append_text(Inlines& out, std::string_view utf8) {
  if (utf8.empty()) return;
  if (!out.empty())
    if (auto* last = std::get_if<Text>(&out.back())) {
      last->utf8 += utf8;
      return;
    }
  out.push_back(Text{std::string(utf8)});
}

base::Result<void> append_place(Inlines& out, const Place& place, const Scope& scope, std::int64_t number,
                                const std::optional<Bar>& hidden) {
  if (place.name == "n") {
    MJ_TRY(const std::string figures, words(place, Value(number)));
    append_text(out, figures);
    return {};
  }
  const Value* value = scope.find(place.name);
  if (value == nullptr && scope.published() && hidden) {
    out.push_back(*hidden);
    return {};
  }
  if (value == nullptr) return base::fail("field_missing", fmt::format("缺少“{}”", place.name));
  MJ_TRY(const std::string shown, words(place, *value));
  append_text(out, shown);
  return {};
}

}  // namespace

base::Result<Inlines> fill(std::string_view sentence, const Scope& scope, std::int64_t number,
                           const std::optional<Bar>& hidden) {
  Inlines out;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    const std::string_view plain = sentence.substr(0, open);
    if (plain.find('}') != std::string_view::npos) return base::fail("layout", "花括号不成对");
    append_text(out, plain);
    if (open == std::string_view::npos) break;
    const auto close = sentence.find('}', open);
    if (close == std::string_view::npos) return base::fail("layout", "花括号不成对");
    const Place place = place_of(sentence.substr(open + 1, close - open - 1));
    MJ_CHECK(append_place(out, place, scope, number, hidden));
    sentence.remove_prefix(close + 1);
  }
  return out;
}

bool is_numbered(std::string_view sentence) {
  return sentence.find("{n}") != std::string_view::npos || sentence.find("{n|") != std::string_view::npos;
}

base::Result<std::string> value_words(std::string_view name, const Scope& scope) {
  const Value* value = scope.find(name);
  if (value == nullptr) return base::fail("field_missing", fmt::format("缺少“{}”", name));
  return words({name, {}}, *value);
}

}  // namespace typeset
