#pragma once
// The proof of one published decision, zhengming.json (proof.md): parse and verify, without network.

#include <map>
#include <optional>

#include "ledger/chain.h"
#include "ledger/note.h"

namespace ledger {

/// Size of a proof file (proof.md §1).
inline constexpr std::size_t kProofBytesMax = 8 << 20;

struct Trust {
  VerifierKey log;
  std::vector<VerifierKey> procedure;
  std::vector<RootKey> roots;
  std::vector<VerifierKey> witnesses;
};
/// Members of `trust` (proof.md §1). Error: `format`.
[[nodiscard]] base::Result<Trust> trust_from_json(const json::Value& value);
[[nodiscard]] json::Value to_json(const Trust& trust);

enum class Statement { proven, carried, open };

struct ProofResult {
  std::string code;   // "ok" or the first failing check of §3
  std::string where;  // record position, name: for people
  int check = 0;      // 1…14, 0 when ok
  bool pinned = false;
  std::map<std::string, Statement> statements;  // log witness text review document service report
  // What the sentences of §4 need:
  std::size_t records = 0, hidden = 0;
  std::optional<std::uint64_t> witness_time;  // unix seconds, the newest
  std::string witness_name, document_no, document_sm3, service_on;
  std::vector<ChainStep> chain;       // empty on failure; for --lawbook and pages
  std::vector<std::string> editions;  // rules values met
  KeyDirectory keys{{}};              // roots and enrolled; without any on failure
};

struct ProofPolicy {
  std::optional<Trust> pinned;      // nullopt: the keys carried in the file
  std::optional<int> cosignatures;  // nullopt: 1 if the keys used name a witness, else 0
};

/// The 14 checks in order. Never throws; a file that is no JSON gives code `format`.
[[nodiscard]] ProofResult verify_proof(std::string_view file, const ProofPolicy& policy);

/// Position in the stream of each of the six acts; `service` may be missing.
using ActPositions = std::map<std::string, std::int64_t>;
/// Exactly those names, inside the records. Error: `format`.
[[nodiscard]] base::Result<void> check_act_positions(const ActPositions& acts, std::size_t records);

/// Checks 4–13 for a decision payload of the feed, given its records with index (feed.md §5 `proof`): the
/// same code path. `keys` are the enrolments known to the follower.
struct PublicationView {
  std::vector<ChainRecord> records;
  ActPositions acts;
  std::map<std::string, json::Value> texts;
};
[[nodiscard]] base::Result<std::vector<ChainStep>> verify_publication_view(const PublicationView& view,
                                                                           const KeyDirectory& keys);

}  // namespace ledger
