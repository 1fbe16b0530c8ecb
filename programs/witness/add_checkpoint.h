#pragma once
// add-checkpoint (transparency-log.md §7): one request, the state before, an answer and the state after.
// Everything that asks this witness for a cosignature goes through here, over HTTP and on a medium alike.

#include <optional>

#include "base/time.h"
#include "fork.h"
#include "ledger/witness_exchange.h"

namespace witness {

using base::Bytes;
using base::Hash;

/// The largest tree of the log that this witness has cosigned.
struct Cosigned {
  std::string note;  // with the log's signature and our cosignature; "" before the first
  ledger::Checkpoint checkpoint;
  std::uint64_t unix_seconds = 0;  // of the cosignature
};
/// Nothing yet: the empty tree.
[[nodiscard]] Cosigned nothing_cosigned();

/// Whom the witness watches, and its key a.
struct Cosigner {
  ledger::VerifierKey log;  // its name is the origin
  std::string name;
  crypto::Sm2Key key;
  [[nodiscard]] ledger::VerifierKey vkey() const;
};

struct Processed {
  ledger::WitnessAnswer answer;
  std::string content_type;
  std::optional<Cosigned> next;  // durable before the answer leaves
  std::optional<Fork> fork;      // whatever the answer is
  /// Size of a checkpoint that the log signed and that was not shown to continue what we cosigned: shorter,
  /// or without a proof. Anybody can send one again, so it proves nothing against the log.
  std::optional<std::uint64_t> unjoined;
};

/// The checks of §7 in their order. Pure but for the random number in the signature. The same checkpoint in
/// the same second is answered with the same bytes. A cosignature's time never goes back. `leaves` is a
/// beginning of the cosigned tree, as far as its records were fetched.
[[nodiscard]] Processed add_checkpoint(std::string_view body, const Cosigned& stored,
                                       const ledger::Tree& leaves, const Cosigner& cosigner,
                                       base::Instant now);

/// A note as stored: signed by the log, cosigned by us. Error: `cosigned`.
[[nodiscard]] base::Result<Cosigned> read_cosigned(const std::string& note, const Cosigner& cosigner);

}  // namespace witness
