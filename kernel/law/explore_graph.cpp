#include "explore_graph.h"

#include <fmt/format.h>

#include <algorithm>

namespace law {

base::Result<Graph> Graph::visit(Machine& machine, Keep keep) {
  Graph graph(machine);
  graph.states_.emplace_back();
  graph.arrivals_.emplace_back();
  graph.numbers_.emplace(State{}, 0);
  for (Node node = 0; node < graph.states_.size() && !graph.wrong_; ++node) {
    if (keep == Keep::edges) graph.edges_.emplace_back();
    if (machine.is_of_interest(graph.states_[node])) MJ_CHECK(graph.expand(node, keep));
  }
  return graph;
}

base::Result<void> Graph::expand(Node node, Keep keep) {
  const std::vector<Step>& steps = machine_->procedure().steps;
  const State state = states_[node];
  for (std::uint16_t step = 0; step < steps.size(); ++step) {
    if (steps[step].opens != (node == 0)) continue;
    const std::vector<Outcome>& outcomes = machine_->outcomes(step, state);
    for (std::uint16_t i = 0; i < outcomes.size(); ++i) {
      if (!outcomes[i].wrong.empty()) {
        wrong_ = {node, step, i};
        return {};
      }
      const State next = machine_->after(step, state, outcomes[i]);
      const auto [found, fresh] = numbers_.emplace(next, static_cast<Node>(states_.size()));
      if (fresh) {
        if (states_.size() == kStatesMax) return base::fail("too_large");
        states_.push_back(next);
        arrivals_.push_back({node, step, i});
      }
      if (keep == Keep::edges) edges_[node].push_back({found->second, step, i, outcomes[i].certain});
    }
  }
  return {};
}

std::vector<Arrival> Graph::course_to(Node node) const {
  std::vector<Arrival> course;
  for (; node != 0; node = arrivals_[node].from) course.push_back(arrivals_[node]);
  std::ranges::reverse(course);
  return course;
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
    if (!outcome.note.empty()) text += fmt::format("（{}）", outcome.note);
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

void Graph::Span::reach(Node node, const Edge& edge, bool first) {
  if (nodes_[edge.to]) return;
  nodes_[edge.to] = true;
  arrivals_[edge.to] = {{node, edge.step, edge.outcome}, first};
  order_.push_back(edge.to);
}

std::vector<std::string> Graph::Span::path(Node node) const {
  std::vector<Arrival> behind;
  bool first = false;
  for (; !first; node = behind.back().from) {
    behind.push_back(arrivals_[node].first);
    first = arrivals_[node].second;
  }
  std::vector<Arrival> course = graph_.course_to(node);
  course.insert(course.end(), behind.rbegin(), behind.rend());
  return graph_.tell(course);
}

Graph::Span Graph::between(const std::vector<std::string>& first,
                           const std::vector<std::string>& last) const {
  const std::vector<bool> begins = among(first), ends = among(last);
  Span span(*this);
  for (Node node = 0; node < edges_.size(); ++node) {
    for (const Edge& edge : edges_[node]) {
      if (begins[edge.step]) span.reach(node, edge, true);
    }
  }
  for (std::size_t i = 0; i < span.order_.size(); ++i) {
    const Node node = span.order_[i];
    for (const Edge& edge : edges_[node]) {
      if (!ends[edge.step]) span.reach(node, edge, false);
    }
  }
  return span;
}

}  // namespace law
