#pragma once
// Signatures that were found good before: to check one again costs a hundred times its hash, and a long case
// is checked whole at every seal (sealer.md §4).

#include <memory>
#include <string_view>

namespace ledger {

/// Copies share what they remember; it never outlives the process. Any thread.
class SeenSignatures {
 public:
  SeenSignatures();
  /// crypto::sm2_verify, at most once for the same key (65 bytes), message and signature. A bad signature is
  /// never remembered.
  [[nodiscard]] bool verify(std::string_view pub, std::string_view message, std::string_view signature) const;

 private:
  struct Memory;
  std::shared_ptr<Memory> memory_;
};

}  // namespace ledger
