#pragma once
// Names that belong to the record itself, whatever the lawbook says (transparency-log.md §3b, §3c): their one
// home.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace ledger {

/// In every record.
inline constexpr std::array<std::string_view, 9> kAlways = {"stream", "step", "at",    "actor",   "role",
                                                            "pos",    "prev", "rules", "recorded"};
/// Where the lawbook marks the step: `draft:`, `seen: true`, `signed: true`.
inline constexpr std::array<std::string_view, 3> kWhereMarked = {"draft", "seen", "sig"};
/// All that is shown of a hidden record (a `witness` step, to the portal).
inline constexpr std::array<std::string_view, 3> kHiddenShows = {"stream", "pos", "prev"};
/// Not in the act set: they come after the client signed (§3c).
inline constexpr std::array<std::string_view, 5> kAddedByRegistrar = {"pos", "prev", "recorded", "rules",
                                                                      "sig"};
/// How much later than `recorded` `at` may be: clocks differ.
inline constexpr std::int64_t kClockTolerance_ms = 5 * 60 * 1000;

template <class Names>
[[nodiscard]] constexpr bool is_among(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// A name that is no field of a form. `handlers` and `confirms` are course fields of their steps.
[[nodiscard]] constexpr bool is_reserved(std::string_view name) {
  return is_among(kAlways, name) || is_among(kWhereMarked, name);
}

}  // namespace ledger
