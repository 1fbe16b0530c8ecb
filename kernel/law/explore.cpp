#include "law/explore.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "explore_properties.h"

namespace law {
namespace {

const std::string& title_of_property(std::string_view name) {
  return std::ranges::find(properties(), name, &Property::name)->title;
}

// Properties that the loader itself keeps: they hold of every lawbook there is.
const std::vector<std::pair<std::string, Sources>>& kept_by_loader() {
  static const std::vector<std::pair<std::string, Sources>> kKept = {
      {"names_exist", {"行政处罚法 第四条"}},
      {"every_rule_sourced", {"行政处罚法 第三十八条"}},
      {"editions_do_not_overlap", {"行政处罚法 第三十七条"}}};
  return kKept;
}

}  // namespace

const std::vector<Property>& properties() {
  static const std::vector<Property> kProperties = {
      {"major_needs_review", "没有通过法制审核，不能作出重大决定"},
      {"review_covers_this_draft", "审核通过的就是所决定的那一份草案"},
      {"further_round_after_defence_hearing_change", "陈述申辩、听证或者改动以后，须再次审核"},
      {"gate_is_visible", "审核和决定的条件，外部都看得见"},
      {"heard_before_decided", "决定之前，当事人已有机会说话"},
      {"coercion_never_outlives_term_unnoticed", "有期限的措施，期满只能解除，没有了结不能办结"},
      {"served_before_published", "送达以前，不能公示"},
      {"withdrawable_once_published", "公示以后，总能撤下"},
      {"every_step_reachable", "每一步骤都有办理到的可能"},
      {"every_clock_ends", "每一期限都能办结"},
      {"every_case_can_close", "办到任何一步，都还能办结"},
      {"names_exist", "所用的名称都有定义"},
      {"every_rule_sourced", "每一条规则都有依据"},
      {"editions_do_not_overlap", "同一程序的版本日期不重叠"},
  };
  return kProperties;
}

Verdict verdict_on(const Subject& subject, std::string_view property, const Sources& source) {
  return {.property = std::string(property),
          .title = title_of_property(property),
          .procedure = subject.procedure.title,
          .source = source};
}

void tell_wrong(const Subject& subject, std::string_view property, const Sources& source, std::string why) {
  Verdict verdict = verdict_on(subject, property, source);
  verdict.holds = false;
  verdict.why = std::move(why);
  subject.tell(verdict);
}

void prove(const Lawbook& lawbook, const Tell& tell) {
  for (const Procedure& procedure : lawbook.procedures()) {
    const Subject subject{procedure, lawbook.calendar(), tell};
    prove_gate(subject);
    prove_course(subject);
  }
  for (const auto& [name, source] : kept_by_loader()) {
    tell({.property = name, .title = title_of_property(name), .source = source});
  }
}

void tell_unloaded(const base::Error& error, const Tell& tell) {
  std::map<std::string, std::string> lines;  // by property
  std::istringstream text(error.text);
  for (std::string line; std::getline(text, line);) {
    const auto kept = std::ranges::find_if(
        kept_by_loader(), [&](const auto& one) { return line.ends_with(" [" + one.first + "]"); });
    const std::string name = kept == kept_by_loader().end() ? "" : kept->first;
    if (!name.empty()) line.resize(line.size() - name.size() - 3);
    lines[name] += (lines[name].empty() ? "" : "\n") + line;
  }
  for (const auto& [name, wrong] : lines) {
    Verdict verdict{.property = name, .title = "执法规则的写法", .holds = false, .why = wrong};
    if (!name.empty()) verdict.title = title_of_property(name);
    for (const auto& [kept, source] : kept_by_loader()) {
      if (kept == name) verdict.source = source;
    }
    tell(verdict);
  }
}

std::string explain(const Verdict& verdict) {
  std::string text = verdict.why;
  if (!verdict.path.empty()) text += "。这样办理就会如此：";
  for (std::size_t i = 0; i < verdict.path.size(); ++i) {
    text += fmt::format("\n{:>4}. {}", i + 1, verdict.path[i]);
  }
  return text;
}

base::Result<void> require_proof(const Lawbook& lawbook) {
  std::string wrong;
  prove(lawbook, [&](const Verdict& verdict) {
    if (verdict.holds) return;
    wrong += fmt::format("\n✗ {}：{}（{}）\n{}", verdict.property, verdict.title, verdict.procedure,
                         explain(verdict));
  });
  if (wrong.empty()) return {};
  return base::fail("lawbook_unproven", "执法规则没有通过检查，不能启用：" + wrong);
}

}  // namespace law
