#pragma once
// What may become of a step in a state of a scope. There are no rules here: facts are made up that say no
// more than the state does, and check and apply are asked.

#include "explore_state.h"
#include "law/check.h"

namespace law {

/// One thing that may become of a step.
struct Outcome {
  Bits set, clear;
  Marks marks{};
  std::array<std::uint8_t, kMarksMax + 2> origin{};  // number of a draft afterwards → its number before
  std::uint8_t draft = 0;  // that the step names or makes, as numbered before; beyond all others: another one
  bool certain = false;    // possible in every real stream of this state, however long one has waited; only
                           // asked where no target is watched
  std::set<std::string, std::less<>> yes;   // fields answered with yes
  std::set<std::string, std::less<>> over;  // clocks read as over
  std::string wrong;                        // what the watch says of it
};

class Asker {
 public:
  Asker(const Procedure& procedure, const WorkCalendar& calendar, const Layout& layout, const Watch& watch);

  /// None when the step certainly may not be taken.
  [[nodiscard]] std::vector<Outcome> ask(const Step& step, const State& state) const;
  /// Whether the step can never be taken again once the facts `for_good`, which nothing clears, hold.
  [[nodiscard]] bool is_gone(const Step& step, const Bits& for_good) const;
  /// Answers and days that the outcome took, for people; "" where there was no choice.
  [[nodiscard]] std::string note(const Step& step, const State& state, const Outcome& outcome) const;
  /// The first thing that certainly stands against taking the step, on whatever day.
  [[nodiscard]] Scope objections(const Step& step, const State& state) const;

 private:
  struct Way {  // of taking a step
    std::uint8_t draft = 0;
    std::set<std::string, std::less<>> yes;   // fields answered with yes
    std::set<std::string, std::less<>> over;  // clocks read as over
  };
  enum class Days { as_chosen, patient, any };  // how clocks are read

  [[nodiscard]] std::vector<Way> ways(const Step& step, const State& state) const;
  [[nodiscard]] Facts facts_of(const State& state, const Way& way, Days days) const;
  [[nodiscard]] ClockState clock_of(const std::string& name, bool active, const Way& way, Days days) const;
  [[nodiscard]] std::vector<Refusal> refusals(const Step& step, const Facts& facts, const Way& way) const;
  [[nodiscard]] Moment moment(const State& state, const Way& way) const;
  void take(const Step& step, const State& state, const Way& way, const Facts& facts,
            std::vector<Outcome>& out) const;
  [[nodiscard]] bool is_certain(const Step& step, const State& state, const Way& way) const;
  [[nodiscard]] StepView record_of(const Step& step, const Way& way) const;
  void spread(const Step& step, const Facts& after, Outcome outcome, std::vector<Outcome>& out) const;
  void remember(const Step& step, Outcome& outcome) const;
  void note_drafts(const Step& step, const State& state, const Facts& after, Outcome& outcome) const;

  const Procedure& procedure_;
  const WorkCalendar& calendar_;
  const Layout& layout_;
  const Watch& watch_;
  struct Plan {  // of one step
    Scope writes;
    std::vector<std::string> answers;  // fields that are answered with yes or no
    std::vector<std::string> clocks;   // read by the step or its watch, in scope
  };
  [[nodiscard]] Plan plan(const Step& step) const;

  base::Date day_;
  Facts nothing_;  // facts outside the scope, and what is the same in every state
  std::map<std::string, Plan, std::less<>> plans_;
  std::set<std::string, std::less<>> pausable_;  // waiting does not end what stands still
};

}  // namespace law
