#pragma once
// Three-valued guards, and the sentence a failing one is refused with.

#include "law/check.h"

namespace law {

/// What a guard is read against: the facts, and the day on which `expired.` and `running.` are read.
struct Reading {
  const Procedure& procedure;
  const WorkCalendar& calendar;
  const Facts& facts;
  base::Date day;
};

[[nodiscard]] constexpr Truth negate(Truth truth) {
  return static_cast<Truth>(2 - static_cast<int>(truth));
}

/// The clock a derived fact speaks of (`expired.party_reply` → `party_reply`), "" for other facts.
[[nodiscard]] std::string_view clock_of(std::string_view fact);

/// Whether any part of `guard` is such a derived fact.
[[nodiscard]] bool reads_clock(const Guard& guard);

[[nodiscard]] Deadline deadline_of(const WorkCalendar& calendar, const ClockDefinition& clock,
                                   const ClockState& state, std::optional<base::Date> as_of);

[[nodiscard]] Truth read_fact(const Reading& reading, std::string_view fact);
[[nodiscard]] Truth read_guard(const Reading& reading, const Guard& guard);

/// Adds a refusal for each part of `guard` that is not `yes`.
void demand(const Reading& reading, const Guard& guard, const Sources& fallback, std::vector<Refusal>& out);
/// Adds a refusal when `guard` is not `no`.
void forbid(const Reading& reading, const Guard& guard, const Sources& fallback, std::vector<Refusal>& out);

}  // namespace law
