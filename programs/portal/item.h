#pragma once
// One published decision as lists, search and headings need it. Every value comes from disclosed, verified
// fields.

#include <string>
#include <vector>

#include "base/json.h"
#include "feed/decision.h"
#include "feed/manifest.h"

namespace portal {

struct Item {
  feed::Line line;
  std::string id, kind;
  std::string no, date, sm3,
      code;  ///< of issue_document: 文号, 成文日期, fingerprint, hash of the check code
  std::string party, uscc, character, result;
  std::string searchable;  ///< party, code, number, one under the other
  base::Date decided, published;
  int working_days = 0;  ///< from decision to publication
  int working_days_allowed = 0;
  std::vector<std::uint64_t> indexes;  ///< of its records in the log
  std::vector<std::uint64_t> key_lines;
  std::uint64_t publication_index = 0;
  [[nodiscard]] std::string title() const { return party + character + "案"; }
};

/// A withdrawn publication: what remains to be said of it.
struct Tombstone {
  std::string id, no, reason;
  base::Date date;
  std::uint64_t line = 0;
};

/// Fields of the draft by name, as shown.
[[nodiscard]] base::json::Object shown_fields(const ledger::ChainStep& step);
/// Of a judged publication. `edition` is the one of its publication record.
[[nodiscard]] Item make_item(const feed::Line& line, const feed::Decision& decision,
                             const std::vector<ledger::ChainStep>& chain, const law::Lawbook& edition);
/// Error: `tombstone`.
[[nodiscard]] base::Result<Tombstone> read_tombstone(const feed::Line& line, std::string_view content);

}  // namespace portal
