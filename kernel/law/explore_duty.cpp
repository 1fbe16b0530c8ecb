#include <algorithm>

#include "explore_properties.h"

namespace law {
namespace {

Watch watch_of(const Duty& duty) {
  Watch watch{.latches = duty.latch};
  watch.reads.facts = duty.facts;
  return watch;
}

Scope seed(const Procedure& procedure, const Duty& duty) {
  Scope scope{.facts = duty.facts, .clocks = {}, .marks = {}};
  for (const std::string& name : duty.steps) scope.add(reads(procedure, *procedure.step(name)));
  return scope;
}

// What decides about every step that changes anything in `scope` or that the duty speaks of.
Scope wider(const Procedure& procedure, const Watch& watch, const Scope& scope) {
  Scope wide = scope;
  for (const Step& step : procedure.steps) {
    if (watch.remembers(step.name) || writes(procedure, step).meets(scope)) wide.add(reads(procedure, step));
  }
  return wide;
}

Graph::Marked goal_of(const Machine& machine, const Graph& graph, const Duty& duty) {
  Graph::Marked goal = graph.can_take(duty.steps);
  for (Node node = 0; node < graph.size(); ++node) {
    const bool reached = std::ranges::any_of(
        duty.facts, [&](const std::string& fact) { return machine.holds(graph.state(node), fact); });
    goal[node] = goal[node] || reached;
  }
  return goal;
}

// The nearest state that is under the duty and cannot be seen to fulfil it.
std::optional<Node> stuck(const Machine& machine, const Graph& graph, const Duty& duty,
                          const Graph::Marked& goal) {
  const Graph::Marked good = graph.can_reach(goal);
  for (Node node = 1; node < graph.size(); ++node) {
    const bool bound = duty.latch.empty() || machine.holds(graph.state(node), duty.latch.front().name);
    if (bound && !good[node]) return node;
  }
  return {};
}

void fail(Verdict& verdict, std::string why, std::vector<std::string> path) {
  verdict.holds = false;
  verdict.why = std::move(why);
  verdict.path = std::move(path);
}

}  // namespace

void prove_duty(const Subject& subject, Verdict& verdict, const Duty& duty) {
  const Watch watch = watch_of(duty);
  Scope scope = seed(subject.procedure, duty);
  while (true) {
    const Layout layout(scope, watch);
    Machine machine(subject.procedure, subject.calendar, layout, watch);
    const auto graph = layout.fits() ? Graph::visit(machine, Graph::Keep::edges) : base::fail("too_large");
    if (!graph) return fail(verdict, too_large(scope), {});
    verdict.states += graph->size();
    const Graph::Marked goal = goal_of(machine, *graph, duty);
    const auto node = stuck(machine, *graph, duty, goal);
    if (!node) return;
    Scope wide = wider(subject.procedure, watch, scope);
    if (wide == scope) return fail(verdict, duty.why, graph->path(*node));
    scope = std::move(wide);
  }
}

}  // namespace law
