#include "guard.h"

#include <algorithm>

namespace law {
namespace {

constexpr std::string_view kExpired = "expired.";
constexpr std::string_view kRunning = "running.";

Truth read_clock(const Reading& reading, std::string_view fact) {
  const std::string_view name = clock_of(fact);
  const auto definition = reading.procedure.clocks.find(name);
  const auto state = reading.facts.clocks.find(name);
  if (definition == reading.procedure.clocks.end() || state == reading.facts.clocks.end()) return Truth::no;
  if (!state->second.known) return Truth::unknown;
  if (state->second.met) return Truth::no;
  const Deadline deadline = deadline_of(reading.calendar, definition->second, state->second, reading.day);
  const bool expired = reading.day > deadline.last_day;
  return expired == fact.starts_with(kExpired) ? Truth::yes : Truth::no;
}

Refusal refusal(const Words& words, const Sources& fallback, Truth truth) {
  return {.code = words.code,
          .say = words.say,
          .source = words.source.empty() ? fallback : words.source,
          .remedy = words.remedy,
          .truth = truth};
}

// The loader has seen to it that a fact without words of the guard has its own.
const Words& words_of(const Procedure& procedure, const Guard& guard, bool present) {
  static const Words none;
  if (guard.words) return *guard.words;
  if (guard.kind == Guard::Kind::negation) return words_of(procedure, guard.parts.front(), !present);
  const auto fact = procedure.facts.find(guard.fact);
  if (fact == procedure.facts.end()) return none;
  return present ? fact->second.present : fact->second.missing;
}

}  // namespace

std::string_view clock_of(std::string_view fact) {
  for (const std::string_view prefix : {kExpired, kRunning}) {
    if (fact.starts_with(prefix)) return fact.substr(prefix.size());
  }
  return {};
}

bool reads_clock(const Guard& guard) {
  if (guard.kind == Guard::Kind::fact) return !clock_of(guard.fact).empty();
  return std::ranges::any_of(guard.parts, reads_clock);
}

Deadline deadline_of(const WorkCalendar& calendar, const ClockDefinition& clock, const ClockState& state,
                     std::optional<base::Date> as_of) {
  int count = clock.count;
  for (auto old = clock.earlier.rbegin(); old != clock.earlier.rend() && state.start <= old->to; ++old) {
    count = old->count;
  }
  return last_day(calendar, state.start, count, clock.unit, state.extension, state.excluded, clock.inclusive,
                  as_of);
}

Truth read_fact(const Reading& reading, std::string_view fact) {
  return clock_of(fact).empty() ? reading.facts.flag(fact) : read_clock(reading, fact);
}

Truth read_guard(const Reading& reading, const Guard& guard) {
  switch (guard.kind) {
    case Guard::Kind::fact:
      return read_fact(reading, guard.fact);
    case Guard::Kind::negation:
      return negate(read_guard(reading, guard.parts.front()));
    case Guard::Kind::all: {
      Truth truth = Truth::yes;
      for (const Guard& part : guard.parts) truth = std::min(truth, read_guard(reading, part));
      return truth;
    }
    case Guard::Kind::any: {
      Truth truth = Truth::no;
      for (const Guard& part : guard.parts) truth = std::max(truth, read_guard(reading, part));
      return truth;
    }
  }
  return Truth::unknown;
}

void demand(const Reading& reading, const Guard& guard, const Sources& fallback, std::vector<Refusal>& out) {
  if (guard.kind == Guard::Kind::all && !guard.words) {
    for (const Guard& part : guard.parts) demand(reading, part, fallback, out);
    return;
  }
  const Truth truth = read_guard(reading, guard);
  if (truth == Truth::yes) return;
  out.push_back(refusal(words_of(reading.procedure, guard, false), fallback, truth));
}

void forbid(const Reading& reading, const Guard& guard, const Sources& fallback, std::vector<Refusal>& out) {
  const Truth truth = negate(read_guard(reading, guard));
  if (truth == Truth::yes) return;
  out.push_back(refusal(words_of(reading.procedure, guard, true), fallback, truth));
}

}  // namespace law
