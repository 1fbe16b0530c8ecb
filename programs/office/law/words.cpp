#include "words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace office::law_commands {
namespace {

using Names = std::vector<std::string>;

// A line of `key：value`; none where there is nothing to say.
std::string line(std::string_view key, const std::string& value) {
  return value.empty() ? "" : fmt::format("  {}：{}\n", key, value);
}

std::string list(const Names& names) {
  return fmt::format("{}", fmt::join(names, "、"));
}

std::string role(const law::Procedure& procedure, const std::string& name) {
  const auto title = procedure.titles.find(name);
  return title == procedure.titles.end() ? name : title->second;
}

std::string roles(const law::Procedure& procedure, const Names& names) {
  Names titles;
  for (const std::string& name : names) titles.push_back(role(procedure, name));
  return list(titles);
}

// `expired.party_reply` → “陈述申辩”期限已经届满.
std::string clock_fact(const law::Procedure& procedure, std::string_view fact) {
  const std::size_t dot = fact.find('.');
  const auto clock =
      dot == std::string_view::npos ? procedure.clocks.end() : procedure.clocks.find(fact.substr(dot + 1));
  if (clock == procedure.clocks.end()) return {};
  if (fact.starts_with("expired.")) return fmt::format("“{}”期限已经届满", clock->second.title);
  if (fact.starts_with("running.")) return fmt::format("“{}”期限正在计算", clock->second.title);
  return {};
}

std::string fact_title(const law::Procedure& procedure, const std::string& fact) {
  if (std::string text = clock_fact(procedure, fact); !text.empty()) return text;
  if (const auto known = procedure.facts.find(fact); known != procedure.facts.end())
    return known->second.title;
  const auto sum = std::ranges::find(procedure.thresholds, fact, &law::Threshold::fact);
  return sum == procedure.thresholds.end() ? fact : sum->title;
}

std::string guard_text(const law::Procedure& procedure, const law::Guard& guard) {
  if (guard.kind == law::Guard::Kind::fact) return fact_title(procedure, guard.fact);
  if (guard.kind == law::Guard::Kind::negation) {
    return fmt::format("并非“{}”", guard_text(procedure, guard.parts.front()));
  }
  Names parts;
  for (const law::Guard& part : guard.parts) parts.push_back(guard_text(procedure, part));
  const bool all = guard.kind == law::Guard::Kind::all;
  return fmt::format("（{}）", fmt::join(parts, all ? "，并且" : "，或者"));
}

std::string guards(const law::Procedure& procedure, const std::vector<law::Guard>& all) {
  Names texts;
  for (const law::Guard& guard : all) texts.push_back(guard_text(procedure, guard));
  return fmt::format("{}", fmt::join(texts, "；"));
}

std::string facts(const law::Procedure& procedure, const Names& names) {
  Names titles;
  for (const std::string& name : names) titles.push_back(fact_title(procedure, name));
  return list(titles);
}

std::string clocks(const law::Procedure& procedure, const Names& names) {
  Names titles;
  for (const std::string& name : names) titles.push_back(procedure.clocks.at(name).title);
  return list(titles);
}

std::string marks(const law::Procedure& procedure, const Names& names) {
  Names titles;
  for (const std::string& name : names) titles.push_back(procedure.drafts.at(name).title);
  return list(titles);
}

std::string length(law::Unit unit, int count) {
  static const std::map<law::Unit, const char*> kUnits = {{law::Unit::hours, "小时"},
                                                          {law::Unit::days, "日"},
                                                          {law::Unit::working_days, "个工作日"},
                                                          {law::Unit::months, "个月"}};
  return fmt::format("{}{}", count, kUnits.at(unit));
}

std::string length(const law::ClockDefinition& clock) {
  std::string text = clock.field.empty() ? length(clock.unit, clock.count) : "以记录写明的为准";
  for (const law::EarlierLength& earlier : clock.earlier) {
    text += fmt::format("；{}以前开始的{}（{}）", base::format(earlier.to), length(clock.unit, earlier.count),
                        list(earlier.source));
  }
  return text;
}

// What a choice of the step needs besides.
std::string choices(const law::Procedure& procedure, const law::Step& step) {
  std::string text;
  for (const law::ChoiceNeeds& choice : step.needs_if) {
    const law::FormField* field = step.definition->field(choice.field);
    text +=
        line(fmt::format("选择“{}”的，应当", field->options.at(choice.is)), guards(procedure, choice.needs));
  }
  return text;
}

std::string who(const law::Procedure& procedure, const law::Step& step) {
  std::string text = role(procedure, step.role);
  if (step.is_signed) text += "，本人签名";
  if (step.seen) text += "，签名时已看过最新记录";
  if (step.among_handlers) text += "，限本案办案人员";
  if (step.by_machine) text += "，由程序办理";
  return text;
}

std::string handlers(const law::Procedure& procedure, const law::Step& step) {
  if (!step.handlers) return {};
  std::string text = fmt::format("至少{}人", step.handlers->at_least);
  if (!step.handlers->not_same_as.empty()) {
    text += fmt::format("，不得是本案的{}", roles(procedure, step.handlers->not_same_as));
  }
  return text + fmt::format("（{}）", list(step.handlers->source));
}

std::string field_text(const law::FormField& field) {
  static const std::map<law::Visibility, const char*> kSeen = {{law::Visibility::course, "过程信息"},
                                                               {law::Visibility::open, "可以公开"},
                                                               {law::Visibility::closed, "不公开"}};
  return fmt::format("    {}（{}{}{}）  依据：{}\n", field.title, field.required ? "必填，" : "",
                     field.repeated ? "可以多项，" : "", kSeen.at(field.visibility), list(field.source));
}

std::string locks(const law::Procedure& procedure) {
  std::string text;
  for (const law::Lock& lock : procedure.locks) {
    Names only;
    for (const std::string& name : lock.only) only.push_back(procedure.step(name)->title);
    text += fmt::format("  “{}”期间，只能办理{}  依据：{}\n", fact_title(procedure, lock.while_fact),
                        list(only), list(lock.words.source));
  }
  return text;
}

}  // namespace

std::string text_of(const law::ClockDefinition& clock, const law::Procedure& procedure) {
  Names starts, meets, condition;
  if (!clock.starts_while.empty()) condition.push_back(clock.starts_while);
  for (const law::Step& step : procedure.steps) {
    if (std::ranges::find(step.starts, clock.name) != step.starts.end()) starts.push_back(step.title);
    if (std::ranges::find(step.meets, clock.name) != step.meets.end()) meets.push_back(step.title);
  }
  return fmt::format("期限 {}（{}，{}）\n", clock.title, clock.name, procedure.title) +
         line("长短", length(clock)) + line("谁的时间", clock.partys ? "当事人" : "本机关") +
         line("起算", list(starts)) + line("起算时应当", facts(procedure, condition)) +
         line("办结", list(meets)) + line("依据", list(clock.source));
}

std::string text_of(const law::Procedure& procedure, const law::Step& step) {
  std::string text = fmt::format("步骤 {}（{}，{}）\n", step.title, step.name, procedure.title);
  text += line("办理", who(procedure, step));
  text += line("不得是本案的", roles(procedure, step.not_same_as));
  text += line("执法人员", handlers(procedure, step));
  text += line("之前应当", guards(procedure, step.needs));
  text += choices(procedure, step);
  text += line("之前不得", guards(procedure, step.forbids));
  if (step.draft) {
    text += line("草案", step.draft->makes ? "起草新的一稿" : "指明所针对的草案");
    text += line("草案须同于", marks(procedure, step.draft->same_as));
  }
  text += line("之后成立", facts(procedure, step.sets));
  text += line("不再成立", facts(procedure, step.clears));
  text += line("起算期限", clocks(procedure, step.starts));
  text += line("办结期限", clocks(procedure, step.meets));
  text += line("公开程度",
               step.course == law::Course::open ? "公示后看得到何时办理" : "副卷，只有监督机关看得到");
  text += line("重大决定", step.major ? "是，须经法制审核" : "");
  text += line("依据", list(step.source));
  if (step.definition) {
    text += "  填写：\n";
    for (const law::FormField& field : step.definition->fields) text += field_text(field);
  }
  return text;
}

std::string text_of(const law::Procedure& procedure) {
  std::string text = fmt::format("程序 {}（{}）\n", procedure.title, procedure.id);
  text += line("施行", fmt::format("{}起{}", base::format(procedure.from),
                                   procedure.to ? "，至" + base::format(*procedure.to) : ""));
  text += line("依据", list(procedure.source)) + locks(procedure);
  for (const law::Step& step : procedure.steps) text += "\n" + text_of(procedure, step);
  for (const auto& [name, clock] : procedure.clocks) text += "\n" + text_of(clock, procedure);
  return text;
}

std::string text_of(const law::Form& form) {
  std::string text = fmt::format("文书 {}（{}）\n", form.title, form.name) + line("依据", list(form.source));
  for (const law::FormField& field : form.fields) text += field_text(field);
  return text;
}

}  // namespace office::law_commands
