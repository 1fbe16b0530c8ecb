#pragma once
// Whether a value fits its field.

#include <string>

#include "law/form.h"

namespace law {

/// What is wrong, as the rest of a Chinese sentence that begins with the field's title; "" when nothing is.
[[nodiscard]] std::string wrong_with(const FormField& field, const json::Value& value);

}  // namespace law
