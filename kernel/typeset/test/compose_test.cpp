#include "typeset/compose.h"

#include <gmock/gmock.h>

#include "town.h"
#include "typeset/html.h"

using testing::HasSubstr;
using testing::Not;
using namespace typeset;

namespace {

/// The plain text of a layout with one paragraph.
base::Result<std::string> line(const std::string& block, const Values& values) {
  const auto document = compose(town::layout_of("{title: 试, blocks: [" + block + "]}"), values);
  if (!document) return std::unexpected(document.error());
  return text(*document);
}

Values with(base::json::Object fields, View view = View::full) {
  return {std::move(fields), {}, view};
}

}  // namespace

TEST(Compose, fills_names_sums_and_days) {
  const Values values =
      with({{"doc.party.name", "某公司"}, {"doc.fine_fen", 120'050}, {"doc.date", "2026-03-02"}});
  EXPECT_EQ(
      line(
          R"({block: p, source: 法, text: "{doc.party.name}罚{doc.fine_fen}，{doc.fine_fen|元}，{doc.date}"})",
          values),
      "某公司罚人民币壹仟贰佰元伍角整（1200.50元），1200.50元，2026年3月2日");
  EXPECT_EQ(line(R"({block: r, text: "{doc.date|长日期}"})", values), "二〇二六年三月二日");
}

TEST(Compose, takes_the_day_of_an_instant_in_shanghai) {
  EXPECT_EQ(line(R"({block: r, text: "{course.filed_at}"})",
                 with({{"course.filed_at", "2026-03-02T23:59:59+08:00"}})),
            "2026年3月2日");
}

TEST(Compose, numbers_neighbouring_paragraphs_in_one_sequence) {
  const Values values = with({{"doc.orders", base::json::Array{"警告", "没收"}}, {"doc.fine_fen", 100}});
  const std::string blocks = R"({block: each, of: doc.orders, source: 法, text: "{n|汉字}、{text}"},
    {block: p, source: 法, text: "{n|汉字}、罚款{doc.fine_fen|元}"}, {block: c, text: 断}, {block: c, text: "{n}"})";
  EXPECT_EQ(line(blocks, values), "一、警告\n二、没收\n三、罚款1元\n断\n1");
}

TEST(Compose, leaves_out_paragraphs_whose_condition_does_not_hold) {
  const Values values = with({{"course.defence", "none"}, {"doc.hearing", false}});
  const std::string blocks =
      R"({block: c, text: 甲, when: doc.absent}, {block: c, text: 乙, when: doc.hearing},
    {block: c, text: 丙, when: {field: course.defence, is: none}},
    {block: c, text: 丁, when: {all: [course.defence, {not: doc.absent}]}},
    {block: c, text: 戊, when: {any: [doc.absent, doc.hearing]}})";
  EXPECT_EQ(line(blocks, values), "丙\n丁");
}

TEST(Compose, says_in_chinese_which_field_is_missing_and_where) {
  const auto missing =
      line(R"({block: c, text: 甲}, {block: p0, source: 法, text: "当事人：{doc.party.name}"})", with({}));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "field_missing");
  EXPECT_EQ(missing.error().text, "版式第2段（p0：当事人：{doc.party.name}）：缺少“doc.party.name”");
}

TEST(Compose, refuses_a_binding_paragraph_without_source) {
  const auto refused = line("{block: p, text: 应当缴纳}", with({}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "layout");
  EXPECT_THAT(refused.error().text, HasSubstr("source"));
}

TEST(Compose, refuses_layouts_it_does_not_fully_understand) {
  const Values values = with({{"doc.no", "1"}});
  for (const char* bad :
       {"{block: zz, text: 甲, source: 法}", "{block: c, text: 甲, colour: red}",
        "{block: each, text: 甲, source: 法}", "{block: c}", "{block: rich, of: a, text: b, source: 法}",
        R"({block: c, text: "{doc.no"})", R"({block: c, text: "doc.no}"})",
        R"({block: c, text: "{doc.no|花体}"})", "{block: c, text: 甲, when: {field: x}}",
        "{block: c, text: 甲, when: {all: []}}", "{block: c, text: 甲, hidden: 个人信息}", "甲"}) {
    const auto refused = line(bad, values);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, "layout") << bad;
  }
}

TEST(Compose, refuses_values_that_cannot_be_shown_as_asked) {
  const Values values = with({{"doc.date", "昨天"},
                              {"doc.fine_fen", "三万"},
                              {"doc.flag", true},
                              {"doc.bad", "\xff"},
                              {"doc.debt_fen", -1}});
  for (const char* bad : {"{doc.date}", "{doc.fine_fen}", "{doc.flag}", "{doc.bad}", "{doc.debt_fen}"}) {
    const auto refused = line(std::string("{block: c, text: \"") + bad + "\"}", values);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, "field_form") << bad;
  }
}

TEST(Compose, shows_a_bar_for_a_private_field_in_the_published_view_only) {
  const std::string block =
      R"({block: p0, source: 法, text: "身份证件号码：{doc.id}", hidden: {label: 个人信息, reason: privacy}})";
  EXPECT_EQ(line(block, with({}, View::published)), "身份证件号码：【个人信息】");
  EXPECT_EQ(line(block, with({})).error().code, "field_missing");
  EXPECT_EQ(line(R"({block: c, text: "{doc.id}"})", with({}, View::published)).error().code, "field_missing");
}

TEST(Compose, lets_a_public_substitute_win_in_the_published_view_only) {
  base::json::Object fields{{"doc.party.name", "郑怀瑾"}, {"doc.public.party.name", "郑某"}};
  EXPECT_EQ(line(R"({block: c, text: "{doc.party.name}"})", with(fields, View::published)), "郑某");
  EXPECT_EQ(line(R"({block: c, text: "{doc.party.name}"})", with(fields)), "郑怀瑾");
}

TEST(Compose, reads_every_sequence_of_marks_in_a_text) {
  Values values = with({{"doc.no", "明市监处罚〔2026〕17号"}});
  values.texts["doc.text"] =
      base::json::parse(
          R"([{"t":"始"},{"b":"h2"},{"t":"一"},{"b":"no"},{"b":"zz"},{"t":"甲"},{"b":"br"},{"a":"乙"},)"
          R"({"b":"td"},{"l":"个人信息","n":3,"r":"privacy"},{"b":"tr"},{"t":"格"},{"b":"te"},{"t":"尾"}])")
          ->as_array();
  EXPECT_EQ(line("{block: rich, of: doc.text, source: 法}", values),
            "始\n一\n明市监处罚〔2026〕17号\n甲\n乙\n\t【个人信息】\n\t格\n尾");
}

TEST(Compose, refuses_a_text_with_an_unknown_item) {
  Values values = with({});
  for (const char* bad : {R"(["甲"])", R"([{"x":"甲"}])", R"([{"l":"甲","r":"privacy"}])", R"([{"t":1}])"}) {
    values.texts["doc.text"] = base::json::parse(bad)->as_array();
    EXPECT_EQ(line("{block: rich, of: doc.text, source: 法}", values).error().code, "item") << bad;
  }
}

TEST(DecisionLayout, names_an_article_for_everything_that_binds) {
  const auto document = compose(town::decision_layout(), town::decision());
  ASSERT_TRUE(document) << document.error().text;  // compose() refuses paragraphs without source
  EXPECT_EQ(document->title, "行政处罚决定书 明市监处罚〔2026〕17号");
}

TEST(DecisionLayout, tells_hearing_rights_and_a_defence_where_there_were_any) {
  Values values = town::decision();
  values.fields["course.hearing_right"] = true;
  EXPECT_THAT(text(*compose(town::decision_layout(), values)), HasSubstr("未提出陈述、申辩，也未要求听证。"));
  values.fields["course.defence"] = "stated";
  values.fields["course.defence_on"] = "2026-02-13";
  values.fields["course.hearing_on"] = "2026-02-25";
  const std::string shown = text(*compose(town::decision_layout(), values));
  EXPECT_THAT(shown, HasSubstr("2026年2月13日，当事人提出陈述、申辩。"));
  EXPECT_THAT(shown, HasSubstr("2026年2月25日，本局依当事人的要求举行了听证。"));
  EXPECT_THAT(shown, Not(HasSubstr("未提出")));
}

TEST(DecisionLayout, speaks_of_payment_only_when_there_is_a_fine) {
  Values values = town::decision();
  values.fields.erase("doc.penalty.fine_fen");
  const std::string shown = text(*compose(town::decision_layout(), values));
  EXPECT_THAT(shown, Not(HasSubstr("罚款")));
  EXPECT_THAT(shown, HasSubstr("一、责令停止使用未经定期检验的电梯。"));
}

TEST(DecisionLayout, hides_the_number_of_a_persons_identity_card_from_the_public) {
  Values values = town::published_decision();
  values.fields["doc.party.kind"] = "natural_person";
  values.fields["doc.public.party.name"] = "许某";
  const std::string shown = text(*compose(town::decision_layout(), values));
  EXPECT_THAT(shown, HasSubstr("身份证件号码：【个人信息】"));
  EXPECT_THAT(shown, HasSubstr("当事人：许某\n"));
}

TEST(Html, escapes_everything_that_came_from_outside) {
  const std::string evil = "<script>\"'&";
  Values values = with({{"doc.x", evil}});
  values.texts["doc.t"] = base::json::Array{base::json::Object{{"l", evil}, {"n", 1}, {"r", "other"}}};
  const auto document = compose(
      town::layout_of(
          R"({title: 试, blocks: [{block: c, text: "{doc.x}"}, {block: rich, of: doc.t, source: 法}]})"),
      values);
  const std::string page = html(*document, Seal{evil, evil, evil});
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;&quot;&#39;&amp;"));
}

TEST(Html, has_the_classes_of_the_portals_paper_and_a_spoken_bar) {
  const std::string page =
      html(*compose(town::decision_layout(), town::published_decision()), town::options().seal);
  EXPECT_THAT(page, testing::StartsWith(
                        "<article class=\"paper\">\n<p class=\"org ni\">临澄市明湖区市场监督管理局</p>\n"
                        "<p class=\"ti ni\">行政处罚决定书</p>\n<p class=\"no ni\">"));
  EXPECT_THAT(page, HasSubstr("现场负责人<span class=\"rd\" role=\"img\" "
                              "aria-label=\"此处依法不公开：个人信息\">个人信息</span>未能"));
  EXPECT_THAT(page,
              HasSubstr("<div class=\"sig\">临澄市明湖区市场监督管理局<br>2026年3月2日<svg class=\"seal\""));
  EXPECT_THAT(page, Not(HasSubstr("郑怀瑾")));
}

TEST(Html, shows_a_grid_as_a_table) {
  Document document{"",
                    {Table{{{{true, {Text{"品名"}}}, {true, {Text{"数量"}}}}, {{false, {Text{"钢丝绳"}}}}}}}};
  EXPECT_THAT(
      html(document),
      HasSubstr(
          "<table class=\"grid\">\n<tr><th>品名</th><th>数量</th></tr>\n<tr><td>钢丝绳</td></tr>\n</table>"));
}
