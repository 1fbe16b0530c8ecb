#include "explore_graph.h"

#include <fmt/format.h>

#include <algorithm>

namespace law {

Graph::Graph(Machine& machine) : machine_(&machine) {
  states_.emplace_back();
  arrivals_.emplace_back();
  numbers_.emplace(State{}, 0);
}

// Everything that may happen at `node`; `see` says whether to go on.
template <class See>
void Graph::each(Node node, See see) {
  const std::vector<Step>& steps = machine_->procedure().steps;
  const State state = states_[node];
  for (std::uint16_t step = 0; step < steps.size(); ++step) {
    if (steps[step].opens != (node == 0)) continue;
    const std::vector<Outcome>& outcomes = machine_->outcomes(step, state);
    for (std::uint16_t i = 0; i < outcomes.size(); ++i) {
      if (!see(Arrival{node, step, i}, outcomes[i])) return;
    }
  }
}

std::pair<Node, bool> Graph::reach(const Arrival& arrival, const Outcome& outcome) {
  const State state = machine_->after(arrival.step, states_[arrival.from], outcome);
  const auto [found, fresh] = numbers_.emplace(state, static_cast<Node>(states_.size()));
  if (fresh) {
    states_.push_back(state);
    arrivals_.push_back(arrival);
  }
  return {found->second, fresh};
}

base::Result<Graph> Graph::visit(Machine& machine, Keep keep) {
  Graph graph(machine);
  for (Node node = 0; node < graph.size() && !graph.wrong_; ++node) {
    if (keep == Keep::edges) graph.edges_.emplace_back();
    if (!machine.is_of_interest(graph.states_[node])) continue;
    graph.each(node, [&](const Arrival& arrival, const Outcome& outcome) {
      if (!outcome.wrong.empty()) {
        graph.wrong_ = arrival;
        return false;
      }
      const Node to = graph.reach(arrival, outcome).first;
      if (keep == Keep::edges) graph.edges_[node].push_back({to, arrival.step, outcome.certain});
      return true;
    });
    if (graph.size() > kStatesMax) return base::fail("too_large");
  }
  return graph;
}

Graph Graph::search(Machine& machine, std::size_t states_max,
                    const std::function<bool(const Graph&, const Arrival&)>& enough) {
  Graph graph(machine);
  std::vector<std::size_t> taken(machine.procedure().steps.size());
  std::map<std::size_t, std::vector<Node>> waiting = {{0, {0}}};  // by how often their step was taken before
  bool done = false;
  while (!waiting.empty() && !done && graph.size() < states_max) {
    const auto seldom = waiting.begin();
    const Node node = seldom->second.back();
    seldom->second.pop_back();
    if (seldom->second.empty()) waiting.erase(seldom);
    graph.each(node, [&](const Arrival& arrival, const Outcome& outcome) {
      done = enough(graph, arrival);
      const auto [to, fresh] = graph.reach(arrival, outcome);
      if (fresh) waiting[taken[arrival.step]++].push_back(to);
      return !done;
    });
  }
  return graph;
}

std::vector<Arrival> Graph::course_to(Node node) const {
  std::vector<Arrival> course;
  for (; node != 0; node = arrivals_[node].from) course.push_back(arrivals_[node]);
  std::ranges::reverse(course);
  return course;
}

std::vector<std::uint16_t> Graph::steps_to(Node node) const {
  std::vector<std::uint16_t> steps;
  for (const Arrival& arrival : course_to(node)) steps.push_back(arrival.step);
  return steps;
}

const std::string& Graph::what_is_wrong() const {
  return machine_->outcomes(wrong_->step, states_[wrong_->from])[wrong_->outcome].wrong;
}

std::vector<std::string> Graph::path(Node node) const {
  return tell(course_to(node));
}

std::vector<std::string> Graph::path(const Arrival& last) const {
  std::vector<Arrival> course = course_to(last.from);
  course.push_back(last);
  return tell(course);
}

// Drafts are told apart by the order in which they were made, whatever numbers the states give them.
std::vector<std::string> Graph::tell(const std::vector<Arrival>& course) const {
  std::vector<std::string> told;
  std::array<int, kMarksMax + 2> label{};
  int made = 0;
  for (std::size_t i = 0; i < course.size(); ++i) {
    const State& state = states_[course[i].from];
    const Step& step = machine_->procedure().steps[course[i].step];
    const Outcome& outcome = machine_->outcomes(course[i].step, state)[course[i].outcome];
    if (step.draft && step.draft->makes) label[outcome.draft] = ++made;
    const int named = label[outcome.draft];
    std::string text = step.title;
    if (step.draft) text += named == 0 ? "（针对较早的另一稿）" : fmt::format("（第{}稿）", named);
    const std::string note = machine_->note(course[i].step, state, outcome);
    if (!note.empty()) text += fmt::format("（{}）", note);
    told.push_back(std::move(text));
    if (i + 1 == course.size()) break;
    const Marks& after = states_[course[i + 1].from].marks;
    std::array<int, kMarksMax + 2> next{};
    for (std::size_t mark = 0; mark < kMarksMax; ++mark) {
      const std::uint8_t before = step.draft ? outcome.origin[outcome.marks[mark]] : state.marks[mark];
      if (after[mark] != 0) next[after[mark]] = label[before];
    }
    label = next;
  }
  return told;
}

Graph::Marked Graph::can_reach(Marked goal) const {
  std::vector<std::uint32_t> first(states_.size() + 1, 0);
  for (const auto& edges : edges_) {
    for (const Edge& edge : edges) first[edge.to + 1] += edge.certain ? 1 : 0;
  }
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  std::vector<Node> back(first.back());
  std::vector<std::uint32_t> filled(first.begin(), first.end() - 1);
  for (Node node = 0; node < edges_.size(); ++node) {
    for (const Edge& edge : edges_[node]) {
      if (edge.certain) back[filled[edge.to]++] = node;
    }
  }
  std::vector<Node> waiting;
  for (Node node = 0; node < goal.size(); ++node) {
    if (goal[node]) waiting.push_back(node);
  }
  while (!waiting.empty()) {
    const Node node = waiting.back();
    waiting.pop_back();
    for (std::uint32_t i = first[node]; i < first[node + 1]; ++i) {
      if (goal[back[i]]) continue;
      goal[back[i]] = true;
      waiting.push_back(back[i]);
    }
  }
  return goal;
}

std::vector<bool> Graph::among(const std::vector<std::string>& names) const {
  std::vector<bool> found;
  for (const Step& step : machine_->procedure().steps) {
    found.push_back(std::ranges::find(names, step.name) != names.end());
  }
  return found;
}

Graph::Marked Graph::can_take(const std::vector<std::string>& steps) const {
  const std::vector<bool> wanted = among(steps);
  Marked nodes(states_.size());
  for (Node node = 0; node < edges_.size(); ++node) {
    nodes[node] = std::ranges::any_of(edges_[node],
                                      [&](const Edge& edge) { return edge.certain && wanted[edge.step]; });
  }
  return nodes;
}

}  // namespace law
