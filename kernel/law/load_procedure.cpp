#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "load.h"

namespace law {
namespace {

Words load_words(Table& table, const std::string& code, bool source_needed) {
  Words words;
  words.code = table.text("code");
  if (words.code.empty()) words.code = code;
  words.say = table.need_text("say");
  words.remedy = table.need_text("do");
  words.source = source_needed ? table.need_sources() : table.words("source");
  if (words.code.empty()) table.problem("缺少“code”");
  return words;
}

FactDefinition load_fact(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  FactDefinition fact;
  fact.name = table.need_text("fact");
  fact.title = table.need_text("title");
  const Sources own = table.words("source");
  const auto part = [&](const char* key, Words& words) {
    const YAML::Node inner = table.take(key);
    if (!inner.IsDefined()) return;
    Table inner_table(file, inner);
    words = load_words(inner_table, fmt::format("{}.{}", fact.name, key), false);
    if (words.source.empty()) words.source = own;
    inner_table.end();
  };
  part("missing", fact.missing);
  part("present", fact.present);
  if (fact.present.source.empty()) fact.present.source = fact.missing.source;
  if (own.empty() && fact.missing.source.empty() && fact.present.source.empty()) {
    table.problem(std::string(kNoSource));
  }
  table.end();
  return fact;
}

Threshold load_threshold(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Threshold threshold;
  threshold.fact = table.need_text("fact");
  threshold.title = table.need_text("title");
  threshold.set_by = table.need_text("set_by");
  threshold.field = table.need_text("field");
  threshold.at_least = table.big_number("at_least", -1);
  if (threshold.at_least <= 0) table.problem("“at_least”应当是正整数");
  threshold.party_field = table.text("party_field");
  const YAML::Node by_party = table.take("at_least_by_party");
  if (by_party.IsDefined()) {
    Table parties(file, by_party);
    for (const auto& party : by_party) {
      const std::string name = scalar(file, party.first);
      threshold.at_least_by_party[name] = parties.big_number(name);
    }
  }
  threshold.kinds_field = table.text("kinds_field");
  for (std::string& kind : table.words("kinds")) threshold.kinds.insert(std::move(kind));
  threshold.source = table.need_sources();
  table.end();
  return threshold;
}

// Its length under earlier law, where a clock may still have been started under that.
void load_earlier(const LawFile& file, const YAML::Node& node, ClockDefinition& clock) {
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    clock.earlier.push_back(
        {.to = table.need_date("to"), .count = table.number("count"), .source = table.need_sources()});
    const bool ascending = clock.earlier.size() < 2 || clock.earlier.rbegin()[1].to < clock.earlier.back().to;
    if (clock.earlier.back().count <= 0 || !ascending) {
      table.problem("“count”应当是正整数，“to”应当从早到晚");
    }
    table.end();
  }
}

ClockDefinition load_clock(const LawFile& file, const YAML::Node& node) {
  static constexpr std::array<std::pair<const char*, Unit>, 4> kUnits = {
      {{"hours", Unit::hours},
       {"days", Unit::days},
       {"working_days", Unit::working_days},
       {"months", Unit::months}}};
  Table table(file, node);
  ClockDefinition clock;
  clock.name = table.need_text("clock");
  clock.title = table.need_text("title");
  Table length(file, table.need("length"));
  for (const auto& [name, unit] : kUnits) {
    if (!length.has(name)) continue;
    clock.unit = unit;
    clock.field = length.text(name);
    const auto [end, error] =
        std::from_chars(clock.field.data(), clock.field.data() + clock.field.size(), clock.count);
    if (error == std::errc() && end == clock.field.data() + clock.field.size()) clock.field.clear();
  }
  if (clock.count <= 0 && clock.field.empty()) {
    table.problem("“length”应当是 hours、days、working_days 或 months 之一，为正数或者写明日数的项");
  }
  length.end();
  clock.partys = table.flag("partys");
  clock.starts_while = table.text("starts_while");
  clock.inclusive = table.flag("inclusive");
  for (const std::string& days : table.words("warn_at")) clock.warn_at.push_back(std::atoi(days.c_str()));
  load_earlier(file, table.take("earlier"), clock);
  clock.source = table.need_sources();
  table.end();
  return clock;
}

DraftWords load_draft_words(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  DraftWords words;
  words.mark = table.need_text("mark");
  words.title = table.need_text("title");
  Table other(file, table.need("other"));
  words.other = load_words(other, words.mark + ".other_draft", true);
  other.end();
  table.end();
  return words;
}

Lock load_lock(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Lock lock;
  lock.while_fact = table.need_text("while");
  lock.only = table.words("only");
  lock.words = load_words(table, lock.while_fact + ".locked", true);
  table.end();
  return lock;
}

// `not_same_as` lists capacities; one of them may be {capacity, source}.
void load_apart(const LawFile& file, const YAML::Node& node, Step& step) {
  for (const YAML::Node& element : list(file, node)) {
    if (element.IsScalar()) {
      step.not_same_as.push_back(scalar(file, element));
      continue;
    }
    Table table(file, element);
    step.not_same_as.push_back(table.need_text("capacity"));
    step.separation_source[step.not_same_as.back()] = table.need_sources();
    table.end();
  }
}

void load_by(const LawFile& file, const YAML::Node& node, Step& step) {
  Table table(file, node);
  step.role = table.need_text("role");
  step.is_signed = table.flag("signed");
  step.seen = table.flag("seen");
  step.among_handlers = table.flag("among_handlers");
  step.among_handlers_since = table.text("among_handlers_since");
  step.own_stream = table.flag("own_stream");
  step.apart = table.words("apart");
  step.same_as = table.words("same_as");
  load_apart(file, table.take("not_same_as"), step);
  table.end();
}

void load_with(const LawFile& file, const YAML::Node& node, Step& step) {
  if (!node.IsDefined()) return;
  Table table(file, node);
  Table handlers(file, table.need("handlers"));
  HandlersRule rule;
  rule.at_least = handlers.number("at_least");
  rule.each = handlers.words("each");
  rule.not_same_as = handlers.words("not_same_as");
  rule.appoints = handlers.flag("appoints");
  rule.source = handlers.words("source");
  if (rule.source.empty()) rule.source = step.source;
  for (const std::string& condition : rule.each) {
    if (condition != "certificate.valid" && condition != "not.recused") {
      handlers.problem(fmt::format("不认识的条件“{}”", condition));
    }
  }
  handlers.end();
  table.end();
  step.handlers = std::move(rule);
}

void load_draft_rule(const LawFile& file, const YAML::Node& node, Step& step) {
  if (!node.IsDefined()) return;
  Table table(file, node);
  step.draft = DraftRule{
      .makes = table.flag("makes"), .marks = table.text("marks"), .same_as = table.words("same_as")};
  if (step.draft->makes && !step.draft->same_as.empty()) table.problem("制作草案的步骤没有 same_as");
  table.end();
}

void load_counts(const LawFile& file, const YAML::Node& node, Step& step) {
  if (!node.IsDefined()) return;
  for (const auto& counter : node) {
    Table bound(file, counter.second);
    const int most = bound.number("at_most");
    if (most <= 0) bound.problem("“at_most”应当是正整数");
    step.counts[scalar(file, counter.first)] = most;
    bound.end();
  }
}

void load_extends(const LawFile& file, const YAML::Node& node, Step& step) {
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    Extension extension{.clock = table.need_text("clock"), .count = 0, .field = table.text("field")};
    if (extension.field.empty()) extension.count = table.number("count");
    if (extension.field.empty() && extension.count <= 0) table.problem("“count”应当是正整数");
    step.extends.push_back(std::move(extension));
    table.end();
  }
}

void load_sets_if(const LawFile& file, const YAML::Node& node, Step& step) {
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    ConditionalFact conditional{.fact = table.need_text("fact"),
                                .field = table.text("field"),
                                .needed_while = table.text("needed_while"),
                                .when = {}};
    if (const YAML::Node when = table.take("when"); when.IsDefined())
      conditional.when = load_guard(file, when);
    if (conditional.field.empty() != conditional.when.has_value()) {
      table.problem("应当写明 field 或者 when 之一");
    }
    if (!conditional.needed_while.empty() && conditional.field.empty()) {
      table.problem("needed_while 只用于 field");
    }
    table.end();
    step.sets_if.push_back(std::move(conditional));
  }
}

void load_needs_if(const LawFile& file, const YAML::Node& node, Step& step) {
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    step.needs_if.push_back({.field = table.need_text("field"),
                             .is = table.need_text("is"),
                             .needs = load_guards(file, table.take("needs"))});
    if (step.needs_if.back().needs.empty()) table.problem("缺少“needs”");
    table.end();
  }
}

void load_repeats(const LawFile& file, const YAML::Node& node, Step& step) {
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    Repeat repeat{.field = table.need_text("field"), .of = table.text("of"), .record = false, .words = {}};
    if (repeat.of.empty()) {
      repeat.of = table.need_text("record");
      repeat.record = true;
    }
    repeat.words = load_words(table, "", true);
    table.end();
    step.repeats.push_back(std::move(repeat));
  }
}

Course load_course(Table& table, const char* key, bool needed) {
  const std::string course = needed ? table.need_text(key) : table.text(key);
  if (course == "witness") return Course::witness;
  if (course != "public" && !course.empty()) {
    table.problem(fmt::format("“{}”应当是 public 或 witness", key));
  }
  return Course::open;
}

void load_inline_form(const LawFile& file, Table& table, const std::string& procedure, Step& step,
                      std::vector<Form>& inline_forms) {
  step.form = table.text("form");
  const YAML::Node fields = table.take("fields");
  if (!fields.IsDefined()) return;
  if (!step.form.empty()) table.problem("form 与 fields 只能有一个");
  Form form;
  form.name = step.form = fmt::format("{}.{}", procedure, step.name);
  form.title = step.title;
  form.source = step.source;
  form.fields = load_fields(file, fields);
  inline_forms.push_back(std::move(form));
}

Step load_step(const LawFile& file, const YAML::Node& node, const std::string& procedure,
               std::vector<Form>& inline_forms) {
  Table table(file, node);
  Step step;
  step.name = table.need_text("step");
  step.title = table.need_text("title");
  step.source = table.need_sources();
  load_by(file, table.need("by"), step);
  load_with(file, table.take("with"), step);
  step.needs = load_guards(file, table.take("needs"));
  step.forbids = load_guards(file, table.take("forbids"));
  load_needs_if(file, table.take("needs_if"), step);
  step.sets = table.words("sets");
  step.clears = table.words("clears");
  load_sets_if(file, table.take("sets_if"), step);
  load_repeats(file, table.take("repeats"), step);
  load_counts(file, table.take("counts"), step);
  load_draft_rule(file, table.take("draft"), step);
  step.starts = table.words("starts");
  step.meets = table.words("meets");
  step.pauses = table.words("pauses");
  step.resumes = table.words("resumes");
  load_extends(file, table.take("extends"), step);
  load_inline_form(file, table, procedure, step, inline_forms);
  step.course = load_course(table, "course", true);
  step.earlier_hidden = load_course(table, "earlier", false) == Course::witness;
  step.major = table.flag("major");
  step.opens = table.flag("opens");
  step.by_machine = table.flag("machine");
  step.stage = table.text("stage");
  step.recording = table.text("recording");
  step.time_field = table.text("time_field");
  step.time_after = table.words("time_after");
  step.time_until = table.words("time_until");
  table.end();
  return step;
}

void load_edition(const LawFile& file, const YAML::Node& node, Procedure& procedure) {
  Table table(file, node);
  procedure.from = table.need_date("from");
  procedure.to = table.date("to");
  procedure.law_of = table.need_text("law_of");
  if (procedure.law_of != "step") table.problem("程序的 law_of 应当是 step");
  table.end();
}

void load_backdating(const LawFile& file, const YAML::Node& node, Procedure& procedure) {
  if (!node.IsDefined()) return;
  Table table(file, node);
  procedure.backdating = {.working_days = table.number("working_days"), .source = table.need_sources()};
  if (procedure.backdating->working_days <= 0) table.problem("“working_days”应当是正整数");
  table.end();
}

// A list whose elements have names: filled into a map, a name twice is a problem.
template <class Map, class Load, class Name>
void load_named(const LawFile& file, const YAML::Node& node, Map& into, Load load, Name name) {
  for (const YAML::Node& element : list(file, node)) {
    auto item = load(file, element);
    const std::string key = item.*name;
    if (!into.emplace(key, std::move(item)).second) file.problem(element, fmt::format("“{}”重复", key));
  }
}

}  // namespace

Guard load_guard(const LawFile& file, const YAML::Node& node) {
  Guard guard;
  if (node.IsDefined() && node.IsScalar()) {
    guard.fact = scalar(file, node);
    return guard;
  }
  Table table(file, node);
  if (table.has("any") || table.has("all")) {
    guard.kind = table.has("any") ? Guard::Kind::any : Guard::Kind::all;
    for (const YAML::Node& part : list(file, table.take(table.has("any") ? "any" : "all"))) {
      guard.parts.push_back(load_guard(file, part));
    }
    if (guard.parts.empty()) table.problem("条件是空的");
  } else if (table.has("not")) {
    guard.kind = Guard::Kind::negation;
    guard.parts.push_back(load_guard(file, table.take("not")));
  } else {
    guard.fact = table.need_text("fact");
  }
  if (table.has("say")) guard.words = load_words(table, "", true);
  table.end();
  return guard;
}

std::vector<Guard> load_guards(const LawFile& file, const YAML::Node& node) {
  std::vector<Guard> guards;
  if (!node.IsDefined()) return guards;
  if (!node.IsSequence()) {
    guards.push_back(load_guard(file, node));
    return guards;
  }
  for (const YAML::Node& element : list(file, node)) guards.push_back(load_guard(file, element));
  return guards;
}

Procedure load_procedure(const LawFile& file, const YAML::Node& node, std::vector<Form>& inline_forms) {
  Table table(file, node);
  Procedure procedure;
  procedure.id = table.need_text("procedure");
  procedure.title = table.need_text("title");
  procedure.kind = table.need_text("kind");
  procedure.act_kind = table.text("act_kind");
  procedure.source = table.need_sources();
  load_edition(file, table.need("edition"), procedure);
  load_backdating(file, table.take("backdating"), procedure);
  load_named(file, table.take("facts"), procedure.facts, load_fact, &FactDefinition::name);
  load_named(file, table.take("clocks"), procedure.clocks, load_clock, &ClockDefinition::name);
  load_named(file, table.take("drafts"), procedure.drafts, load_draft_words, &DraftWords::mark);
  for (const YAML::Node& element : list(file, table.take("thresholds"))) {
    procedure.thresholds.push_back(load_threshold(file, element));
  }
  for (const YAML::Node& element : list(file, table.take("locks"))) {
    procedure.locks.push_back(load_lock(file, element));
  }
  for (const YAML::Node& element : list(file, table.need("steps"))) {
    procedure.steps.push_back(load_step(file, element, procedure.id, inline_forms));
  }
  procedure.proof = load_proof(file, table.take("proof"));
  table.end();
  return procedure;
}

YAML::Node step_node(const YAML::Node& procedure, const std::string& step) {
  for (const auto& element : procedure["steps"]) {
    if (element["step"].IsDefined() && element["step"].Scalar() == step) return element;
  }
  return procedure;
}

}  // namespace law
