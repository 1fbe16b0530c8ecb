#include "field_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/identifiers.h"

namespace law {
namespace {

constexpr std::int64_t kTextMax = 200;       // characters
constexpr std::int64_t kLongTextMax = 8000;  // characters
constexpr std::int64_t kElementsMax = 200;   // of arrays
constexpr std::int64_t kNumberMax = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kStreamIdBytes = 16;

std::int64_t bound(const FormField& field, std::int64_t otherwise) {
  return field.at_most > 0 ? field.at_most : otherwise;
}

std::string wrong_text(const FormField& field, const json::Value& value) {
  if (!value.is_string()) return "应当是文字";
  const std::string_view text = value.as_string();
  const bool lines = field.type == FieldType::long_text;
  if (text.empty()) return "不能为空";
  const auto count = static_cast<std::int64_t>(base::to_code_points(text).size());
  const std::int64_t most = bound(field, lines ? kLongTextMax : kTextMax);
  if (count > most) return fmt::format("最多{}个字，现在有{}个", most, count);
  const bool control = std::ranges::any_of(text, [&](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !(lines && (c == '\n' || c == '\t'));
  });
  return control ? "含有不能使用的字符" : "";
}

std::string wrong_number(const FormField& field, const json::Value& value) {
  if (!value.is_int64()) return "应当是整数";
  const std::int64_t number = value.as_int64();
  if (field.type == FieldType::money && number < 0) return "不能是负数";
  if (number > bound(field, kNumberMax) || number < -kNumberMax) return "超出范围";
  return {};
}

bool is_hash(const json::Value& value) {
  return value.is_string() && base::hash_from_base64(value.as_string()).has_value();
}

bool is_holder(const json::Value& value) {
  if (!value.is_string()) return false;
  const auto bytes = base::from_base64url(value.as_string());
  return bytes && bytes->size() == kStreamIdBytes;
}

bool is_text_field(const json::Value& value) {
  if (!json::has_exactly(value, {"alg", "n", "root", "t", "v"})) return false;
  const auto& object = value.as_object();
  return object.at("alg") == "sm3" && object.at("t") == "rtext" && object.at("v") == 1 &&
         object.at("n").is_int64() && object.at("n").as_int64() >= 0 && is_hash(object.at("root"));
}

bool is_file(const json::Value& value) {
  return json::has_exactly(value, {"media", "name", "size", "sm3"}) && json::string_member(value, "media") &&
         json::string_member(value, "name") && json::int_member(value, "size").value_or(-1) >= 0 &&
         is_hash(value.as_object().at("sm3"));
}

// One place hidden in a redactable text (redactable-text.md §3), with the name of that text.
bool is_redaction(const json::Value& value) {
  return json::has_exactly(value, {"at", "l", "n", "r", "text"}) &&
         json::int_member(value, "at").value_or(-1) >= 0 && json::int_member(value, "n").value_or(0) >= 1 &&
         json::string_member(value, "l") && json::string_member(value, "r") &&
         json::string_member(value, "text");
}

bool is_string(const json::Value& value) {
  return value.is_string() && !value.as_string().empty();
}

template <class Predicate>
std::string wrong_array(const FormField& field, const json::Value& value, Predicate good, bool distinct) {
  if (!value.is_array()) return "应当是列表";
  const auto& array = value.as_array();
  const std::int64_t most = bound(field, kElementsMax);
  if (static_cast<std::int64_t>(array.size()) > most) return fmt::format("最多{}项", most);
  std::set<std::string> seen;
  for (const json::Value& element : array) {
    if (!good(element)) return "有一项不符合要求";
    if (distinct && !seen.insert(json::canonical(element)).second) return "有重复的项";
  }
  return {};
}

std::string wrong_object(const FormField& field, const json::Value& value) {
  if (!value.is_object()) return "应当分项填写";
  const json::Object& object = value.as_object();
  for (const FormField& member : field.members) {
    const json::Value* found = object.if_contains(member.name);
    if (found == nullptr && member.required) return fmt::format("的“{}”没有填写", member.title);
    if (found == nullptr) continue;
    const std::string wrong = wrong_with(member, *found);
    if (!wrong.empty()) return fmt::format("的“{}”{}", member.title, wrong);
  }
  for (const auto& member : object) {
    if (std::ranges::find(field.members, std::string_view(member.key()), &FormField::name) ==
        field.members.end()) {
      return fmt::format("中没有“{}”这一项", std::string_view(member.key()));
    }
  }
  return {};
}

std::string unless(bool good, std::string_view otherwise) {
  return good ? std::string() : std::string(otherwise);
}

std::string wrong_word(const FormField& field, const json::Value& value) {
  const std::string text = json::text_or_empty(&value);
  switch (field.type) {
    case FieldType::date:
      return unless(base::parse_date(text).has_value(), "应当是实有的日期（年-月-日）");
    case FieldType::instant:
      return unless(base::parse_instant(text).has_value(), "应当是北京时间的年月日时分秒");
    case FieldType::choice:
      return unless(value.is_string() && field.options.contains(text), "应当从所列选项中选择");
    case FieldType::uscc:
      return unless(base::valid_uscc(text), "不是有效的统一社会信用代码（18位，末位为校验码）");
    case FieldType::id_number:
      return unless(base::parse_id_card(text).has_value(), "不是有效的公民身份号码（18位，末位为校验码）");
    case FieldType::holder:
      return unless(is_holder(value), "应当是人员名册中的人");
    case FieldType::hash:
      return unless(is_hash(value), "应当是 SM3 指纹（base64）");
    case FieldType::rich_text:
      return unless(is_text_field(value), "应当是可遮盖文字的承诺值");
    default:
      return unless(value.is_bool(), "应当是“是”或“否”");
  }
}

}  // namespace

std::string wrong_with(const FormField& field, const json::Value& value) {
  switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
      return wrong_text(field, value);
    case FieldType::money:
    case FieldType::integer:
      return wrong_number(field, value);
    case FieldType::holders:
      return wrong_array(field, value, is_holder, true);
    case FieldType::strings:
      return wrong_array(field, value, is_string, true);
    case FieldType::files:
      return wrong_array(field, value, is_file, false);
    case FieldType::object:
      return wrong_object(field, value);
    case FieldType::texts:
      return wrong_array(field, value, is_redaction, false);
    default:
      return wrong_word(field, value);
  }
}

}  // namespace law
