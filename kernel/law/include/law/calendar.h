#pragma once
// Working days (calendar.md) and statutory periods (procedures.md §0, P1–P14). Pure; years are lawbook data.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "law/procedure.h"

namespace law {

class WorkCalendar {
 public:
  /// Days of one year that differ from the week. A later call for the same year replaces it.
  void set_year(int year, std::set<base::Date> off_weekdays, std::set<base::Date> work_weekends);
  [[nodiscard]] bool has_year(int year) const;
  /// Years without data follow the plain week; `has_year` tells callers to warn.
  [[nodiscard]] bool is_working_day(base::Date day) const;
  /// The first working day on or after `day`.
  [[nodiscard]] base::Date roll_forward(base::Date day) const;
  /// The n-th working day after `day` (n ≥ 0; 0 gives `day`); negative n counts backwards (听证 7 日前).
  [[nodiscard]] base::Date add_working_days(base::Date day, int n) const;
  /// Working days in (from, to].
  [[nodiscard]] int working_days_between(base::Date from, base::Date to) const;

 private:
  struct Year {
    std::set<base::Date> off, work;
  };
  std::map<int, Year> years_;
};

/// Excluded time [from, to): the first day is excluded, the day of resuming counts again (P9). Open while
/// paused.
struct Interval {
  base::Date from;
  std::optional<base::Date> to;
  bool operator==(const Interval&) const = default;
};

struct Deadline {
  base::Date raw;                   // before holidays move it
  base::Date last_day;              // after P2 (equal to raw for inclusive periods)
  bool certain = true;              // false when the period reaches a year without calendar data
  std::vector<base::Date> counted;  // for the ruler of the pages: each counted day, at most 400
};

/// Last day of a period of `count` `unit`s from `start` (P1, P2, P3, P5, P8, P9, P14). `as_of` closes open
/// intervals.
[[nodiscard]] Deadline last_day(const WorkCalendar& calendar, base::Date start, int count, Unit unit,
                                int extension = 0, const std::vector<Interval>& excluded = {},
                                bool inclusive = false, std::optional<base::Date> as_of = {});

}  // namespace law
