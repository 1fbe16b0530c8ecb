#pragma once
// Text that is committed once and redacted at publication (redactable-text.md).

#include <string>
#include <vector>

#include "base/json.h"
#include "ledger/merkle.h"

namespace ledger {

namespace json = base::json;

inline constexpr std::int64_t kUnitsMax = 1 << 20;

/// A full body (§1) is an array of {"t"}, {"a"}, {"b"}; a published one may also hold {"l","n","r"} (§3).
/// Errors of check_body: `item`, `char` (names the code point), `limit`.
[[nodiscard]] base::Result<std::int64_t> check_body(const json::Array& body);  // number of units
/// Joins neighbouring `t` items, so that a body typed in pieces gets its one canonical form.
[[nodiscard]] json::Array normalise(const json::Array& body);

struct CommittedText {
  json::Array body;
  Bytes seed;         // 32 bytes, secret until published
  json::Value field;  // {"alg","n","root","t":"rtext","v":1}
};

/// Draws a fresh seed. Errors as check_body.
[[nodiscard]] base::Result<CommittedText> commit_text(json::Array body);
/// Recomputes the field value of a known body and seed (the sealer's check; vectors).
[[nodiscard]] base::Result<json::Value> text_field(const json::Array& body, std::string_view seed,
                                                   HashAlg alg = HashAlg::sm3);

struct Redaction {
  std::int64_t at = 0;  // first hidden unit
  std::int64_t n = 0;   // number of units
  std::string reason;
  std::string label;
};

/// Published form (§3). `redactions` ascending and disjoint. Error: `redaction`.
[[nodiscard]] base::Result<json::Value> publish_text(const json::Array& body, std::string_view seed,
                                                     const std::vector<Redaction>& redactions,
                                                     HashAlg alg = HashAlg::sm3);

/// §4. Errors: limit canonical member item char count base64 proof root.
[[nodiscard]] base::Result<json::Value> verify_published_text(std::string_view bytes,
                                                              bool sha256_allowed = false);
/// The same on a parsed value (its JCS is taken as its bytes).
[[nodiscard]] base::Result<void> verify_published_text(const json::Value& form, bool sha256_allowed = false);
/// `{"alg","n","root","t","v"}` of a published form: what the record's field must equal.
[[nodiscard]] json::Value field_of_published(const json::Value& form);

/// Plain form: t and a literally, marks as line breaks and tabs, a redaction as 【label】.
[[nodiscard]] std::string plain_text(const json::Array& body);

/// Publication file (§3, §4): "ok" or "ok, labels not authenticated", else the error code.
[[nodiscard]] base::Result<std::string> verify_publication(std::string_view bytes);

}  // namespace ledger
