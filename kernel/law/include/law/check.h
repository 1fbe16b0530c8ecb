#pragma once
// Whether a step may be taken. The same function decides in the office and distrusts in sealer, witness and
// portal.

#include "law/facts.h"
#include "law/form.h"

namespace law {

/// Why a command was not accepted (RFC 9457 in the API).
struct Refusal {
  std::string code;  // stable: never reused, never renamed
  std::string say;   // plain Chinese
  Sources source;    // articles
  std::string remedy;
  Truth truth = Truth::no;  // `unknown`: not seen to hold; only office and sealer refuse on it
  bool operator==(const Refusal&) const = default;
};

/// What the office knows of a person on the day of the act; outsiders leave it out (unknown).
struct Person {
  std::string name;
  Truth certificate_valid = Truth::unknown;
  Truth recused = Truth::unknown;
};

struct Command {
  std::string stream, step, role;
  std::string holder;  // of the actor's key
  base::Instant at;
  bool is_signed = false;
  std::string draft;  // "" when the command names none
  std::string seen;
  json::Object fields;  // the client's fields without the reserved ones, but with `handlers`, `confirms`
  std::map<std::string, Person, std::less<>> people;  // by holder
  bool private_seen = true;  // false for outsiders: `fields` holds only what they were shown
};

/// The command that a record of a checked chain answers to, for judging it again; `view` is step_view of
/// `step`. Nothing is known of people.
[[nodiscard]] Command command_of(const ledger::ChainStep& step, const StepView& view);

/// Every refusal that applies, gravest first; empty means accepted. Pure, never throws.
/// `now` limits `at` (at most five minutes later, transparency-log.md §3b); clocks are read on the day of
/// `at`.
[[nodiscard]] std::vector<Refusal> check(const Procedure& procedure, const WorkCalendar& calendar,
                                         const Facts& facts, const Command& command, base::Instant now);

/// Only what the state of the stream says about `step` (needs, forbids, counters): for 现在还不能 on the
/// pages.
[[nodiscard]] std::vector<Refusal> check_state(const Procedure& procedure, const WorkCalendar& calendar,
                                               const Facts& facts, const Step& step, base::Date day);

/// Whether check_state says nothing: for lists of many streams, because it forms no words.
[[nodiscard]] bool is_possible(const Procedure& procedure, const WorkCalendar& calendar, const Facts& facts,
                               const Step& step, base::Date day);

/// Whether the records of `stream` let `holder` take `step`: as one of its handlers where only they may, and
/// kept apart from what he has done before. Of role, certificate and recusal they say nothing.
[[nodiscard]] bool is_open_to(const Facts& facts, const Step& step, std::string_view stream,
                              const std::string& holder);

/// Fields against the form: required, type, length, unknown names; every finding at once. `private_seen` is
/// false for outsiders, who do not miss what they may not see.
[[nodiscard]] std::vector<Refusal> check_fields(const Form& form, const json::Object& fields,
                                                bool private_seen = true);

/// A clock as people see it on `today`.
struct ClockView {
  std::string name, title;
  base::Date start;
  Deadline deadline;
  bool met = false, overdue = false, paused = false, partys = false;
  int left = 0;  // counted days left, negative when over
  Unit unit = Unit::days;
  Sources source;
};
[[nodiscard]] std::vector<ClockView> clocks(const Procedure& procedure, const WorkCalendar& calendar,
                                            const Facts& facts, base::Date today);

}  // namespace law
