#pragma once
// The followed manifest: applies signed exchanges and says which lines are in force (feed.md §4, §5). No
// files.

#include <map>
#include <set>

#include "feed/manifest.h"
#include "ledger/merkle.h"

namespace feed {

/// What one exchange brings: a checkpoint note, the consistency proof from the followed size, and the entries
/// from `from` up to the checkpoint's size.
struct Exchange {
  std::uint64_t from = 0;
  std::string checkpoint;
  std::vector<Hash> proof;
  std::vector<Bytes> entries;
};

/// Why a line is no longer in force. `ended` covers both expiry and repair of credit: they must look the
/// same.
enum class Gone { ended, unlawful, replaced };
[[nodiscard]] std::string_view name(Gone gone);

class Manifest {
 public:
  explicit Manifest(ledger::VerifierKey key);

  /// Signature, origin and size of a note against what is followed. Errors: `unsigned`, `rollback`.
  [[nodiscard]] base::Result<ledger::Checkpoint> check_note(std::string_view note) const;
  /// Takes the exchange whole or not at all. Errors in this order: `unsigned`, `rollback`, `fork`, `gap`,
  /// `noncanonical`.
  [[nodiscard]] base::Result<void> apply(const Exchange& exchange);

  [[nodiscard]] std::uint64_t size() const { return lines_.size(); }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] const ledger::Tree& tree() const { return tree_; }
  /// The newest accepted note, empty before the first.
  [[nodiscard]] const std::string& checkpoint() const { return checkpoint_; }
  /// Lines not in force on `day` and why.
  [[nodiscard]] std::map<std::uint64_t, Gone> gone(base::Date day) const;
  /// The line that took a line out of force (remove or replace), nullptr if none did.
  [[nodiscard]] const Line* ended_by(std::uint64_t index) const;

 private:
  ledger::VerifierKey key_;
  std::vector<Line> lines_;
  std::map<std::uint64_t, std::uint64_t> ended_by_;
  ledger::Tree tree_;
  std::string checkpoint_;
};

}  // namespace feed
