#pragma once
// The check of one stream's chain as a viewer sees it (transparency-log.md §3b, "Check of a chain").

#include <functional>
#include <set>
#include <span>

#include "base/time.h"
#include "ledger/keys.h"

namespace ledger {

/// Marks of a step in the lawbook that the chain check needs.
struct StepMarks {
  bool course_public = true;  // false: `course: witness`
  bool is_signed = false;
  bool draft = false;
  bool seen = false;
};

/// Where the chain check learns about steps and editions; `marks` gives nullptr for an unknown step.
struct ChainRules {
  std::function<const StepMarks*(std::string_view step, std::string_view rules)> marks;
  std::function<bool(std::string_view rules)> edition_known;
  /// Names of fields that are structure besides the reserved ones. Empty: any further field is accepted
  /// (proofs).
  std::set<std::string, std::less<>> course_fields;
  bool private_fields_allowed = false;  // office, sealer: everything is revealed
  /// Whether an incident made the record void; empty: none is.
  std::function<bool(std::uint64_t index, const Hash& leaf)> is_void;
};

enum class View { witness, portal, proof, full };

struct ChainRecord {
  std::uint64_t index = 0;
  Bundle bundle;
};

/// A record of a checked chain. Of a hidden one only stream, pos and prev are known; of a void one nothing
/// else counts (§7), and its `revealed` shows no more, whatever its bundle says.
struct ChainStep {
  std::uint64_t index = 0;
  bool hidden = false;  // void ones, too
  bool is_void = false;
  std::string stream;
  std::int64_t pos = 0;
  std::string prev;
  std::string step, actor, role, draft, rules, seen;
  base::Instant at, recorded;
  Revealed revealed;
};

/// First failure in the order of §3b; its code is `bundle`, `stream`, `pos`, `prev`, `replay`, `order`,
/// `actor`, `sig`, `seen` or `rules`; the text names the position.
[[nodiscard]] base::Result<std::vector<ChainStep>> check_chain(const std::vector<ChainRecord>& records,
                                                               View view, const ChainRules& rules,
                                                               const KeyDirectory& keys);

/// Actor and signature (§3c) of one record by itself, for who follows a log record by record; `digests` are
/// all of its entry. A record that shows no `sig` is not signed, and passes. Errors: `actor`, `sig`.
[[nodiscard]] base::Result<void> check_authority(std::uint64_t index, const Revealed& revealed,
                                                 std::span<const Hash> digests, const KeyDirectory& keys);

}  // namespace ledger
