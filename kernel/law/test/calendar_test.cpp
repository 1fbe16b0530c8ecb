#include <gtest/gtest.h>

#include "town.h"

namespace law::test {
namespace {

std::string last(const std::string& from, int count, Unit unit, std::vector<Interval> excluded = {},
                 int extension = 0) {
  return base::format(last_day(lawbook().calendar(), day(from), count, unit, extension, excluded).last_day);
}

std::string raw(const std::string& from, int count, Unit unit) {
  return base::format(last_day(lawbook().calendar(), day(from), count, unit).raw);
}

struct Example {
  const char* from;
  int count;
  const char* result;
  const char* raw = nullptr;
};

TEST(Periods, of_working_days_end_where_the_calendar_says) {
  const Example examples[] = {{"2026-02-12", 7, "2026-02-28"}, {"2026-09-23", 5, "2026-10-08"},
                              {"2026-09-17", 7, "2026-09-28"}, {"2026-04-29", 10, "2026-05-15"},
                              {"2025-12-29", 7, "2026-01-08"}, {"2024-02-07", 5, "2024-02-20"},
                              {"2025-09-25", 20, "2025-10-29"}};
  for (const Example& example : examples) {
    EXPECT_EQ(last(example.from, example.count, Unit::working_days), example.result) << example.from;
  }
}

TEST(Periods, of_natural_days_are_moved_by_a_holiday_on_the_last_day_only) {
  const Example examples[] = {{"2026-01-09", 90, "2026-04-09", "2026-04-09"},
                              {"2026-09-03", 30, "2026-10-08", "2026-10-03"},
                              {"2026-09-18", 15, "2026-10-08", "2026-10-03"},
                              {"2025-01-14", 15, "2025-02-05", "2025-01-29"},
                              {"2026-02-02", 15, "2026-02-24", "2026-02-17"}};
  for (const Example& example : examples) {
    EXPECT_EQ(last(example.from, example.count, Unit::days), example.result) << example.from;
    EXPECT_EQ(raw(example.from, example.count, Unit::days), example.raw) << example.from;
  }
}

TEST(Periods, do_not_count_the_day_they_start_on) {  // P1
  EXPECT_EQ(last("2026-03-02", 1, Unit::days), "2026-03-03");
  EXPECT_EQ(last("2026-03-02", 1, Unit::working_days), "2026-03-03");
  EXPECT_EQ(last("2026-03-02", 0, Unit::days), "2026-03-02");
}

TEST(Periods, count_each_day_for_the_ruler) {
  const Deadline notice = last_day(lawbook().calendar(), day("2026-09-23"), 5, Unit::working_days);
  std::vector<std::string> counted;
  for (const base::Date one : notice.counted) counted.push_back(base::format(one));
  EXPECT_EQ(counted,
            (std::vector<std::string>{"2026-09-24", "2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08"}));
}

TEST(Periods, of_months_end_on_the_same_day_or_the_last_of_the_month) {  // P5
  EXPECT_EQ(last("2026-03-10", 6, Unit::months), "2026-09-10");
  EXPECT_EQ(last("2026-09-10", 3, Unit::months), "2026-12-10");
  EXPECT_EQ(raw("2025-08-31", 6, Unit::months), "2026-02-28");
  EXPECT_EQ(last("2026-01-30", 1, Unit::months), "2026-02-28");  // a working Saturday
}

TEST(Periods, of_service_by_notice_and_the_fine_that_follows) {  // P12
  EXPECT_EQ(last("2026-03-02", 30, Unit::days), "2026-04-01");
  EXPECT_EQ(last("2026-04-01", 15, Unit::days), "2026-04-16");
  EXPECT_EQ(raw("2026-04-16", 34, Unit::days), "2026-05-20");
}

TEST(Periods, of_the_court_leave_room_for_the_demand) {
  EXPECT_LE(last("2026-11-25", 10, Unit::working_days), "2026-12-10");
}

TEST(Periods, are_lengthened_by_an_extension_before_the_holiday_moves_them) {  // P8
  EXPECT_EQ(last("2026-01-09", 90, Unit::days, {}, 30), "2026-05-09");         // a working Saturday
  EXPECT_EQ(last("2026-06-01", 15, Unit::working_days, {}, 15), "2026-07-14");
}

TEST(Periods, leave_out_excluded_time_and_count_overlaps_once) {  // P9
  const Interval first{.from = day("2026-01-20"), .to = day("2026-01-30")};
  const Interval second{.from = day("2026-01-25"), .to = day("2026-02-04")};
  EXPECT_EQ(last("2026-01-09", 90, Unit::days, {first}), "2026-04-20");  // 19 April is a Sunday
  EXPECT_EQ(last("2026-01-09", 90, Unit::days, {first, second}), "2026-04-24");
  const Interval outside{.from = day("2026-06-01"), .to = day("2026-06-30")};
  EXPECT_EQ(last("2026-01-09", 90, Unit::days, {outside}), "2026-04-09");
}

TEST(Periods, of_working_days_leave_out_working_days_of_the_excluded_time) {  // P9
  const Interval week{.from = day("2026-03-09"), .to = day("2026-03-16")};
  EXPECT_EQ(last("2026-03-02", 10, Unit::working_days, {week}), "2026-03-23");
}

TEST(Periods, that_are_paused_are_told_as_of_the_day_asked) {
  const std::vector<Interval> open = {{.from = day("2026-01-20"), .to = {}}};
  const auto& calendar = lawbook().calendar();
  const auto told = last_day(calendar, day("2026-01-09"), 90, Unit::days, 0, open, false, day("2026-01-30"));
  EXPECT_EQ(base::format(told.raw), "2026-04-19");
}

TEST(Periods, of_coercion_are_counted_inclusively_and_never_moved) {  // P14
  const auto told = last_day(lawbook().calendar(), day("2026-09-03"), 30, Unit::days, 0, {}, true);
  EXPECT_EQ(base::format(told.last_day), "2026-10-02");
  EXPECT_EQ(told.raw, told.last_day);
}

TEST(Periods, of_hours_end_on_the_day_they_run_out_and_are_not_prolonged) {  // P13
  EXPECT_EQ(last("2026-09-30", 24, Unit::hours), "2026-10-01");
  EXPECT_EQ(last("2026-09-30", 25, Unit::hours), "2026-10-02");
}

TEST(Periods, that_reach_a_year_without_a_calendar_say_so) {
  const auto& calendar = lawbook().calendar();
  EXPECT_TRUE(last_day(calendar, day("2026-12-01"), 10, Unit::working_days).certain);
  EXPECT_FALSE(last_day(calendar, day("2026-12-28"), 10, Unit::working_days).certain);
  EXPECT_FALSE(last_day(calendar, day("2026-12-01"), 60, Unit::days).certain);
}

TEST(WorkCalendar, follows_the_notices) {
  const WorkCalendar& calendar = lawbook().calendar();
  EXPECT_TRUE(calendar.is_working_day(day("2026-02-14")));   // 调休
  EXPECT_FALSE(calendar.is_working_day(day("2026-02-16")));  // 春节
  EXPECT_TRUE(calendar.is_working_day(day("2024-02-09")));   // 除夕 before 2025
  EXPECT_FALSE(calendar.is_working_day(day("2026-03-01")));  // Sunday
  EXPECT_TRUE(calendar.is_working_day(day("2030-01-01")));   // no data: the plain week
}

TEST(WorkCalendar, counts_backwards_to_the_last_day_for_a_hearing_notice) {
  const WorkCalendar& calendar = lawbook().calendar();
  EXPECT_EQ(base::format(calendar.add_working_days(day("2026-10-12"), -7)), "2026-09-24");
  EXPECT_EQ(base::format(calendar.add_working_days(day("2026-03-12"), -7)), "2026-03-03");
  EXPECT_EQ(base::format(calendar.add_working_days(day("2026-10-03"), 0)), "2026-10-03");
}

}  // namespace
}  // namespace law::test
