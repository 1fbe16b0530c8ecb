#pragma once
// The properties, each over one procedure. A property of which the procedure has nothing to say gives no
// verdict.

#include "explore_graph.h"
#include "law/explore.h"

namespace law {

using Tell = std::function<void(const Verdict&)>;

/// A procedure under proof.
struct Subject {
  const Procedure& procedure;
  const WorkCalendar& calendar;
  const Tell& tell;
};

/// A verdict with names and titles filled in.
[[nodiscard]] Verdict verdict_on(const Subject& subject, std::string_view property, const Sources& source);
void tell_wrong(const Subject& subject, std::string_view property, const Sources& source, std::string why);

/// What was found at a watch's targets, over a scope as small as suffices (explore_watch.cpp).
struct Sighting {
  bool clear = true;  // nothing wrong, and everything visited
  std::string why;
  std::vector<std::string> path;
  std::size_t states = 0;
};
[[nodiscard]] Sighting look_out(const Subject& subject, const Watch& watch);
/// Nothing leads to a target that the watch finds wrong.
void prove_watch(const Subject& subject, Verdict verdict, const Watch& watch);

/// From every state (or, with a latch, every state in which it is set) a state can be reached in which one of
/// the facts holds or one of the steps can be taken (explore_duty.cpp).
struct Duty {
  std::vector<Watch::Latch> latch = {};  // none or one
  std::set<std::string, std::less<>> facts = {};
  std::vector<std::string> steps = {};
  std::string why;  // said when it cannot
};
void prove_duty(const Subject& subject, Verdict& verdict, const Duty& duty);

/// Says which names made a scope too large to be visited.
[[nodiscard]] std::string too_large(const Scope& scope);
/// What every decision needs: review, hearing, publication (explore_gate.cpp).
void prove_gate(const Subject& subject);
/// What everybody can see of the gate (explore_visible.cpp).
void prove_visible(const Subject& subject);
/// What must remain possible, over all that any step reads (explore_course.cpp).
void prove_course(const Subject& subject);

}  // namespace law
