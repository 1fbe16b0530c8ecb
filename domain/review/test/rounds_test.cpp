// 法制审核: the reviewer's queue after each record of a case.

#include "review/rounds.h"

#include <gmock/gmock.h>

#include "projected.h"

namespace {

using review::State;
using testing::ElementsAre;
using testing::IsEmpty;

law::Facts requested_on(std::string_view day) {
  law::Facts facts;
  facts.flags["review.requested"] = law::Truth::yes;
  facts.clocks["case_review"] = {.start = base::parse_date(day).value(), .excluded = {}, .met = {}};
  return facts;
}

class RoundsTest : public registrar_test::Projected<review::RoundsProjection> {
 protected:
  const review::Rounds rounds_{session()};

  void step(const std::string& stream, const std::string& name, const law::Facts& after = {}) {
    tell({.kind = "case", .stream = stream, .step = name, .after = after});
  }
  void prepared(const std::string& stream) {
    for (const char* name : {"collect_evidence", "conclude_investigation", "draft_document"})
      step(stream, name);
  }
  void submit(const std::string& stream, const std::string& draft = "根",
              std::string_view day = "2026-03-02") {
    tell({.kind = "case",
          .stream = stream,
          .step = "submit_review",
          .at = std::string(day) + "T09:00:00+08:00",
          .holder = "办案人",
          .draft = draft,
          .after = requested_on(day)});
  }
  void answer(const std::string& stream, const std::string& name, const std::string& opinion = "") {
    tell({.kind = "case",
          .stream = stream,
          .step = name,
          .fields = {{"review.opinion", opinion}, {"review.text", "不公开的意见"}},
          .at = "2026-03-05T15:00:00+08:00",
          .holder = "审核人"});
  }
  review::Round only(const std::string& stream) const {
    const auto rounds = rounds_.of(base::StreamId(stream)).value();
    return rounds.at(0);
  }
  std::vector<std::string> waiting() const {
    std::vector<std::string> out;
    const auto open = rounds_.open(100).value();
    for (const auto& round : open) out.push_back(round.stream.text());
    return out;
  }
};

TEST_F(RoundsTest, a_request_waits_with_its_draft_until_the_tenth_working_day) {
  prepared("a");
  submit("a");
  const auto round = only("a");
  EXPECT_EQ(round.number, 1);
  EXPECT_EQ(round.draft, "根");
  EXPECT_EQ(round.requested_by, base::PersonId("办案人"));
  EXPECT_EQ(round.requested_at, "2026-03-02T09:00:00+08:00");
  EXPECT_EQ(base::format(round.due), "2026-03-16");
  EXPECT_EQ(round.state, State::open);
  EXPECT_EQ(round.opinion + round.reviewer.text() + round.answered_at, "");
}

TEST_F(RoundsTest, papers_that_are_not_there_are_named) {
  step("a", "draft_document");
  submit("a");
  EXPECT_THAT(only("a").missing, ElementsAre("调查终结报告", "证据材料"));
  prepared("b");
  submit("b");
  EXPECT_THAT(only("b").missing, IsEmpty());
}

TEST_F(RoundsTest, after_a_defence_its_recheck_is_one_of_the_papers) {
  prepared("a");
  law::Facts facts = requested_on("2026-03-02");
  facts.flags["defence.made"] = law::Truth::yes;
  tell({.kind = "case", .stream = "a", .step = "submit_review", .after = facts});
  EXPECT_THAT(only("a").missing, ElementsAre("陈述申辩复核意见"));
}

TEST_F(RoundsTest, an_opinion_ends_the_round_and_names_who_gave_it) {
  submit("a");
  answer("a", "pass_review");
  const auto round = only("a");
  EXPECT_EQ(round.state, State::passed);
  EXPECT_EQ(round.opinion, "agree");
  EXPECT_EQ(round.reviewer, base::PersonId("审核人"));
  EXPECT_EQ(round.answered_at, "2026-03-05T15:00:00+08:00");
  EXPECT_THAT(waiting(), IsEmpty());
  EXPECT_EQ(rounds_.answered(10)->size(), 1U);
}

TEST_F(RoundsTest, what_was_returned_and_submitted_again_is_a_further_round) {
  submit("a", "甲");
  answer("a", "return_review", "supplement");
  submit("a", "乙", "2026-03-09");
  const auto rounds = rounds_.of(base::StreamId("a")).value();
  ASSERT_EQ(rounds.size(), 2U);
  EXPECT_EQ(rounds[0].state, State::returned);
  EXPECT_EQ(rounds[0].opinion, "supplement");
  EXPECT_EQ(rounds[1].number, 2);
  EXPECT_EQ(rounds[1].draft, "乙");
  EXPECT_EQ(rounds[1].state, State::open);
}

TEST_F(RoundsTest, a_new_draft_leaves_nothing_to_review) {
  submit("a");
  step("a", "draft_document");
  EXPECT_EQ(only("a").state, State::lapsed);
  EXPECT_TRUE(only("a").reviewer.empty());
  EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(RoundsTest, a_step_that_leaves_the_request_standing_keeps_the_round_and_follows_its_clock) {
  submit("a");
  law::Facts later = requested_on("2026-03-02");
  later.clocks["case_review"].extension = 5;
  step("a", "collect_evidence", later);
  EXPECT_EQ(only("a").state, State::open);
  EXPECT_EQ(base::format(only("a").due), "2026-03-23");
}

TEST_F(RoundsTest, the_most_urgent_request_comes_first) {
  submit("late", "根", "2026-03-04");
  submit("early", "根", "2026-03-02");
  EXPECT_THAT(waiting(), ElementsAre("early", "late"));
}

TEST_F(RoundsTest, the_words_of_an_opinion_stay_in_the_record) {
  submit("a");
  answer("a", "return_review", "correct");
  const auto rows = session()->rows("SELECT * FROM review_rounds").value();
  for (const auto& value : rows.at(0).values()) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      EXPECT_EQ(text->find("不公开"), std::string::npos);
    }
  }
}

TEST_F(RoundsTest, a_case_that_is_forgotten_leaves_no_round) {
  prepared("a");
  submit("a");
  submit("b");
  ASSERT_TRUE(projection_.forget("a", *session()));
  EXPECT_THAT(waiting(), ElementsAre("b"));
  submit("a");
  EXPECT_EQ(only("a").missing.size(), 3U) << "its papers are told again, too";
}

TEST_F(RoundsTest, told_again_from_the_beginning_says_the_same) {
  prepared("a");
  submit("a");
  begin_again();
  EXPECT_THAT(rounds_.of(base::StreamId("a")).value(), IsEmpty());
  submit("a");
  EXPECT_EQ(only("a").number, 1);
  EXPECT_EQ(only("a").missing.size(), 3U) << "papers of before are forgotten, too";
}

}  // namespace
