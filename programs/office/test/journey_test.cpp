#include "play/journey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "ledger/redactable_text.h"
#include "play/act_builder.h"

namespace office::play {
namespace {

using testing::HasSubstr;

std::filesystem::path written(const std::string& text) {
  const auto path =
      std::filesystem::temp_directory_path() / ("journey-" + std::to_string(getpid()) + ".yaml");
  std::ofstream(path) << text;
  return path;
}

base::Result<Journey> load(const std::string& text) {
  return load_journey(written(text), law::WorkCalendar());
}

TEST(Journey, a_step_without_a_time_comes_ten_minutes_after_the_one_before) {
  const auto journey = load(
      "journey: 一\nprocedure: p\nstarts: 2026-03-02T09:00\nsteps:\n"
      "  - {as: 甲, step: a}\n  - {as: 甲, step: b}\n");
  ASSERT_TRUE(journey) << journey.error().text;
  EXPECT_EQ(journey->steps[1].at.ms - journey->steps[0].at.ms, 10 * 60 * 1000);
}

TEST(Journey, working_days_skip_the_weekend_and_days_do_not) {
  const auto journey = load(
      "journey: 一\nprocedure: p\nstarts: 2026-03-06T09:00\nsteps:\n"
      "  - {as: 甲, step: a, after: 1 working day}\n  - {as: 甲, step: b, after: 2 days, time: \"10:30\"}\n");
  ASSERT_TRUE(journey) << journey.error().text;
  EXPECT_EQ(base::format(journey->steps[0].at), "2026-03-09T09:00:00+08:00");
  EXPECT_EQ(base::format(journey->steps[1].at), "2026-03-11T10:30:00+08:00");
}

TEST(Journey, an_unknown_word_is_refused_with_its_line) {
  const auto journey =
      load("journey: 一\nprocedure: p\nstarts: 2026-03-02T09:00\nsteps:\n  - {as: 甲, stepp: a}\n");
  ASSERT_FALSE(journey);
  EXPECT_THAT(journey.error().text, HasSubstr("line 5"));
  EXPECT_THAT(journey.error().text, HasSubstr("stepp"));
}

TEST(Journey, an_order_may_be_told_to_stay_unsealed) {
  const auto journey = load(
      "journey: 一\nprocedure: p\nstarts: 2026-03-02T09:00\nsteps:\n"
      "  - {as: 甲, step: order_seal, unsealed: sealer.text}\n  - {as: 甲, step: order_seal}\n");
  ASSERT_TRUE(journey) << journey.error().text;
  EXPECT_EQ(journey->steps[0].unsealed, "sealer.text");
  EXPECT_EQ(journey->steps[1].unsealed, "");
}

TEST(Journey, time_does_not_run_backwards_within_a_journey) {
  const auto journey = load(
      "journey: 一\nprocedure: p\nstarts: 2026-03-02T09:00\nsteps:\n"
      "  - {as: 甲, step: a, time: \"10:00\"}\n  - {as: 甲, step: b, time: \"09:30\"}\n");
  ASSERT_FALSE(journey);
  EXPECT_THAT(journey.error().text, HasSubstr("时间倒退"));
}

TEST(ActBuilder, a_paragraph_becomes_a_mark_and_brackets_an_atom) {
  const auto body = body_of("甲[[13800001234]]乙\n丙\n");
  EXPECT_EQ(json::canonical(body),
            R"([{"b":"p"},{"t":"甲"},{"a":"13800001234"},{"t":"乙"},{"b":"p"},{"t":"丙"}])");
}

TEST(ActBuilder, a_redaction_finds_the_units_of_what_it_hides) {
  const std::map<std::string, ledger::KeptText> texts = {{"doc.facts", {body_of("甲乙[[某某]]丙"), {}}}};
  const json::Array wanted{
      json::Object{{"text", "doc.facts"}, {"hide", "乙某某"}, {"reason", "privacy"}, {"label", "个人信息"}}};
  const auto found = redactions_of(wanted, texts);
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(json::canonical(*found), R"([{"at":2,"l":"个人信息","n":2,"r":"privacy","text":"doc.facts"}])");
}

TEST(ActBuilder, what_the_text_does_not_contain_cannot_be_hidden) {
  const std::map<std::string, ledger::KeptText> texts = {{"doc.facts", {body_of("甲乙丙"), {}}}};
  const json::Array wanted{
      json::Object{{"text", "doc.facts"}, {"hide", "丁"}, {"reason", "privacy"}, {"label", "个人信息"}}};
  EXPECT_FALSE(redactions_of(wanted, texts));
}

}  // namespace
}  // namespace office::play
