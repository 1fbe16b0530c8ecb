#pragma once
// Looking up values by name, and guards over them.

#include <cstdint>
#include <string>
#include <string_view>

#include "typeset/compose.h"

namespace typeset {

/// The fields in sight of one paragraph: those of the document and, inside a list, those of the item.
class Scope {
 public:
  explicit Scope(const Values& values) : values_(values) {}
  [[nodiscard]] Scope with_item(const base::json::Value& item) const;

  /// Value of `name`, nullptr when it is absent, null or "". A name with a dot is the document's, one without
  /// the item's ({text} is an item that is itself a string). Published substitutes go first.
  [[nodiscard]] const base::json::Value* find(std::string_view name) const;
  [[nodiscard]] const base::json::Array* find_text(std::string_view name) const;
  [[nodiscard]] bool published() const { return values_.view == View::published; }

 private:
  const Values& values_;
  const base::json::Value* item_ = nullptr;
};

/// A guard as in the lawbook: a field name (present), {field, is}, {all: […]}, {any: […]}, {not: …}.
/// Error: `layout`.
[[nodiscard]] base::Result<bool> holds(const base::json::Value& guard, const Scope& scope);

}  // namespace typeset
