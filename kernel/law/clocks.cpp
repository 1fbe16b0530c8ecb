#include <algorithm>

#include "guard.h"

namespace law {
namespace {

// Counted days from `today` to the last day; negative when it lies behind.
int days_left(const WorkCalendar& calendar, Unit unit, base::Date today, base::Date last_day) {
  if (unit != Unit::working_days) return last_day - today;
  return today <= last_day ? calendar.working_days_between(today, last_day)
                           : -calendar.working_days_between(last_day, today);
}

bool is_paused(const ClockState& state) {
  return std::ranges::any_of(state.excluded, [](const Interval& interval) { return !interval.to; });
}

}  // namespace

std::vector<ClockView> clocks(const Procedure& procedure, const WorkCalendar& calendar, const Facts& facts,
                              base::Date today) {
  std::vector<ClockView> views;
  for (const auto& [name, state] : facts.clocks) {
    const auto definition = procedure.clocks.find(name);
    if (definition == procedure.clocks.end() || !state.known) continue;
    const ClockDefinition& clock = definition->second;
    ClockView view{.name = name,
                   .title = clock.title,
                   .start = state.start,
                   .deadline = deadline_of(calendar, clock, state, today),
                   .met = state.met.has_value(),
                   .paused = !state.met && is_paused(state),
                   .partys = clock.partys,
                   .unit = clock.unit,
                   .source = clock.source};
    const base::Date until = state.met.value_or(today);
    view.left = days_left(calendar, clock.unit, until, view.deadline.last_day);
    view.overdue = until > view.deadline.last_day;
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace law
