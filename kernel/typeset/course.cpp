#include "typeset/course.h"

#include <algorithm>

#include "base/money.h"

namespace typeset {
namespace {

namespace json = base::json;
using law::StepView;

bool is_decision(const StepView& step) {
  return !step.hidden && step.step.starts_with("decide_");
}

/// The newest such step up to the decision, nullptr if none: a later round replaces an earlier one.
const StepView* newest(const std::vector<StepView>& steps, std::string_view name) {
  const StepView* found = nullptr;
  for (const StepView& step : steps) {
    if (is_decision(step)) break;
    if (!step.hidden && step.step == name) found = &step;
  }
  return found;
}

/// The day the step states in `field` (a dated receipt), else the day it was taken.
void put_day(json::Object& values, std::string_view name, const StepView* step, std::string_view field = {}) {
  if (step == nullptr) return;
  const std::string stated = field.empty() ? "" : json::text_or_empty(step->fields.if_contains(field));
  values[name] = stated.empty() ? base::format(base::date_of(step->at)) : stated;
}

void put_notice(json::Object& values, const StepView* notice) {
  if (notice == nullptr) return;
  put_day(values, "course.notice_served_on", notice, "service.on");
  if (const json::Value* way = notice->fields.if_contains("service.way")) values["course.notice_way"] = *way;
  const json::Value* right = notice->fields.if_contains("notice.hearing_right");
  values["course.hearing_right"] = right != nullptr && right->is_bool() && right->as_bool();
}

/// Stem of a repeated field's name (doc.evidence of doc.evidence.001), "" for any other.
std::string_view stem(std::string_view name) {
  constexpr std::size_t kSuffix = 4;  // .001
  if (name.size() <= kSuffix || name[name.size() - kSuffix] != '.') return {};
  const std::string_view digits = name.substr(name.size() - kSuffix + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return name.substr(0, name.size() - kSuffix);
}

bool is_text(const json::Value& value) {
  return json::text_or_empty(json::find(value, "t")) == "rtext";
}

void put_draft(json::Object& values, const json::Object& draft) {
  std::map<std::string, json::Value> ordered;
  for (const auto& [name, value] : draft) ordered.emplace(name, value);
  for (auto& [name, value] : ordered) {
    if (!name.starts_with("doc.") || name == "doc.form" || is_text(value)) continue;
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

const json::Array& list_of(const json::Object& values, std::string_view name) {
  static const json::Array kNone;
  const json::Value* list = values.if_contains(name);
  return list != nullptr && list->is_array() ? list->as_array() : kNone;
}

/// 《甲法》第一条、《乙法》第二条.
void put_joined(json::Object& values, std::string_view name, std::string_view from) {
  std::string joined;
  for (const json::Value& item : list_of(values, from))
    joined += (joined.empty() ? "" : "、") + json::text_or_empty(&item);
  if (!joined.empty()) values[name] = joined;
}

void put_copy(json::Object& values, std::string_view name, std::string_view from) {
  const json::Value* value = values.if_contains(from);
  if (value == nullptr) return;
  json::Value copy = *value;
  values[name] = std::move(copy);
}

std::string without_full_stop(std::string text) {
  constexpr std::string_view kStop = "。";
  if (text.ends_with(kStop)) text.resize(text.size() - kStop.size());
  return text;
}

base::Result<base::Money> sum_of(const json::Value* before, std::int64_t fen) {
  MJ_TRY(const base::Money more, base::Money::from_fen(fen));
  if (before == nullptr) return more;
  MJ_TRY(const base::Money so_far, base::money_from_json(*before));
  return base::add(so_far, more);
}

/// A sum that is no Money (beyond what the log can hold) becomes −1, which is there but which no sentence
/// takes: composing refuses the document.
void add_sum(json::Object& values, std::string_view name, std::int64_t fen) {
  const auto sum = sum_of(values.if_contains(name), fen);
  values[name] = sum ? sum->fen() : -1;
}

void put_penalty(json::Object& values) {
  json::Array orders;
  const json::Array items = list_of(values, "doc.penalty");
  for (const json::Value& item : items) {
    const std::string kind = json::text_or_empty(json::find(item, "kind"));
    const auto fen = json::int_member(item, "fen");
    if (fen && kind == "fine")
      add_sum(values, "doc.penalty.fine_fen", *fen);
    else if (fen && kind == "confiscate_income")
      add_sum(values, "doc.penalty.confiscated_fen", *fen);
    else
      orders.emplace_back(without_full_stop(json::text_or_empty(json::find(item, "text"))));
  }
  if (!orders.empty()) values["doc.penalty.orders"] = std::move(orders);
}

void put_bureau(json::Object& values, const json::Value& bureau) {
  if (!bureau.is_object()) return;
  for (const auto& [name, value] : bureau.as_object())
    if (value.is_string()) values["bureau." + std::string(name)] = value;
}

}  // namespace

json::Object course_values(const std::vector<StepView>& steps) {
  json::Object values;
  put_day(values, "course.filed_on", newest(steps, "file_case"));
  put_notice(values, newest(steps, "serve_notice"));
  put_day(values, "course.hearing_on", newest(steps, "report_hearing"), "hearing.on");
  const StepView* defence = newest(steps, "record_defence");
  put_day(values, "course.defence_on", defence);
  const bool waived = newest(steps, "waive_defence") != nullptr;
  values["course.defence"] = defence != nullptr ? "stated" : waived ? "waived" : "none";
  const auto decision = std::ranges::find_if(steps, is_decision);
  if (decision != steps.end()) put_day(values, "course.decided_on", &*decision);
  return values;
}

Values document_values(const DocumentSource& source) {
  Values values;
  values.view = source.view;
  values.texts = source.texts;
  if (const auto answer = source.texts.find("doc.defence"); answer != source.texts.end())
    values.texts["doc.defence_answer"] = answer->second;
  values.fields = course_values(source.steps);
  put_draft(values.fields, source.draft);
  put_copy(values.fields, "doc.breach.title", "doc.character");
  put_copy(values.fields, "doc.penalty.correction", "doc.correction");
  put_joined(values.fields, "doc.broken", "doc.breach");
  put_joined(values.fields, "doc.basis", "doc.law");
  put_penalty(values.fields);
  put_bureau(values.fields, source.bureau);
  if (!source.no.empty()) values.fields["doc.no"] = source.no;
  if (!source.date.empty()) values.fields["doc.date"] = source.date;
  return values;
}

}  // namespace typeset
