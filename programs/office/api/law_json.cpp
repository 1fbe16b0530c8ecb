#include "api/law_json.h"

#include <array>
#include <utility>

namespace office::api {
namespace {

constexpr std::array<std::pair<law::FieldType, std::string_view>, 17> kTypes = {
    {{law::FieldType::text, "text"},
     {law::FieldType::long_text, "long_text"},
     {law::FieldType::rich_text, "rich_text"},
     {law::FieldType::date, "date"},
     {law::FieldType::instant, "instant"},
     {law::FieldType::money, "money"},
     {law::FieldType::integer, "integer"},
     {law::FieldType::boolean, "boolean"},
     {law::FieldType::choice, "choice"},
     {law::FieldType::uscc, "uscc"},
     {law::FieldType::id_number, "id_number"},
     {law::FieldType::holder, "holder"},
     {law::FieldType::holders, "holders"},
     {law::FieldType::hash, "hash"},
     {law::FieldType::strings, "strings"},
     {law::FieldType::object, "object"},
     {law::FieldType::files, "files"}}};

std::string_view name_of(law::FieldType type) {
  for (const auto& [value, name] : kTypes)
    if (value == type) return name;
  return "texts";
}

std::string_view name_of(law::Visibility visibility) {
  switch (visibility) {
    case law::Visibility::course:
      return "course";
    case law::Visibility::open:
      return "public";
    case law::Visibility::closed:
      break;
  }
  return "private";
}

json::Array fields_of(const std::vector<law::FormField>& fields) {
  json::Array out;
  for (const auto& field : fields) out.emplace_back(to_json(field));
  return out;
}

json::Object draft_of(const law::DraftRule& draft) {
  return {{"makes", draft.makes}, {"marks", draft.marks}, {"same_as", json::string_array(draft.same_as)}};
}

/// The word of its number series: 处罚 in 澄明市监处罚〔2026〕1号; "" for a form that is not numbered.
std::string number_of(const law::Form& form) {
  const json::Value* number = form.extra.is_object() ? json::find(form.extra, "number") : nullptr;
  return number == nullptr || !number->is_object() ? std::string()
                                                   : json::text_or_empty(json::find(*number, "kind"));
}

json::Object procedure_of(const law::Procedure& procedure) {
  json::Array steps;
  for (const auto& step : procedure.steps) steps.emplace_back(to_json(step));
  return {{"id", procedure.id},
          {"kind", procedure.kind},
          {"source", json::string_array(procedure.source)},
          {"steps", std::move(steps)},
          {"title", procedure.title}};
}

}  // namespace

json::Object to_json(const law::FormField& field) {
  json::Object options;
  for (const auto& [value, title] : field.options) options[value] = title;
  return {{"help", field.help},
          {"members", fields_of(field.members)},
          {"name", field.name},
          {"options", std::move(options)},
          {"publishable", field.publishable},
          {"repeated", field.repeated},
          {"required", field.required},
          {"source", json::string_array(field.source)},
          {"substitute", field.substitute},
          {"title", field.title},
          {"type", std::string(name_of(field.type))},
          {"visibility", std::string(name_of(field.visibility))}};
}

json::Object to_json(const law::Step& step) {
  json::Object out{{"course", step.course == law::Course::open ? "public" : "witness"},
                   {"form", step.form},
                   {"handlers_at_least", step.handlers ? step.handlers->at_least : 0},
                   {"machine", step.by_machine},
                   {"opens", step.opens},
                   {"recording", step.recording},
                   {"role", step.role},
                   {"seen", step.seen},
                   {"signed", step.is_signed},
                   {"source", json::string_array(step.source)},
                   {"stage", step.stage},
                   {"step", step.name},
                   {"title", step.title}};
  if (step.draft) out["draft"] = draft_of(*step.draft);
  return out;
}

std::string_view word_of(law::Unit unit) {
  return unit == law::Unit::working_days ? "工作日" : "日";
}

json::Object to_json(const law::ClockView& clock) {
  json::Array counted;
  for (const auto day : clock.deadline.counted) counted.emplace_back(base::format(day));
  return {{"certain", clock.deadline.certain},
          {"clock", clock.name},
          {"counted", std::move(counted)},
          {"last_day", base::format(clock.deadline.last_day)},
          {"left", clock.left},
          {"met", clock.met},
          {"overdue", clock.overdue},
          {"partys", clock.partys},
          {"paused", clock.paused},
          {"source", json::string_array(clock.source)},
          {"start", base::format(clock.start)},
          {"title", clock.title},
          {"unit", std::string(word_of(clock.unit))}};
}

json::Object to_json(const law::Lawbook& lawbook, base::Date day) {
  json::Array procedures;
  for (const auto& procedure : lawbook.procedures())
    if (procedure.from <= day && (!procedure.to || day <= *procedure.to))
      procedures.emplace_back(procedure_of(procedure));
  json::Object forms;
  for (const auto& [name, form] : lawbook.forms())
    forms[name] = json::Object{{"digests", static_cast<std::int64_t>(form.digests)},
                               {"fields", fields_of(form.fields)},
                               {"layout", form.layout},
                               {"name", form.name},
                               {"number", number_of(form)},
                               {"title", form.title}};
  return {{"forms", std::move(forms)}, {"procedures", std::move(procedures)}, {"rules", lawbook.rules()}};
}

}  // namespace office::api
