// Runs the tests that a lawyer reads, lawbook/tests/*.yaml, over the real lawbook.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "law/stories.h"
#include "town.h"

namespace law::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

const fs::path kTests = fs::path(MINGJING_SOURCE) / "lawbook" / "tests";

// The results of stories written into a folder of their own, the cast beside them.
std::vector<StoryResult> told(const std::string& stories) {
  const fs::path folder = fs::path(testing::TempDir()) / "stories";
  fs::create_directories(folder);
  fs::copy_file(kTests / "cast.yaml", folder / "cast.yaml", fs::copy_options::overwrite_existing);
  std::ofstream(folder / "told.yaml") << stories;
  return run_stories(lawbook(), folder.string()).value();
}

TEST(Lawbook, keeps_every_promise_of_its_own_tests) {
  const auto results = run_stories(lawbook(), kTests.string());
  ASSERT_TRUE(results) << results.error().text;
  EXPECT_GE(results->size(), 40u);
  for (const StoryResult& result : *results) {
    for (const std::string& wrong : result.wrong) {
      ADD_FAILURE() << result.where << "：" << result.name << "：" << wrong;
    }
  }
}

TEST(Stories, say_what_did_not_come_out_as_told) {
  const auto results = told(
      "name: 一\nprocedure: penalty.ordinary\nday: 2026-03-02\ngiven: []\nwhen: register_lead\n"
      "then: {refused: [role.wrong], source: 行政处罚法 第一条}\n"
      "---\n"
      "name: 二\nprocedure: penalty.ordinary\nday: 2026-03-02\ngiven: [file_case]\nwhen: verify_lead\n"
      "then: {accepted: true}\n"
      "---\n"
      "name: 二\nprocedure: penalty.ordinary\nday: 2026-03-02\ngiven: []\nwhen: [register_lead]\n"
      "then: {accepted: true}\n");
  ASSERT_EQ(results.size(), 3u);
  EXPECT_THAT(results[0].wrong,
              ElementsAre("应当拒绝的理由：role.wrong；实际：", "没有引用行政处罚法 第一条"));
  EXPECT_THAT(results[1].wrong, ElementsAre("前面的“file_case”就被拒绝：step.not_opening"));
  EXPECT_THAT(results[2].wrong, ElementsAre("一步应当只写一个步骤", "同名的测试"));
}

TEST(Lawbook, refuses_nothing_without_words_and_an_article) {
  for (const Procedure& procedure : lawbook().procedures()) {
    for (const auto& [name, fact] : procedure.facts) {
      for (const Words* words : {&fact.missing, &fact.present}) {
        if (words->say.empty()) continue;
        EXPECT_FALSE(words->code.empty() || words->remedy.empty()) << name;
        EXPECT_FALSE(words->source.empty()) << name;
      }
    }
  }
}

TEST(Lawbook, an_edition_file_reads_back_as_the_same_edition) {
  const auto again = Lawbook::from_edition(lawbook().edition());
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ((*again)->rules(), lawbook().rules());
  EXPECT_EQ((*again)->edition(), lawbook().edition());
  EXPECT_EQ(lawbook().edition().find("tests/"), std::string::npos);
}

TEST(Lawbook, chooses_the_procedure_in_force_on_the_day) {
  EXPECT_NE(lawbook().procedure("penalty.ordinary", day("2021-07-15")), nullptr);
  EXPECT_EQ(lawbook().procedure("penalty.ordinary", day("2021-07-14")), nullptr);
  EXPECT_EQ(lawbook().opened_by("register_lead", "", day("2026-03-02"))->id, "penalty.ordinary");
  EXPECT_EQ(lawbook().opened_by("file_case", "", day("2026-03-02")), nullptr);
  EXPECT_EQ(lawbook().opened_by("register_lead", "penalty.summary", day("2026-03-02")), nullptr);
}

TEST(Lawbook, marks_the_steps_as_the_formats_need_them) {
  const ledger::StepMarks* draft = lawbook().marks("draft_document");
  ASSERT_NE(draft, nullptr);
  EXPECT_TRUE(draft->course_public && draft->is_signed && !draft->draft && !draft->seen);
  const ledger::StepMarks* review = lawbook().marks("return_review");
  EXPECT_TRUE(!review->course_public && review->is_signed && review->draft && review->seen);
  EXPECT_EQ(lawbook().marks("no_such_step"), nullptr);
}

TEST(Lawbook, has_every_calendar_year_with_its_count_of_working_days) {
  const std::map<int, int> counts = {{2019, 250}, {2020, 249}, {2021, 250}, {2022, 249},
                                     {2023, 249}, {2024, 251}, {2025, 248}, {2026, 248}};
  const WorkCalendar& calendar = lawbook().calendar();
  for (const auto& [year, count] : counts) {
    EXPECT_TRUE(calendar.has_year(year));
    EXPECT_EQ(
        calendar.working_days_between(base::from_civil({year - 1, 12, 31}), base::from_civil({year, 12, 31})),
        count)
        << year;
  }
  EXPECT_FALSE(calendar.has_year(2027));
}

}  // namespace
}  // namespace law::test
