// 待办: which cases wait, in which order, and what is known again of their facts.

#include "cases/agenda.h"

#include <gmock/gmock.h>

#include "agenda_facts.h"
#include "projected.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Date day(const char* text) {
  return base::parse_date(text).value();
}

/// Facts of a penalty case with these clocks running since these days, and these flags.
law::Facts facts(const std::map<std::string, const char*>& clocks,
                 const std::vector<std::string>& flags = {}) {
  law::Facts out;
  out.procedure = "penalty.ordinary";
  for (const auto& [name, start] : clocks) out.clocks[name].start = day(start);
  for (const auto& flag : flags) out.flags[flag] = law::Truth::yes;
  return out;
}

class AgendaTest : public registrar_test::Projected<cases::AgendaProjection> {
 protected:
  const std::shared_ptr<const law::Lawbook> lawbook_ =
      law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook").value();
  const cases::Agenda agenda_{session(), lawbook_};

  void stands(const std::string& stream, law::Facts after, const std::string& kind = "case") {
    tell({.kind = kind, .stream = stream, .step = "verify_lead", .after = std::move(after)});
  }
  std::shared_ptr<const cases::Agenda::Items> items(const char* today) const {
    return agenda_.items(day(today)).value();
  }
  std::vector<std::string> streams(const char* today) const {
    std::vector<std::string> out;
    for (const auto& item : *items(today)) out.push_back(item->stream.text());
    return out;
  }
  static std::vector<std::string> running(const cases::AgendaItem& item) {
    std::vector<std::string> out;
    for (const auto& clock : item.running) out.push_back(clock.name);
    return out;
  }
};

TEST_F(AgendaTest, the_period_that_ends_first_comes_first_and_a_case_without_one_last) {
  stands("none", facts({}));
  stands("later", facts({{"verify_lead", "2026-03-10"}}));
  stands("sooner", facts({{"verify_lead", "2026-03-02"}, {"decide_case", "2026-03-05"}}));
  EXPECT_THAT(streams("2026-03-12"), ElementsAre("sooner", "later", "none"));
  const auto first = items("2026-03-12")->front();
  EXPECT_THAT(running(*first), ElementsAre("verify_lead", "decide_case"));
  EXPECT_EQ(base::format(first->running[0].deadline.last_day), "2026-03-23");
}

TEST_F(AgendaTest, the_agencys_period_counts_before_the_partys_which_ends_without_a_word) {
  stands("a", facts({{"party_reply", "2026-03-10"}, {"decide_case", "2026-03-02"}}));
  EXPECT_THAT(running(*items("2026-03-12")->front()), ElementsAre("decide_case", "party_reply"));
  EXPECT_THAT(running(*items("2026-03-20")->front()), ElementsAre("decide_case"));
}

TEST_F(AgendaTest, days_are_those_of_the_day_asked_for) {
  stands("a", facts({{"verify_lead", "2026-03-02"}}));
  EXPECT_EQ(items("2026-03-20")->front()->running[0].left, 1);
  EXPECT_EQ(items("2026-03-24")->front()->running[0].left, -1);
  EXPECT_TRUE(items("2026-03-24")->front()->running[0].overdue);
}

TEST_F(AgendaTest, a_new_record_moves_its_own_case_and_keeps_the_others) {
  stands("a", facts({{"verify_lead", "2026-03-02"}}));
  stands("b", facts({{"verify_lead", "2026-03-03"}}));
  const auto before = items("2026-03-04");
  EXPECT_EQ(items("2026-03-04"), before) << "nothing changed";
  law::Facts met = facts({{"verify_lead", "2026-03-02"}});
  met.clocks["verify_lead"].met = day("2026-03-04");
  stands("a", met);
  const auto after = items("2026-03-04");
  EXPECT_THAT(streams("2026-03-04"), ElementsAre("b", "a"));
  EXPECT_EQ(after->at(0), before->at(1)) << "b was not worked out again";
}

TEST_F(AgendaTest, a_closed_case_is_gone_unless_the_agency_still_owes_something) {
  stands("closed", facts({{"sue", "2026-03-02"}}, {"case.closed"}));
  stands("owing", facts({{"withdraw_public", "2026-03-02"}}, {"case.closed"}));
  EXPECT_THAT(streams("2026-03-03"), ElementsAre("owing"));
  stands("owing", facts({}, {"case.closed"}));
  EXPECT_THAT(streams("2026-03-03"), IsEmpty());
  stands("owing", facts({{"withdraw_public", "2026-03-02"}}, {"case.closed"}));
  EXPECT_THAT(streams("2026-03-03"), ElementsAre("owing"));
}

// A record that has become void: the newest one stays, and yet the facts are others.
TEST_F(AgendaTest, a_stream_told_again_with_one_record_less_is_known_anew) {
  stands("a", facts({}));
  stands("a", facts({{"verify_lead", "2026-03-02"}}));
  ASSERT_FALSE(items("2026-03-03")->front()->running.empty());
  ASSERT_TRUE(projection_.forget("a", *writer_));
  told_ = 1;
  stands("a", facts({}));
  EXPECT_TRUE(items("2026-03-03")->front()->running.empty());
}

TEST_F(AgendaTest, steps_are_those_that_the_law_lets_people_take) {
  stands("a", facts({}, {"lead.registered"}));
  std::vector<std::string> possible;
  for (const auto* step : items("2026-03-03")->front()->possible) possible.push_back(step->name);
  EXPECT_THAT(possible, testing::Contains("verify_lead"));
  EXPECT_THAT(possible, testing::Not(testing::Contains("file_case")));
  EXPECT_THAT(possible, testing::Not(testing::Contains("register_lead"))) << "it begins another case";
}

TEST_F(AgendaTest, records_of_other_kinds_are_no_cases) {
  law::Facts officer;
  officer.procedure = "officer";
  stands("o", officer, "officer");
  EXPECT_THAT(streams("2026-03-03"), IsEmpty());
}

TEST_F(AgendaTest, a_procedure_that_is_no_longer_in_force_lets_nothing_be_done) {
  stands("a", facts({}, {"lead.registered"}));
  const auto item = items("2019-03-01")->front();
  EXPECT_EQ(item->procedure, nullptr);
  EXPECT_TRUE(item->possible.empty());
}

TEST_F(AgendaTest, no_value_of_a_field_is_kept) {
  law::Facts after = facts({}, {"case.filed"});
  after.kept["decide_penalty decision.sum"] = "\"某某\"";
  stands("a", after);
  const auto rows = session()->rows("SELECT facts FROM cases_agenda").value();
  EXPECT_THAT(rows.at(0).text(0), testing::Not(testing::HasSubstr("某某")));
}

TEST(AgendaFacts, are_known_again_as_far_as_steps_and_clocks_are_read) {
  law::Facts told = facts({{"decide_case", "2026-03-02"}}, {"case.filed"});
  told.clocks["decide_case"].excluded = {{day("2026-03-03"), day("2026-03-05")}, {day("2026-03-09"), {}}};
  told.clocks["decide_case"].extension = 30;
  told.clocks["verify_lead"] = {
      .start = day("2026-03-01"), .excluded = {}, .met = day("2026-03-02"), .known = false};
  told.flags["case.suspended"] = law::Truth::unknown;
  told.flags["review.passed"] = law::Truth::no;
  told.counters["review.rounds"] = 2;
  told.holders["handlers"] = {"甲", "乙"};
  told.hidden_seen = true;
  EXPECT_EQ(cases::facts_from(cases::kept_facts(told)).value(), told);
}

}  // namespace
