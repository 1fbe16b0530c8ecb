// Who works here, as the records tell it; certificates by the day.

#include "people/roster.h"

#include <gmock/gmock.h>

#include "projected.h"

namespace {

base::Date day(std::string_view text) {
  return base::parse_date(text).value();
}

class RosterTest : public registrar_test::Projected<people::RosterProjection> {
 protected:
  const people::Roster roster_{session()};

  void officer(const std::string& holder, const std::string& name) {
    tell({.kind = "officer",
          .stream = holder,
          .step = "register_officer",
          .fields = {{"officer.name", name}, {"officer.unit", "执法一队"}, {"officer.post", "科员"}}});
  }
  void certificate(const std::string& holder, const std::string& from, const std::string& to) {
    tell({.kind = "officer",
          .stream = holder,
          .step = "issue_certificate",
          .fields = {{"certificate.no", "A001"},
                     {"certificate.category", "市场监管"},
                     {"certificate.area", "明湖区"},
                     {"certificate.from", from},
                     {"certificate.to", to}}});
  }
  void unit(const std::string& step, const std::string& id, const std::string& name,
            const std::string& parent = "") {
    tell({.kind = "unit",
          .stream = id,
          .step = step,
          .fields = {{"unit.name", name}, {"unit.parent", parent}}});
  }
  law::Truth valid(const std::string& holder, std::string_view on) const {
    return roster_.person(base::PersonId(holder), base::StreamId("case"), day(on)).certificate_valid;
  }
};

TEST_F(RosterTest, a_certificate_is_valid_from_its_first_day_to_its_last) {
  officer("p", "顾行舟");
  certificate("p", "2026-01-01", "2026-12-31");
  EXPECT_EQ(valid("p", "2025-12-31"), law::Truth::no);
  EXPECT_EQ(valid("p", "2026-01-01"), law::Truth::yes);
  EXPECT_EQ(valid("p", "2026-12-31"), law::Truth::yes);
  EXPECT_EQ(valid("p", "2027-01-01"), law::Truth::no);
}

TEST_F(RosterTest, a_suspended_certificate_is_invalid_from_that_day_and_was_valid_before) {
  officer("p", "顾行舟");
  certificate("p", "2026-01-01", "2026-12-31");
  tell({.kind = "officer",
        .stream = "p",
        .step = "suspend_certificate",
        .fields = {},
        .at = "2026-05-05T00:10:00+08:00"});
  EXPECT_EQ(valid("p", "2026-05-04"), law::Truth::yes);
  EXPECT_EQ(valid("p", "2026-05-05"), law::Truth::no);
  tell({.kind = "officer",
        .stream = "p",
        .step = "restore_certificate",
        .fields = {},
        .at = "2026-06-01T09:00:00+08:00"});
  EXPECT_EQ(valid("p", "2026-06-01"), law::Truth::yes);
}

TEST_F(RosterTest, a_new_certificate_takes_the_place_of_a_suspended_one) {
  officer("p", "顾行舟");
  certificate("p", "2026-01-01", "2026-12-31");
  tell({.kind = "officer", .stream = "p", .step = "suspend_certificate"});
  certificate("p", "2026-07-01", "2027-06-30");
  EXPECT_EQ(valid("p", "2026-06-30"), law::Truth::no);
  EXPECT_EQ(valid("p", "2026-07-01"), law::Truth::yes);
  const auto all = roster_.certificates().value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].suspended);
}

TEST_F(RosterTest, somebody_without_a_certificate_has_no_valid_one) {
  officer("p", "顾行舟");
  EXPECT_EQ(valid("p", "2026-03-02"), law::Truth::no);
  EXPECT_EQ(valid("nobody", "2026-03-02"), law::Truth::no);
}

TEST_F(RosterTest, dates_that_are_none_make_no_certificate_valid) {
  officer("p", "顾行舟");
  certificate("p", "2026-01-01", "next year");
  EXPECT_EQ(valid("p", "2026-03-02"), law::Truth::no);
}

TEST_F(RosterTest, a_declared_interest_recuses_from_that_case_only) {
  officer("p", "顾行舟");
  tell({.kind = "officer",
        .stream = "p",
        .step = "declare_interest",
        .fields = {{"interest.case", "case-1"}}});
  EXPECT_EQ(roster_.person(base::PersonId("p"), base::StreamId("case-1"), day("2026-03-02")).recused,
            law::Truth::yes);
  EXPECT_EQ(roster_.person(base::PersonId("p"), base::StreamId("case-2"), day("2026-03-02")).recused,
            law::Truth::no);
  EXPECT_EQ(roster_.person(base::PersonId("q"), base::StreamId("case-1"), day("2026-03-02")).recused,
            law::Truth::no);
}

TEST_F(RosterTest, a_move_changes_unit_and_post_and_keeps_the_name) {
  officer("p", "顾行舟");
  tell({.kind = "officer",
        .stream = "p",
        .step = "move_officer",
        .fields = {{"officer.unit", "法制科"}, {"officer.post", "科长"}}});
  const auto person = roster_.by_holder(base::PersonId("p")).value();
  EXPECT_EQ(person.name, "顾行舟");
  EXPECT_EQ(person.unit, "法制科");
  EXPECT_EQ(person.post, "科长");
  EXPECT_EQ(roster_.everyone()->size(), 1U);
  EXPECT_EQ(roster_.by_holder(base::PersonId("q")).error().code, "unknown_person");
}

TEST_F(RosterTest, a_person_belongs_to_a_unit_by_its_id_and_is_shown_with_its_name_of_today) {
  unit("set_up_unit", "u", "执法一队");
  tell({.kind = "officer",
        .stream = "p",
        .step = "register_officer",
        .fields = {{"officer.name", "顾行舟"}, {"officer.unit", "u"}, {"officer.post", "科员"}}});
  EXPECT_EQ(roster_.by_holder(base::PersonId("p"))->unit, "执法一队");
  EXPECT_EQ(roster_.by_holder(base::PersonId("p"))->unit_id, base::StreamId("u"));
  unit("change_unit", "u", "执法大队");
  EXPECT_EQ(roster_.by_holder(base::PersonId("p"))->unit, "执法大队");
}

TEST_F(RosterTest, a_record_older_than_the_units_says_the_name_itself) {
  officer("p", "顾行舟");
  EXPECT_EQ(roster_.by_holder(base::PersonId("p"))->unit, "执法一队");
  EXPECT_TRUE(roster_.by_holder(base::PersonId("p"))->unit_id.empty());
}

TEST_F(RosterTest, units_stand_from_their_setting_up_to_their_closing) {
  unit("set_up_unit", "b", "甲股");
  unit("set_up_unit", "a", "乙组", "b");
  auto units = roster_.units().value();
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(units[0].name, "甲股") << "in the order of their setting up";
  EXPECT_EQ(units[1].parent, base::StreamId("b"));
  tell({.kind = "unit", .stream = "a", .step = "close_unit"});
  EXPECT_EQ(roster_.units()->size(), 1U);
  ASSERT_TRUE(projection_.forget("b", *session()));
  EXPECT_TRUE(roster_.units()->empty());
}

TEST_F(RosterTest, an_account_belongs_to_its_person_until_it_is_closed) {
  tell({.kind = "account",
        .stream = "acc",
        .step = "open_account",
        .fields = {{"account.login", "gu"}, {"account.person", "p"}}});
  EXPECT_EQ(roster_.holder_of("gu").value(), base::PersonId("p"));
  EXPECT_EQ(roster_.holder_of("GU").error().code, "unknown_account");
  EXPECT_TRUE(roster_.has_account(base::PersonId("p")));
  EXPECT_FALSE(roster_.has_account(base::PersonId("q")));
  tell({.kind = "account", .stream = "acc", .step = "close_account"});
  EXPECT_EQ(roster_.holder_of("gu").error().code, "unknown_account");
  EXPECT_FALSE(roster_.has_account(base::PersonId("p")));
  EXPECT_TRUE(roster_.login_given("gu")) << "it is never given out again";
  EXPECT_FALSE(roster_.login_given("other"));
}

TEST_F(RosterTest, a_login_taken_is_not_given_to_a_second_person) {
  for (const char* person : {"p", "q"})
    tell({.kind = "account",
          .stream = std::string("of-") + person,
          .step = "open_account",
          .fields = {{"account.login", "gu"}, {"account.person", person}}});
  EXPECT_EQ(roster_.holder_of("gu").value(), base::PersonId("p"));
}

}  // namespace
