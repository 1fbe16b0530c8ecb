#include "law/procedure.h"

#include <algorithm>

#include "law/form.h"

namespace law {
namespace {

// `doc.evidence.001`: stem and three digits.
std::string_view stem_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot != 4) return {};
  const std::string_view digits = name.substr(dot + 1);
  const bool all = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return all && digits != "000" ? name.substr(0, dot) : std::string_view{};
}

}  // namespace

const Step* Procedure::step(std::string_view name) const {
  const auto found = std::ranges::find(steps, name, &Step::name);
  return found == steps.end() ? nullptr : &*found;
}

const FormField* Form::field(std::string_view wanted) const {
  const std::string_view stem = stem_of(wanted);
  for (const FormField& field : fields) {
    if (field.name == (field.repeated ? stem : wanted)) return &field;
  }
  return nullptr;
}

}  // namespace law
