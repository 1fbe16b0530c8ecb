#pragma once
// The office's way to the sealer: brings it up to the log, hands over the case, records what it made
// (sealer.md §3, §4).

#include <optional>
#include <set>

#include "documents/issued.h"
#include "documents/waiting.h"
#include "ledger/note.h"
#include "registrar/registrar.h"
#include "seal/client.h"

namespace documents {

struct SealingParts {
  const ledger::RecordReader& reader;
  const ledger::DataKeyReader& data_keys;
  const ledger::MasterKey& master;
  registrar::Registrar& registrar;
  registrar::BlobWriter& blobs;
  std::string socket_path;
  const base::Clock* demo_clock = nullptr;  // set for a demo: the sealer's clock is made to stand with it
};

/// Not for use from two threads at once. Every call may be repeated: the sealer answers an order once and for
/// ever, and the record has an idempotency key.
class Sealing {
 public:
  explicit Sealing(SealingParts parts);
  /// One round: takes the sealer to the newest checkpoint, gives it the documents it asks for after a
  /// restore, tells it of confirmed voids, then seals every order that waits. What is refused does not hold
  /// up the rest and is left in `waiting`. The first error once all were tried: `sealer_unreachable`,
  /// `sealer.<code>` with the sealer's words, or the registrar's.
  [[nodiscard]] base::Result<void> work_off(const Issued& issued, Waiting& waiting);

 private:
  /// Clock of a demo, newest checkpoint.
  [[nodiscard]] base::Result<void> meet();
  [[nodiscard]] base::Result<void> advance();
  /// The note that a step from `from` goes to: the newest, or one that is near enough.
  [[nodiscard]] base::Result<ledger::Checkpoint> next_checkpoint(std::uint64_t from, std::string& note);
  /// False when there was nothing to do.
  [[nodiscard]] base::Result<bool> advance_step();
  /// Documents the sealer made and has forgotten (sealer.md §6).
  [[nodiscard]] base::Result<void> deliver_unknown();
  [[nodiscard]] base::Result<void> tell_voids(const Issued& issued);
  /// Seals the order at the head of `stream`.
  [[nodiscard]] base::Result<registrar::Receipt> seal(const base::StreamId& stream);
  [[nodiscard]] base::Result<seal::Answer> call(const base::json::Object& request);
  /// The body of an answer that is no refusal.
  [[nodiscard]] base::Result<base::json::Value> ask(const base::json::Object& request);
  [[nodiscard]] base::Result<seal::SealOrder> order_of(const base::StreamId& stream) const;
  [[nodiscard]] base::Result<registrar::Receipt> record(const base::StreamId& stream,
                                                        const seal::SealOrder& order,
                                                        const seal::Sealed& sealed);
  SealingParts parts_;
  std::optional<seal::Client> client_;
  std::set<std::string> told_;  // voids, since this start: telling one again changes nothing
};

}  // namespace documents
