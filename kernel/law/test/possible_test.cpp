// is_possible and is_open_to say without words what check says with them: over whole courses, person by
// person, for every step.

#include <gmock/gmock.h>

#include "law/check.h"
#include "town.h"

namespace law::test {
namespace {

std::vector<Act> to_the_end() {
  auto acts = until_notice();
  for (const char* step : {"decide_penalty", "order_seal", "issue_document", "serve_decision"})
    acts.push_back({.step = step});
  return acts;
}

/// Calls `look` before the first act and after each.
void along(const std::vector<Act>& acts, const std::function<void(const CaseFile&)>& look) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  for (const Act& act : acts) {
    if (act.step == "decide_penalty") file.days_pass(6, 0);
    look(file);
    ASSERT_TRUE(take_all(file, {act}));
  }
  look(file);
}

/// Whether check refuses because of who acts, and not of what he sends.
bool refuses_the_person(const CaseFile& file, const Step& step, const std::string& who) {
  Command command;
  command.stream = "the-stream";
  command.step = step.name;
  command.role = step.role;
  command.holder = holder(who);
  command.at = file.now();
  command.fields = {{"handlers", json::Array{json::Value(holder(who))}}};
  const auto all = check(file.procedure(), lawbook().calendar(), file.facts(), command, file.now());
  return std::ranges::any_of(all, [](const Refusal& refusal) {
    return refusal.code.starts_with("separation.") || refusal.code.starts_with("actor.not_");
  });
}

TEST(Possible, is_what_check_state_says_nothing_against) {
  std::size_t yes = 0, no = 0;
  along(to_the_end(), [&](const CaseFile& file) {
    for (const Step& step : file.procedure().steps)
      for (const int later : {0, 4, 40, 400}) {
        const base::Date on = base::date_of(file.now()) + later;
        const bool possible = is_possible(file.procedure(), lawbook().calendar(), file.facts(), step, on);
        EXPECT_EQ(possible,
                  check_state(file.procedure(), lawbook().calendar(), file.facts(), step, on).empty())
            << step.title << " " << base::format(on);
        ++(possible ? yes : no);
      }
  });
  EXPECT_GT(yes, 100U);
  EXPECT_GT(no, 100U);
}

TEST(Possible, is_not_what_a_hidden_record_may_have_ended) {
  along(to_the_end(), [](const CaseFile& file) {
    StepView hidden;
    hidden.hidden = true;
    hidden.pos = file.facts().next_pos;
    const Facts facts = apply(file.procedure(), file.facts(), hidden);
    const base::Date on = base::date_of(file.now());
    for (const Step& step : file.procedure().steps)
      EXPECT_EQ(is_possible(file.procedure(), lawbook().calendar(), facts, step, on),
                check_state(file.procedure(), lawbook().calendar(), facts, step, on).empty())
          << step.title;
  });
}

TEST(Possible, is_open_to_those_whom_check_does_not_refuse_for_who_they_are) {
  std::size_t yes = 0, no = 0;
  along(to_the_end(), [&](const CaseFile& file) {
    if (file.facts().next_pos == 0) return;  // check looks at the person only after the place
    for (const Step& step : file.procedure().steps)
      for (const char* who : {"顾行舟", "温若谷", "周慎言", "沈明远"}) {
        if (step.opens) continue;
        const bool open = is_open_to(file.facts(), step, "the-stream", holder(who));
        EXPECT_EQ(open, !refuses_the_person(file, step, who)) << step.title << " " << who;
        ++(open ? yes : no);
      }
  });
  EXPECT_GT(yes, 100U);
  EXPECT_GT(no, 100U);
}

TEST(Possible, counts_of_a_clock_are_said_in_its_own_unit) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, until_notice()));
  for (const ClockView& clock :
       clocks(file.procedure(), lawbook().calendar(), file.facts(), base::date_of(file.now())))
    EXPECT_EQ(clock.unit, file.procedure().clocks.at(clock.name).unit) << clock.name;
}

}  // namespace
}  // namespace law::test
