#include "explore_machine.h"

#include <algorithm>

namespace law {
namespace {

void add_bits(const Scope& scope, const Layout& layout, Bits& bits) {
  for (const std::string& fact : scope.facts) {
    if (const auto bit = layout.facts.find(fact); bit != layout.facts.end()) bits.set(bit->second);
  }
  for (const std::string& clock : scope.clocks) {
    if (const auto bit = layout.clocks.find(clock); bit != layout.clocks.end()) bits.set(bit->second);
  }
}

// The order in which drafts are numbered may change where a mark is forgotten.
void renumber(Marks& marks) {
  std::array<std::uint8_t, 256> number{};
  std::uint8_t next = 0;
  for (std::uint8_t& mark : marks) {
    if (mark == 0) continue;
    if (number[mark] == 0) number[mark] = ++next;
    mark = number[mark];
  }
}

}  // namespace

Machine::Machine(const Procedure& procedure, const WorkCalendar& calendar, const Layout& layout,
                 const Watch& watch)
    : procedure_(procedure), layout_(layout), watch_(watch), asker_(procedure, calendar, layout, watch) {
  for (const Step& step : procedure.steps) moves_.push_back(plan(step));
  find_lasting();
}

Machine::Move Machine::plan(const Step& step) const {
  Move move;
  Scope read = reads(procedure_, step);
  if (watch_.is_target(step.name)) {
    read.add(watch_.reads);
    for (const auto& [name, bit] : layout_.latches) move.reads.set(bit);
  }
  add_bits(read, layout_, move.reads);
  move.drafts = step.draft.has_value();
  if (move.drafts) move.reads.set(kMadeLow).set(kMadeHigh);
  return move;
}

void Machine::find_lasting() {
  for (const auto& [fact, bit] : layout_.facts) lasting_.set(bit);
  for (const Step& step : procedure_.steps) {
    Scope lost;
    lost.facts.insert(step.clears.begin(), step.clears.end());
    for (const ConditionalFact& conditional : step.sets_if) {
      if (!conditional.when) lost.facts.insert(conditional.fact);
    }
    for (const Threshold& threshold : procedure_.thresholds) {
      if (threshold.set_by == step.name) lost.facts.insert(threshold.fact);
    }
    Bits bits;
    add_bits(lost, layout_, bits);
    lasting_ &= ~bits;
  }
}

Machine::Alive Machine::find_alive(const Bits& lasting) const {
  Alive alive;
  alive.bits = lasting;
  alive.bits.set(kOpened);
  alive.of_interest = watch_.targets.empty();
  for (std::size_t i = 0; i < moves_.size(); ++i) {
    const Step& step = procedure_.steps[i];
    if (step.opens || asker_.is_gone(step, lasting)) continue;
    alive.bits |= moves_[i].reads;
    alive.of_interest = alive.of_interest || watch_.is_target(step.name);
    if (!step.draft) continue;
    for (const std::string& mark : step.draft->same_as) {
      if (const auto place = layout_.marks.find(mark); place != layout_.marks.end()) {
        alive.marks[place->second] = true;
      }
    }
  }
  if (alive.of_interest) {
    add_bits(watch_.reads, layout_, alive.bits);
    for (const auto& [latch, bit] : layout_.latches) alive.bits.set(bit);
    for (const auto& [trace, mark] : layout_.traces) alive.marks[mark] = true;
  }
  return alive;
}

const Machine::Alive& Machine::alive(const State& state) {
  const Bits lasting = state.bits & lasting_;
  const auto known = alive_.find(lasting);
  if (known != alive_.end()) return known->second;
  return alive_.emplace(lasting, find_alive(lasting)).first->second;
}

// Forgets what no step that may still be taken will ever read: without it two states are the same.
State Machine::tidy(State state) {
  if (!state.bits[kOpened]) return state;
  const Alive& matters = alive(state);
  state.bits &= matters.bits;
  bool forgot = false;
  for (std::size_t i = 0; i < kMarksMax; ++i) {
    if (matters.marks[i] || state.marks[i] == 0) continue;
    state.marks[i] = 0;
    forgot = true;
  }
  if (forgot) renumber(state.marks);
  return state;
}

const std::vector<Outcome>& Machine::outcomes(std::size_t step, const State& state) {
  Move& move = moves_[step];
  State key{.bits = state.bits & move.reads};
  if (move.drafts) key.marks = state.marks;
  const auto known = move.known.find(key);
  if (known != move.known.end()) return known->second;
  return move.known.emplace(key, asker_.ask(procedure_.steps[step], key)).first->second;
}

State Machine::after(std::size_t step, const State& state, const Outcome& outcome) {
  State next{.bits = (state.bits & ~outcome.clear) | outcome.set, .marks = state.marks};
  next.bits.set(kOpened);
  if (moves_[step].drafts) next.marks = outcome.marks;
  return tidy(next);
}

bool Machine::is_of_interest(const State& state) {
  return !state.bits[kOpened] || alive(state).of_interest;
}

bool Machine::holds(const State& state, std::string_view name) const {
  const auto bit = layout_.facts.find(name);
  if (bit != layout_.facts.end()) return state.bits[bit->second];
  const auto latch = layout_.latches.find(name);
  return latch != layout_.latches.end() && state.bits[latch->second];
}

State Machine::state_of(const Facts& facts) {
  State state;
  if (facts.next_pos > 0) state.bits.set(kOpened);
  set_drafts_made(state.bits, facts.draft_roots.size());
  for (const auto& [fact, bit] : layout_.facts) state.bits[bit] = facts.flag(fact) != Truth::no;
  for (const auto& [name, bit] : layout_.clocks) {
    const auto clock = facts.clocks.find(name);
    state.bits[bit] = clock != facts.clocks.end() && !clock->second.met;
  }
  std::map<std::string, std::uint8_t> numbers;
  for (const auto& [mark, place] : layout_.marks) {
    const auto root = facts.drafts.find(mark);
    if (root == facts.drafts.end()) continue;
    const auto next = static_cast<std::uint8_t>(numbers.size() + 1);
    state.marks[place] = numbers.emplace(root->second, next).first->second;
  }
  return tidy(state);
}

}  // namespace law
