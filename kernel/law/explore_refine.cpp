#include "explore_refine.h"

#include <unordered_set>

namespace law {

Everything::Everything(const Subject& subject)
    : procedure_(subject.procedure),
      layout_(everything_read(subject.procedure), none_),
      machine_(subject.procedure, subject.calendar, layout_, none_) {}

// What stands against the first step that cannot be taken, whatever was answered on the way; nothing where
// all can be.
Scope Everything::objections(const std::vector<std::uint16_t>& course) {
  if (!layout_.fits()) return {};
  std::unordered_set<State, StateHash> states = {State{}};
  for (const std::uint16_t step : course) {
    std::unordered_set<State, StateHash> next;
    for (const State& state : states) {
      for (const Outcome& outcome : machine_.outcomes(step, state)) {
        next.insert(machine_.after(step, state, outcome));
      }
    }
    if (next.empty()) {
      Scope against;
      for (const State& state : states) against.add(machine_.objections(step, state));
      return against;
    }
    states = std::move(next);
  }
  return {};
}

Scope Everything::refined(const Scope& scope, const std::vector<std::uint16_t>& course) {
  Scope wide = scope;
  wide.add(objections(course));
  if (wide != scope) return wide;
  for (const std::uint16_t step : course) wide.add(reads(procedure_, procedure_.steps[step]));
  return wide;
}

}  // namespace law
