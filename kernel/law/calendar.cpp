#include "law/calendar.h"

namespace law {
namespace {

// A period that every day of a century would not fill is a mistake in the data, not a longer period.
constexpr int kSteps = 40000;
constexpr std::size_t kCountedMax = 400;

int year_of(base::Date day) {
  return base::civil(day).year;
}

bool is_excluded(base::Date day, const std::vector<Interval>& excluded, std::optional<base::Date> as_of) {
  for (const Interval& interval : excluded) {
    const std::optional<base::Date> to = interval.to ? interval.to : as_of;
    if (to && day >= interval.from && day < *to) return true;
  }
  return false;
}

// Natural days in a period; hours end within the day on which they run out (P13 counts clock hours, the
// record's day is all a rule can see).
int natural_days(base::Date start, int count, Unit unit) {
  if (unit == Unit::hours) return (count + 23) / 24;
  if (unit == Unit::months) return base::add_months(start, count) - start;  // P5
  return count;
}

bool has_years(const WorkCalendar& calendar, base::Date from, base::Date to) {
  for (int year = year_of(from); year <= year_of(to); ++year) {
    if (!calendar.has_year(year)) return false;
  }
  return true;
}

}  // namespace

void WorkCalendar::set_year(int year, std::set<base::Date> off_weekdays, std::set<base::Date> work_weekends) {
  years_[year] = {std::move(off_weekdays), std::move(work_weekends)};
}

bool WorkCalendar::has_year(int year) const {
  return years_.contains(year);
}

bool WorkCalendar::is_working_day(base::Date day) const {
  const auto year = years_.find(year_of(day));
  if (year != years_.end()) {
    if (year->second.work.contains(day)) return true;
    if (year->second.off.contains(day)) return false;
  }
  return base::weekday(day) <= 5;
}

base::Date WorkCalendar::roll_forward(base::Date day) const {
  while (!is_working_day(day)) day = day + 1;
  return day;
}

base::Date WorkCalendar::add_working_days(base::Date day, int n) const {
  const int direction = n < 0 ? -1 : 1;
  for (int left = n * direction; left > 0;) {
    day = day + direction;
    if (is_working_day(day)) --left;
  }
  return day;
}

int WorkCalendar::working_days_between(base::Date from, base::Date to) const {
  int days = 0;
  for (base::Date day = from + 1; day <= to; day = day + 1) days += is_working_day(day) ? 1 : 0;
  return days;
}

Deadline last_day(const WorkCalendar& calendar, base::Date start, int count, Unit unit, int extension,
                  const std::vector<Interval>& excluded, bool inclusive, std::optional<base::Date> as_of) {
  const bool working = unit == Unit::working_days;
  const int wanted = natural_days(start, count + extension, unit);
  Deadline deadline{.raw = start, .last_day = start, .certain = true, .counted = {}};
  base::Date day = inclusive ? start : start + 1;  // P1, P14
  for (int done = 0, steps = 0; done < wanted && steps < kSteps; ++steps, day = day + 1) {
    if (working && !calendar.is_working_day(day)) continue;
    if (is_excluded(day, excluded, as_of)) continue;  // P9: a day in several intervals is left out once
    ++done;
    deadline.raw = day;
    if (deadline.counted.size() < kCountedMax) deadline.counted.push_back(day);
  }
  const bool moves = unit == Unit::days || unit == Unit::months;  // P13: hours are not prolonged
  deadline.last_day = moves && !inclusive ? calendar.roll_forward(deadline.raw) : deadline.raw;
  deadline.certain = has_years(calendar, working ? start : deadline.raw, deadline.last_day);
  return deadline;
}

}  // namespace law
