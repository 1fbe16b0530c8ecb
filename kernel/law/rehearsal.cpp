#include "law/rehearsal.h"

#include "ledger/merkle.h"
#include "reserved.h"

namespace law {
namespace {

constexpr std::int64_t kNine_ms = 9 * 3600 * 1000;
constexpr std::int64_t kBetweenSteps_ms = 10 * 60 * 1000;

base::Hash hash(const std::string& seed) {
  return ledger::hash_of(ledger::HashAlg::sm3, seed);
}

base::Instant morning(base::Date day) {
  return {base::start_of(day).ms + kNine_ms};
}

}  // namespace

std::string fictional_holder(const std::string& name) {
  return base::base64url(base::view(hash(name)).substr(0, 16));
}

std::string fictional_hash(const std::string& seed) {
  return base::base64(hash(seed));
}

Rehearsal::Rehearsal(const Lawbook& lawbook, const json::Value& cast, const Procedure& procedure,
                     base::Date day)
    : lawbook_(&lawbook), cast_(&cast), procedure_(&procedure), now_(morning(day)) {
  for (const auto& person : cast.at("people").as_array()) {
    set_person(std::string(person.as_string()), Truth::yes, Truth::no);
  }
}

void Rehearsal::set_person(const std::string& name, Truth certificate_valid, Truth recused) {
  people_[fictional_holder(name)] = {
      .name = name, .certificate_valid = certificate_valid, .recused = recused};
}

void Rehearsal::days_pass(int working_days, int days) {
  base::Date day = base::date_of(now_) + days;
  if (working_days > 0) day = lawbook_->calendar().add_working_days(day, working_days);
  now_ = morning(day);
}

json::Value Rehearsal::fill(const json::Value& value) const {
  const std::string text = json::text_or_empty(&value);
  if (text == "$day") return json::Value(base::format(base::date_of(now_)));
  if (text == "$head") return json::Value(facts_.head);
  if (text == "$hash") return json::Value(fictional_hash("any"));
  if (text == "$holder") return json::Value(fictional_holder("any"));
  if (text == "$text") {
    return json::Object{{"alg", "sm3"}, {"n", 3}, {"root", fictional_hash("text")}, {"t", "rtext"}, {"v", 1}};
  }
  if (value.is_object()) {
    json::Object filled;
    for (const auto& member : value.as_object()) filled[member.key()] = fill(member.value());
    return filled;
  }
  return value;
}

json::Object Rehearsal::fields(const Act& act, const Step* step) const {
  json::Object fields;
  if (const json::Value* usual = json::find(cast_->at("fields"), act.step)) {
    for (const auto& field : usual->as_object()) fields[field.key()] = fill(field.value());
  }
  for (const auto& field : act.fields) {
    if (field.value().is_null()) {
      fields.erase(field.key());
    } else {
      fields[field.key()] = fill(field.value());
    }
  }
  if (step == nullptr || !step->handlers) return fields;
  json::Array named;
  for (const std::string& name : act.handlers) named.emplace_back(fictional_holder(name));
  if (named.empty()) {
    for (const auto& name : cast_->at("handlers").as_array()) {
      named.emplace_back(fictional_holder(std::string(name.as_string())));
    }
  }
  fields[kHandlers] = std::move(named);
  return fields;
}

std::string Rehearsal::draft(const Act& act) const {
  const std::string label = act.draft.empty() ? newest_ : act.draft;
  const auto known = drafts_.find(label);
  return known == drafts_.end() ? fictional_hash("draft " + label) : known->second;
}

Command Rehearsal::command(const Act& act) const {
  const Step* step = procedure_->step(act.step);
  Command command;
  command.stream = fictional_holder("stream");
  command.step = act.step;
  command.role = step == nullptr ? std::string(kHandlerRole) : step->role;
  command.holder = fictional_holder(
      act.by.empty() ? json::text_or_empty(json::find(cast_->at("roles"), command.role)) : act.by);
  command.at = now_;
  command.is_signed = step != nullptr && step->is_signed;
  if (step != nullptr && step->seen) command.seen = facts_.head;
  if (step != nullptr && step->draft && !step->draft->makes) command.draft = draft(act);
  command.fields = fields(act, step);
  command.people = people_;
  return command;
}

std::vector<Refusal> Rehearsal::answer(const Command& command) const {
  return check(*procedure_, lawbook_->calendar(), facts_, command, now_);
}

std::vector<Refusal> Rehearsal::refusals(const Act& act) const {
  return answer(command(act));
}

StepView Rehearsal::view(const Command& command) const {
  StepView view;
  view.complete = true;
  view.pos = facts_.next_pos;
  view.step = command.step;
  view.role = command.role;
  view.holder = command.holder;
  view.draft = command.draft;
  view.at = view.recorded = command.at;
  view.leaf = fictional_hash("leaf " + std::to_string(view.pos));
  view.root = fictional_hash("root " + std::to_string(view.pos));
  view.fields = command.fields;
  return view;
}

std::vector<Refusal> Rehearsal::take(const Act& act) {
  const Command made = command(act);
  std::vector<Refusal> refused = answer(made);
  if (!refused.empty()) return refused;
  const StepView record = view(made);
  const Step* step = procedure_->step(act.step);
  if (step->draft && step->draft->makes) {
    newest_ = act.draft.empty() ? "a" : act.draft;
    drafts_[newest_] = record.root;
  }
  facts_ = apply(*procedure_, std::move(facts_), record);
  records_.push_back(record);
  now_.ms += kBetweenSteps_ms;
  return {};
}

}  // namespace law
