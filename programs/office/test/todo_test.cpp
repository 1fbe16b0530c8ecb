// 工作台: what waits, for whom and until when, in the demo's town.

#include "town.h"

namespace office {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

constexpr const char* kLift = "锦澄物业";       // 01: its notice is served
constexpr const char* kFood = "柳岸食品";       // 02: in legal review
constexpr const char* kBottles = "小满母婴";    // 03: filed
constexpr const char* kBreakfast = "晨光早餐";  // 05: not filed
constexpr const char* kLead = "百草堂";         // 07: a lead, not yet looked into

class Todo : public Town {
 protected:
  static void SetUpTestSuite() {
    found({{"01-straight.yaml", "serve_notice"},
           {"02-returned.yaml", "submit_review"},
           {"03-no-review.yaml", "file_case"},
           {"05-one-officer.yaml", ""},
           {"07-withdrawn.yaml", "register_lead"}});
  }
  void SetUp() override { today("2026-03-18"); }

  static json::Value todo(const std::string& login, const std::string& query = "") {
    return body_of(get("/api/todo" + query, login));
  }
  static json::Array items(const json::Value& list) { return json::find(list, "items")->get_array(); }
  /// The item of this party, null where the list has none.
  static json::Value item(const json::Value& list, std::string_view party) {
    for (const auto& one : items(list))
      if (json::text_or_empty(json::find(one, "party")).find(party) != std::string::npos) return one;
    return {};
  }
  static std::set<std::string> next(const json::Value& item) {
    std::set<std::string> out;
    for (const auto& step : json::find(item, "next")->get_array())
      out.insert(json::text_or_empty(json::find(step, "step")));
    return out;
  }
  static std::string clock(const json::Value& item, const char* member) {
    const auto* value = json::find(*json::find(item, "clock"), member);
    return value->is_string() ? json::text_or_empty(value) : json::canonical(*value);
  }
  static std::string counts(const json::Value& list) { return json::canonical(*json::find(list, "counts")); }
};

TEST_F(Todo, a_handler_sees_his_own_cases_and_leads_by_what_is_due_first) {
  const auto list = todo("guxingzhou");
  ASSERT_EQ(items(list).size(), 3U) << json::canonical(list);
  EXPECT_TRUE(item(list, kLift).is_null()) << "others handle it";
  EXPECT_THAT(next(item(list, kLead)), Contains("verify_lead")) << "any handler may take it up";
  std::vector<std::string> due;
  for (const auto& one : items(list)) due.push_back(clock(one, "due"));
  EXPECT_THAT(due, ElementsAre("2026-03-30", "2026-04-01", "2026-06-08"));
}

TEST_F(Todo, an_item_says_whose_case_which_period_and_what_comes_next) {
  const auto bottles = item(todo("guxingzhou"), kBottles);
  EXPECT_EQ(json::text_or_empty(json::find(bottles, "stream")), stream_of(kBottles));
  EXPECT_EQ(json::text_or_empty(json::find(bottles, "title")), "行政处罚普通程序");
  EXPECT_EQ(json::text_or_empty(json::find(bottles, "cause")), "涉嫌销售无中文标签的产品");
  EXPECT_EQ(json::text_or_empty(json::find(bottles, "stage")), "启动");
  EXPECT_EQ(clock(bottles, "name"), "decide_case");
  EXPECT_EQ(clock(bottles, "title"), "办案期限");
  EXPECT_EQ(clock(bottles, "start"), "2026-03-09");
  EXPECT_EQ(clock(bottles, "due"), "2026-06-08") << "7 June is a Sunday";
  EXPECT_EQ(clock(bottles, "days"), "90");
  EXPECT_EQ(clock(bottles, "used"), "9");
  EXPECT_EQ(clock(bottles, "left"), "82");
  EXPECT_EQ(clock(bottles, "unit"), "日");
  EXPECT_EQ(clock(bottles, "overdue"), "false");
  EXPECT_THAT(clock(bottles, "source"), testing::HasSubstr("行政处罚法 第六十条"));
  EXPECT_THAT(next(bottles), Contains("collect_evidence"));
  EXPECT_THAT(next(bottles), Not(Contains("file_case")));
}

TEST_F(Todo, a_reviewer_sees_what_waits_for_review_and_his_ten_working_days) {
  const auto list = todo("songqinghe");
  EXPECT_THAT(next(item(list, kFood)), ElementsAre("pass_review", "return_review"));
  EXPECT_EQ(clock(item(list, kFood), "name"), "case_review");
  EXPECT_EQ(clock(item(list, kFood), "unit"), "工作日");
  EXPECT_TRUE(item(list, kBottles).is_null());
}

TEST_F(Todo, nobody_is_told_of_a_step_that_his_part_in_the_case_forbids) {
  for (const char* login : {"guxingzhou", "linshuying", "tangwanqiu", "songqinghe", "fangzhengping"})
    for (const auto& one : items(todo(login))) {
      const auto stream = json::text_or_empty(json::find(one, "stream"));
      const auto facts = office_->registrar->facts(base::StreamId(stream)).value();
      const auto holder = office_->roster->holder_of(login)->text();
      for (const auto& name : next(one)) {
        const auto* procedure = office_->lawbook->procedure(facts.procedure, *base::parse_date("2026-03-18"));
        EXPECT_TRUE(law::is_open_to(facts, *procedure->step(name), stream, holder)) << login << " " << name;
      }
    }
}

// The list is worked out of a table, a case's page of its facts.
TEST_F(Todo, the_list_says_of_every_case_what_its_page_says) {
  const auto list = todo("shenzhibai", "?all=true");
  ASSERT_EQ(items(list).size(), 4U);
  for (const auto& one : items(list)) {
    const auto page =
        body_of(get("/api/streams/case/" + json::text_or_empty(json::find(one, "stream")), "shenzhibai"));
    std::set<std::string> possible;
    for (const auto& step : json::find(page, "steps")->get_array())
      if (*json::find(step, "possible") == json::Value(true) &&
          *json::find(step, "mine") == json::Value(true))
        possible.insert(json::text_or_empty(json::find(step, "step")));
    EXPECT_EQ(next(one), possible);
    std::set<std::string> running;
    for (const auto& clock : json::find(page, "clocks")->get_array())
      if (*json::find(clock, "met") == json::Value(false))
        running.insert(json::text_or_empty(json::find(clock, "clock")));
    EXPECT_EQ(json::int_member(one, "clocks").value_or(-1), static_cast<std::int64_t>(running.size()));
    EXPECT_TRUE(running.contains(clock(one, "name")));
  }
}

TEST_F(Todo, leaders_may_see_the_whole_bureau_and_others_may_not) {
  for (const char* leader : {"hejingming", "shenzhibai", "fangzhengping"})
    EXPECT_EQ(items(todo(leader, "?all=true")).size(), 4U) << leader;
  for (const char* other : {"guxingzhou", "songqinghe", "yanxiyan", "luzhiheng"})
    EXPECT_EQ(get("/api/todo?all=true", other).status, 403) << other;
  EXPECT_EQ(get("/api/todo?all=yes", "hejingming").status, 400);
}

TEST_F(Todo, who_runs_the_machine_sees_no_case) {
  EXPECT_EQ(get("/api/todo", "admin").status, 403);
  EXPECT_EQ(call({http::Method::get, "/api/todo", "", "", {}}).status, 401);
}

TEST_F(Todo, what_was_not_filed_waits_for_nobody) {
  EXPECT_TRUE(item(todo("shenzhibai", "?all=true"), kBreakfast).is_null());
}

TEST_F(Todo, is_grouped_by_the_days_that_are_left) {
  const auto on = [&](const char* day) {
    today(day);
    return counts(
        todo("tangwanqiu"));  // 15 working days for the lead, to 1 April, a Wednesday; 90 for a case
  };
  EXPECT_EQ(on("2026-03-29"), R"({"later":2,"overdue":0,"today":0,"week":0})");
  EXPECT_EQ(on("2026-03-30"), R"({"later":1,"overdue":0,"today":0,"week":1})");
  EXPECT_EQ(on("2026-04-01"), R"({"later":1,"overdue":0,"today":1,"week":0})");
  EXPECT_EQ(on("2026-04-02"), R"({"later":1,"overdue":1,"today":0,"week":0})");
}

TEST_F(Todo, says_the_same_after_a_rebuild) {
  const auto before = get("/api/todo?all=true", "hejingming").body;
  ASSERT_TRUE(office_->registrar->rebuild());
  EXPECT_EQ(get("/api/todo?all=true", "hejingming").body, before);
}

}  // namespace
}  // namespace office
