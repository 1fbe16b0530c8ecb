#pragma once
// A state of a scope, in a few bytes, and what a property remembers beside it.

#include <array>
#include <bitset>
#include <functional>

#include "explore_scope.h"
#include "law/facts.h"

namespace law {

inline constexpr std::size_t kBitsMax = 128;
inline constexpr std::size_t kMarksMax = 8;

using Bits = std::bitset<kBitsMax>;
using Marks = std::array<std::uint8_t, kMarksMax>;

/// A bit for each fact that holds and each clock that was started and not met (on any day it may be running
/// or over), and drafts as numbers: 0 none, equal numbers the same draft.
struct State {
  Bits bits;
  Marks marks{};
  bool operator==(const State&) const = default;
};

struct StateHash {
  std::size_t operator()(const State& state) const noexcept;
};

/// What holds when a step is taken, as a property sees it.
struct Moment {
  std::set<std::string, std::less<>> remembered;  // latches that are set
  std::set<std::string, std::less<>> same_draft;  // traces that hold the very draft which the step names
  std::set<std::string, std::less<>> facts;       // of the property's own reads
  std::set<std::string, std::less<>> over;        // clocks whose last day lies behind
};

/// What a property remembers of the course by itself, and what it asks at some steps.
struct Watch {
  struct Latch {
    std::string name;
    std::vector<std::string> set_by, cleared_by;  // steps
  };
  struct Trace {  // the draft that the newest of these steps made or named
    std::string name;
    std::vector<std::string> marked_by;
  };
  std::vector<Latch> latches = {};
  std::vector<Trace> traces = {};
  std::vector<std::string> targets = {};                 // steps
  Scope reads = {};                                      // what `wrong` reads besides
  std::function<std::string(const Moment&)> wrong = {};  // why a target may not be taken now, "" if it may
  [[nodiscard]] bool is_target(const std::string& step) const;
  [[nodiscard]] bool remembers(const std::string& step) const;
};

/// Which name stands where in a state.
struct Layout {
  Layout(const Scope& scope, const Watch& watch);
  std::map<std::string, std::size_t, std::less<>> facts, clocks, latches;  // bits
  std::map<std::string, std::size_t, std::less<>> marks, traces;           // marks
  std::size_t bits = 3;  // the first three: whether the first record stands, and how many drafts were made
  std::size_t drafts = 0;
  [[nodiscard]] bool fits() const { return bits <= kBitsMax && drafts <= kMarksMax; }
};

inline constexpr std::size_t kOpened = 0, kMadeLow = 1, kMadeHigh = 2;
inline constexpr std::size_t kManyDrafts = 3;

[[nodiscard]] std::uint8_t highest(const Marks& marks);
/// How many drafts were made so far; kManyDrafts stands for that many and more.
[[nodiscard]] std::size_t drafts_made(const Bits& bits);
void set_drafts_made(Bits& bits, std::size_t count);

}  // namespace law
