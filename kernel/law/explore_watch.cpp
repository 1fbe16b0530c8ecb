#include <fmt/format.h>

#include "explore_properties.h"

namespace law {
namespace {

// What the watch reads, and what its steps leave behind for its targets.
Scope seed(const Procedure& procedure, const Watch& watch) {
  Scope left, read;
  for (const Step& step : procedure.steps) {
    if (watch.remembers(step.name)) left.add(writes(procedure, step));
    if (watch.is_target(step.name)) read.add(reads(procedure, step));
  }
  Scope scope = left.shared_with(read);
  scope.add(watch.reads);
  return scope;
}

// One step further back: what decides about the steps that change anything in `scope`.
Scope wider(const Procedure& procedure, const Watch& watch, const Scope& scope) {
  Scope wide = scope;
  for (const Step& step : procedure.steps) {
    const bool concerned = watch.remembers(step.name) || watch.is_target(step.name);
    if (concerned || writes(procedure, step).meets(scope)) wide.add(reads(procedure, step));
  }
  return wide;
}

}  // namespace

std::string too_large(const Scope& scope) {
  std::string names;
  for (const auto* some : {&scope.facts, &scope.clocks, &scope.marks}) {
    for (const std::string& name : *some) names += (names.empty() ? "" : "、") + name;
  }
  return fmt::format("状态超过{}个，无法逐一检查。所涉条件：{}", kStatesMax, names);
}

void prove_watch(const Subject& subject, Verdict verdict, const Watch& watch) {
  Scope scope = seed(subject.procedure, watch);
  while (true) {
    const Layout layout(scope, watch);
    Machine machine(subject.procedure, subject.calendar, layout, watch);
    const auto graph = layout.fits() ? Graph::visit(machine, Graph::Keep::states) : base::fail("too_large");
    verdict.holds = graph && !graph->wrong();
    verdict.states += graph ? graph->size() : 0;
    Scope wide = wider(subject.procedure, watch, scope);
    if (verdict.holds || !graph || wide == scope) {
      if (!graph) verdict.why = too_large(scope);
      if (graph && graph->wrong()) {
        const Arrival& wrong = *graph->wrong();
        verdict.why = machine.outcomes(wrong.step, graph->state(wrong.from))[wrong.outcome].wrong;
        verdict.path = graph->path(wrong);
      }
      return subject.tell(verdict);
    }
    scope = std::move(wide);
  }
}

}  // namespace law
