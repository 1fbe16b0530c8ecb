#pragma once
// What was worked out before: to check a signature again costs a hundred times its hash, the root of a
// record's digests six times theirs, and a long case is checked whole at every seal (sealer.md §4).

#include <memory>
#include <span>
#include <string_view>

#include "base/encoding.h"

namespace ledger {

/// Copies share what they remember; it never outlives the process, and is bounded. Any thread.
class Seen {
 public:
  Seen();
  /// crypto::sm2_verify, at most once for the same key (65 bytes), message and signature. A bad signature is
  /// never remembered.
  [[nodiscard]] bool verify(std::string_view pub, std::string_view message, std::string_view signature) const;
  /// ledger::digests_root by SM3, at most once for the same digests.
  [[nodiscard]] base::Hash digests_root(std::span<const base::Hash> digests) const;

 private:
  struct Memory;
  std::shared_ptr<Memory> memory_;
};

}  // namespace ledger
