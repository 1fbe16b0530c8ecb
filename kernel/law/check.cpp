#include "law/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "check_parts.h"
#include "reserved.h"

namespace law {
namespace {

// The step itself and its place in the stream; what follows makes no sense without it.
std::optional<Refusal> check_place(const Procedure& procedure, const Facts& facts, const Command& command) {
  const Step* step = procedure.step(command.step);
  if (step == nullptr) {
    return Refusal{.code = "step.unknown",
                   .say = fmt::format("{}没有“{}”这一步骤。", procedure.title, command.step),
                   .source = procedure.source,
                   .remedy = "请从本案页面“您可以”一栏中选择步骤。"};
  }
  if (facts.next_pos == 0 && !step->opens) {
    return Refusal{.code = "step.not_opening",
                   .say = fmt::format("还没有开始，不能直接进行“{}”。", step->title),
                   .source = step->source,
                   .remedy = "请先办理该程序的第一步。"};
  }
  if (facts.next_pos > 0 && step->opens) {
    return Refusal{.code = "step.opening_again",
                   .say = fmt::format("“{}”只能作为第一步，不能在办理中再次进行。", step->title),
                   .source = step->source,
                   .remedy = "需要另行办理的，请新建一件。"};
  }
  return {};
}

bool may_be_hidden(const Procedure& procedure, const std::string& counter) {
  return std::ranges::any_of(procedure.steps, [&](const Step& step) {
    return step.course == Course::witness && step.counts.contains(counter);
  });
}

Truth is_exhausted(const Reading& reading, const std::string& counter, int bound) {
  const auto found = reading.facts.counters.find(counter);
  if (found != reading.facts.counters.end() && found->second >= bound) return Truth::yes;
  const bool doubtful = reading.facts.hidden_seen && may_be_hidden(reading.procedure, counter);
  return doubtful ? Truth::unknown : Truth::no;
}

void check_counters(const Reading& reading, const Step& step, std::vector<Refusal>& out) {
  for (const auto& [counter, bound] : step.counts) {
    const Truth left = negate(is_exhausted(reading, counter, bound));
    if (left == Truth::yes) continue;
    out.push_back({.code = counter + ".exhausted",
                   .say = fmt::format("“{}”最多进行{}次，已达上限。", step.title, bound),
                   .source = step.source,
                   .remedy = "请报市场监督管理部门负责人研究处理。",
                   .truth = left});
  }
}

void state_of(const Reading& reading, const Step& step, std::vector<Refusal>& out) {
  check_locks(reading, step, out);
  for (const Guard& guard : step.needs) demand(reading, guard, step.source, out);
  for (const Guard& guard : step.forbids) forbid(reading, guard, step.source, out);
  check_counters(reading, step, out);
}

Truth leaves_open(const Reading& reading, const Lock& lock, const Step& step) {
  if (std::ranges::find(lock.only, step.name) != lock.only.end()) return Truth::yes;
  return negate(read_fact(reading, lock.while_fact));
}

}  // namespace

void check_locks(const Reading& reading, const Step& step, Refusals& out) {
  for (const Lock& lock : reading.procedure.locks) {
    const Truth open = leaves_open(reading, lock, step);
    if (open == Truth::yes) continue;
    out.push_back({.code = lock.words.code,
                   .say = lock.words.say,
                   .source = lock.words.source,
                   .remedy = lock.words.remedy,
                   .truth = open});
  }
}

std::vector<Refusal> check_state(const Procedure& procedure, const WorkCalendar& calendar, const Facts& facts,
                                 const Step& step, base::Date day) {
  std::vector<Refusal> out;
  state_of({procedure, calendar, facts, day}, step, out);
  return out;
}

bool is_possible(const Procedure& procedure, const WorkCalendar& calendar, const Facts& facts,
                 const Step& step, base::Date day) {
  const Reading reading{procedure, calendar, facts, day};
  const auto is = [&](Truth truth) {
    return [&reading, truth](const Guard& guard) { return read_guard(reading, guard) == truth; };
  };
  return std::ranges::all_of(step.needs, is(Truth::yes)) &&
         std::ranges::all_of(step.forbids, is(Truth::no)) &&
         std::ranges::all_of(
             procedure.locks,
             [&](const Lock& lock) { return leaves_open(reading, lock, step) == Truth::yes; }) &&
         std::ranges::all_of(step.counts, [&](const auto& count) {
           return is_exhausted(reading, count.first, count.second) == Truth::no;
         });
}

std::vector<Refusal> check(const Procedure& procedure, const WorkCalendar& calendar, const Facts& facts,
                           const Command& command, base::Instant now) {
  if (auto refused = check_place(procedure, facts, command)) return {std::move(*refused)};
  const Step& step = *procedure.step(command.step);
  const Case at{procedure, facts, step, command};
  std::vector<Refusal> out;
  check_actor(at, now, out);
  state_of({procedure, calendar, facts, base::date_of(command.at)}, step, out);
  check_claims(at, calendar, now, out);
  check_draft(at, out);
  check_separation(at, out);
  check_apart(at, out);
  check_handlers(at, out);
  check_step_fields(at, out);
  return out;
}

}  // namespace law
