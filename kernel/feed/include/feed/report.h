#pragma once
// Procedure reports of the witness (transparency-log.md §7): written, and read as notes.

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "ledger/note.h"

namespace feed {

struct Report {
  std::uint64_t from = 0, to = 0;
  ledger::Hash root{};  ///< of the log at size `to`
  base::Instant time;   ///< by the witness's clock
  std::set<std::uint64_t> unlawful, missing, closed;
  std::map<std::uint64_t, std::vector<std::string>> guards;  ///< of `unlawful`
  std::string note;                                          ///< verbatim
  [[nodiscard]] bool covers(std::uint64_t index) const { return from <= index && index < to; }
  [[nodiscard]] bool names(std::uint64_t index) const;
};

/// Signed by one of `keys`, canonical, of this origin. Error: `report`.
[[nodiscard]] base::Result<Report> read_report(std::string_view note, std::string_view origin,
                                               std::span<const ledger::VerifierKey> keys);
inline constexpr std::size_t kReportBytesMax = std::size_t{32} << 10;

/// What a witness found of the records [from, to) and of earlier ones.
struct ReportDraft {
  std::string origin;
  std::uint64_t from = 0, to = 0;
  ledger::Hash root{};  ///< at size `to`
  base::Instant time;
  std::map<std::uint64_t, std::set<std::string>> unlawful;  ///< index → guards
  std::set<std::uint64_t> missing, closed;
  std::set<std::string> rules;  ///< editions met
};
/// Text of the note that says so, to be signed by the procedure key.
[[nodiscard]] std::string report_text(const ReportDraft& draft);

/// Indexes listed as unlawful or missing and not closed since; reports in the order of `to`.
[[nodiscard]] std::set<std::uint64_t> open_findings(std::span<const Report> reports);

}  // namespace feed
