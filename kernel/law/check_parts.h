#pragma once
// The parts of check, in the order in which their refusals are told.

#include "guard.h"

namespace law {

/// What a part of the check looks at.
struct Case {
  const Procedure& procedure;
  const Facts& facts;
  const Step& step;
  const Command& command;
};

using Refusals = std::vector<Refusal>;

/// Role, signature, `seen`, time.
void check_actor(const Case& at, base::Instant now, Refusals& out);
void check_locks(const Reading& reading, const Step& step, Refusals& out);
void check_draft(const Case& at, Refusals& out);
/// Whether `holder` acted in `capacity`: `no` only when every actor so far could be seen.
[[nodiscard]] Truth acted(const Facts& facts, const std::string& capacity, const std::string& holder);
/// What the actor claims: when it was, and what must repeat an earlier record.
void check_claims(const Case& at, const WorkCalendar& calendar, base::Instant now, Refusals& out);
/// Who may not have acted before, and who must have (roles.md §3).
void check_separation(const Case& at, Refusals& out);
/// The actor's own stream, and capacities that no person may hold together.
void check_apart(const Case& at, Refusals& out);
/// Whether only the case's own handlers may take the step.
[[nodiscard]] Truth limited_to_handlers(const Facts& facts, const Step& step);
/// Whom the step names as handlers, and what must hold for each (处罚法 42).
void check_handlers(const Case& at, Refusals& out);
void check_step_fields(const Case& at, Refusals& out);

/// Chinese title of a role or capacity, its code where the lawbook gives none.
[[nodiscard]] const std::string& title_of(const Procedure& procedure, const std::string& name);

}  // namespace law
