#include "explore_state.h"

#include <algorithm>

namespace law {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::size_t StateHash::operator()(const State& state) const noexcept {
  std::size_t hash = std::hash<Bits>()(state.bits);
  for (const std::uint8_t mark : state.marks) hash = hash * 1099511628211ULL + mark;
  return hash;
}

bool Watch::is_target(const std::string& step) const {
  return contains(targets, step);
}

bool Watch::remembers(const std::string& step) const {
  return std::ranges::any_of(latches,
                             [&](const Latch& latch) {
                               return contains(latch.set_by, step) || contains(latch.cleared_by, step);
                             }) ||
         std::ranges::any_of(traces, [&](const Trace& trace) { return contains(trace.marked_by, step); });
}

Layout::Layout(const Scope& scope, const Watch& watch) {
  for (const std::string& fact : scope.facts) facts[fact] = bits++;
  for (const std::string& clock : scope.clocks) clocks[clock] = bits++;
  for (const Watch::Latch& latch : watch.latches) latches[latch.name] = bits++;
  for (const std::string& mark : scope.marks) marks[mark] = drafts++;
  for (const Watch::Trace& trace : watch.traces) traces[trace.name] = drafts++;
}

std::uint8_t highest(const Marks& marks) {
  return *std::ranges::max_element(marks);
}

std::size_t drafts_made(const Bits& bits) {
  return (bits[kMadeLow] ? 1U : 0U) + (bits[kMadeHigh] ? 2U : 0U);
}

void set_drafts_made(Bits& bits, std::size_t count) {
  count = std::min(count, kManyDrafts);
  bits[kMadeLow] = (count & 1U) != 0;
  bits[kMadeHigh] = (count & 2U) != 0;
}

}  // namespace law
