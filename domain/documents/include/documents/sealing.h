#pragma once
// The office's way to the sealer: brings it up to the log, hands over the case, records what it made
// (sealer.md §3, §4).

#include <functional>
#include <optional>

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
  /// Seals the order at the head of `stream`. Errors: `sealer_unreachable`, `sealer.<code>` with the sealer's
  /// words, or the registrar's.
  [[nodiscard]] base::Result<registrar::Receipt> seal(const base::StreamId& stream);
  /// Brings the sealer up to the newest checkpoint.
  [[nodiscard]] base::Result<void> advance();

 private:
  /// The note that a step from `from` goes to: the newest, or one that is near enough.
  [[nodiscard]] base::Result<ledger::Checkpoint> next_checkpoint(std::uint64_t from, std::string& note);
  /// False when there was nothing to do.
  [[nodiscard]] base::Result<bool> advance_step();
  [[nodiscard]] base::Result<seal::Answer> call(const base::json::Object& request);
  [[nodiscard]] base::Result<seal::SealOrder> order_of(const base::StreamId& stream) const;
  [[nodiscard]] base::Result<registrar::Receipt> record(const base::StreamId& stream,
                                                        const seal::SealOrder& order,
                                                        const seal::Sealed& sealed);
  SealingParts parts_;
  std::optional<seal::Client> client_;
};

}  // namespace documents
