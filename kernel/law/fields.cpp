#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "check_parts.h"
#include "field_value.h"
#include "ledger/reserved.h"
#include "reserved.h"

namespace law {
namespace {

Refusal finding(std::string code, std::string say, const Sources& source, std::string remedy) {
  return {.code = std::move(code), .say = std::move(say), .source = source, .remedy = std::move(remedy)};
}

// How many there are of a repeated field, and the highest number among them.
std::pair<int, int> numbers_of(const json::Object& fields, const std::string& stem) {
  int count = 0, highest = 0;
  for (const auto& field : fields) {
    const std::string_view name = field.key();
    if (name.size() != stem.size() + 4 || !name.starts_with(stem + ".")) continue;
    ++count;
    highest = std::max(highest, std::atoi(std::string(name.substr(stem.size() + 1)).c_str()));
  }
  return {count, highest};
}

bool holds(const FieldCondition& condition, const json::Object& fields) {
  const json::Value* value = fields.if_contains(condition.field);
  if (value == nullptr) return false;
  if (condition.same_as.empty()) return condition.is.contains(json::text_or_empty(value));
  const json::Value* other = fields.if_contains(condition.same_as);
  return other != nullptr && *value == *other;
}

bool is_required(const FormField& field, const json::Object& fields) {
  return field.required || std::ranges::any_of(field.required_when, [&](const FieldCondition& condition) {
           return holds(condition, fields);
         });
}

// A public substitute that still tells what it stands for is none.
void check_differs(const FormField& field, const json::Object& fields, Refusals& out) {
  if (field.differs_from.empty()) return;
  const std::string value = json::text_or_empty(fields.if_contains(field.name));
  const std::string other = json::text_or_empty(fields.if_contains(field.differs_from));
  if (value.empty() || other.empty() || value.find(other) == std::string::npos) return;
  out.push_back(finding("field.value", fmt::format("“{}”写出了应当替代的内容。", field.title), field.source,
                        field.help.empty() ? fmt::format("请改正“{}”。", field.title) : field.help));
}

void check_present(const FormField& field, const json::Object& fields, bool private_seen, Refusals& out) {
  if (!private_seen && field.visibility != Visibility::course) return;
  const auto [count, highest] =
      field.repeated ? numbers_of(fields, field.name) : std::pair{fields.contains(field.name) ? 1 : 0, 0};
  if (is_required(field, fields) && count == 0) {
    out.push_back(finding("field.missing", fmt::format("“{}”没有填写。", field.title), field.source,
                          fmt::format("请填写“{}”。", field.title)));
  }
  if (field.repeated && highest != count) {
    out.push_back(finding("field.gap", fmt::format("“{}”的编号不连续。", field.title), field.source,
                          "请从001起依次编号。"));
  }
}

}  // namespace

std::vector<Refusal> check_fields(const Form& form, const json::Object& fields, bool private_seen) {
  Refusals out;
  for (const FormField& field : form.fields) {
    check_present(field, fields, private_seen, out);
    check_differs(field, fields, out);
  }
  for (const auto& [name, value] : fields) {
    const FormField* field = form.field(name);
    if (field == nullptr) {
      out.push_back(finding("field.unknown",
                            fmt::format("《{}》中没有“{}”这一项。", form.title, std::string_view(name)),
                            form.source, "请去掉这一项。"));
    } else if (const std::string wrong = wrong_with(*field, value); !wrong.empty()) {
      out.push_back(finding("field.value", fmt::format("“{}”{}。", field->title, wrong), field->source,
                            field->help.empty() ? fmt::format("请改正“{}”。", field->title) : field->help));
    }
  }
  return out;
}

void check_step_fields(const Case& at, Refusals& out) {
  const bool declares_procedure = at.step.definition && at.step.definition->field(kProcedure) != nullptr;
  const json::Value* named = at.command.fields.if_contains(kProcedure);
  if (at.step.opens && named != nullptr && json::text_or_empty(named) != at.procedure.id) {
    out.push_back(finding("procedure.other", fmt::format("所写的程序不是{}。", at.procedure.title),
                          at.procedure.source, "请重新选择适用的程序。"));
  }
  json::Object fields;
  for (const auto& field : at.command.fields) {
    const bool of_step = (at.step.handlers && field.key() == kHandlers) ||
                         (at.step.opens && !declares_procedure && field.key() == kProcedure);
    if (!of_step && !ledger::is_reserved(field.key())) fields.insert(field);
  }
  if (at.step.definition) {
    std::ranges::move(check_fields(*at.step.definition, fields, at.command.private_seen),
                      std::back_inserter(out));
    return;
  }
  for (const auto& field : fields) {
    out.push_back(finding("field.unknown",
                          fmt::format("“{}”没有“{}”这一项。", at.step.title, std::string_view(field.key())),
                          at.step.source, "请去掉这一项。"));
  }
}

}  // namespace law
