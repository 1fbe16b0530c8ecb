#pragma once
// An instant, a calendar day and a count of days are three types. Days are days of Asia/Shanghai (UTC+8, no
// daylight saving since 1991).

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

/// Milliseconds since 1970-01-01T00:00Z.
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
};

/// Days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};

[[nodiscard]] constexpr Date operator+(Date date, int days) {
  return {date.days + days};
}
[[nodiscard]] constexpr int operator-(Date a, Date b) {
  return a.days - b.days;
}

struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;
};

/// `2026-03-02T09:27:51+08:00`, seconds, always +08:00 (transparency-log.md §2). Error: `instant`.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);
[[nodiscard]] std::string format(Instant instant);
/// `2026-03-02`. Error: `date` (also for days that do not exist).
[[nodiscard]] Result<Date> parse_date(std::string_view text);
[[nodiscard]] std::string format(Date date);
[[nodiscard]] YearMonthDay civil(Date date);
/// No check: month 1…12, day 1…31 of that month.
[[nodiscard]] Date from_civil(YearMonthDay day);
/// 1 = Monday … 7 = Sunday.
[[nodiscard]] int weekday(Date date);
/// The day in Shanghai on which `instant` lies.
[[nodiscard]] Date date_of(Instant instant);
/// Midnight in Shanghai.
[[nodiscard]] Instant start_of(Date date);
/// Same day of a later month, or that month's last day where there is none (民法典 202, 203; procedures.md
/// P5).
[[nodiscard]] Date add_months(Date date, int months);

/// Time comes in from outside, so that a bureau's year can be played in seconds.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

}  // namespace base
