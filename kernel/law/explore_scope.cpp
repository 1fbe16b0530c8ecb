#include "explore_scope.h"

#include <algorithm>

#include "guard.h"

namespace law {
namespace {

using Set = std::set<std::string, std::less<>>;

bool overlap(const Set& one, const Set& other) {
  return std::ranges::any_of(one, [&](const std::string& name) { return other.contains(name); });
}

Set both(const Set& one, const Set& other) {
  Set shared;
  std::ranges::set_intersection(one, other, std::inserter(shared, shared.end()));
  return shared;
}

}  // namespace

void Scope::add(const Scope& other) {
  facts.insert(other.facts.begin(), other.facts.end());
  clocks.insert(other.clocks.begin(), other.clocks.end());
  marks.insert(other.marks.begin(), other.marks.end());
}

bool Scope::meets(const Scope& other) const {
  return overlap(facts, other.facts) || overlap(clocks, other.clocks) || overlap(marks, other.marks);
}

Scope Scope::shared_with(const Scope& other) const {
  return {both(facts, other.facts), both(clocks, other.clocks), both(marks, other.marks)};
}

void add_fact(std::string_view fact, Scope& scope) {
  if (fact.empty()) return;
  const std::string_view clock = clock_of(fact);
  if (clock.empty()) {
    scope.facts.emplace(fact);
  } else {
    scope.clocks.emplace(clock);
  }
}

void add_guard(const Guard& guard, Scope& scope) {
  if (guard.kind == Guard::Kind::fact) add_fact(guard.fact, scope);
  for (const Guard& part : guard.parts) add_guard(part, scope);
}

Scope reads(const Procedure& procedure, const Step& step) {
  Scope scope;
  for (const Guard& guard : step.needs) add_guard(guard, scope);
  for (const Guard& guard : step.forbids) add_guard(guard, scope);
  for (const Lock& lock : procedure.locks) {
    if (std::ranges::find(lock.only, step.name) == lock.only.end()) add_fact(lock.while_fact, scope);
  }
  for (const ConditionalFact& conditional : step.sets_if) {
    add_fact(conditional.fact, scope);
    add_fact(conditional.needed_while, scope);
    if (conditional.when) add_guard(*conditional.when, scope);
  }
  for (const std::string& clock : step.starts) add_fact(procedure.clocks.at(clock).starts_while, scope);
  if (step.draft) scope.marks.insert(step.draft->same_as.begin(), step.draft->same_as.end());
  return scope;
}

Scope writes(const Procedure& procedure, const Step& step) {
  Scope scope;
  scope.facts.insert(step.sets.begin(), step.sets.end());
  scope.facts.insert(step.clears.begin(), step.clears.end());
  for (const ConditionalFact& conditional : step.sets_if) scope.facts.insert(conditional.fact);
  for (const Threshold& threshold : procedure.thresholds) {
    if (threshold.set_by == step.name) scope.facts.insert(threshold.fact);
  }
  scope.clocks.insert(step.starts.begin(), step.starts.end());
  scope.clocks.insert(step.meets.begin(), step.meets.end());
  if (step.draft && !step.draft->marks.empty()) scope.marks.insert(step.draft->marks);
  return scope;
}

Scope everything_read(const Procedure& procedure) {
  Scope scope;
  for (const Step& step : procedure.steps) scope.add(reads(procedure, step));
  return scope;
}

}  // namespace law
