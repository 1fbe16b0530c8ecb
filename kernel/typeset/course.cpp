#include "typeset/course.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace typeset {
namespace {

namespace json = base::json;
using law::StepView;
using Names = std::span<const std::string_view>;

constexpr auto kFiling = std::to_array<std::string_view>({"file_case"});
constexpr auto kMeasure = std::to_array<std::string_view>({"take_measure", "serve_measure"});
constexpr auto kNotice = std::to_array<std::string_view>({"serve_notice"});
constexpr auto kDefence = std::to_array<std::string_view>({"record_defence"});
constexpr auto kWaiver = std::to_array<std::string_view>({"waive_defence"});
constexpr auto kHearing = std::to_array<std::string_view>({"hold_hearing"});

bool is_one_of(const StepView& step, Names names) {
  return !step.hidden && std::ranges::find(names, step.step) != names.end();
}

/// The day a step states (a receipt that is dated), else the day it was taken.
std::string day_of(const StepView& step) {
  for (const std::string_view name : {"service.on"}) {
    const std::string day = json::text_or_empty(step.fields.if_contains(name));
    if (!day.empty()) return day;
  }
  return base::format(base::date_of(step.at));
}

/// The newest of these steps up to the decision, nullptr if none: a later round replaces an earlier one.
const StepView* newest(const std::vector<StepView>& steps, Names names) {
  const StepView* found = nullptr;
  for (const StepView& step : steps) {
    if (!step.hidden && step.step.starts_with("decide_")) break;
    if (is_one_of(step, names)) found = &step;
  }
  return found;
}

const StepView* decision(const std::vector<StepView>& steps) {
  const auto found = std::ranges::find_if(
      steps, [](const StepView& step) { return !step.hidden && step.step.starts_with("decide_"); });
  return found == steps.end() ? nullptr : &*found;
}

void put_day(json::Object& values, std::string_view name, const StepView* step) {
  if (step != nullptr) values[name] = day_of(*step);
}

/// Stem of a repeated field's name (doc.evidence of doc.evidence.001), "" for any other.
std::string_view stem(std::string_view name) {
  constexpr std::size_t kSuffix = 4;  // .001
  if (name.size() <= kSuffix || name[name.size() - kSuffix] != '.') return {};
  const std::string_view digits = name.substr(name.size() - kSuffix + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return name.substr(0, name.size() - kSuffix);
}

void put_draft(json::Object& values, const json::Object& draft) {
  std::map<std::string, json::Value> ordered;
  for (const auto& [name, value] : draft) ordered.emplace(name, value);
  for (auto& [name, value] : ordered) {
    if (!name.starts_with("doc.") || name == "doc.form") continue;
    const std::string_view list = stem(name);
    if (list.empty()) {
      values[name] = std::move(value);
      continue;
    }
    json::Value& items = values[list];
    if (!items.is_array()) items = json::Array();
    items.as_array().push_back(std::move(value));
  }
}

void put_bureau(json::Object& values, const json::Value& bureau) {
  if (!bureau.is_object()) return;
  for (const auto& [name, value] : bureau.as_object())
    if (value.is_string()) values["bureau." + std::string(name)] = value;
}

}  // namespace

json::Object course_values(const std::vector<StepView>& steps) {
  json::Object values;
  put_day(values, "course.filed_on", newest(steps, kFiling));
  put_day(values, "course.measure_on", newest(steps, kMeasure));
  put_day(values, "course.hearing_on", newest(steps, kHearing));
  put_day(values, "course.decided_on", decision(steps));
  if (const StepView* notice = newest(steps, kNotice)) {
    values["course.notice_served_on"] = day_of(*notice);
    if (const json::Value* way = notice->fields.if_contains("service.way"))
      values["course.notice_way"] = *way;
    const json::Value* right = notice->fields.if_contains("notice.hearing_right");
    values["course.hearing_right"] = right != nullptr && right->is_bool() && right->as_bool();
  }
  const StepView* defence = newest(steps, kDefence);
  put_day(values, "course.defence_on", defence);
  values["course.defence"] = defence != nullptr                  ? "stated"
                             : newest(steps, kWaiver) != nullptr ? "waived"
                                                                 : "none";
  return values;
}

json::Object document_values(const DocumentSource& source) {
  json::Object values = course_values(source.steps);
  put_draft(values, source.draft);
  put_bureau(values, source.bureau);
  if (!source.no.empty()) values["doc.no"] = source.no;
  if (!source.date.empty()) values["doc.date"] = source.date;
  return values;
}

}  // namespace typeset
