#pragma once
// Salted fields and the bundle that reveals some of them (transparency-log.md §3).

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "ledger/merkle.h"

namespace ledger {

namespace json = base::json;

/// One field of a record with its salt.
struct Field {
  Bytes salt;  // at least 16 bytes
  std::string name;
  json::Value value;
};

/// base64url-nopad(JCS([base64url(salt), name, value])).
[[nodiscard]] std::string encode_disclosure(const Field& field);
/// Error: `disclosure` (not canonical, not three elements, salt too short, value outside the profile).
[[nodiscard]] base::Result<Field> decode_disclosure(std::string_view text, std::size_t depth_max = 16);
[[nodiscard]] Hash disclosure_digest(std::string_view disclosure, HashAlg alg = HashAlg::sm3);
[[nodiscard]] Hash decoy_digest(std::string_view preimage, HashAlg alg = HashAlg::sm3);

inline constexpr std::size_t kDigestsMin = 16;
inline constexpr std::size_t kDigestsMax = 4096;

/// Whether an entry is a record (`t` = `rec`); entries of other kinds are hashed and nothing more.
[[nodiscard]] bool is_record(std::string_view entry);

struct Bundle {
  HashAlg alg = HashAlg::sm3;
  Bytes entry;
  std::vector<Hash> digests;             // ascending
  std::vector<std::string> disclosures;  // revealed ones, as encoded
  std::string proof;                     // tlog-proof text, "" when absent
};

[[nodiscard]] json::Value to_json(const Bundle& bundle);
/// Members and types only; verify_bundle does the rest. Error: `bundle`.
[[nodiscard]] base::Result<Bundle> bundle_from_json(const json::Value& value);

class Seen;

/// What a bundle reveals, after every check of §3 that needs no checkpoint.
struct Revealed {
  Hash leaf{};  // leaf hash of the entry
  Hash root{};  // root inside the entry: the draft root of a draft (§3d)
  std::vector<Field> fields;
  std::vector<Hash> digests;  // of the revealed fields, in the order of `fields`
  [[nodiscard]] const json::Value* find(std::string_view name) const;
};

/// Error: `bundle` with the failing condition in words. SHA-256 is for tests and the twin log (§9) only.
[[nodiscard]] base::Result<Revealed> verify_bundle(const Bundle& bundle, bool sha256_allowed = false);
/// The same by SM3, for who opens a record more than once: roots come out of `seen`.
[[nodiscard]] base::Result<Revealed> verify_bundle(const Bundle& bundle, const Seen& seen);

}  // namespace ledger
