#include <algorithm>
#include <cassert>

#include "base/encoding.h"
#include "base/json.h"

namespace base::json {
namespace {

void write(std::string& out, const Value& value);

void write_escape(std::string& out, unsigned char c) {
  static constexpr char kHexDigits[] = "0123456789abcdef";
  switch (c) {
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      out += "\\u00";
      out += kHexDigits[c >> 4];
      out += kHexDigits[c & 15];
  }
}

void write(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    write_escape(out, c);
    plain = i + 1;
  }
  out.append(text, plain);
  out += '"';
}

void write(std::string& out, const Object& object) {
  std::vector<const boost::json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, [](const auto* a, const auto* b) {
    return utf16_less({a->key().data(), a->key().size()}, {b->key().data(), b->key().size()});
  });
  out += '{';
  for (const auto* member : members) {
    if (member != members.front()) out += ',';
    write(out, std::string_view(member->key().data(), member->key().size()));
    out += ':';
    write(out, member->value());
  }
  out += '}';
}

void write(std::string& out, const Array& array) {
  out += '[';
  bool first = true;
  for (const Value& item : array) {
    if (!first) out += ',';
    first = false;
    write(out, item);
  }
  out += ']';
}

void write(std::string& out, const Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      out += "null";
      return;
    case boost::json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case boost::json::kind::int64:
      out += std::to_string(value.get_int64());
      return;
    case boost::json::kind::uint64:
      out += std::to_string(value.get_uint64());
      return;
    case boost::json::kind::double_:
      assert(false && "no floating point in records");
      return;
    case boost::json::kind::string:
      write(out, std::string_view(value.get_string().data(), value.get_string().size()));
      return;
    case boost::json::kind::array:
      write(out, value.get_array());
      return;
    case boost::json::kind::object:
      write(out, value.get_object());
      return;
  }
}

}  // namespace

bool utf16_less(std::string_view a, std::string_view b) {
  const bool ascii = std::ranges::none_of(a, [](char c) { return c < 0; }) ||
                     std::ranges::none_of(b, [](char c) { return c < 0; });
  if (ascii) return a < b;  // bytes and code units order alike as soon as one side is ASCII
  const auto units = [](std::string_view text) {
    std::u16string out;
    for (const char32_t c : to_code_points(text)) {
      if (c < 0x10000) {
        out += static_cast<char16_t>(c);
      } else {
        out += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
        out += static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff));
      }
    }
    return out;
  };
  return units(a) < units(b);
}

std::string canonical(const Value& value) {
  std::string out;
  write(out, value);
  return out;
}

const Value* find(const Value& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  return object.get_object().if_contains(boost::json::string_view(name.data(), name.size()));
}

Result<std::string> string_member(const Value& object, std::string_view name) {
  const Value* member = find(object, name);
  if (member == nullptr || !member->is_string())
    return fail("member", std::string(name) + " is not a string");
  return text_or_empty(member);
}

Result<std::int64_t> int_member(const Value& object, std::string_view name) {
  const Value* member = find(object, name);
  if (member == nullptr || !member->is_int64())
    return fail("member", std::string(name) + " is not an integer");
  return member->get_int64();
}

Result<const Array*> array_member(const Value& object, std::string_view name) {
  const Value* member = find(object, name);
  if (member == nullptr || !member->is_array()) return fail("member", std::string(name) + " is not an array");
  return &member->get_array();
}

Result<const Object*> object_member(const Value& object, std::string_view name) {
  const Value* member = find(object, name);
  if (member == nullptr || !member->is_object())
    return fail("member", std::string(name) + " is not an object");
  return &member->get_object();
}

bool has_exactly(const Value& value, std::initializer_list<std::string_view> names) {
  if (!value.is_object() || value.get_object().size() != names.size()) return false;
  return std::ranges::all_of(names, [&](std::string_view name) { return find(value, name) != nullptr; });
}

Result<std::vector<std::string>> strings(const Value& array) {
  if (!array.is_array()) return fail("member", "not an array");
  std::vector<std::string> out;
  for (const Value& item : array.get_array()) {
    if (!item.is_string()) return fail("member", "not a string");
    out.push_back(text_or_empty(&item));
  }
  return out;
}

std::string text_or_empty(const Value* value) {
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

Value string_array(const std::vector<std::string>& items) {
  Array out;
  for (const std::string& item : items) out.emplace_back(item);
  return out;
}

}  // namespace base::json
