// Runs the tests that a lawyer reads, lawbook/tests/*.yaml, over the real lawbook.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "town.h"
#include "yaml.h"

namespace law::test {
namespace {

struct Story {
  std::string where;
  json::Object content;
};

std::vector<Story> stories() {
  std::vector<Story> out;
  std::vector<std::string> problems;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(MINGJING_SOURCE) + "/lawbook/tests")) {
    if (entry.path().extension() != ".yaml" || entry.path().filename() == "cast.yaml") continue;
    const LawFile file(entry.path().filename().string(), problems);
    for (const YAML::Node& node : YAML::LoadAll(file_text(entry.path().string()))) {
      out.push_back({file.path(), to_json(file, node).as_object()});
    }
  }
  EXPECT_TRUE(problems.empty()) << problems.front();
  return out;
}

std::vector<std::string> names_of(const json::Value* value) {
  return value == nullptr ? std::vector<std::string>() : json::strings(*value).value();
}

// `step`, `{step: draft}` or `{step: {by, draft, handlers, fields}}`.
Act act_of(const json::Value& value) {
  if (value.is_string()) return {.step = std::string(value.as_string())};
  const auto& only = *value.as_object().begin();
  Act act{.step = std::string(only.key())};
  if (only.value().is_string()) {
    act.draft = only.value().as_string();
    return act;
  }
  const json::Value& more = only.value();
  for (const auto& member : more.as_object()) {
    EXPECT_TRUE((std::set<std::string_view>{"by", "draft", "handlers", "fields"}.contains(member.key())))
        << member.key();
  }
  act.by = json::text_or_empty(json::find(more, "by"));
  act.draft = json::text_or_empty(json::find(more, "draft"));
  act.handlers = names_of(json::find(more, "handlers"));
  if (const json::Value* fields = json::find(more, "fields")) act.fields = fields->as_object();
  return act;
}

// `{days_pass: {working_days: 5}}` moves the clock instead of taking a step.
bool pass_days(CaseFile& file, const json::Value& value) {
  const json::Value* days = value.is_object() ? json::find(value, "days_pass") : nullptr;
  if (days == nullptr) return false;
  file.days_pass(static_cast<int>(json::int_member(*days, "working_days").value_or(0)),
                 static_cast<int>(json::int_member(*days, "days").value_or(0)));
  return true;
}

// `given` with `{until: 已立案}` written out from the cast's stages.
std::vector<json::Value> written_out(const std::string& procedure, const json::Array& given) {
  std::vector<json::Value> out;
  for (const json::Value& one : given) {
    const json::Value* until = one.is_object() ? json::find(one, "until") : nullptr;
    if (until == nullptr) {
      out.push_back(one);
      continue;
    }
    const json::Array& stage = cast().at("stages").at(procedure).at(until->as_string()).as_array();
    for (json::Value& step : written_out(procedure, stage)) out.push_back(std::move(step));
  }
  return out;
}

void set_people(CaseFile& file, const json::Object& content) {
  const json::Value* people = content.if_contains("people");
  if (people == nullptr) return;
  for (const auto& person : people->as_object()) {
    const bool valid = json::text_or_empty(json::find(person.value(), "certificate")) != "expired";
    const json::Value* recused = json::find(person.value(), "recused");
    file.set_person(std::string(person.key()), valid ? Truth::yes : Truth::no,
                    recused != nullptr && recused->as_bool() ? Truth::yes : Truth::no);
  }
}

// `last_day: {decide_case: 2026-05-31}`: when the period is over, once the step is taken.
void check_last_days(const CaseFile& file, const json::Object& wanted) {
  const base::Date today = base::date_of(file.now());
  for (const auto& clock : wanted) {
    const auto views = clocks(file.procedure(), lawbook().calendar(), file.facts(), today);
    const auto found = std::ranges::find(views, std::string(clock.key()), &ClockView::name);
    ASSERT_NE(found, views.end()) << "没有这一期限：" << clock.key();
    EXPECT_EQ(base::format(found->deadline.last_day), json::text_or_empty(&clock.value())) << clock.key();
  }
}

void run(const json::Object& content) {
  const std::string procedure = json::string_member(content, "procedure").value();
  CaseFile file(procedure, day(json::string_member(content, "day").value()));
  set_people(file, content);
  for (const json::Value& given : written_out(procedure, content.at("given").as_array())) {
    if (!pass_days(file, given) && !take_all(file, {act_of(given)})) return;
  }
  const auto refusals = file.take(act_of(content.at("when")));
  const json::Value& then = content.at("then");
  const std::vector<std::string> wanted = names_of(json::find(then, "refused"));
  EXPECT_EQ(codes(refusals), std::set<std::string>(wanted.begin(), wanted.end()));
  EXPECT_EQ(wanted.empty(), json::find(then, "accepted") != nullptr) << "then: accepted 或 refused";
  for (const Refusal& refusal : refusals) {
    EXPECT_FALSE(refusal.say.empty() || refusal.remedy.empty() || refusal.source.empty()) << refusal.code;
  }
  if (const json::Value* days = json::find(then, "last_day")) check_last_days(file, days->as_object());
  if (const json::Value* source = json::find(then, "source")) {
    const bool cited = std::ranges::any_of(refusals, [&](const Refusal& refusal) {
      return std::ranges::find(refusal.source, json::text_or_empty(source)) != refusal.source.end();
    });
    EXPECT_TRUE(cited) << "没有引用" << source->as_string();
  }
}

TEST(Lawbook, keeps_every_promise_of_its_own_tests) {
  const std::vector<Story> all = stories();
  EXPECT_GE(all.size(), 40u);
  std::set<std::string> names;
  for (const Story& story : all) {
    const std::string name = json::string_member(story.content, "name").value_or("?");
    SCOPED_TRACE(story.where + "：" + name);
    EXPECT_TRUE(names.insert(name).second) << "同名的测试";
    ASSERT_NO_FATAL_FAILURE(run(story.content));
  }
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
