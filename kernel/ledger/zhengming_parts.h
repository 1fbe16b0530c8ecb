#pragma once
// The proof file once read, and the checks it shares with the follower of the feed (proof.md §1, §3).

#include <array>
#include <span>

#include "ledger/redactable_text.h"
#include "ledger/zhengming.h"

namespace ledger {

using PublishedTexts = std::map<std::string, json::Value>;

struct ProofRecord {
  std::uint64_t index = 0;
  std::vector<std::string> path;
  json::Value bundle;
};

struct ProofFile {
  std::string origin, checkpoint;
  std::vector<ProofRecord> records;
  ActPositions acts;
  PublishedTexts texts;
  std::vector<std::vector<ProofRecord>> keys;
  std::vector<std::string> reports;
  json::Value trust;
};

/// Size, profile, members, types; positions inside `records`. Error: `format`.
[[nodiscard]] base::Result<ProofFile> read_proof_file(std::string_view text);

/// Marks of the six acts, whatever the lawbook; every edition is known (§3, check 7).
[[nodiscard]] const ChainRules& proof_rules();

/// A checked chain with what was published of it.
struct PublicationCase {
  const std::vector<ChainStep>& steps;
  const ActPositions& acts;
  const PublishedTexts& texts;
  const KeyDirectory& keys;
  [[nodiscard]] const ChainStep& act(const std::string& name) const;
  /// nullptr where it is not yet served.
  [[nodiscard]] const ChainStep* service() const;
};
struct PublicationCheck {
  int number;  // in the table of §3
  base::Result<void> (*check)(const PublicationCase&);
};
/// Checks 8 to 13 in order. Errors: `acts`, `draft`, `role`, `document`, `text`, `view`.
[[nodiscard]] std::span<const PublicationCheck> publication_checks();

struct ReportQuestion {
  std::string_view origin;
  const Checkpoint& checkpoint;
  const std::vector<VerifierKey>& keys;
  std::vector<std::uint64_t> case_indexes;  // records of the case
  std::vector<std::uint64_t> all_indexes;   // with those of the enrolments
};
/// Check 14; true when reports cover every record of the case. Error: `report`.
[[nodiscard]] base::Result<bool> check_reports(const std::vector<std::string>& reports,
                                               const ReportQuestion& question);

}  // namespace ledger
