#pragma once
// The one write path's drivers: whoever holds these may write. Implemented in store/write, joined in the
// office's main.

#include "ledger/record.h"
#include "sql/session.h"

namespace registrar {

/// One record with all that must be durable together with it.
struct Append {
  ledger::StoredRecord record;
  base::Bytes kid, wrapped_key;  // data key of its blob
  base::Bytes message_hash;      // SM3 of the signed message, "" when unsigned: unique in the log
  std::string idempotency_key;   // "" when none
  std::string receipt;           // JSON
};

class RecordAppender {
 public:
  virtual ~RecordAppender() = default;
  /// All or nothing, durable when it returns; `project` runs in the same transaction, after the records.
  /// Errors: `position_taken`, `replayed_signature`, `key_taken` (idempotency key), `storage_full`,
  /// `storage_unavailable`, or the error of `project`.
  [[nodiscard]] virtual base::Result<void> append(
      const std::vector<Append>& records,
      const std::function<base::Result<void>(sql::Session&)>& project) = 0;
  /// Durable before the note may be published (transparency-log.md §5). Error: `checkpoint_behind` (a larger
  /// one stands, or one of equal size that says something else).
  [[nodiscard]] virtual base::Result<void> save_checkpoint(std::uint64_t size, const std::string& note) = 0;
  /// Puts `note` in the place of the one over `size` records: the same text under more signatures. Error:
  /// `unknown_checkpoint` (none stands there, or one that says something else).
  [[nodiscard]] virtual base::Result<void> replace_checkpoint(std::uint64_t size,
                                                              const std::string& note) = 0;
  /// The writer's session, for rebuilding projections while nothing else writes.
  [[nodiscard]] virtual sql::Session& session() = 0;
};

class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  /// Stores bytes under their SM3; storing equal bytes again changes nothing. Durable when it returns.
  [[nodiscard]] virtual base::Result<base::Hash> store(std::string_view bytes) = 0;
  /// Takes over a finished file (same filesystem), after hashing it.
  [[nodiscard]] virtual base::Result<base::Hash> adopt(const std::string& path) = 0;
};

}  // namespace registrar
