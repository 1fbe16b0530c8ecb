#include "town.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "ledger/merkle.h"
#include "yaml.h"

namespace law::test {
namespace {

json::Value read_yaml(const std::string& path) {
  std::vector<std::string> problems;
  const LawFile file(path, problems);
  return to_json(file, parse_yaml(file, file_text(path)));
}

std::string lawbook_path() {
  return std::string(MINGJING_SOURCE) + "/lawbook";
}

base::Hash hash(const std::string& seed) {
  return ledger::hash_of(ledger::HashAlg::sm3, seed);
}

base::Instant morning(base::Date day) {
  return {base::start_of(day).ms + 9 * 3600 * 1000};
}

}  // namespace

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<const Lawbook> lawbook_ptr() {
  static const std::shared_ptr<const Lawbook> loaded = [] {
    auto result = Lawbook::from_directory(lawbook_path());
    if (!result) {
      std::cerr << result.error().text << "\n";
      std::exit(2);
    }
    return *result;
  }();
  return loaded;
}

const Lawbook& lawbook() {
  return *lawbook_ptr();
}

std::string holder(const std::string& name) {
  return base::base64url(base::view(hash(name)).substr(0, 16));
}

std::string some_hash(const std::string& seed) {
  return base::base64(hash(seed));
}

base::Instant at(const std::string& text) {
  return base::parse_instant(text).value();
}

base::Date day(const std::string& text) {
  return base::parse_date(text).value();
}

std::set<std::string> codes(const std::vector<Refusal>& refusals) {
  std::set<std::string> out;
  for (const Refusal& refusal : refusals) out.insert(refusal.code);
  return out;
}

const json::Value& cast() {
  static const json::Value read = read_yaml(lawbook_path() + "/tests/cast.yaml");
  return read;
}

CaseFile::CaseFile(const std::string& procedure, base::Date day)
    : procedure_(lawbook().procedure(procedure, day)), now_(morning(day)) {
  if (procedure_ == nullptr) throw std::invalid_argument("no procedure " + procedure);
  for (const auto& person : cast().at("people").as_array()) {
    set_person(std::string(person.as_string()), Truth::yes, Truth::no);
  }
}

void CaseFile::set_person(const std::string& name, Truth certificate_valid, Truth recused) {
  people_[holder(name)] = {.name = name, .certificate_valid = certificate_valid, .recused = recused};
}

void CaseFile::days_pass(int working_days, int days) {
  base::Date day = base::date_of(now_) + days;
  if (working_days > 0) day = lawbook().calendar().add_working_days(day, working_days);
  now_ = morning(day);
}

json::Value CaseFile::fill(const json::Value& value) const {
  const std::string text = json::text_or_empty(&value);
  if (text == "$day") return json::Value(base::format(base::date_of(now_)));
  if (text == "$head") return json::Value(facts_.head);
  if (text == "$hash") return json::Value(some_hash("any"));
  if (text == "$holder") return json::Value(holder("any"));
  if (text == "$text") {
    return json::Object{{"alg", "sm3"}, {"n", 3}, {"root", some_hash("text")}, {"t", "rtext"}, {"v", 1}};
  }
  if (value.is_object()) {
    json::Object filled;
    for (const auto& member : value.as_object()) filled[member.key()] = fill(member.value());
    return filled;
  }
  return value;
}

Command CaseFile::command(const Act& act) const {
  const Step* step = procedure_->step(act.step);
  Command command;
  command.stream = holder("stream");
  command.step = act.step;
  command.role = step == nullptr ? "handler" : step->role;
  const std::string by =
      act.by.empty() ? json::text_or_empty(json::find(cast().at("roles"), command.role)) : act.by;
  command.holder = holder(by);
  command.at = now_;
  command.is_signed = step != nullptr && step->is_signed;
  if (step != nullptr && step->seen) command.seen = facts_.head;
  if (step != nullptr && step->draft && !step->draft->makes) {
    const std::string label = act.draft.empty() ? newest_ : act.draft;
    const auto known = drafts_.find(label);
    command.draft = known == drafts_.end() ? some_hash("draft " + label) : known->second;
  }
  if (const json::Value* fields = json::find(cast().at("fields"), act.step)) {
    for (const auto& field : fields->as_object()) command.fields[field.key()] = fill(field.value());
  }
  for (const auto& field : act.fields) {
    if (field.value().is_null()) {
      command.fields.erase(field.key());
    } else {
      command.fields[field.key()] = fill(field.value());
    }
  }
  if (step != nullptr && step->handlers) {
    json::Array named;
    for (const std::string& name : act.handlers) named.emplace_back(holder(name));
    if (named.empty()) {
      for (const auto& name : cast().at("handlers").as_array()) {
        named.emplace_back(holder(std::string(name.as_string())));
      }
    }
    command.fields["handlers"] = std::move(named);
  }
  command.people = people_;
  return command;
}

std::vector<Refusal> CaseFile::answer(const Command& command) const {
  return check(*procedure_, lawbook().calendar(), facts_, command, now_);
}

std::vector<Refusal> CaseFile::refusals(const Act& act) const {
  return answer(command(act));
}

StepView CaseFile::view(const Command& command) const {
  StepView view;
  view.complete = true;
  view.pos = facts_.next_pos;
  view.step = command.step;
  view.role = command.role;
  view.holder = command.holder;
  view.draft = command.draft;
  view.at = view.recorded = command.at;
  view.leaf = some_hash("leaf " + std::to_string(view.pos));
  view.root = some_hash("root " + std::to_string(view.pos));
  view.fields = command.fields;
  return view;
}

std::vector<Refusal> CaseFile::take(const Act& act) {
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
  now_.ms += 10 * 60 * 1000;
  return {};
}

bool take_all(CaseFile& file, const std::vector<Act>& acts) {
  for (const Act& act : acts) {
    const auto refused = file.take(act);
    if (refused.empty()) continue;
    for (const Refusal& refusal : refused)
      ADD_FAILURE() << act.step << ": " << refusal.code << " " << refusal.say;
    return false;
  }
  return true;
}

std::vector<Act> until_notice() {
  return {{.step = "register_lead"},
          {.step = "verify_lead"},
          {.step = "file_case"},
          {.step = "collect_evidence"},
          {.step = "conclude_investigation"},
          {.step = "draft_document", .draft = "a"},
          {.step = "submit_review"},
          {.step = "pass_review"},
          {.step = "approve_notice"},
          {.step = "serve_notice"}};
}

}  // namespace law::test
