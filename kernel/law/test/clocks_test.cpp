#include <gtest/gtest.h>

#include "town.h"

namespace law::test {
namespace {

CaseFile noticed() {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_TRUE(take_all(file, until_notice()));
  return file;
}

ClockView clock_named(const CaseFile& file, const std::string& name, base::Date today) {
  for (ClockView& view : clocks(file.procedure(), lawbook().calendar(), file.facts(), today)) {
    if (view.name == name) return view;
  }
  ADD_FAILURE() << name;
  return {};
}

TEST(Clocks, start_on_the_day_of_service_and_count_what_is_left) {
  CaseFile file("penalty.ordinary", day("2026-09-23"));
  ASSERT_TRUE(take_all(file, until_notice()));
  const ClockView reply = clock_named(file, "party_reply", day("2026-09-29"));
  EXPECT_EQ(base::format(reply.deadline.last_day), "2026-10-08");
  EXPECT_EQ(reply.left, 2);  // 30 September, 8 October
  EXPECT_TRUE(reply.partys);
  EXPECT_FALSE(reply.overdue);
  EXPECT_EQ(clock_named(file, "party_reply", day("2026-10-08")).left, 0);
  const ClockView over = clock_named(file, "party_reply", day("2026-10-09"));
  EXPECT_TRUE(over.overdue);
  EXPECT_EQ(over.left, -1);
}

TEST(Clocks, are_met_by_the_step_that_ends_them_and_remember_being_late) {
  CaseFile file = noticed();
  EXPECT_TRUE(clock_named(file, "case_review", day("2026-05-01")).met);
  EXPECT_FALSE(clock_named(file, "case_review", day("2026-05-01")).overdue);
  file.days_pass(0, 100);
  ASSERT_TRUE(take_all(file, {{.step = "decide_penalty"}}));
  const ClockView decided = clock_named(file, "decide_case", day("2026-07-01"));
  EXPECT_TRUE(decided.met && decided.overdue);
}

// Name → `met`, `overdue` or `running` of every clock on `today`.
std::map<std::string, std::string> states(const CaseFile& file, base::Date today) {
  std::map<std::string, std::string> out;
  for (const ClockView& view : clocks(file.procedure(), lawbook().calendar(), file.facts(), today)) {
    out[view.name] = view.met ? "met" : view.overdue ? "overdue" : "running";
  }
  return out;
}

TEST(Clocks, of_a_whole_case_are_started_and_met_by_its_steps) {
  CaseFile file = noticed();
  file.days_pass(6, 0);
  ASSERT_TRUE(
      take_all(file, {{.step = "decide_penalty"}, {.step = "order_seal"}, {.step = "issue_document"}}));
  using States = std::map<std::string, std::string>;
  States wanted = {{"verify_lead", "met"},         {"decide_case", "met"},
                   {"case_review", "met"},         {"party_reply", "overdue"},
                   {"serve_decision", "running"},  {"disclose_fast", "running"},
                   {"disclose_general", "running"}};
  EXPECT_EQ(states(file, day("2026-03-11")), wanted);
  ASSERT_TRUE(take_all(
      file, {{.step = "serve_decision"}, {.step = "approve_publication"}, {.step = "publish_decision"}}));
  wanted["serve_decision"] = wanted["disclose_fast"] = wanted["disclose_general"] = "met";
  wanted["pay_fine"] = wanted["reconsider"] = wanted["sue"] = "running";
  EXPECT_EQ(states(file, day("2026-03-11")), wanted);
  ASSERT_TRUE(take_all(file, {{.step = "record_payment"}}));
  wanted["pay_fine"] = "met";
  wanted["close_case"] = "running";
  EXPECT_EQ(states(file, day("2026-03-11")), wanted);
  ASSERT_TRUE(take_all(file, {{.step = "close_case"}, {.step = "revoke_decision"}}));
  wanted["close_case"] = "met";
  wanted["archive_case"] = wanted["withdraw_public"] = "running";
  EXPECT_EQ(states(file, day("2026-03-11")), wanted);
  ASSERT_TRUE(take_all(file, {{.step = "withdraw_publication"}}));
  wanted["withdraw_public"] = "met";
  EXPECT_EQ(states(file, day("2026-03-11")), wanted);
}

TEST(Clocks, start_only_while_what_they_are_about_holds) {
  const auto revoked = [](Truth published) {
    CaseFile file("penalty.ordinary", day("2026-03-02"));
    Facts facts;
    facts.procedure = "penalty.ordinary";
    facts.flags["decision.published"] = published;
    StepView record;
    record.pos = 1;
    record.step = "revoke_decision";
    record.at = base::start_of(day("2026-03-02"));
    return apply(file.procedure(), facts, record).clocks;
  };
  EXPECT_TRUE(revoked(Truth::yes).at("withdraw_public").known);
  EXPECT_FALSE(revoked(Truth::unknown).at("withdraw_public").known)
      << "nobody is accused of what he cannot see";
  EXPECT_FALSE(revoked(Truth::no).contains("withdraw_public"));
}

TEST(Clocks, stand_still_during_a_hearing_and_after_a_return) {
  CaseFile file = noticed();
  ASSERT_TRUE(take_all(file, {{.step = "request_hearing"},
                              {.step = "name_presider"},
                              {.step = "hand_over_hearing_file"},
                              {.step = "notify_hearing", .fields = {{"hearing.public", false}}}}));
  EXPECT_TRUE(clock_named(file, "decide_case", day("2026-03-05")).paused);
  file.days_pass(0, 10);
  ASSERT_TRUE(take_all(file, {{.step = "hold_hearing"},
                              {.step = "report_hearing"},
                              {.step = "draft_document"},
                              {.step = "submit_review"}}));
  const ClockView decide = clock_named(file, "decide_case", day("2026-03-20"));
  EXPECT_FALSE(decide.paused);
  EXPECT_EQ(base::format(decide.deadline.raw), "2026-06-09");  // nine more days: 2 March counts in neither
  EXPECT_EQ(clock_named(file, "case_review", day("2026-03-12")).start, day("2026-03-12"));
  ASSERT_TRUE(take_all(file, {{.step = "return_review"}}));
  EXPECT_TRUE(clock_named(file, "case_review", day("2026-03-12")).met);
}

TEST(Clocks, of_a_lead_end_when_it_is_not_filed) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}}));
  EXPECT_EQ(base::format(clock_named(file, "verify_lead", day("2026-03-02")).deadline.last_day),
            "2026-03-23");
  ASSERT_TRUE(take_all(file, {{.step = "verify_lead"}, {.step = "decline_filing"}}));
  EXPECT_TRUE(clock_named(file, "verify_lead", day("2026-03-02")).met);
}

TEST(Clocks, pause_and_go_on) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}, {.step = "verify_lead"}, {.step = "file_case"}}));
  EXPECT_EQ(base::format(clock_named(file, "decide_case", day("2026-03-03")).deadline.raw), "2026-05-31");
  file.days_pass(0, 10);
  ASSERT_TRUE(take_all(file, {{.step = "suspend_case"}}));
  EXPECT_TRUE(clock_named(file, "decide_case", day("2026-03-14")).paused);
  file.days_pass(0, 20);
  ASSERT_TRUE(take_all(file, {{.step = "resume_case"}, {.step = "extend_decision"}}));
  const ClockView decide = clock_named(file, "decide_case", day("2026-04-05"));
  EXPECT_FALSE(decide.paused);
  EXPECT_EQ(base::format(decide.deadline.raw), "2026-07-20");  // 31 May + 20 excluded + 30
}

}  // namespace
}  // namespace law::test
