#pragma once
// Every reachable state of a machine, nearest first, and the questions that are asked of all of them.

#include <unordered_map>

#include "explore_machine.h"

namespace law {

inline constexpr std::size_t kStatesMax = 1'000'000;

using Node = std::uint32_t;

struct Edge {
  Node to = 0;
  std::uint16_t step = 0;
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
  using Marked = std::vector<bool>;  // by node
  /// Stops at the first thing that the machine's watch finds wrong. Error `too_large` beyond kStatesMax.
  [[nodiscard]] static base::Result<Graph> visit(Machine& machine, Keep keep);
  /// Goes where steps lead that were seldom taken, until `enough` of an arrival says so, nothing is left or
  /// `states_max` states are known. Keeps no edges.
  [[nodiscard]] static Graph search(Machine& machine, std::size_t states_max,
                                    const std::function<bool(const Graph&, const Arrival&)>& enough);

  [[nodiscard]] std::size_t size() const { return states_.size(); }
  [[nodiscard]] const State& state(Node node) const { return states_[node]; }
  [[nodiscard]] const std::optional<Arrival>& wrong() const { return wrong_; }
  [[nodiscard]] bool contains(const State& state) const { return numbers_.contains(state); }
  [[nodiscard]] const std::vector<std::vector<Edge>>& edges() const { return edges_; }
  /// What the watch says of `wrong`.
  [[nodiscard]] const std::string& what_is_wrong() const;
  /// Steps by which `node` is reached, as numbers.
  [[nodiscard]] std::vector<std::uint16_t> steps_to(Node node) const;
  /// Steps by which `node` is reached, in plain Chinese.
  [[nodiscard]] std::vector<std::string> path(Node node) const;
  /// The same and one step more.
  [[nodiscard]] std::vector<std::string> path(const Arrival& last) const;

  /// Nodes from which, whatever happened before, a node of `goal` can still be reached.
  [[nodiscard]] Marked can_reach(Marked goal) const;
  /// Nodes at which one of `steps` can be taken for certain.
  [[nodiscard]] Marked can_take(const std::vector<std::string>& steps) const;

 private:
  explicit Graph(Machine& machine);
  template <class See>
  void each(Node node, See see);
  std::pair<Node, bool> reach(const Arrival& arrival, const Outcome& outcome);
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

}  // namespace law
