#include <fmt/format.h>

#include <algorithm>

#include "check_parts.h"
#include "ledger/reserved.h"
#include "reserved.h"

namespace law {
namespace {

// Whether the day of the act decides about a period.
bool governed_by_clock(const Procedure& procedure, const Step& step) {
  for (const auto* clocks : {&step.starts, &step.meets, &step.pauses, &step.resumes}) {
    if (!clocks->empty()) return true;
  }
  return !step.extends.empty() || std::ranges::any_of(step.needs, reads_clock) ||
         std::ranges::any_of(step.forbids, reads_clock) ||
         std::ranges::any_of(
             step.needs_if,
             [](const ChoiceNeeds& choice) { return std::ranges::any_of(choice.needs, reads_clock); }) ||
         std::ranges::any_of(procedure.locks, [&](const Lock& lock) {
           return !clock_of(lock.while_fact).empty() &&
                  std::ranges::find(lock.only, step.name) == lock.only.end();
         });
}

void check_backdating(const Case& at, const WorkCalendar& calendar, base::Instant now, Refusals& out) {
  const auto& backdating = at.procedure.backdating;
  if (!backdating || !governed_by_clock(at.procedure, at.step)) return;
  const base::Date earliest = calendar.add_working_days(base::date_of(now), -backdating->working_days);
  if (base::date_of(at.command.at) >= earliest) return;
  out.push_back({.code = "time.too_old",
                 .say = fmt::format("所填时间（{}）早于记录之日前{}个工作日。", base::format(at.command.at),
                                    backdating->working_days),
                 .source = backdating->source,
                 .remedy = "涉及期限的步骤应当及时记录，请填写记录之日。"});
}

// Who signs that he saw the newest record cannot have acted before it. Office and sealer have their own
// clocks, hence the tolerance.
void check_order(const Case& at, Refusals& out) {
  if (!at.step.seen || !at.facts.last_at) return;
  if (at.command.at.ms + ledger::kClockTolerance_ms >= at.facts.last_at->ms) return;
  out.push_back({.code = "time.before_last",
                 .say = fmt::format("所填时间早于最新记录的时间（{}）。", base::format(*at.facts.last_at)),
                 .source = at.step.source,
                 .remedy = "请填写看过最新记录以后的时间。"});
}

// The last day of a clock that a step must not come before: 公告送达 is served when the announcement has run.
std::optional<base::Date> end_of_clock(const Case& at, const WorkCalendar& calendar,
                                       const std::string& name) {
  const auto clock = at.procedure.clocks.find(name);
  const auto state = at.facts.clocks.find(name);
  if (clock == at.procedure.clocks.end() || state == at.facts.clocks.end()) return {};
  if (!state->second.known || state->second.met) return {};
  return deadline_of(calendar, clock->second, state->second, base::date_of(at.command.at)).last_day;
}

// First day that the step's `time_field` may say.
std::optional<base::Date> first_day(const Case& at, const WorkCalendar& calendar) {
  std::optional<base::Date> first;
  if (at.facts.first_at) first = base::date_of(*at.facts.first_at);
  for (const std::string& step : at.step.time_after) {
    const auto taken = at.facts.days.find(step);
    const auto day =
        taken == at.facts.days.end() ? end_of_clock(at, calendar, step) : std::optional(taken->second);
    if (day && (!first || *first < *day)) first = day;
  }
  return first;
}

// Last day that the step's `time_field` may say.
base::Date last_of(const Case& at, const WorkCalendar& calendar) {
  base::Date last = base::date_of(at.command.at);
  for (const std::string& clock : at.step.time_until) {
    if (const auto day = end_of_clock(at, calendar, clock)) last = std::min(last, *day);
  }
  return last;
}

void check_time_field(const Case& at, const WorkCalendar& calendar, Refusals& out) {
  const json::Value* value = at.command.fields.if_contains(at.step.time_field);
  const auto day = base::parse_date(json::text_or_empty(value));
  if (!day) return;  // missing or no date: the form says so
  const base::Date last = last_of(at, calendar);
  const auto first = first_day(at, calendar);
  if (*day <= last && (!first || *first <= *day)) return;
  const FormField* field = at.step.definition->field(at.step.time_field);
  out.push_back({.code = "time.field_outside",
                 .say = fmt::format("“{}”（{}）不在{}至{}之间。", field->title, base::format(*day),
                                    first ? base::format(*first) : "开始之日", base::format(last)),
                 .source = field->source,
                 .remedy = fmt::format("请填写实际的{}。", field->title)});
}

void check_repeats(const Case& at, Refusals& out) {
  for (const Repeat& repeat : at.step.repeats) {
    const json::Value* value = at.command.fields.if_contains(repeat.field);
    if (value == nullptr) continue;  // missing, or not shown
    const auto kept = at.facts.kept.find(repeat.record ? repeat.of : repeat.of + " " + repeat.field);
    const std::string said = repeat.record ? json::text_or_empty(value) : json::canonical(*value);
    if (kept != at.facts.kept.end() && kept->second == said) continue;
    const bool unseen = kept == at.facts.kept.end() ? at.facts.hidden_seen : kept->second == kUnseen;
    out.push_back({.code = repeat.words.code,
                   .say = repeat.words.say,
                   .source = repeat.words.source,
                   .remedy = repeat.words.remedy,
                   .truth = unseen ? Truth::unknown : Truth::no});
  }
}

// What a choice needs besides what the step needs.
void check_choices(const Case& at, const WorkCalendar& calendar, Refusals& out) {
  const Reading reading{at.procedure, calendar, at.facts, base::date_of(at.command.at)};
  for (const ChoiceNeeds& choice : at.step.needs_if) {
    if (json::text_or_empty(at.command.fields.if_contains(choice.field)) != choice.is) continue;
    for (const Guard& guard : choice.needs) demand(reading, guard, at.step.source, out);
  }
}

// Yes-or-no fields that must be yes while a fact holds.
void check_needed_fields(const Case& at, Refusals& out) {
  for (const ConditionalFact& conditional : at.step.sets_if) {
    if (conditional.needed_while.empty()) continue;
    const Truth spared = negate(at.facts.flag(conditional.needed_while));
    const json::Value* value = at.command.fields.if_contains(conditional.field);
    if (spared == Truth::yes || (value != nullptr && *value == json::Value(true))) continue;
    const Words& words = at.procedure.facts.at(conditional.fact).missing;
    out.push_back({.code = words.code,
                   .say = words.say,
                   .source = words.source,
                   .remedy = words.remedy,
                   .truth = spared});
  }
}

}  // namespace

void check_claims(const Case& at, const WorkCalendar& calendar, base::Instant now, Refusals& out) {
  check_order(at, out);
  check_backdating(at, calendar, now, out);
  if (!at.step.time_field.empty()) check_time_field(at, calendar, out);
  check_repeats(at, out);
  check_choices(at, calendar, out);
  check_needed_fields(at, out);
}

}  // namespace law
