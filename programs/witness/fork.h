#pragma once
// When a log contradicts itself (transparency-log.md §7, equivocation): only what it signed itself counts, so
// nobody who merely reaches the witness can accuse it.

#include <optional>
#include <span>
#include <string>

#include "ledger/note.h"

namespace witness {

/// Two notes of the log that cannot both be true.
struct Fork {
  std::string text;      // of the checkpoint that contradicts what we cosigned: the same text is one fork
  std::string evidence;  // both notes, and what joins them (docs/formats/witness.md §1)
};

/// What we cosigned, and what the log signed besides. Both signatures are checked already.
struct Signed {
  const std::string& note;
  const ledger::Checkpoint& checkpoint;
};

/// A fork is another root at a size whose root we know (the cosigned one, or one from `leaves`, a beginning
/// of the cosigned tree), or a larger tree with a `proof` that its beginning is another. A bad proof and an
/// old note are none.
[[nodiscard]] std::optional<Fork> find_fork(const Signed& cosigned, const Signed& other,
                                            std::span<const ledger::Hash> proof, const ledger::Tree& leaves);

}  // namespace witness
