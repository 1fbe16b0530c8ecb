#pragma once
// Procedure reports of the witness (transparency-log.md §7), read as notes.

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ledger/note.h"

namespace feed {

struct Report {
  std::uint64_t from = 0, to = 0;
  std::set<std::uint64_t> unlawful, missing, closed;
  std::string note;  ///< verbatim
  [[nodiscard]] bool covers(std::uint64_t index) const { return from <= index && index < to; }
  [[nodiscard]] bool names(std::uint64_t index) const;
};

/// Signed by one of `keys`, canonical, of this origin. Error: `report`.
[[nodiscard]] base::Result<Report> read_report(std::string_view note, std::string_view origin,
                                               std::span<const ledger::VerifierKey> keys);
/// Indexes listed as unlawful or missing and not closed since; reports in the order of `to`.
[[nodiscard]] std::set<std::uint64_t> open_findings(std::span<const Report> reports);

}  // namespace feed
