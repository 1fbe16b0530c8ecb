#pragma once
// The parts of the chain check (transparency-log.md §3b) that key streams and proofs use as well.

#include <span>

#include "ledger/chain.h"

namespace ledger {

/// A bundle that passed §3; `digests` point into it.
struct OpenedBundle {
  std::uint64_t index = 0;
  std::span<const Hash> digests;
  Revealed revealed;
};

inline constexpr std::size_t kPublicKeyBytes = 65;

/// Opaque id of a chain: 16 bytes in base64url.
[[nodiscard]] bool is_stream_id(std::string_view text);
/// base64 of 32 bytes.
[[nodiscard]] bool is_hash(std::string_view text);
[[nodiscard]] bool is_hash(const json::Value& value);
/// Step code or role: `[a-z][a-z0-9_]{0,63}`.
[[nodiscard]] bool is_step_code(std::string_view text);
/// `text` of the error begins with the record's position.
[[nodiscard]] base::Error refusal_at(std::string code, std::int64_t pos, std::string_view what);

/// Names and types of what the record shows. Error: `bundle`. `place`: where it stands in its chain.
[[nodiscard]] base::Result<ChainStep> read_step(OpenedBundle record, std::int64_t place);

/// A chain whose bundles and names are in order.
struct OpenedChain {
  std::vector<ChainStep> steps;
  std::vector<std::span<const Hash>> digests;  // of each step, as in its entry
};
/// Reads every record and holds it against what `view` gets. Error: `bundle`.
[[nodiscard]] base::Result<OpenedChain> open_chain(std::vector<OpenedBundle> records, View view,
                                                   const ChainRules& rules);
/// `stream`, `pos`, `prev`, `replay`, `order`: everything that needs no key.
[[nodiscard]] base::Result<void> check_course(const OpenedChain& chain);
/// Signing key is the actor's, good at that index, and has the role. Error: `actor`.
[[nodiscard]] base::Result<void> check_actor(const ChainStep& step, const KeyDirectory& keys);
/// The signature over the act set; the actor must have been checked. Error: `sig`.
[[nodiscard]] base::Result<void> check_signature(const ChainStep& step, std::span<const Hash> digests,
                                                 const KeyDirectory& keys);
/// check_chain from opened records on.
[[nodiscard]] base::Result<std::vector<ChainStep>> check_opened_chain(std::vector<OpenedBundle> records,
                                                                      View view, const ChainRules& rules,
                                                                      const KeyDirectory& keys);

}  // namespace ledger
