#include <gtest/gtest.h>

#include "town.h"

namespace law::test {
namespace {

constexpr const char* kRoles = R"(
roles: [{role: handler, title: 执法人员}, {role: legal_reviewer, title: 审核}, {role: agency_head, title: 负责人}]
source: 行政处罚法
)";

constexpr const char* kProcedure = R"(procedure: small
title: 小程序
kind: case
edition: {from: 2020-01-01, law_of: step}
source: 法
facts:
  - {fact: opened, title: 已开始, missing: {say: 没有开始。, do: 请开始。, source: 法}}
steps:
  - step: begin
    title: 开始
    by: {role: handler}
    opens: true
    sets: [opened]
    course: public
    source: 法
  - step: end
    title: 结束
    by: {role: handler}
    needs: [opened]
    course: public
    source: 法
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// What is wrong with the small procedure after a change; "" when it loads.
std::string problems(const std::string& procedure) {
  const auto loaded = Lawbook::from_files({{"roles.yaml", kRoles}, {"procedures/small.yaml", procedure}});
  return loaded ? "" : loaded.error().text;
}

std::string changed(const std::string& from, const std::string& to) {
  return problems(replaced(kProcedure, from, to));
}

TEST(Loader, reads_a_procedure_that_says_everything) {
  EXPECT_EQ(problems(kProcedure), "");
}

TEST(Loader, refuses_a_key_it_does_not_know_with_file_and_line) {
  EXPECT_EQ(changed("    opens: true", "    opens: true\n    colour: red"),
            "procedures/small.yaml:13: 不认识的“colour”");
}

TEST(Loader, refuses_whatever_binds_without_a_source) {
  EXPECT_EQ(changed("    needs: [opened]\n    course: public\n    source: 法",
                    "    needs: [opened]\n    course: public"),
            "procedures/small.yaml:16: 缺少依据（source） [every_rule_sourced]");
  EXPECT_EQ(changed(", source: 法}}", "}}"),
            "procedures/small.yaml:7: 缺少依据（source） [every_rule_sourced]");
  EXPECT_EQ(
      changed("source: 法\nfacts", "clocks: [{clock: c, title: 期限, length: {days: 3}}]\nsource: 法\nfacts"),
      "procedures/small.yaml:5: 缺少依据（source） [every_rule_sourced]");
  EXPECT_EQ(
      changed("    opens: true", "    opens: true\n    fields: [{name: a, title: 甲, visibility: public}]"),
      "procedures/small.yaml:13: 缺少依据（source） [every_rule_sourced]");
}

TEST(Loader, refuses_a_key_given_twice) {
  EXPECT_EQ(changed("    opens: true", "    opens: true\n    opens: true"),
            "procedures/small.yaml:13: “opens”重复");
}

TEST(Loader, refuses_a_name_that_nothing_declares) {
  EXPECT_EQ(changed("needs: [opened]", "needs: [closed]"),
            "procedures/small.yaml:16: 没有定义的事实“closed” [names_exist]\n"
            "procedures/small.yaml:16: 没有 missing 说明的事实“closed” [names_exist]");
  EXPECT_EQ(changed("{role: handler}", "{role: wizard}"),
            "procedures/small.yaml:9: 不认识的角色“wizard” [names_exist]");
  EXPECT_EQ(changed("    opens: true", "    opens: true\n    starts: [c]"),
            "procedures/small.yaml:9: 没有定义的期限“c” [names_exist]");
  EXPECT_EQ(changed("    opens: true", "    opens: true\n    form: D99"),
            "procedures/small.yaml:9: 没有表单“D99”");
}

TEST(Loader, refuses_what_is_computed_and_read_by_nobody) {
  const std::string threshold =
      "thresholds: [{fact: high, title: 高, set_by: begin, field: a, at_least: 5, source: 法}]\nsteps:";
  EXPECT_EQ(changed("steps:", threshold),
            "procedures/small.yaml:1: 没有任何条件使用的数额“high” [names_exist]");
  const std::string mark =
      "drafts: [{mark: m, title: 标记, other: {say: 不同。, do: 请核对。, source: 法}}]\nsteps:";
  EXPECT_EQ(changed("steps:", mark), "procedures/small.yaml:1: 没有任何步骤核对的草案标记“m” [names_exist]");
}

TEST(Loader, refuses_choices_and_lengths_that_no_field_of_the_step_gives) {
  const auto with = [](const std::string& what) {
    return problems(replaced(replaced(kProcedure, "steps:",
                                      "clocks:\n"
                                      "  - {clock: c, title: 期限, length: {days: n}, source: 法}\n"
                                      "steps:"),
                             "    needs: [opened]", "    needs: [opened]\n    " + what));
  };
  const std::string days =
      "fields: [{name: n, title: 日数, type: integer, visibility: course, required: true, "
      "source: 法}]";
  EXPECT_EQ(with("starts: [c]\n    " + days), "");
  EXPECT_EQ(with("starts: [c]"),
            "procedures/small.yaml:18: 期限的日数应当是本步骤必填的 course 整数“n” [names_exist]");
  EXPECT_EQ(with("extends: [{clock: c, field: m}]\n    " + days),
            "procedures/small.yaml:18: 期限的日数应当是本步骤必填的 course 整数“m” [names_exist]");
  EXPECT_EQ(
      with("needs_if: [{field: n, is: left, needs: [opened]}]\n    " + days),
      "procedures/small.yaml:18: needs_if 的 field 应当是本步骤的选择项，is 是其中一项“n” [names_exist]");
}

TEST(Loader, refuses_a_clock_that_starts_while_something_holds_that_nobody_defines) {
  const auto with = [](const std::string& fact) {
    return problems(
        replaced(replaced(kProcedure, "steps:",
                          "clocks:\n  - {clock: c, title: 期限, length: {days: 3}, starts_while: " + fact +
                              ", source: 法}\nsteps:"),
                 "    needs: [opened]", "    needs: [opened]\n    starts: [c]"));
  };
  EXPECT_EQ(with("opened"), "");
  EXPECT_EQ(with("running.c"), "procedures/small.yaml:18: starts_while 不能看期限“running.c” [names_exist]");
  EXPECT_EQ(with("shown"), "procedures/small.yaml:18: 没有定义的事实“shown” [names_exist]");
}

TEST(Loader, refuses_a_term_or_a_last_day_of_a_clock_that_nobody_defines) {
  EXPECT_EQ(changed("    needs: [opened]", "    needs: [opened]\n    time_until: [c]"),
            "procedures/small.yaml:16: 没有定义的期限“c” [names_exist]\n"
            "procedures/small.yaml:16: time_until 只用于有 time_field 的步骤“c” [names_exist]");
  const std::string steps = "imposed_by: [begin], ended_by: [end], after_term: [stop]";
  EXPECT_EQ(changed("steps:", "proof: {endless: 无, terms: [{measure: 措施, clock: c, " + steps +
                                  ", source: 法}]}\nsteps:"),
            "procedures/small.yaml:1: 没有这一步骤“stop” [names_exist]\n"
            "procedures/small.yaml:1: 没有定义的期限“c” [names_exist]");
}

TEST(Loader, refuses_earlier_lengths_out_of_order) {
  const std::string clocks =
      "clocks:\n"
      "  - clock: c\n    title: 期限\n    length: {days: 30}\n    source: 法\n"
      "    earlier: [{to: 2021-12-31, count: 60, source: 旧法}, {to: 2012-12-31, count: 90, source: "
      "更旧的法}]\n"
      "steps:";
  EXPECT_EQ(changed("steps:", clocks), "procedures/small.yaml:13: “count”应当是正整数，“to”应当从早到晚");
}

TEST(Loader, refuses_conditional_facts_that_not_everybody_could_follow) {
  const auto with = [](const std::string& what) {
    return changed("    opens: true", "    opens: true\n    " + what);
  };
  EXPECT_EQ(with("sets_if: [{fact: opened, when: expired.c}]"),
            "procedures/small.yaml:9: 没有定义的期限“expired.c” [names_exist]\n"
            "procedures/small.yaml:9: when 不能看期限“opened” [names_exist]");
  EXPECT_EQ(with("sets_if: [{fact: opened, field: told}]\n"
                 "    fields: [{name: told, title: 已告知, type: boolean, visibility: public, source: 法}]"),
            "procedures/small.yaml:9: sets_if 的 field 应当是本步骤的 course 是否项“told” [names_exist]");
  EXPECT_EQ(with("repeats: [{field: a, of: end, code: x, say: 不同。, do: 请核对。, source: 法}]"),
            "procedures/small.yaml:9: repeats 的项不存在“a” [names_exist]");
}

TEST(Loader, wants_somebody_to_appoint_the_handlers_it_limits_a_step_to) {
  EXPECT_EQ(changed("    by: {role: handler}\n    needs",
                    "    by: {role: handler, among_handlers: true}\n    needs"),
            "procedures/small.yaml:1: 没有指定办案人员（appoints）的步骤“small” [names_exist]");
}

TEST(Loader, refuses_a_condition_nobody_could_explain) {
  EXPECT_EQ(changed("needs: [opened]", "needs: [{any: [opened, {not: opened}]}]"),
            "procedures/small.yaml:16: 这一组条件没有说明（say）“opened” [names_exist]");
}

TEST(Loader, reports_every_problem_of_every_file_at_once) {
  const auto loaded =
      Lawbook::from_files({{"roles.yaml", "roles: 3\nsource: 法\n"},
                           {"calendar/2026.yaml", "year: 2026\noff_weekdays: [2026-03-01]\nsource: 通知\n"},
                           {"procedures/x.yaml", "a: [\n"}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, "lawbook");
  for (const char* part :
       {"roles.yaml:1: 这里应当是列表", "calendar/2026.yaml:1: “2026-03-01”不是2026年的星期一至五",
        "procedures/x.yaml:1: 第2行不是有效的 YAML"}) {
    EXPECT_NE(loaded.error().text.find(part), std::string::npos) << loaded.error().text;
  }
}

TEST(Loader, refuses_two_editions_of_a_procedure_for_one_day) {
  const std::string later = replaced(kProcedure, "2020-01-01", "2022-01-01");
  const auto both = [&](const std::string& first) {
    const auto loaded = Lawbook::from_files(
        {{"roles.yaml", kRoles}, {"procedures/1.yaml", first}, {"procedures/2.yaml", later}});
    return loaded ? "" : loaded.error().text;
  };
  EXPECT_EQ(both(replaced(kProcedure, "2020-01-01", "2020-01-01, to: 2021-12-31")), "");
  EXPECT_EQ(both(kProcedure), "procedures: “small”的两个版本日期重叠 [editions_do_not_overlap]");
}

TEST(Loader, refuses_documents_without_bounds) {
  const auto data = [](const std::string& text) {
    const auto loaded = Lawbook::from_files({{"data.yaml", text}});
    return loaded ? "" : loaded.error().text;
  };
  EXPECT_EQ(data("a: [1, 2]\n"), "");
  EXPECT_EQ(data("a: &a [*a]\n"), "data.yaml:1: 层次太深，或者内容太多");
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 8; ++i) {
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 8; ++k) laughs += (k == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    laughs += "]\n";
  }
  EXPECT_EQ(data(laughs), "data.yaml:1: 层次太深，或者内容太多");
  EXPECT_NE(data("a: " + std::string(100'000, '[')), "");
}

TEST(Loader, takes_only_edition_files_that_say_what_they_are) {
  for (const char* bytes : {"{}", "[[\"b.yaml\",\"\"],[\"a.yaml\",\"\"]]", "[[\"a.yaml\"]]", "[ ]", ""}) {
    EXPECT_FALSE(Lawbook::from_edition(bytes)) << bytes;
  }
}

}  // namespace
}  // namespace law::test
