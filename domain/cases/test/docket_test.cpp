// 案件台账: what one line says after each record of its case.

#include "cases/docket.h"

#include <gmock/gmock.h>

#include "projected.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DocketTest : public registrar_test::Projected<cases::DocketProjection> {
 protected:
  const cases::Docket docket_{session()};

  void lead(const std::string& stream, const std::string& party) {
    tell({.kind = "case",
          .stream = stream,
          .step = "register_lead",
          .fields = {{"procedure", "penalty.ordinary"}, {"party.name", party}}});
  }
  /// The only line there is.
  cases::DocketLine line() const {
    const auto lines = docket_.list({.limit = 2}).value();
    EXPECT_EQ(lines.size(), 1U);
    return lines.empty() ? cases::DocketLine{} : lines[0];
  }
  std::vector<std::string> found(std::string_view search, int limit = 100) const {
    std::vector<std::string> out;
    const auto lines = docket_.list({.search = std::string(search), .limit = limit}).value();
    for (const auto& line : lines) out.push_back(line.stream.text());
    return out;
  }
};

TEST_F(DocketTest, a_case_begins_with_its_lead) {
  lead("a", "示范物业公司");
  const auto line = this->line();
  EXPECT_EQ(line.procedure, "penalty.ordinary");
  EXPECT_EQ(line.party, "示范物业公司");
  EXPECT_EQ(line.opened_on, "2026-03-02");
  EXPECT_EQ(line.last_step, "register_lead");
  EXPECT_EQ(line.last_title, "登记线索");
  EXPECT_EQ(line.records, 1);
  EXPECT_EQ(line.filed_on + line.decided_on + line.served_on + line.published_on + line.closed_on, "");
}

TEST_F(DocketTest, each_milestone_is_dated_by_its_own_day_in_china) {
  lead("a", "甲");
  const std::vector<std::pair<std::string, std::string>> course{
      {"file_case", "2026-03-03T00:30:00+08:00"},
      {"decide_penalty", "2026-03-10T23:59:00+08:00"},
      {"serve_decision", "2026-03-11T09:00:00+08:00"},
      {"publish_decision", "2026-03-12T09:00:00+08:00"},
      {"close_case", "2026-03-13T09:00:00+08:00"}};
  for (const auto& [step, at] : course)
    tell({.kind = "case", .stream = "a", .step = step, .fields = {}, .at = at});
  const auto line = this->line();
  EXPECT_EQ(line.opened_on, "2026-03-02");
  EXPECT_EQ(line.filed_on, "2026-03-03") << "half past midnight in Shanghai is still the day before in UTC";
  EXPECT_EQ(line.decided_on, "2026-03-10");
  EXPECT_EQ(line.served_on, "2026-03-11");
  EXPECT_EQ(line.published_on, "2026-03-12");
  EXPECT_EQ(line.closed_on, "2026-03-13");
  EXPECT_EQ(line.last_step, "close_case");
  EXPECT_EQ(line.records, 6);
}

TEST_F(DocketTest, cause_party_and_number_are_those_of_the_newest_record_that_names_them) {
  lead("a", "初查名称");
  tell({.kind = "case", .stream = "a", .step = "file_case", .fields = {{"case.cause", "涉嫌某案"}}});
  tell({.kind = "case", .stream = "a", .step = "draft_document", .fields = {{"doc.party.name", "核实名称"}}});
  tell({.kind = "case",
        .stream = "a",
        .step = "issue_document",
        .fields = {{"doc.no", "澄明市监处罚〔2026〕1号"}}});
  const auto line = this->line();
  EXPECT_EQ(line.party, "核实名称");
  EXPECT_EQ(line.cause, "涉嫌某案");
  EXPECT_EQ(line.document_no, "澄明市监处罚〔2026〕1号");
  EXPECT_EQ(line.stage, "送达执行");
}

TEST_F(DocketTest, an_erased_field_leaves_what_stood) {
  lead("a", "甲");
  tell({.kind = "case", .stream = "a", .step = "file_case", .fields = {{"party.name", nullptr}}});
  EXPECT_EQ(line().party, "甲");
}

TEST_F(DocketTest, the_case_that_moved_last_comes_first) {
  lead("a", "甲");
  lead("b", "乙");
  EXPECT_THAT(found(""), ElementsAre("b", "a"));
  tell({.kind = "case", .stream = "a", .step = "verify_lead"});
  EXPECT_THAT(found(""), ElementsAre("a", "b"));
  EXPECT_THAT(found("", 1), ElementsAre("a"));
}

TEST_F(DocketTest, is_searched_by_party_cause_and_number_and_by_nothing_else) {
  lead("a", "示范物业");
  lead("b", "百草堂");
  tell({.kind = "case", .stream = "b", .step = "file_case", .fields = {{"case.cause", "涉嫌未亮证"}}});
  tell({.kind = "case", .stream = "b", .step = "issue_document", .fields = {{"doc.no", "〔2026〕7号"}}});
  EXPECT_THAT(found("物业"), ElementsAre("a"));
  EXPECT_THAT(found("未亮证"), ElementsAre("b"));
  EXPECT_THAT(found("〕7号"), ElementsAre("b"));
  EXPECT_THAT(found("%"), IsEmpty());
  EXPECT_THAT(found("' OR 1=1 --"), IsEmpty());
  EXPECT_THAT(found("penalty"), IsEmpty());
}

TEST_F(DocketTest, is_filtered_by_stage_day_and_handler) {
  lead("a", "甲");
  tell({.kind = "case",
        .stream = "b",
        .step = "register_lead",
        .fields = {},
        .at = "2026-04-01T09:00:00+08:00"});
  law::Facts filed;
  filed.holders["case_handlers"] = {"p", "q"};
  tell({.kind = "case", .stream = "b", .step = "collect_evidence", .after = filed});
  const auto streams = [&](cases::DocketQuery query) {
    query.limit = 9;
    std::vector<std::string> out;
    const auto lines = docket_.list(query).value();
    for (const auto& line : lines) out.push_back(line.stream.text());
    return out;
  };
  EXPECT_THAT(streams({.stage = "调查取证"}), ElementsAre("b"));
  EXPECT_THAT(streams({.opened_to = "2026-03-31"}), ElementsAre("a"));
  EXPECT_THAT(streams({.opened_from = "2026-04-01", .opened_to = "2026-04-01"}), ElementsAre("b"));
  EXPECT_THAT(streams({.handlers = std::vector<std::string>{"q", "x"}}), ElementsAre("b"));
  EXPECT_THAT(streams({.handlers = std::vector<std::string>{"x"}}), IsEmpty());
  EXPECT_THAT(streams({.handlers = std::vector<std::string>{}}), IsEmpty()) << "of nobody";
  EXPECT_THAT(docket_.line(base::StreamId("b"))->handlers, ElementsAre("p", "q"));
}

TEST_F(DocketTest, is_read_page_by_page) {
  for (const char* stream : {"a", "b", "c"}) lead(stream, "甲");
  cases::DocketQuery query{.limit = 2};
  const auto first = docket_.list(query).value();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[1].stream.text(), "b");
  query.before = first[1].newest;
  const auto second = docket_.list(query).value();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].stream.text(), "a");
}

TEST_F(DocketTest, records_of_other_kinds_are_no_cases) {
  tell({.kind = "officer", .stream = "o", .step = "register_officer"});
  EXPECT_THAT(found(""), IsEmpty());
  EXPECT_EQ(docket_.line(base::StreamId("o")).error().code, "unknown_stream");
}

TEST_F(DocketTest, one_case_is_found_by_its_stream) {
  lead("a", "甲");
  lead("b", "乙");
  EXPECT_EQ(docket_.line(base::StreamId("a"))->party, "甲");
  EXPECT_EQ(docket_.line(base::StreamId("c")).error().code, "unknown_stream");
}

TEST_F(DocketTest, told_again_from_the_beginning_says_the_same) {
  lead("a", "甲");
  tell({.kind = "case", .stream = "a", .step = "verify_lead"});
  begin_again();
  EXPECT_THAT(found(""), IsEmpty());
  lead("a", "甲");
  EXPECT_EQ(line().records, 1);
}

}  // namespace
