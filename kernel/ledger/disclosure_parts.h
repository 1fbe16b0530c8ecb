#pragma once
// What several files of this module need to know of an entry's inside (transparency-log.md §3).

#include <optional>
#include <span>
#include <string_view>

#include "base/encoding.h"
#include "ledger/merkle.h"

namespace ledger {

/// The hash's name as it stands in entries, bundles and published texts.
[[nodiscard]] std::string_view alg_name(HashAlg alg);
/// sha256 is known only where `sha256_allowed`: production has one hash (§1).
[[nodiscard]] std::optional<HashAlg> alg_named(std::string_view name, bool sha256_allowed);

/// Root of a record's small tree: the sorted digests are its entries (§3 item 5).
[[nodiscard]] Hash digests_root(std::span<const Hash> digests, HashAlg alg);
/// The canonical entry that commits `root` over `n` digests (§3 item 6).
[[nodiscard]] Bytes entry_over(const Hash& root, std::size_t n, HashAlg alg);

/// `[a-z][a-z0-9]{0,length_max−1}` with one more character `extra` allowed after the first ('\0': none): the
/// form of step codes, roles, mark kinds and reasons.
[[nodiscard]] bool is_code(std::string_view text, std::size_t length_max, char extra);

/// For unordered containers: a hash is even already.
struct FirstBytes {
  std::size_t operator()(const Hash& hash) const {
    return static_cast<std::size_t>(base::get_u64be(base::view(hash).substr(0, 8)));
  }
};

}  // namespace ledger
