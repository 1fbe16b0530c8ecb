#include "typeset/course.h"

#include <gtest/gtest.h>

#include "town.h"

namespace {

using base::json::Array;
using base::json::Object;
using law::StepView;

StepView step(std::string name, const char* at, Object fields = {}) {
  StepView view;
  view.step = std::move(name);
  view.at = *base::parse_instant(at);
  view.fields = std::move(fields);
  return view;
}

std::vector<StepView> course() {
  return {step("register_lead", "2026-01-12T09:00:00+08:00"), step("file_case", "2026-01-15T16:00:00+08:00"),
          step("serve_notice", "2026-02-12T09:00:00+08:00",
               {{"service.on", "2026-02-11"}, {"service.way", "direct"}, {"notice.hearing_right", true}}),
          step("decide_penalty", "2026-03-01T10:00:00+08:00")};
}

Object draft() {
  return {{"doc.form", Object{{"edition", "e"}, {"form", "D45"}}},
          {"doc.party.kind", "organisation"},
          {"doc.party.name", "临澄市示范电梯维保有限公司"},
          {"doc.party.address", "临澄市明湖区镜湖路62号"},
          {"doc.facts", Object{{"t", "rtext"}}},
          {"doc.character", "使用未经定期检验的特种设备"},
          {"doc.breach.001", "《特种设备安全法》第四十条第三款"},
          {"doc.breach.002", "《特种设备安全监察条例》第二十八条"},
          {"doc.law.001", "《特种设备安全法》第八十四条第一项"},
          {"doc.evidence.002", Object{{"item", "询问笔录"}, {"proves", "知悉检验到期"}}},
          {"doc.evidence.001", Object{{"item", "现场笔录"}, {"proves", "电梯的运行状态"}}},
          {"doc.penalty.001", Object{{"kind", "suspend_business"}, {"text", "停止使用该电梯。"}}},
          {"doc.penalty.002", Object{{"fen", 3'000'000}, {"kind", "fine"}, {"text", "罚款"}}},
          {"handlers", Array{"h"}}};
}

TEST(Course, dates_come_from_the_records_and_a_dated_receipt_goes_before_the_time_of_the_record) {
  const Object values = typeset::course_values(course());
  EXPECT_EQ(values.at("course.filed_on"), "2026-01-15");
  EXPECT_EQ(values.at("course.notice_served_on"), "2026-02-11");
  EXPECT_EQ(values.at("course.notice_way"), "direct");
  EXPECT_EQ(values.at("course.hearing_right"), true);
  EXPECT_EQ(values.at("course.decided_on"), "2026-03-01");
  EXPECT_EQ(values.at("course.defence"), "none");
  EXPECT_FALSE(values.contains("course.hearing_on"));
}

TEST(Course, a_later_notice_replaces_an_earlier_one_and_what_follows_the_decision_does_not_count) {
  auto steps = course();
  steps.insert(steps.begin() + 3,
               step("serve_notice", "2026-02-20T09:00:00+08:00", {{"service.on", "2026-02-20"}}));
  steps.push_back(step("record_defence", "2026-03-05T09:00:00+08:00"));
  const Object values = typeset::course_values(steps);
  EXPECT_EQ(values.at("course.notice_served_on"), "2026-02-20");
  EXPECT_EQ(values.at("course.hearing_right"), false);
  EXPECT_EQ(values.at("course.defence"), "none");
}

TEST(Course, defence_waiver_and_hearing_are_told_from_their_steps) {
  auto waived = course(), stated = course();
  waived.insert(waived.begin() + 3, step("waive_defence", "2026-02-13T09:00:00+08:00"));
  stated.insert(stated.begin() + 3, step("record_defence", "2026-02-14T09:00:00+08:00"));
  stated.insert(stated.begin() + 4,
                step("report_hearing", "2026-02-26T09:00:00+08:00", {{"hearing.on", "2026-02-25"}}));
  EXPECT_EQ(typeset::course_values(waived).at("course.defence"), "waived");
  EXPECT_EQ(typeset::course_values(stated).at("course.defence"), "stated");
  EXPECT_EQ(typeset::course_values(stated).at("course.defence_on"), "2026-02-14");
  EXPECT_EQ(typeset::course_values(stated).at("course.hearing_on"), "2026-02-25");
}

TEST(Course, hidden_records_say_nothing) {
  auto steps = course();
  for (StepView& view : steps) view.hidden = view.step == "file_case";
  EXPECT_FALSE(typeset::course_values(steps).contains("course.filed_on"));
}

TEST(Course, repeated_fields_become_lists_in_order_and_sums_come_from_the_fen_the_rules_counted) {
  const typeset::Values values = typeset::document_values({.draft = draft(), .steps = course()});
  EXPECT_EQ(values.fields.at("doc.evidence").at(0).at("item"), "现场笔录");
  EXPECT_EQ(values.fields.at("doc.evidence").at(1).at("item"), "询问笔录");
  EXPECT_EQ(values.fields.at("doc.broken"),
            "《特种设备安全法》第四十条第三款、《特种设备安全监察条例》第二十八条");
  EXPECT_EQ(values.fields.at("doc.penalty.orders"), (Array{"停止使用该电梯"}));
  EXPECT_EQ(values.fields.at("doc.penalty.fine_fen"), 3'000'000);
  EXPECT_FALSE(values.fields.contains("doc.facts"));  // its words come from the body, not from the commitment
  EXPECT_FALSE(values.fields.contains("handlers"));
}

TEST(Course, fines_are_added_and_a_sum_beyond_money_is_there_but_cannot_be_written) {
  Object fields = draft();
  fields["doc.penalty.003"] = Object{{"fen", 5}, {"kind", "fine"}, {"text", "罚款"}};
  const auto sum = [&] {
    return typeset::document_values({.draft = fields, .steps = course()}).fields.at("doc.penalty.fine_fen");
  };
  EXPECT_EQ(sum(), 3'000'005);
  fields["doc.penalty.003"] = Object{{"fen", 9'007'199'254'740'991}, {"kind", "fine"}, {"text", "罚款"}};
  EXPECT_EQ(sum(), -1);
  fields["doc.penalty.004"] = Object{{"fen", 5}, {"kind", "fine"}, {"text", "罚款"}};
  EXPECT_EQ(sum(), -1);
}

TEST(Course, everything_the_decision_layout_asks_for_is_there) {
  const Object bureau{{"name", "临澄市明湖区市场监督管理局"},
                      {"payment", "示范银行明湖支行"},
                      {"government", "明湖区人民政府"},
                      {"court", "明湖区人民法院"},
                      {"sample", true}};
  const typeset::Values values =
      typeset::document_values({.draft = draft(),
                                .texts = {{"doc.facts", {Object{{"t", "电梯未经定期检验。"}}}},
                                          {"doc.discretion", {Object{{"t", "从轻处罚。"}}}},
                                          {"doc.defence", {Object{{"t", "不予采纳。"}}}}},
                                .steps = course(),
                                .bureau = bureau,
                                .no = "澄明市监处罚〔2026〕1号",
                                .date = "2026-03-02"});
  const auto document = typeset::compose(town::decision_layout(), values);
  ASSERT_TRUE(document) << document.error().text;
  const std::string words = typeset::text(*document);
  for (const char* part : {"2026年1月15日", "2026年2月11日", "要求听证的权利", "一、停止使用该电梯。",
                           "二、罚款", "30000元", "不予采纳", "澄明市监处罚〔2026〕1号", "2026年3月2日"})
    EXPECT_NE(words.find(part), std::string::npos) << part << "\n" << words;
}

}  // namespace
