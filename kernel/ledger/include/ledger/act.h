#pragma once
// Making a record: the client commits and signs its fields, the registrar adds exactly five digests
// (transparency-log.md §3b, §3c).

#include <map>

#include "base/time.h"
#include "crypto/sm2.h"
#include "ledger/disclosure.h"

namespace ledger {

/// Key id of a person or machine: base64(SM3("mingjing-key/v1\n" ‖ pub)).
[[nodiscard]] std::string key_id(std::string_view public_key);

/// What the client sends: disclosures of its fields (the signature's last, when signed), decoy preimages, N.
struct Act {
  std::size_t n = 0;
  std::vector<std::string> disclosures;
  std::vector<Bytes> decoys;  // 32-byte preimages
};

/// Draws salts and decoys, sorts, signs when `key` is given. `fields` are the client's, without `sig`;
/// `digests_min` is the form's larger N, 0 for the smallest. Errors: `too_many_fields`, `act_field` (name
/// twice or reserved for the registrar).
[[nodiscard]] base::Result<Act> make_act(const std::vector<std::pair<std::string, json::Value>>& fields,
                                         const crypto::Sm2Key* key, std::size_t digests_min = 0);

/// The act's content once its form is known good.
struct OpenedAct {
  std::vector<Field> fields;  // without `sig`
  std::vector<Hash> act_set;  // N−5 digests, ascending
  std::optional<json::Value> sig;
  std::string sig_disclosure;
  [[nodiscard]] const json::Value* find(std::string_view name) const;
};

/// Errors: `act_count` (|act set| ≠ N−5, N not a power of two in 16…4096), `act_digests` (repeated),
/// `act_field` (malformed, name twice, reserved for the registrar).
[[nodiscard]] base::Result<OpenedAct> open_act(const Act& act);

/// The bytes a person signs: "mingjing-act/v1\n" ‖ JCS({"digests":[…],"key":id}).
[[nodiscard]] Bytes act_message(std::span<const Hash> act_set, std::string_view key_id);

struct RegistrarFields {
  std::int64_t pos = 0;
  std::string prev;   // base64 leaf hash, "" at pos 0
  std::string rules;  // base64 hash of the lawbook edition
  base::Instant recorded;
};

/// A record as it is kept: nothing of it is secret by itself but `disclosures` of private fields and
/// `decoys`.
struct SealedRecord {
  Bytes entry;
  Hash leaf{};
  Hash root{};
  std::vector<Hash> digests;             // N, ascending
  std::vector<std::string> disclosures;  // all fields, client's and registrar's
  std::vector<Bytes> decoys;             // all preimages, incl. the registrar's where unsigned
};

/// The record from everything it commits. Auditor and sealer compare its digests with a bundle's: equal only
/// if every digest opens (§3 item 3). Errors: `act_digests` (repeated), `act_count` (no valid N).
[[nodiscard]] base::Result<SealedRecord> close_record(std::vector<std::string> disclosures,
                                                      std::vector<Bytes> decoys);

/// Salts the registrar's fields, closes the record. Errors as open_act.
[[nodiscard]] base::Result<SealedRecord> seal_record(const Act& act, const RegistrarFields& registrar);

}  // namespace ledger
