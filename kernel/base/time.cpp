#include "base/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace base {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kShanghaiOffsetMs = 8 * 3'600'000;

/// Decimal digits only; -1 otherwise.
int digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::chrono::year_month_day to_ymd(YearMonthDay day) {
  return {std::chrono::year{day.year}, std::chrono::month{static_cast<unsigned>(day.month)},
          std::chrono::day{static_cast<unsigned>(day.day)}};
}

}  // namespace

YearMonthDay civil(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

Date from_civil(YearMonthDay day) {
  return {static_cast<std::int32_t>(std::chrono::sys_days{to_ymd(day)}.time_since_epoch().count())};
}

int weekday(Date date) {
  return (date.days % 7 + 7 + 3) % 7 + 1;
}  // 1970-01-01 was a Thursday

Date date_of(Instant instant) {
  const std::int64_t local = instant.ms + kShanghaiOffsetMs;
  const std::int64_t days = local / kDayMs - (local % kDayMs < 0 ? 1 : 0);
  return {static_cast<std::int32_t>(days)};
}

Instant start_of(Date date) {
  return {date.days * kDayMs - kShanghaiOffsetMs};
}

Date add_months(Date date, int months) {
  YearMonthDay day = civil(date);
  const int index = day.year * 12 + (day.month - 1) + months;
  const std::chrono::year_month month{std::chrono::year{index / 12},
                                      std::chrono::month{static_cast<unsigned>(index % 12 + 1)}};
  const std::chrono::year_month_day last{
      std::chrono::year_month_day_last{month.year(), std::chrono::month_day_last{month.month()}}};
  return from_civil(
      {index / 12, index % 12 + 1, std::min(day.day, static_cast<int>(static_cast<unsigned>(last.day())))});
}

Result<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return fail("date", "not YYYY-MM-DD");
  const YearMonthDay day{digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2))};
  if (day.year < 1 || day.month < 1 || day.day < 1 || !to_ymd(day).ok()) return fail("date", "no such day");
  return from_civil(day);
}

std::string format(Date date) {
  const YearMonthDay day = civil(date);
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

Result<Instant> parse_instant(std::string_view text) {
  if (text.size() != 25 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.substr(19) != "+08:00")
    return fail("instant", "not YYYY-MM-DDThh:mm:ss+08:00");
  const auto date = parse_date(text.substr(0, 10));
  if (!date) return fail("instant", "no such day");
  const int hour = digits(text.substr(11, 2));
  const int minute = digits(text.substr(14, 2));
  const int second = digits(text.substr(17, 2));
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return fail("instant", "no such time of day");
  return Instant{start_of(*date).ms + ((hour * 60 + minute) * 60 + second) * 1000LL};
}

std::string format(Instant instant) {
  const Date date = date_of(instant);
  const auto seconds = static_cast<int>((instant.ms - start_of(date).ms) / 1000);
  return fmt::format("{}T{:02}:{:02}:{:02}+08:00", format(date), seconds / 3600, seconds / 60 % 60,
                     seconds % 60);
}

Instant SystemClock::now() const {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace base
