#pragma once
// Private to the gate: the case as it is read from the request, step by step.

#include "gate.h"

namespace sealer {

struct Question {
  const seal::SealOrder& order;
  const State& state;
  const law::Editions& editions;
  const GateRules& rules;
  base::Instant now;
};

struct Case {
  std::vector<ledger::ChainStep> chain;
  std::vector<law::StepView> steps;
  [[nodiscard]] const law::StepView& head() const { return steps.back(); }
  /// The newest record for which `fits`, nullptr if none.
  template <class Fits>
  [[nodiscard]] const law::StepView* newest(const Fits& fits) const {
    for (std::size_t i = steps.size(); i-- > 0;)
      if (fits(steps[i])) return &steps[i];
    return nullptr;
  }
};

// The groups of sealer.md §4. The clock goes before the lawbook, which reads it: else a clock that was set
// back would show as an act before its predecessor.
[[nodiscard]] Verdict<void> check_place(const Question& question);                                       // 4
[[nodiscard]] Verdict<Case> open_case(const Question& question);                                         // 5
[[nodiscard]] Verdict<void> check_order(const Case& found);                                              // 6
[[nodiscard]] Verdict<void> check_clock(const Question& question, const Case& found);                    // 9
[[nodiscard]] Verdict<void> check_law(const Question& question, const Case& found, Approved& into);      // 7
[[nodiscard]] Verdict<void> check_text(const Question& question, const Case& found, Approved& into);     // 8
[[nodiscard]] Verdict<void> choose_series(const Question& question, const Case& found, Approved& into);  // 9
[[nodiscard]] Verdict<void> check_witness(const Question& question);                                     // 10

}  // namespace sealer
