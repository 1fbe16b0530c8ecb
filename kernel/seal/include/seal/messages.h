#pragma once
// Requests and answers between office and sealer (sealer.md §1, §3, §4). The office builds requests and reads
// answers, the sealer the other way round; both from this one file.

#include <map>

#include "base/time.h"
#include "ledger/act.h"
#include "ledger/disclosure.h"
#include "ledger/record.h"
#include "seal/frame.h"

namespace seal {

using base::Bytes;
using base::Hash;

inline constexpr std::size_t kEntriesMax = 4096;  // of one `advance`

// ---- requests
// ------------------------------------------------------------------------------------------------

[[nodiscard]] json::Object status_request();
/// Repeats the stored answer of an order (base64 leaf hash of its `order_seal`).
[[nodiscard]] json::Object answer_request(std::string_view order);
/// Every number of one series word (`澄明市监处罚`) in one year.
[[nodiscard]] json::Object account_request(std::string_view series, int year);
/// `record` is the base64 leaf hash of the record `void_number`; `no` names a number whose order was lost in
/// a restore (sealer.md §6), "" otherwise.
[[nodiscard]] json::Object void_request(std::string_view record, std::string_view no = {});
[[nodiscard]] json::Object resume_request();
/// Only for an origin that begins with "demo.": the sealer's clock stands at `now`, or runs again (nullopt).
[[nodiscard]] json::Object clock_request(std::optional<base::Instant> now);

/// Takes the log forward: entries number from … from + entries.size() − 1, which the checkpoint covers
/// exactly.
struct Advance {
  std::string checkpoint;  // note
  std::vector<Hash> proof;
  std::vector<Bytes> entries;
  std::vector<json::Value> structure;  // a structure bundle or null, one per entry
  std::uint64_t from = 0;
  /// Structure that was null before: index → bundle.
  std::map<std::uint64_t, json::Value> late;
};
[[nodiscard]] json::Object to_json(const Advance& advance);
/// Error: `malformed`.
[[nodiscard]] base::Result<Advance> advance_from_json(const json::Object& request);

/// A record with everything it commits. Of one whose values were lawfully erased only the structure is left.
struct FullRecord {
  std::uint64_t index = 0;
  ledger::Bundle bundle;
  std::vector<Bytes> decoys;  // preimages
  bool erased = false;
};

struct SealOrder {
  std::string order;                // base64 leaf hash of the record `order_seal`
  std::vector<FullRecord> records;  // the whole stream, by position
  std::map<std::string, ledger::KeptText> texts;
};
[[nodiscard]] json::Object to_json(const SealOrder& order);
/// Error: `malformed`.
[[nodiscard]] base::Result<SealOrder> seal_order_from_json(const json::Object& request);

/// After a restore: bundles that reveal the public fields of the `issue_document` records.
struct Resync {
  struct Record {
    std::uint64_t index = 0;
    ledger::Bundle bundle;
  };
  std::vector<Record> records;
};
[[nodiscard]] json::Object to_json(const Resync& resync);
/// Error: `malformed`.
[[nodiscard]] base::Result<Resync> resync_from_json(const json::Object& request);

// ---- answers
// -------------------------------------------------------------------------------------------------

/// One reason, as the lawbook words it.
struct Refusal {
  std::string article, code, text;
  bool operator==(const Refusal&) const = default;
};

struct Answer {
  bool ok = false;
  std::string code;  // "" when ok
  std::string say;   // Chinese, for people
  std::vector<Refusal> refusals;
  json::Object body;  // the whole answer
};
/// Error: `malformed`.
[[nodiscard]] base::Result<Answer> answer_from_json(json::Object body);
[[nodiscard]] json::Object refused(std::string_view code, std::string_view say,
                                   const std::vector<Refusal>& refusals = {});

/// The answer to `seal`: the office stores the PDF by hash and appends the record as it is.
struct Sealed {
  std::string no;
  base::Date date;
  Bytes pdf;
  ledger::Act act;    // of `issue_document`
  json::Object text;  // name → first published form, nothing hidden
  std::string token;  // 20 characters, as printed in the QR code
};
[[nodiscard]] json::Object to_json(const Sealed& sealed, const std::vector<Hash>& act_set);
/// Error: `malformed`.
[[nodiscard]] base::Result<Sealed> sealed_from_json(const json::Object& answer);

}  // namespace seal
