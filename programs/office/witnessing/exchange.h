#pragma once
// One exchange with a witness (transparency-log.md §7): what is asked, and what of the answer may be
// believed. The same functions for HTTP and for carried files.

#include <vector>

#include "config.h"
#include "ledger/witness_exchange.h"

namespace office::witnessing {

/// Body of add-checkpoint: `note` is our checkpoint over `size` records, `old` (at most `size`) what the
/// witness has. `tree` may have grown beyond it.
[[nodiscard]] std::string request_body(const ledger::Tree& tree, std::uint64_t old, std::uint64_t size,
                                       const std::string& note);

struct Answer {
  enum class Kind {
    cosigned,    // `lines` verify over the note
    other_size,  // the witness has `size`: ask again from there
    behind,      // the witness has more of this log than we: sign nothing any more
  };
  Kind kind = Kind::cosigned;
  std::uint64_t size = 0;
  std::vector<ledger::NoteSignature> lines;
};

/// Reads an answer about `note`, trusting nothing: a signature line counts when it verifies for one of
/// `witnesses` and its time lies at most five minutes ahead of `now`. `records` is the size of our log.
/// Errors: `witness_refused` (its status and words), `witness` (no line verifies, or the answer is none).
[[nodiscard]] base::Result<Answer> read_answer(const ledger::WitnessAnswer& answer, const std::string& note,
                                               const std::vector<Witness>& witnesses, std::uint64_t records,
                                               base::Instant now);

/// The size in the name of a carried file of this log. Error: `witness` (named otherwise).
[[nodiscard]] base::Result<std::uint64_t> carried_size(const std::string& file_name,
                                                       const std::string& origin);

/// Origin, size and root of a note of ours. Error: `note`.
[[nodiscard]] base::Result<ledger::Checkpoint> checkpoint_of(std::string_view note);

}  // namespace office::witnessing
