#pragma once
// A record at rest and how it is read again (transparency-log.md §3e), and the interfaces of those who read.
// Drivers live in store/; whoever may read is not thereby able to write.

#include <functional>

#include "ledger/blob.h"
#include "ledger/chain.h"

namespace ledger {

struct StoredRecord {
  std::uint64_t index = 0;  // in the tree
  std::string stream;
  std::int64_t pos = 0;
  std::string kind;  // case officer list law draw account key item incident access
  Bytes entry;
  Hash leaf{};
  std::vector<Hash> digests;           // N, ascending
  std::vector<std::string> structure;  // disclosures of the reserved and course fields, in clear
  Bytes sealed;                        // blob with everything else
};

/// A redactable text as kept with its record: body and seed.
struct KeptText {
  json::Array body;
  Bytes seed;
};

/// Everything of a record, opened.
struct OpenedRecord {
  std::vector<std::string> disclosures;  // all
  std::vector<Bytes> decoys;
  std::map<std::string, KeptText> texts;
  std::vector<Field> fields;
  [[nodiscard]] const json::Value* find(std::string_view name) const;
};

/// The plain text of the sealed blob: JCS({"decoys":[…],"disclosures":[…],"texts":{…}}).
[[nodiscard]] Bytes blob_plain(const std::vector<std::string>& disclosures, const std::vector<Bytes>& decoys,
                               const std::map<std::string, KeptText>& texts);

/// Data keys, wrapped, by kid. A small store apart from the records.
class DataKeyReader {
 public:
  virtual ~DataKeyReader() = default;
  /// Error: `erased` when the key was destroyed.
  [[nodiscard]] virtual base::Result<Bytes> wrapped(std::string_view kid) const = 0;
};

/// Errors: `erased`, `blob`, `data_key`, `disclosure`.
[[nodiscard]] base::Result<OpenedRecord> open_record(const StoredRecord& record, const DataKeyReader& keys,
                                                     const MasterKey& master);

/// The reserved and course fields, which need no key: all that is left of an erased record. Error:
/// `disclosure`.
[[nodiscard]] base::Result<std::vector<Field>> structure_fields(const StoredRecord& record);

/// Bundle revealing the structure only, or the structure and further disclosures of the opened record.
[[nodiscard]] Bundle structure_bundle(const StoredRecord& record);
[[nodiscard]] Bundle bundle_revealing(const StoredRecord& record,
                                      const std::vector<std::string>& disclosures);

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// Records of one stream, oldest first, from `from_pos` on. Errors: `unknown_stream`,
  /// `storage_unavailable`.
  [[nodiscard]] virtual base::Result<std::vector<StoredRecord>> stream(std::string_view id,
                                                                       std::int64_t from_pos = 0) const = 0;
  /// Records of the tree in [from, to), in order. Stops early when `take` returns false.
  [[nodiscard]] virtual base::Result<void> scan(
      std::uint64_t from, std::uint64_t to, const std::function<bool(const StoredRecord&)>& take) const = 0;
  /// Number of records integrated in the tree.
  [[nodiscard]] virtual base::Result<std::uint64_t> size() const = 0;
  /// The newest persisted checkpoint note, "" when there is none.
  [[nodiscard]] virtual base::Result<std::string> newest_checkpoint() const = 0;
  /// The largest persisted checkpoint note over at most `size` records, "" when there is none: a follower
  /// that was away for long is taken forward in steps.
  [[nodiscard]] virtual base::Result<std::string> checkpoint_up_to(std::uint64_t size) const = 0;
  /// The receipt (JSON) of an idempotency key, "" when unknown.
  [[nodiscard]] virtual base::Result<std::string> receipt_of(std::string_view idempotency_key) const = 0;
};

/// Bytes by SM3: attachments, PDFs, recordings.
class BlobReader {
 public:
  virtual ~BlobReader() = default;
  /// Size in bytes. Error: `unknown_blob`.
  [[nodiscard]] virtual base::Result<std::uint64_t> size(const Hash& sm3) const = 0;
  /// Errors: `unknown_blob`, `storage_unavailable`.
  [[nodiscard]] virtual base::Result<Bytes> read(const Hash& sm3, std::uint64_t offset,
                                                 std::uint64_t length) const = 0;
};

}  // namespace ledger
