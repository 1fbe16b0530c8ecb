#pragma once
// Whether an answer is what /api/openapi.json says of it: every member named there, of its type, and none
// that is required missing.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/json.h"
#include "http/message.h"

namespace office::test {

class Described {
 public:
  explicit Described(base::json::Value document) : document_(std::move(document)) {}

  /// What is wrong with a JSON answer of success; empty: nothing, or no such answer.
  [[nodiscard]] std::vector<std::string> faults(const http::Request& request,
                                                const http::Response& response) const {
    const auto* schema = schema_of(request, response);
    if (schema == nullptr) return {};
    std::vector<std::string> out;
    const auto body = base::json::parse(response.body, {.bytes_max = std::size_t{64} << 20});
    if (!body) return {"no JSON"};
    compare(*schema, *body, request.path, out);
    return out;
  }

 private:
  using Value = base::json::Value;
  using Faults = std::vector<std::string>;

  static bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
      const auto p = pattern.substr(0, pattern.find('/')), s = path.substr(0, path.find('/'));
      if (p != s && !p.starts_with('{')) return false;
      pattern.remove_prefix(std::min(pattern.size(), p.size() + 1));
      path.remove_prefix(std::min(path.size(), s.size() + 1));
    }
    return pattern.empty() && path.empty();
  }

  static const Value* along(const Value* from, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
      if (from != nullptr) from = base::json::find(*from, name);
    return from;
  }

  const Value* schema_of(const http::Request& request, const http::Response& response) const {
    std::string verb(http::name(request.method));
    std::ranges::transform(verb, verb.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& path : base::json::find(document_, "paths")->get_object())
      if (matches(path.key(), request.path))
        return along(&path.value(), {verb, "responses", std::to_string(response.status), "content",
                                     response.header("Content-Type"), "schema"});
    return nullptr;
  }

  const Value& resolved(const Value& schema) const {
    const auto* ref = base::json::find(schema, "$ref");
    if (ref == nullptr) return schema;
    const std::string name = base::json::text_or_empty(ref);
    return *along(&document_, {"components", "schemas", name.substr(name.rfind('/') + 1)});
  }

  static bool is_of(std::string_view type, const Value& value) {
    return (type == "string" && value.is_string()) || (type == "integer" && value.is_int64()) ||
           (type == "boolean" && value.is_bool()) || (type == "array" && value.is_array()) ||
           (type == "object" && value.is_object()) || (type == "null" && value.is_null());
  }

  static bool has_type(const Value* type, const Value& value) {
    if (type == nullptr) return true;
    if (type->is_string()) return is_of(base::json::text_or_empty(type), value);
    return std::ranges::any_of(
        type->get_array(), [&](const Value& one) { return is_of(base::json::text_or_empty(&one), value); });
  }

  void compare(const Value& given, const Value& value, const std::string& where, Faults& out) const {
    if (given.is_bool()) return;  // `true`: anything
    const Value& schema = resolved(given);
    if (!has_type(base::json::find(schema, "type"), value)) out.push_back(where + ": another type");
    const auto* words = base::json::find(schema, "enum");
    if (words != nullptr && std::ranges::find(words->get_array(), value) == words->get_array().end())
      out.push_back(where + ": not among its words");
    if (value.is_array())
      for (const auto& item : value.get_array())
        compare(*base::json::find(schema, "items"), item, where + "[]", out);
    if (value.is_object()) compare_members(schema, value, where, out);
  }

  void compare_members(const Value& schema, const Value& value, const std::string& where, Faults& out) const {
    if (const auto* required = base::json::find(schema, "required"))
      for (const auto& name : required->get_array())
        if (base::json::find(value, base::json::text_or_empty(&name)) == nullptr)
          out.push_back(where + ": without " + base::json::text_or_empty(&name));
    const auto* named = base::json::find(schema, "properties");
    const auto* others = base::json::find(schema, "additionalProperties");
    for (const auto& member : value.get_object()) {
      const std::string place = where + "." + std::string(member.key());
      const auto* own = named == nullptr ? nullptr : base::json::find(*named, member.key());
      if (own != nullptr || others != nullptr) {
        compare(own != nullptr ? *own : *others, member.value(), place, out);
      } else if (named != nullptr) {
        out.push_back(place + ": not described");
      }
    }
  }

  Value document_;
};

}  // namespace office::test
