#include <fmt/format.h>

#include "explore_refine.h"

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

}  // namespace
std::string too_large(const Scope& scope) {
  std::string names;
  for (const auto* some : {&scope.facts, &scope.clocks, &scope.marks}) {
    for (const std::string& name : *some) names += (names.empty() ? "" : "、") + name;
  }
  return fmt::format("状态超过{}个，无法逐一检查。所涉条件：{}", kStatesMax, names);
}

Sighting look_out(const Subject& subject, const Watch& watch) {
  Sighting sighting;
  Everything everything(subject);
  Scope scope = seed(subject.procedure, watch);
  while (true) {
    const Layout layout(scope, watch);
    Machine machine(subject.procedure, subject.calendar, layout, watch);
    const auto graph = layout.fits() ? Graph::visit(machine, Graph::Keep::states) : base::fail("too_large");
    sighting.clear = graph && !graph->wrong();
    sighting.states += graph ? graph->size() : 0;
    if (sighting.clear) return sighting;
    if (!graph) {
      sighting.why = too_large(scope);
      return sighting;
    }
    std::vector<std::uint16_t> course = graph->steps_to(graph->wrong()->from);
    course.push_back(graph->wrong()->step);
    Scope wide = everything.refined(scope, course);
    if (wide == scope) {
      sighting.why = graph->what_is_wrong();
      sighting.path = graph->path(*graph->wrong());
      return sighting;
    }
    scope = std::move(wide);
  }
}

void prove_watch(const Subject& subject, Verdict verdict, const Watch& watch) {
  Sighting sighting = look_out(subject, watch);
  verdict.holds = sighting.clear;
  verdict.states = sighting.states;
  verdict.why = std::move(sighting.why);
  verdict.path = std::move(sighting.path);
  subject.tell(verdict);
}

}  // namespace law
