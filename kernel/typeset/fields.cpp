#include "fields.h"

#include <fmt/format.h>

namespace typeset {
namespace {

using base::json::Value;

constexpr std::string_view kOfDocument = "doc.";
constexpr std::string_view kSubstitute = "doc.public.";

bool is_blank(const Value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty());
}

/// "doc.party.name" → "doc.public.party.name"; "" for names that have no substitute.
std::string substitute_name(std::string_view name) {
  if (!name.starts_with(kOfDocument)) return {};
  return std::string(kSubstitute) + std::string(name.substr(kOfDocument.size()));
}

base::Result<bool> holds_list(const Value& list, const Scope& scope, bool all) {
  if (!list.is_array() || list.get_array().empty())
    return base::fail("layout", "all、any 后面应是条件的列表");
  bool result = all;
  for (const Value& guard : list.get_array()) {
    MJ_TRY(const bool one, holds(guard, scope));
    result = all ? (result && one) : (result || one);
  }
  return result;
}

base::Result<bool> field_is(const Value& guard, const Scope& scope) {
  if (!base::json::has_exactly(guard, {"field", "is"}) || !guard.at("field").is_string())
    return base::fail("layout", "条件应写成 {field: 字段名, is: 值}");
  const Value* value = scope.find(guard.at("field").get_string());
  return value != nullptr && *value == guard.at("is");
}

}  // namespace

Scope Scope::with_item(const Value& item) const {
  Scope scope(values_);
  scope.item_ = &item;
  return scope;
}

const Value* Scope::find(std::string_view name) const {
  if (name.find('.') == std::string_view::npos) {
    if (item_ == nullptr) return nullptr;
    const Value* value = item_->is_object() ? base::json::find(*item_, name) : nullptr;
    if (item_->is_string() && name == "text") value = item_;
    return value != nullptr && !is_blank(*value) ? value : nullptr;
  }
  if (published()) {
    const auto* substitute = values_.fields.if_contains(substitute_name(name));
    if (substitute != nullptr && !is_blank(*substitute)) return substitute;
  }
  const auto* value = values_.fields.if_contains(name);
  return value != nullptr && !is_blank(*value) ? value : nullptr;
}

const base::json::Array* Scope::find_text(std::string_view name) const {
  if (published()) {
    if (const auto it = values_.texts.find(substitute_name(name)); it != values_.texts.end())
      return &it->second;
  }
  const auto it = values_.texts.find(std::string(name));
  return it == values_.texts.end() ? nullptr : &it->second;
}

base::Result<bool> holds(const Value& guard, const Scope& scope) {
  if (guard.is_string()) {
    const std::string_view name = guard.get_string();
    const Value* value = scope.find(name);
    if (value == nullptr) return scope.find_text(name) != nullptr;
    if (value->is_bool()) return value->get_bool();
    return !value->is_array() || !value->get_array().empty();
  }
  if (!guard.is_object()) return base::fail("layout", "when 后面应是字段名或条件");
  if (guard.get_object().size() == 1) {
    if (const Value* list = base::json::find(guard, "all")) return holds_list(*list, scope, true);
    if (const Value* list = base::json::find(guard, "any")) return holds_list(*list, scope, false);
    if (const Value* inner = base::json::find(guard, "not")) {
      MJ_TRY(const bool one, holds(*inner, scope));
      return !one;
    }
  }
  return field_is(guard, scope);
}

}  // namespace typeset
