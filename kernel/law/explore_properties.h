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

/// No way leads to a step that the property's watch finds wrong (explore_watch.cpp): proven over a scope as
/// small as suffices.
void prove_watch(const Subject& subject, Verdict verdict, const Watch& watch);

/// Says which names made a scope too large to be visited.
[[nodiscard]] std::string too_large(const Scope& scope);
/// What every decision needs: review, hearing, publication (explore_gate.cpp).
void prove_gate(const Subject& subject);
/// What everybody can see of the gate (explore_visible.cpp).
void prove_visible(const Subject& subject);
/// What must remain possible, over all that any step reads (explore_course.cpp).
void prove_course(const Subject& subject);

}  // namespace law
