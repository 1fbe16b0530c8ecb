#include "law/facts.h"

#include <algorithm>

#include "guard.h"
#include "reserved.h"
#include "threshold.h"

namespace law {
namespace {

// No decision names a longer one; more is a slip of the pen.
constexpr std::int64_t kExtensionMax_days = 3660;

// Day from which the step's clocks run; nothing when the field that says so cannot be seen.
std::optional<base::Date> clock_day(const Step& step, const StepView& record) {
  if (step.time_field.empty()) return base::date_of(record.at);
  const json::Value* value = record.fields.if_contains(step.time_field);
  if (value == nullptr || !value->is_string()) return {};
  if (const auto day = base::parse_date(value->as_string())) return *day;
  if (const auto instant = base::parse_instant(value->as_string())) return base::date_of(*instant);
  return {};
}

// How many units the record itself names; 0 when it cannot be seen.
int count_in(const StepView& record, const std::string& field) {
  const json::Value* value = record.fields.if_contains(field);
  if (value == nullptr || !value->is_int64()) return 0;
  return static_cast<int>(std::clamp<std::int64_t>(value->as_int64(), 0, kExtensionMax_days));
}

void move_clocks(const Procedure& procedure, const Step& step, const StepView& record, Facts& facts) {
  const std::optional<base::Date> day = clock_day(step, record);
  const base::Date on = day.value_or(base::date_of(record.at));
  const auto each = [&](const std::vector<std::string>& names, auto&& change) {
    for (const std::string& name : names) {
      const auto clock = facts.clocks.find(name);
      if (clock != facts.clocks.end()) change(clock->second);
    }
  };
  each(step.meets, [&](ClockState& clock) {
    if (!clock.met) clock.met = on;
  });
  each(step.pauses, [&](ClockState& clock) { clock.excluded.push_back({.from = on, .to = {}}); });
  each(step.resumes, [&](ClockState& clock) {
    // Several causes may pause at once; whichever ends first, the excluded days are the same.
    const auto open = std::ranges::find(clock.excluded, std::optional<base::Date>(), &Interval::to);
    if (open != clock.excluded.end()) open->to = on;
  });
  for (const Extension& extension : step.extends) {
    each({extension.clock}, [&](ClockState& clock) {
      clock.extension += extension.field.empty() ? extension.count : count_in(record, extension.field);
    });
  }
  for (const std::string& name : step.starts) {
    const auto clock = procedure.clocks.find(name);
    const bool defined = clock != procedure.clocks.end();
    const std::string condition = defined ? clock->second.starts_while : "";
    const Truth starts = condition.empty() ? Truth::yes : facts.flag(condition);
    if (starts == Truth::no) continue;
    facts.clocks[name] = {
        .start = on,
        .excluded = {},
        .extension = defined && !clock->second.field.empty() ? count_in(record, clock->second.field) : 0,
        .met = {},
        .known = day.has_value() && starts == Truth::yes};
  }
}

void note_draft(const Step& step, const StepView& record, Facts& facts) {
  if (!step.draft) return;
  const std::string& root = step.draft->makes ? record.root : record.draft;
  if (step.draft->makes) facts.draft_roots.insert(root);
  if (!step.draft->marks.empty()) facts.drafts[step.draft->marks] = root;
}

void note_people(const Step* step, const StepView& record, Facts& facts) {
  facts.holders[record.role].insert(record.holder);
  const json::Value* handlers = record.fields.if_contains(kHandlers);
  if (handlers == nullptr || !handlers->is_array()) return;
  std::set<std::string, std::less<>> named;
  for (const json::Value& handler : handlers->as_array()) {
    if (handler.is_string()) named.insert(std::string(handler.as_string()));
  }
  facts.holders[std::string(kHandlers)].insert(named.begin(), named.end());
  if (step != nullptr && step->handlers && step->handlers->appoints) {
    facts.holders[std::string(kCaseHandlers)] = std::move(named);
  }
}

// Guards of `when` read no clock (check_names.cpp), so neither day nor calendar matters.
Truth holds_before(const Procedure& procedure, const Facts& facts, const Guard& guard) {
  static const WorkCalendar kNone;
  return read_guard({procedure, kNone, facts, base::Date{}}, guard);
}

// Values of `sets_if`, read before the step has cleared or set anything.
std::map<std::string, Truth> conditional_facts(const Procedure& procedure, const Step& step,
                                               const StepView& record, const Facts& facts) {
  std::map<std::string, Truth> values;
  for (const ConditionalFact& conditional : step.sets_if) {
    if (conditional.when) {
      const Truth held = holds_before(procedure, facts, *conditional.when);
      if (held != Truth::no) values[conditional.fact] = std::max(held, facts.flag(conditional.fact));
      continue;
    }
    const json::Value* value = record.fields.if_contains(conditional.field);
    values[conditional.fact] = value != nullptr && *value == json::Value(true) ? Truth::yes : Truth::no;
  }
  return values;
}

std::string kept_name(const Repeat& repeat) {
  return repeat.record ? repeat.of : repeat.of + " " + repeat.field;
}

// Remembers of this record what other steps must repeat or must not come before.
void keep(const Procedure& procedure, const StepView& record, Facts& facts) {
  for (const Step& step : procedure.steps) {
    for (const Repeat& repeat : step.repeats) {
      if (repeat.of != record.step) continue;
      const json::Value* value = record.fields.if_contains(repeat.field);
      facts.kept[kept_name(repeat)] = repeat.record      ? record.leaf
                                      : value == nullptr ? std::string(kUnseen)
                                                         : json::canonical(*value);
    }
    if (std::ranges::find(step.time_after, record.step) != step.time_after.end()) {
      facts.days[record.step] = base::date_of(record.at);
    }
  }
}

bool may_be(const Step& step, const StepView& hidden) {
  return step.course == Course::witness || (step.earlier_hidden && hidden.may_be.contains(step.name));
}

void blur_flags(const std::set<std::string>& sets, const std::set<std::string>& clears, Facts& facts) {
  for (const std::string& fact : sets) {
    if (facts.flag(fact) == Truth::no) facts.flags[fact] = Truth::unknown;
  }
  for (const std::string& fact : clears) {
    if (facts.flag(fact) == Truth::yes) facts.flags[fact] = Truth::unknown;
  }
}

void blur_clocks(const Step& step, Facts& facts) {
  const auto doubt = [&](const std::string& name) {
    const auto clock = facts.clocks.find(name);
    if (clock != facts.clocks.end()) clock->second.known = false;
  };
  for (const auto* names : {&step.meets, &step.pauses, &step.resumes}) std::ranges::for_each(*names, doubt);
  for (const Extension& extension : step.extends) doubt(extension.clock);
  for (const std::string& name : step.starts) facts.clocks[name].known = false;
}

void blur_kept(const Procedure& procedure, const Step& hidden, Facts& facts) {
  for (const Step& step : procedure.steps) {
    for (const Repeat& repeat : step.repeats) {
      if (repeat.of == hidden.name) facts.kept[kept_name(repeat)] = kUnseen;
    }
  }
  facts.days.erase(hidden.name);
}

void blur_draft(const Step& step, Facts& facts) {
  if (!step.draft) return;
  if (step.draft->makes) facts.draft_roots.insert(std::string(kUnseen));
  if (!step.draft->marks.empty()) facts.drafts[step.draft->marks] = kUnseen;
}

}  // namespace

Truth Facts::flag(std::string_view name) const {
  const auto found = flags.find(name);
  return found == flags.end() ? Truth::no : found->second;
}

Facts blur(const Procedure& procedure, Facts facts, const StepView& hidden) {
  std::set<std::string> sets, clears;
  for (const Step& step : procedure.steps) {
    if (!may_be(step, hidden)) continue;
    sets.insert(step.sets.begin(), step.sets.end());
    clears.insert(step.clears.begin(), step.clears.end());
    for (const Threshold& threshold : procedure.thresholds) {
      if (threshold.set_by != step.name) continue;
      sets.insert(threshold.fact);
      clears.insert(threshold.fact);
    }
    for (const ConditionalFact& conditional : step.sets_if) {
      sets.insert(conditional.fact);
      if (!conditional.when) clears.insert(conditional.fact);
    }
    blur_clocks(step, facts);
    blur_draft(step, facts);
    blur_kept(procedure, step, facts);
  }
  facts.last_at.reset();
  blur_flags(sets, clears, facts);
  return facts;
}

Facts apply(const Procedure& procedure, Facts facts, const StepView& record) {
  if (facts.procedure.empty()) facts.procedure = procedure.id;
  facts.next_pos = record.pos + 1;
  facts.head = record.leaf;
  if (record.hidden) {
    facts.hidden_seen = true;
    return blur(procedure, std::move(facts), record);
  }
  facts.last_recorded = record.recorded;
  if (record.pos == 0) facts.first_at = record.at;
  facts.last_at = record.at;
  const Step* step = procedure.step(record.step);
  note_people(step, record, facts);
  if (step == nullptr) return facts;  // check has refused it; a step nobody knows sets nothing
  const auto conditional = conditional_facts(procedure, *step, record, facts);
  for (const std::string& fact : step->clears) facts.flags.erase(fact);
  for (const std::string& fact : step->sets) facts.flags[fact] = Truth::yes;
  for (const auto& [fact, truth] : conditional) facts.flags[fact] = truth;
  for (const Threshold& threshold : procedure.thresholds) {
    if (threshold.set_by == step->name) facts.flags[threshold.fact] = reached(threshold, record);
  }
  for (const auto& [counter, bound] : step->counts) ++facts.counters[counter];
  note_draft(*step, record, facts);
  keep(procedure, record, facts);
  move_clocks(procedure, *step, record, facts);
  return facts;
}

}  // namespace law
