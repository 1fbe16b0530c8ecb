// 工作台 in the demo's town: what waits, for whom and until when; finding things; the docket and its table.

#include "api/csv.h"
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

class Workspace : public Town {
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

TEST_F(Workspace, a_handler_sees_his_own_cases_and_leads_by_what_is_due_first) {
  const auto list = todo("guxingzhou");
  ASSERT_EQ(items(list).size(), 3U) << json::canonical(list);
  EXPECT_TRUE(item(list, kLift).is_null()) << "others handle it";
  EXPECT_THAT(next(item(list, kLead)), Contains("verify_lead")) << "any handler may take it up";
  std::vector<std::string> due;
  for (const auto& one : items(list)) due.push_back(clock(one, "due"));
  EXPECT_THAT(due, ElementsAre("2026-03-30", "2026-04-01", "2026-06-08"));
}

TEST_F(Workspace, an_item_says_whose_case_which_period_and_what_comes_next) {
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

TEST_F(Workspace, a_reviewer_sees_what_waits_for_review_and_his_ten_working_days) {
  const auto list = todo("songqinghe");
  EXPECT_THAT(next(item(list, kFood)), ElementsAre("pass_review", "return_review"));
  EXPECT_EQ(clock(item(list, kFood), "name"), "case_review");
  EXPECT_EQ(clock(item(list, kFood), "unit"), "工作日");
  EXPECT_TRUE(item(list, kBottles).is_null());
}

TEST_F(Workspace, nobody_is_told_of_a_step_that_his_part_in_the_case_forbids) {
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
TEST_F(Workspace, the_list_says_of_every_case_what_its_page_says) {
  const auto list = todo("shenzhibai", "?all=true");
  ASSERT_EQ(items(list).size(), 5U);
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

TEST_F(Workspace, leaders_may_see_the_whole_bureau_and_others_may_not) {
  for (const char* leader : {"hejingming", "shenzhibai", "fangzhengping"})
    EXPECT_EQ(items(todo(leader, "?all=true")).size(), 5U) << leader;
  for (const char* other : {"guxingzhou", "songqinghe", "yanxiyan", "luzhiheng"})
    EXPECT_EQ(get("/api/todo?all=true", other).status, 403) << other;
  EXPECT_EQ(get("/api/todo?all=yes", "hejingming").status, 400);
}

TEST_F(Workspace, who_runs_the_machine_sees_no_case) {
  EXPECT_EQ(get("/api/todo", "admin").status, 403);
  EXPECT_EQ(call({http::Method::get, "/api/todo", "", "", {}}).status, 401);
}

TEST_F(Workspace, what_was_not_filed_waits_for_the_archive_alone) {
  const auto list = todo("zangshijian");
  EXPECT_THAT(next(item(list, kBreakfast)), ElementsAre("archive_case"));
  EXPECT_EQ(clock(item(list, kBreakfast), "name"), "archive_case");
  EXPECT_EQ(items(list).size(), 1U);
  for (const char* other : {"guxingzhou", "songqinghe", "shumingxin"})
    EXPECT_TRUE(item(todo(other), kBreakfast).is_null()) << other;
}

TEST_F(Workspace, is_grouped_by_the_days_that_are_left) {
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

TEST_F(Workspace, says_the_same_after_a_rebuild) {
  const auto before = get("/api/todo?all=true", "hejingming").body;
  ASSERT_TRUE(office_->registrar->rebuild());
  EXPECT_EQ(get("/api/todo?all=true", "hejingming").body, before);
}

// ---- finding ----

TEST_F(Workspace, finds_cases_by_party_credit_code_and_cause_and_people_by_name) {
  const auto hits = [](const std::string& q) {
    std::vector<std::string> out;
    const auto body = body_of(get("/api/search?q=" + q, "guxingzhou"));
    for (const auto& hit : json::find(body, "hits")->get_array())
      out.push_back(json::text_or_empty(json::find(hit, "kind")) + " " +
                    json::text_or_empty(json::find(hit, "title")));
    return out;
  };
  EXPECT_THAT(hits("锦澄物业"), ElementsAre("case 临澄市锦澄物业服务有限公司（示范）"));
  EXPECT_THAT(hits("91219900MA0T3K8Q8Q"), ElementsAre("case 临澄市锦澄物业服务有限公司（示范）"));
  EXPECT_THAT(hits("无中文标签"), ElementsAre("case 明湖区小满母婴用品店（示范）"));
  EXPECT_THAT(hits("顾行舟"), ElementsAre("person 顾行舟"));
  EXPECT_THAT(hits("示99000000101"), ElementsAre("person 顾行舟"));
  EXPECT_THAT(hits("行舟"), ElementsAre("person 顾行舟"));
  EXPECT_THAT(hits("没有这样的当事人"), testing::IsEmpty());
  EXPECT_THAT(hits(""), testing::IsEmpty());
  EXPECT_EQ(get("/api/search", "guxingzhou").status, 400);
  EXPECT_EQ(get("/api/search?q=" + std::string(400, 'x'), "guxingzhou").status, 400);
}

TEST_F(Workspace, only_who_may_read_the_docket_may_search_it) {
  EXPECT_EQ(get("/api/search?q=x", "admin").status, 403);
  EXPECT_EQ(get("/api/cases?format=csv", "admin").status, 403);
  EXPECT_EQ(call({http::Method::get, "/api/search?q=x", "", "", {}}).status, 401);
}

// ---- the docket ----

TEST_F(Workspace, the_docket_is_filtered_by_handler_unit_stage_and_day) {
  const auto parties = [](const std::string& query) {
    std::set<std::string> out;
    const auto body = body_of(get("/api/cases?" + query, "shenzhibai"));
    for (const auto& line : json::find(body, "cases")->get_array())
      out.insert(json::text_or_empty(json::find(line, "party")));
    return out;
  };
  EXPECT_EQ(parties("").size(), 5U);
  EXPECT_EQ(parties("handler=" + office_->roster->holder_of("tangwanqiu")->text()).size(), 1U);
  EXPECT_EQ(parties("unit=柳堤市场监督管理所").size(), 2U);
  EXPECT_EQ(
      parties("unit=柳堤市场监督管理所&handler=" + office_->roster->holder_of("tangwanqiu")->text()).size(),
      0U);
  EXPECT_EQ(parties("unit=没有的机构").size(), 0U);
  EXPECT_EQ(parties("from=2026-03-05&to=2026-03-10").size(), 2U);
  EXPECT_EQ(parties("stage=审核决定").size(), 2U);
  EXPECT_EQ(parties("cursor=0").size(), 0U);
  for (const char* wrong : {"from=yesterday", "to=2026-02-30", "cursor=x", "cursor=", "format=xls"})
    EXPECT_EQ(get(std::string("/api/cases?") + wrong, "shenzhibai").status, 400) << wrong;
}

TEST_F(Workspace, the_docket_is_given_as_a_table_for_a_spreadsheet) {
  const auto table = get("/api/cases?format=csv&search=小满", "shenzhibai");
  EXPECT_EQ(table.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(table.header("Content-Disposition"), "attachment; filename=\"cases-2026-03-18.csv\"");
  EXPECT_THAT(table.body, testing::StartsWith("\xEF\xBB\xBF\"当事人\",\"案由\","));
  EXPECT_THAT(table.body,
              testing::HasSubstr("\r\n\"明湖区小满母婴用品店（示范）\",\"涉嫌销售无中文标签的产品\","));
  EXPECT_THAT(table.body, testing::HasSubstr("顾行舟"));
  EXPECT_THAT(table.body, Not(testing::HasSubstr("锦澄")));
}

TEST(Csv, a_cell_that_a_spreadsheet_would_execute_is_made_text) {
  const std::string mark = "\xEF\xBB\xBF";
  for (const char* first : {"=", "+", "-", "@", "\t", "＝"}) {
    const std::string cell = std::string(first) + "HYPERLINK(1)";
    EXPECT_EQ(api::csv({{cell}}), mark + "\"'" + cell + "\"\r\n");
  }
  EXPECT_EQ(api::csv({{"甲\"乙", "a,b\nc"}, {""}}), mark + "\"甲\"\"乙\",\"a,b\nc\"\r\n\"\"\r\n");
}

}  // namespace
}  // namespace office
