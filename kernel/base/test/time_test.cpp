#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "vectors.h"

namespace {

using base::test::code_of;

base::Date day(std::string_view text) {
  return base::parse_date(text).value();
}
std::string plus_months(std::string_view text, int months) {
  return format(base::add_months(day(text), months));
}

TEST(Instant, is_milliseconds_of_utc_and_written_in_shanghai_time) {
  const auto instant = base::parse_instant("2026-03-02T09:27:51+08:00");
  ASSERT_TRUE(instant);
  EXPECT_EQ(instant->ms, 1'772'414'871'000);
  EXPECT_EQ(format(*instant), "2026-03-02T09:27:51+08:00");
  EXPECT_EQ(format(base::Instant{0}), "1970-01-01T08:00:00+08:00");
  EXPECT_EQ(format(base::Instant{-1}), "1970-01-01T07:59:59+08:00");
  EXPECT_EQ(format(base::Instant{instant->ms + 999}), "2026-03-02T09:27:51+08:00");
}

TEST(Instant, has_one_spelling) {
  for (const char* text :
       {"2026-03-02T09:27:51Z", "2026-03-02T09:27:51+07:00", "2026-03-02T09:27:51.0+08:00",
        "2026-03-02T24:00:00+08:00", "2026-03-02T09:60:00+08:00", "2026-03-02T23:59:60+08:00",
        "2026-02-30T00:00:00+08:00", "2026-03-02 09:27:51+08:00", "2026-03-02T9:27:51+08:00",
        "2026-03-02T-1:27:51+08:00", "2026-03-02T09:27:51+08:00 ", ""})
    EXPECT_EQ(code_of(base::parse_instant(text)), "instant") << text;
}

TEST(Date, belongs_to_the_day_of_shanghai) {
  const base::Instant midnight = base::start_of(day("2026-03-02"));
  EXPECT_EQ(format(midnight), "2026-03-02T00:00:00+08:00");
  EXPECT_EQ(format(base::date_of(midnight)), "2026-03-02");
  EXPECT_EQ(format(base::date_of({midnight.ms - 1})), "2026-03-01");
  EXPECT_EQ(format(base::date_of(base::parse_instant("2026-03-02T23:59:59+08:00").value())), "2026-03-02");
  EXPECT_EQ(format(base::date_of({base::start_of(day("1949-10-01")).ms})), "1949-10-01");
  EXPECT_EQ(format(base::date_of({base::start_of(day("1949-10-01")).ms - 1})), "1949-09-30");
}

TEST(Date, refuses_days_that_do_not_exist) {
  for (const char* text :
       {"2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01",
        "2026-1-01", "2026/01/01", "26-01-01", "+026-01-01", "2026-01-1x", ""})
    EXPECT_EQ(code_of(base::parse_date(text)), "date") << text;
  EXPECT_TRUE(base::parse_date("2000-02-29"));
  EXPECT_TRUE(base::parse_date("2024-02-29"));
}

TEST(Date, knows_the_day_of_the_week) {
  EXPECT_EQ(base::weekday(day("2026-03-02")), 1);
  EXPECT_EQ(base::weekday(day("2026-03-08")), 7);
  EXPECT_EQ(base::weekday(day("1970-01-01")), 4);
  EXPECT_EQ(base::weekday(day("1949-10-01")), 6);
}

TEST(Date, counts_days_over_the_ends_of_months_and_years) {
  EXPECT_EQ(day("2026-03-02").days, 20'514);
  EXPECT_EQ(format(day("2025-12-31") + 1), "2026-01-01");
  EXPECT_EQ(day("2024-03-01") - day("2024-02-28"), 2);
  EXPECT_EQ(day("2026-03-01") - day("2026-02-28"), 1);
}

TEST(Months, end_on_the_same_day_or_on_the_last_of_a_shorter_month) {
  EXPECT_EQ(plus_months("2026-01-15", 1), "2026-02-15");
  EXPECT_EQ(plus_months("2026-01-31", 1), "2026-02-28");
  EXPECT_EQ(plus_months("2024-01-31", 1), "2024-02-29");
  EXPECT_EQ(plus_months("2026-08-31", 6), "2027-02-28");
  EXPECT_EQ(plus_months("2026-12-31", 12), "2027-12-31");
  EXPECT_EQ(plus_months("2024-02-29", 12), "2025-02-28");
  EXPECT_EQ(plus_months("2026-02-28", 1), "2026-03-28");
  EXPECT_EQ(plus_months("2026-03-31", -1), "2026-02-28");
  EXPECT_EQ(plus_months("2026-01-01", -1), "2025-12-01");
  EXPECT_EQ(plus_months("2026-05-31", 0), "2026-05-31");
}

RC_GTEST_PROP(Date, reads_every_day_it_writes, ()) {
  const base::Date date{*rc::gen::inRange(-719'162, 2'932'897)};  // 0001-01-01 … 9999-12-31
  RC_ASSERT(base::parse_date(format(date)).value() == date);
  RC_ASSERT(base::from_civil(base::civil(date)) == date);
  RC_ASSERT(base::date_of(base::start_of(date)) == date);
  RC_ASSERT(base::weekday(date + 7) == base::weekday(date));
}

RC_GTEST_PROP(Instant, reads_every_second_it_writes, ()) {
  const base::Instant instant{*rc::gen::inRange<std::int64_t>(-62'135'596'800, 253'402'271'999) * 1000};
  RC_ASSERT(base::parse_instant(format(instant)).value() == instant);
}

TEST(SystemClock, runs_after_the_day_this_was_written) {
  EXPECT_GT(base::SystemClock().now(), base::start_of(day("2025-01-01")));
}

}  // namespace
