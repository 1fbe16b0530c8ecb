#include "explore_ask.h"

#include <fmt/format.h>

#include <algorithm>

#include "check_parts.h"
#include "reserved.h"

namespace law {
namespace {

constexpr int kYearsAfterTheFirst_days = 366;

std::string root_of(std::uint8_t draft) {
  return fmt::format("draft {}", draft);
}

std::uint8_t number_of(const std::string& root) {
  return static_cast<std::uint8_t>(std::stoi(root.substr(6)));
}

bool certainly_refused(const std::vector<Refusal>& refusals) {
  return std::ranges::any_of(refusals, [](const Refusal& refusal) { return refusal.truth == Truth::no; });
}

// Every choice among `names`, from none to all.
std::vector<std::set<std::string, std::less<>>> choices(const std::vector<std::string>& names) {
  std::vector<std::set<std::string, std::less<>>> out;
  for (std::size_t chosen = 0; chosen < std::size_t{1} << names.size(); ++chosen) {
    auto& choice = out.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if ((chosen >> i & 1U) != 0) choice.insert(names[i]);
    }
  }
  return out;
}

json::Object fields_of(const std::set<std::string, std::less<>>& yes) {
  json::Object fields;
  for (const std::string& field : yes) fields[field] = true;
  return fields;
}

}  // namespace

Asker::Asker(const Procedure& procedure, const WorkCalendar& calendar, const Layout& layout,
             const Watch& watch)
    : procedure_(procedure),
      calendar_(calendar),
      layout_(layout),
      watch_(watch),
      day_(procedure.from + kYearsAfterTheFirst_days) {
  for (const Step& step : procedure.steps) {
    pausable_.insert(step.pauses.begin(), step.pauses.end());
    plans_.emplace(step.name, plan(step));
  }
  nothing_.procedure = procedure.id;
  nothing_.next_pos = 1;
  for (const auto& [fact, definition] : procedure.facts) {
    if (!layout.facts.contains(fact)) nothing_.flags[fact] = Truth::unknown;
  }
  for (const Threshold& threshold : procedure.thresholds) {
    if (!layout.facts.contains(threshold.fact)) nothing_.flags[threshold.fact] = Truth::unknown;
  }
  for (const auto& [clock, definition] : procedure.clocks) nothing_.clocks[clock].known = false;
  for (const auto& [mark, words] : procedure.drafts) {
    if (!layout.marks.contains(mark)) nothing_.drafts[mark] = kUnseen;
  }
}

Asker::Plan Asker::plan(const Step& step) const {
  Plan plan{.writes = writes(procedure_, step), .answers = {}, .clocks = {}};
  for (const ConditionalFact& conditional : step.sets_if) {
    if (!conditional.field.empty()) plan.answers.push_back(conditional.field);
  }
  Scope read = reads(procedure_, step);
  if (watch_.is_target(step.name)) read.add(watch_.reads);
  for (const std::string& clock : read.clocks) {
    if (layout_.clocks.contains(clock)) plan.clocks.push_back(clock);
  }
  return plan;
}

std::vector<Asker::Way> Asker::ways(const Step& step, const State& state) const {
  const Plan& plan = plans_.at(step.name);
  std::vector<std::uint8_t> drafts = {0};
  const auto other = static_cast<std::uint8_t>(highest(state.marks) + 1);
  if (step.draft) {
    const std::size_t made = drafts_made(state.bits);
    const bool others = step.draft->makes || made == kManyDrafts || made >= other;
    drafts.clear();
    for (std::uint8_t draft = step.draft->makes ? other : 1; draft < other; ++draft) drafts.push_back(draft);
    if (others) drafts.push_back(other);
  }
  std::vector<std::string> running;
  for (const std::string& clock : plan.clocks) {
    if (state.bits[layout_.clocks.at(clock)]) running.push_back(clock);
  }
  std::vector<Way> out;
  for (const std::uint8_t draft : drafts) {
    for (const auto& yes : choices(plan.answers)) {
      for (const auto& over : choices(running)) out.push_back({draft, yes, over});
    }
  }
  return out;
}

// A clock that is over began so long ago that no day of rest could matter.
ClockState Asker::clock_of(const std::string& name, bool active, const Way& way, Days days) const {
  ClockState clock;
  const bool known = days == Days::as_chosen || (days == Days::patient && !pausable_.contains(name));
  clock.known = known || !active;  // one that was met is neither running nor over, whatever the day
  clock.start = day_;
  if (!active) clock.met = day_;
  if (days == Days::as_chosen ? !way.over.contains(name) : days == Days::any) return clock;
  const Deadline deadline = deadline_of(calendar_, procedure_.clocks.at(name), clock, day_);
  clock.start = day_ + -(2 * (deadline.last_day - day_) + 60);
  return clock;
}

Facts Asker::facts_of(const State& state, const Way& way, Days days) const {
  Facts facts = nothing_;
  for (const auto& [fact, bit] : layout_.facts) {
    if (state.bits[bit]) facts.flags.emplace(fact, Truth::yes);
  }
  for (const auto& [clock, bit] : layout_.clocks) {
    facts.clocks[clock] = clock_of(clock, state.bits[bit], way, days);
  }
  for (const auto& [mark, place] : layout_.marks) {
    if (state.marks[place] != 0) facts.drafts[mark] = root_of(state.marks[place]);
  }
  for (std::uint8_t draft = 1; draft <= highest(state.marks) + 1; ++draft) {
    facts.draft_roots.insert(root_of(draft));
  }
  return facts;
}

std::vector<Refusal> Asker::refusals(const Step& step, const Facts& facts, const Way& way) const {
  Command command;
  command.step = step.name;
  command.role = step.role;
  command.at = base::start_of(day_);
  if (step.draft && !step.draft->makes) command.draft = root_of(way.draft);
  command.fields = fields_of(way.yes);
  std::vector<Refusal> out = check_state(procedure_, calendar_, facts, step, day_);
  const Case at{procedure_, facts, step, command};
  check_draft(at, out);
  check_claims(at, calendar_, command.at, out);
  return out;
}

bool Asker::is_gone(const Step& step, const Bits& for_good) const {
  Facts facts = facts_of({}, {}, Days::any);
  for (const auto& [fact, bit] : layout_.facts)
    facts.flags[fact] = for_good[bit] ? Truth::yes : Truth::unknown;
  for (auto& [name, clock] : facts.clocks) clock.known = false;
  return certainly_refused(check_state(procedure_, calendar_, facts, step, day_));
}

Scope Asker::objections(const Step& step, const State& state) const {
  const Facts facts = facts_of(state, {}, Days::any);
  const Reading reading{procedure_, calendar_, facts, day_};
  Scope against;
  const auto hear = [&](Truth allowed, const Guard& guard) {
    if (allowed == Truth::no && against.empty()) add_guard(guard, against);
  };
  for (const Guard& guard : step.needs) hear(read_guard(reading, guard), guard);
  for (const Guard& guard : step.forbids) hear(negate(read_guard(reading, guard)), guard);
  for (const Lock& lock : procedure_.locks) {
    if (std::ranges::find(lock.only, step.name) != lock.only.end()) continue;
    hear(negate(read_fact(reading, lock.while_fact)), {.fact = lock.while_fact, .parts = {}, .words = {}});
  }
  if (step.draft && against.empty()) {
    against.marks.insert(step.draft->same_as.begin(), step.draft->same_as.end());
  }
  return against;
}

Moment Asker::moment(const State& state, const Way& way) const {
  Moment moment;
  for (const auto& [name, bit] : layout_.latches) {
    if (state.bits[bit]) moment.remembered.insert(name);
  }
  for (const auto& [name, mark] : layout_.traces) {
    if (way.draft != 0 && state.marks[mark] == way.draft) moment.same_draft.insert(name);
  }
  for (const std::string& fact : watch_.reads.facts) {
    const auto bit = layout_.facts.find(fact);
    if (bit != layout_.facts.end() && state.bits[bit->second]) moment.facts.insert(fact);
  }
  moment.over = way.over;
  return moment;
}

std::vector<Outcome> Asker::ask(const Step& step, const State& state) const {
  std::vector<Outcome> out;
  for (const Way& way : ways(step, state)) {
    const Facts facts = facts_of(state, way, Days::as_chosen);
    if (!certainly_refused(refusals(step, facts, way))) take(step, state, way, facts, out);
  }
  return out;
}

bool Asker::is_certain(const Step& step, const State& state, const Way& way) const {
  const bool exists = !step.draft || step.draft->makes || way.draft <= highest(state.marks);
  return exists && step.counts.empty() && refusals(step, facts_of(state, way, Days::patient), way).empty();
}

StepView Asker::record_of(const Step& step, const Way& way) const {
  StepView record;
  record.pos = 1;
  record.step = step.name;
  record.role = step.role;
  record.at = base::start_of(day_);
  if (step.draft) (step.draft->makes ? record.root : record.draft) = root_of(way.draft);
  record.fields = fields_of(way.yes);
  if (!step.time_field.empty()) record.fields[step.time_field] = base::format(day_);
  return record;
}

void Asker::take(const Step& step, const State& state, const Way& way, const Facts& facts,
                 std::vector<Outcome>& out) const {
  const Facts after = apply(procedure_, facts, record_of(step, way));
  Outcome outcome;
  outcome.draft = way.draft;
  outcome.yes = way.yes;
  outcome.over = way.over;
  if (watch_.targets.empty()) outcome.certain = is_certain(step, state, way);
  if (watch_.is_target(step.name)) outcome.wrong = watch_.wrong(moment(state, way));
  note_drafts(step, state, after, outcome);
  if (step.draft && step.draft->makes) {
    set_drafts_made(outcome.set, drafts_made(state.bits) + 1);
    outcome.clear.set(kMadeLow).set(kMadeHigh);
  }
  remember(step, outcome);
  spread(step, after, std::move(outcome), out);
}

// Clocks and facts after the step; what is not known afterwards may have become either.
void Asker::spread(const Step& step, const Facts& after, Outcome outcome, std::vector<Outcome>& out) const {
  const Scope& written = plans_.at(step.name).writes;
  std::vector<Outcome> branches = {std::move(outcome)};
  for (const std::string& clock : written.clocks) {
    const auto bit = layout_.clocks.find(clock);
    if (bit == layout_.clocks.end()) continue;
    const ClockState& state = after.clocks.at(clock);
    for (std::size_t i = branches.size(); i-- > 0;) {
      if (!state.known) branches.push_back(branches[i]);  // not started after all: as it was
      (state.met ? branches[i].clear : branches[i].set).set(bit->second);
    }
  }
  for (const std::string& fact : written.facts) {
    const auto bit = layout_.facts.find(fact);
    if (bit == layout_.facts.end()) continue;
    const Truth truth = after.flag(fact);
    for (std::size_t i = branches.size(); i-- > 0;) {
      if (truth == Truth::unknown) branches.emplace_back(branches[i]).clear.set(bit->second);
      (truth == Truth::no ? branches[i].clear : branches[i].set).set(bit->second);
    }
  }
  out.insert(out.end(), branches.begin(), branches.end());
}

void Asker::remember(const Step& step, Outcome& outcome) const {
  for (const Watch::Latch& latch : watch_.latches) {
    const std::size_t bit = layout_.latches.at(latch.name);
    if (std::ranges::find(latch.cleared_by, step.name) != latch.cleared_by.end()) outcome.clear.set(bit);
    if (std::ranges::find(latch.set_by, step.name) != latch.set_by.end()) outcome.set.set(bit);
  }
}

// Numbers the drafts anew, in the order of the marks, so that only which are the same counts.
void Asker::note_drafts(const Step& step, const State& state, const Facts& after, Outcome& outcome) const {
  Marks marks = state.marks;
  for (const auto& [mark, place] : layout_.marks) {
    const auto root = after.drafts.find(mark);
    if (root != after.drafts.end()) marks[place] = number_of(root->second);
  }
  for (const Watch::Trace& trace : watch_.traces) {
    const bool marked = std::ranges::find(trace.marked_by, step.name) != trace.marked_by.end();
    if (marked) marks[layout_.traces.at(trace.name)] = outcome.draft;
  }
  std::uint8_t next = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] == 0) continue;
    const auto known = std::find(outcome.origin.begin() + 1, outcome.origin.begin() + next + 1, marks[i]);
    const auto number = static_cast<std::uint8_t>(known - outcome.origin.begin());
    if (number > next) outcome.origin[next = number] = marks[i];
    outcome.marks[i] = number;
  }
}

std::string Asker::note(const Step& step, const State& state, const Outcome& outcome) const {
  const Plan& plan = plans_.at(step.name);
  std::string note;
  const auto add = [&](const std::string& text) { note += (note.empty() ? "" : "，") + text; };
  for (const std::string& field : plan.answers) {
    add(fmt::format("{}：{}", step.definition->field(field)->title,
                    outcome.yes.contains(field) ? "是" : "否"));
  }
  for (const std::string& clock : plan.clocks) {
    if (!state.bits[layout_.clocks.at(clock)]) continue;
    add(fmt::format("“{}”的期限{}届满", procedure_.clocks.at(clock).title,
                    outcome.over.contains(clock) ? "已经" : "没有"));
  }
  return note;
}

}  // namespace law
