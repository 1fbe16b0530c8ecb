#include <fmt/format.h>

#include <algorithm>

#include "law/lawbook.h"
#include "reserved.h"

namespace law {
namespace {

bool has_steps(const Procedure& procedure, const std::set<std::string>& steps) {
  return std::ranges::all_of(steps, [&](const std::string& step) { return procedure.step(step) != nullptr; });
}

// The only procedure in force that has all these steps, "" if there is none or more than one.
std::string only_with(const Lawbook& lawbook, const std::set<std::string>& steps, base::Date day) {
  std::string found;
  for (const Procedure& procedure : lawbook.procedures()) {
    const bool in_force = lawbook.procedure(procedure.id, day) == &procedure;
    if (!in_force || !has_steps(procedure, steps)) continue;
    if (!found.empty()) return {};
    found = procedure.id;
  }
  return found;
}

base::Result<const Procedure*> procedure_of(const Lawbook& lawbook, const Facts& facts,
                                            const StepView& record) {
  const base::Date day = base::date_of(record.at);
  const Procedure* procedure =
      facts.procedure.empty()
          ? lawbook.opened_by(record.step, json::text_or_empty(record.fields.if_contains(kProcedure)), day)
          : lawbook.procedure(facts.procedure, day);
  if (procedure != nullptr) return procedure;
  return base::fail("procedure",
                    fmt::format("第{}条记录（{}）当日没有可适用的程序", record.pos, record.step));
}

Facts keep_place(Facts facts, const StepView& record) {
  facts.next_pos = record.pos + 1;
  facts.head = record.leaf;
  return facts;
}

// A hidden record may have been made under any edition, so each of them may have made something unknown.
Facts hide(const Editions& editions, Facts facts, const StepView& record) {
  for (const auto& [rules, lawbook] : editions.all()) {
    for (const Procedure& procedure : lawbook->procedures()) {
      if (procedure.id == facts.procedure) facts = blur(procedure, std::move(facts), record);
    }
  }
  facts.hidden_seen = true;
  return keep_place(std::move(facts), record);
}

base::Result<std::shared_ptr<const Lawbook>> edition_of(const Editions& editions, std::string_view rules) {
  auto lawbook = editions.find(rules);
  if (lawbook == nullptr) return base::fail("rules", fmt::format("没有执法规则版本 {}", rules));
  return lawbook;
}

// Which procedure a chain follows whose opening record cannot be seen.
base::Result<std::string> procedure_of_chain(const Editions& editions,
                                             const std::vector<ledger::ChainStep>& chain,
                                             std::string_view wanted) {
  std::set<std::string> steps;
  for (const ledger::ChainStep& step : chain) {
    if (!step.hidden) steps.insert(step.step);
  }
  const auto first = std::ranges::find(chain, false, &ledger::ChainStep::hidden);
  if (first == chain.end()) return std::string();
  MJ_TRY(const auto lawbook, edition_of(editions, first->rules));
  if (!wanted.empty()) return std::string(wanted);
  const std::string found = only_with(*lawbook, steps, base::date_of(first->at));
  if (found.empty()) return base::fail("procedure", "从可见的步骤看不出适用哪个程序");
  return found;
}

// Steps of which a visible record comes later: an earlier round of theirs may be among the hidden.
std::vector<std::set<std::string, std::less<>>> later_steps(const std::vector<ledger::ChainStep>& chain) {
  std::vector<std::set<std::string, std::less<>>> later(chain.size());
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = chain.size(); i-- > 0;) {
    later[i] = seen;
    if (!chain[i].hidden) seen.insert(chain[i].step);
  }
  return later;
}

Finding finding_of(const ledger::ChainStep& step, const std::vector<Refusal>& refusals) {
  std::set<std::string> guards, unseen;
  for (const Refusal& refusal : refusals) (refusal.truth == Truth::no ? guards : unseen).insert(refusal.code);
  return {.pos = step.pos,
          .index = step.index,
          .guards = {guards.begin(), guards.end()},
          .unseen = {unseen.begin(), unseen.end()}};
}

/// What the rule function says of one visible record after `facts`.
base::Result<Finding> judge_step(const Editions& editions, const Facts& facts, const ledger::ChainStep& step,
                                 const StepView& view) {
  MJ_TRY(const auto lawbook, edition_of(editions, step.rules));
  MJ_TRY(const Procedure* rule, procedure_of(*lawbook, facts, view));
  return finding_of(step, check(*rule, lawbook->calendar(), facts, command_of(step, view), view.recorded));
}

}  // namespace

void Editions::add(std::shared_ptr<const Lawbook> edition) {
  const std::string rules = edition->rules();
  editions_.emplace(rules, std::move(edition));
}

std::shared_ptr<const Lawbook> Editions::find(std::string_view rules) const {
  const auto found = editions_.find(rules);
  return found == editions_.end() ? nullptr : found->second;
}

const std::map<std::string, std::shared_ptr<const Lawbook>, std::less<>>& Editions::all() const {
  return editions_;
}

ledger::ChainRules Editions::chain_rules(bool private_fields_allowed) const {
  ledger::ChainRules rules;
  rules.marks = [all = editions_](std::string_view step, std::string_view edition) {
    const auto found = all.find(edition);
    return found == all.end() ? nullptr : found->second->marks(step);
  };
  rules.edition_known = [all = editions_](std::string_view edition) { return all.contains(edition); };
  for (const auto& [name, lawbook] : editions_) {
    rules.course_fields.insert(lawbook->course_fields().begin(), lawbook->course_fields().end());
  }
  rules.private_fields_allowed = private_fields_allowed;
  return rules;
}

base::Result<Facts> fold(const Editions& editions, Facts facts, const StepView& record,
                         std::string_view rules) {
  if (record.is_void) return keep_place(std::move(facts), record);
  if (record.hidden) return hide(editions, std::move(facts), record);
  MJ_TRY(const auto lawbook, edition_of(editions, rules));
  MJ_TRY(const Procedure* procedure, procedure_of(*lawbook, facts, record));
  return apply(*procedure, std::move(facts), record);
}

base::Result<Finding> judge_next(const Editions& editions, Facts& facts, const ledger::ChainStep& step,
                                 const ledger::KeyDirectory& keys) {
  const StepView view = step_view(step, keys);
  MJ_TRY(Finding finding, judge_step(editions, facts, step, view));
  MJ_TRY(facts, fold(editions, std::move(facts), view, step.rules));
  return finding;
}

base::Result<std::vector<Finding>> judge(const Editions& editions,
                                         const std::vector<ledger::ChainStep>& chain,
                                         const ledger::KeyDirectory& keys, std::string_view procedure) {
  Facts facts;
  if (!chain.empty() && chain.front().hidden && !chain.front().is_void) {
    MJ_TRY(facts.procedure, procedure_of_chain(editions, chain, procedure));
  }
  const auto later = later_steps(chain);
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    StepView view = step_view(chain[i], keys);
    if (view.hidden) {
      view.may_be = later[i];  // not read of a void one
    } else {
      MJ_TRY(Finding finding, judge_step(editions, facts, chain[i], view));
      if (finding.unlawful() || !finding.unseen.empty()) findings.push_back(std::move(finding));
    }
    MJ_TRY(facts, fold(editions, std::move(facts), view, chain[i].rules));
  }
  return findings;
}

}  // namespace law
