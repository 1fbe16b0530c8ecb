#pragma once
// A procedure as a machine over the states of a scope: asks once for each valuation of what a step reads.

#include <unordered_map>

#include "explore_ask.h"

namespace law {

class Machine {
 public:
  /// Keeps references. `layout` must fit.
  Machine(const Procedure& procedure, const WorkCalendar& calendar, const Layout& layout, const Watch& watch);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  [[nodiscard]] const Procedure& procedure() const { return procedure_; }
  /// None when the step certainly may not be taken. The reference lives as long as the machine.
  [[nodiscard]] const std::vector<Outcome>& outcomes(std::size_t step, const State& state);
  [[nodiscard]] State after(std::size_t step, const State& state, const Outcome& outcome);
  /// Whether a target of the watch may still be taken at all; `true` without a watch.
  [[nodiscard]] bool is_of_interest(const State& state);
  /// Asker::note.
  [[nodiscard]] std::string note(std::size_t step, const State& state, const Outcome& outcome) const {
    return asker_.note(procedure_.steps[step], state, outcome);
  }
  /// Asker::objections.
  [[nodiscard]] Scope objections(std::size_t step, const State& state) const {
    return asker_.objections(procedure_.steps[step], state);
  }
  /// Whether the fact holds, or the latch is set.
  [[nodiscard]] bool holds(const State& state, std::string_view name) const;
  /// The state that a stream with these facts is in; what the watch remembers is left out.
  [[nodiscard]] State state_of(const Facts& facts);

 private:
  struct Move {  // of one step
    Bits reads;
    bool drafts = false;  // names or makes one
    std::unordered_map<State, std::vector<Outcome>, StateHash> known;
  };
  struct Alive {  // what matters to the steps that are not gone for good
    Bits bits;
    std::array<bool, kMarksMax> marks{};
    bool of_interest = true;
  };

  [[nodiscard]] Move plan(const Step& step) const;
  void find_lasting();
  [[nodiscard]] Alive find_alive(const Bits& lasting) const;
  const Alive& alive(const State& state);
  [[nodiscard]] State tidy(State state);

  const Procedure& procedure_;
  const Layout& layout_;
  const Watch& watch_;
  Asker asker_;
  std::vector<Move> moves_;
  Bits lasting_;  // facts that no step takes back
  std::unordered_map<Bits, Alive> alive_;
};

}  // namespace law
