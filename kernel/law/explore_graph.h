#pragma once
// Every reachable state of a machine, nearest first, and the questions that are asked of all of them.

#include <unordered_map>

#include "explore_machine.h"

namespace law {

inline constexpr std::size_t kStatesMax = 1'000'000;

using Node = std::uint32_t;

struct Edge {
  Node to = 0;
  std::uint16_t step = 0, outcome = 0;
  bool certain = false;
};

/// How a node is reached.
struct Arrival {
  Node from = 0;
  std::uint16_t step = 0, outcome = 0;
};

class Graph {
 public:
  enum class Keep { states, edges };
  /// Stops at the first thing that the machine's watch finds wrong. Error `too_large` beyond kStatesMax.
  [[nodiscard]] static base::Result<Graph> visit(Machine& machine, Keep keep);

  [[nodiscard]] std::size_t size() const { return states_.size(); }
  [[nodiscard]] const State& state(Node node) const { return states_[node]; }
  [[nodiscard]] const std::optional<Arrival>& wrong() const { return wrong_; }
  [[nodiscard]] bool contains(const State& state) const { return numbers_.contains(state); }
  [[nodiscard]] const std::vector<std::vector<Edge>>& edges() const { return edges_; }
  /// Steps by which `node` is reached, in plain Chinese.
  [[nodiscard]] std::vector<std::string> path(Node node) const;
  /// The same and one step more.
  [[nodiscard]] std::vector<std::string> path(const Arrival& last) const;

  using Marked = std::vector<bool>;  // by node
  /// Nodes from which, whatever happened before, a node of `goal` can still be reached.
  [[nodiscard]] Marked can_reach(Marked goal) const;
  /// Nodes at which one of `steps` can be taken for certain.
  [[nodiscard]] Marked can_take(const std::vector<std::string>& steps) const;
  /// Nodes right behind one of `first`, and all that follow until one of `last` is taken.
  class Span;
  [[nodiscard]] Span between(const std::vector<std::string>& first,
                             const std::vector<std::string>& last) const;

 private:
  explicit Graph(Machine& machine) : machine_(&machine) {}
  [[nodiscard]] base::Result<void> expand(Node node, Keep keep);
  [[nodiscard]] std::vector<bool> among(const std::vector<std::string>& steps) const;
  [[nodiscard]] std::vector<Arrival> course_to(Node node) const;
  [[nodiscard]] std::vector<std::string> tell(const std::vector<Arrival>& course) const;

  Machine* machine_;
  std::vector<State> states_;
  std::vector<Arrival> arrivals_;
  std::vector<std::vector<Edge>> edges_;
  std::unordered_map<State, Node, StateHash> numbers_;
  std::optional<Arrival> wrong_;
};

class Graph::Span {
 public:
  [[nodiscard]] const Marked& nodes() const { return nodes_; }
  /// Steps by which `node` is reached through one of the first steps.
  [[nodiscard]] std::vector<std::string> path(Node node) const;

 private:
  friend class Graph;
  explicit Span(const Graph& graph) : graph_(graph), nodes_(graph.size()), arrivals_(graph.size()) {}
  void reach(Node node, const Edge& edge, bool first);

  const Graph& graph_;
  Marked nodes_;
  std::vector<std::pair<Arrival, bool>> arrivals_;  // and whether by one of the first steps
  std::vector<Node> order_;
};

}  // namespace law
