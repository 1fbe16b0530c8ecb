#include "ledger/disclosure.h"

#include <algorithm>
#include <bit>
#include <set>

#include "disclosure_parts.h"
#include "ledger/seen.h"

namespace ledger {
namespace {

constexpr std::size_t kSaltBytesMin = 16;
constexpr std::string_view kDecoyLabel = "mingjing-decoy/v1\n";

base::Result<void> check_digests(std::span<const Hash> digests) {
  const std::size_t n = digests.size();
  if (n < kDigestsMin || n > kDigestsMax || !std::has_single_bit(n))
    return base::fail("bundle", "the number of digests is not a power of two from 16 to 4096");
  if (std::ranges::adjacent_find(digests, std::greater_equal<>{}) != digests.end())
    return base::fail("bundle", "the digests are not strictly ascending");
  return {};
}

/// The root the entry commits, once entry, algorithm and digests agree.
base::Result<Hash> check_entry(const Bundle& bundle, const Seen* seen) {
  const auto entry = json::parse_canonical(bundle.entry);
  if (!entry || !json::has_exactly(*entry, {"alg", "n", "root", "t", "v"}))
    return base::fail("bundle", "the entry is not canonical or has other members");
  if (json::text_or_empty(json::find(*entry, "t")) != "rec" || json::int_member(*entry, "v") != 1)
    return base::fail("bundle", "the entry is not a record of version 1");
  if (json::text_or_empty(json::find(*entry, "alg")) != alg_name(bundle.alg))
    return base::fail("bundle", "the entry names another hash");
  if (json::int_member(*entry, "n") != static_cast<std::int64_t>(bundle.digests.size()))
    return base::fail("bundle", "the entry states another number of digests");
  const auto root = base::hash_from_base64(json::text_or_empty(json::find(*entry, "root")));
  const auto found = [&] {
    return seen != nullptr ? seen->digests_root(bundle.digests) : digests_root(bundle.digests, bundle.alg);
  };
  if (!root || found() != *root) return base::fail("bundle", "the digests do not give the root of the entry");
  return *root;
}

base::Result<void> reveal(const Bundle& bundle, Revealed& out) {
  std::set<std::string, std::less<>> names;
  for (const std::string& disclosure : bundle.disclosures) {
    const Hash digest = disclosure_digest(disclosure, bundle.alg);
    if (!std::ranges::binary_search(bundle.digests, digest))
      return base::fail("bundle", "a disclosure is not among the digests");
    auto field = decode_disclosure(disclosure);
    if (!field) return base::fail("bundle", field.error().text);
    if (!names.insert(field->name).second)
      return base::fail("bundle", "the field " + field->name + " is revealed twice");
    out.fields.push_back(std::move(*field));
    out.digests.push_back(digest);
  }
  return {};
}

base::Result<Revealed> verify(const Bundle& bundle, const Seen* seen) {
  MJ_CHECK(check_digests(bundle.digests));
  Revealed out;
  MJ_TRY(out.root, check_entry(bundle, seen));
  out.leaf = leaf_hash(bundle.entry, bundle.alg);
  MJ_CHECK(reveal(bundle, out));
  return out;
}

base::Result<std::vector<Hash>> hashes_from(const json::Value& list) {
  const auto texts = json::strings(list);
  if (!texts) return base::fail("bundle", "digests is not an array of strings");
  std::vector<Hash> out;
  out.reserve(texts->size());
  for (const std::string& text : *texts) {
    const auto hash = base::hash_from_base64(text);
    if (!hash) return base::fail("bundle", "a digest is not base64 of 32 bytes");
    out.push_back(*hash);
  }
  return out;
}

/// The content of the JSON string that `text` begins with, and takes it away, with `end` behind it; nothing
/// when it needs an escape or is none.
std::optional<std::string_view> take_plain(std::string_view& text, std::string_view end) {
  if (!text.starts_with('"')) return std::nullopt;
  const auto stop = std::find_if(text.begin() + 1, text.end(), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
  const std::string_view content(text.begin() + 1, stop);
  const std::string_view rest(stop, text.end());
  if (rest.size() <= end.size() || rest.front() != '"' || !rest.substr(1).starts_with(end))
    return std::nullopt;
  text = rest.substr(1 + end.size());
  return content;
}

/// Most fields are texts without an escape; then the bytes say themselves that they are canonical, and need
/// not be written again. Nothing for all others, and for whatever is wrong.
std::optional<Field> plain_field(std::string_view bytes) {
  if (bytes.size() > json::Limits{}.bytes_max || !bytes.starts_with('[') || !base::valid_utf8(bytes))
    return std::nullopt;
  bytes.remove_prefix(1);
  const auto salt = take_plain(bytes, ",");
  const auto name = salt ? take_plain(bytes, ",") : std::nullopt;
  const auto value = name ? take_plain(bytes, "]") : std::nullopt;
  if (!value || !bytes.empty()) return std::nullopt;
  auto salt_bytes = base::from_base64url(*salt);
  if (!salt_bytes || salt_bytes->size() < kSaltBytesMin) return std::nullopt;
  return Field{*std::move(salt_bytes), std::string(*name), json::Value(*value)};
}

}  // namespace

std::string_view alg_name(HashAlg alg) {
  return alg == HashAlg::sm3 ? "sm3" : "sha256";
}

std::optional<HashAlg> alg_named(std::string_view name, bool sha256_allowed) {
  if (name == "sm3") return HashAlg::sm3;
  if (name == "sha256" && sha256_allowed) return HashAlg::sha256;
  return std::nullopt;
}

bool is_code(std::string_view text, std::size_t length_max, char extra) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (text.empty() || text.size() > length_max || !lower(text.front())) return false;
  return std::ranges::all_of(
      text, [&](char c) { return lower(c) || (c >= '0' && c <= '9') || (extra != '\0' && c == extra); });
}

Hash digests_root(std::span<const Hash> digests, HashAlg alg) {
  std::vector<Hash> leaves;
  leaves.reserve(digests.size());
  for (const Hash& digest : digests) leaves.push_back(leaf_hash(base::view(digest), alg));
  return root_of(leaves, alg);
}

Bytes entry_over(const Hash& root, std::size_t n, HashAlg alg) {
  return json::canonical(json::Object{{"alg", alg_name(alg)},
                                      {"n", static_cast<std::int64_t>(n)},
                                      {"root", base::base64(root)},
                                      {"t", "rec"},
                                      {"v", 1}});
}

std::string encode_disclosure(const Field& field) {
  const json::Array parts{json::Value(base::base64url(field.salt)), json::Value(field.name), field.value};
  return base::base64url(json::canonical(parts));
}

base::Result<Field> decode_disclosure(std::string_view text, std::size_t depth_max) {
  const auto bytes = base::from_base64url(text);
  if (!bytes) return base::fail("disclosure", "a disclosure is not canonical base64url");
  if (auto plain = plain_field(*bytes)) return *std::move(plain);
  const auto parts = json::parse_canonical(*bytes, {.depth_max = depth_max});
  if (!parts || !parts->is_array() || parts->get_array().size() != 3)
    return base::fail("disclosure", "a disclosure is not a canonical array of three");
  const json::Array& array = parts->get_array();
  if (!array[0].is_string() || !array[1].is_string())
    return base::fail("disclosure", "salt or name of a disclosure is not a string");
  auto salt = base::from_base64url(json::text_or_empty(&array[0]));
  if (!salt || salt->size() < kSaltBytesMin)
    return base::fail("disclosure", "a salt is malformed or shorter than 16 bytes");
  return Field{std::move(*salt), json::text_or_empty(&array[1]), array[2]};
}

Hash disclosure_digest(std::string_view disclosure, HashAlg alg) {
  return hash_of(alg, disclosure);
}

Hash decoy_digest(std::string_view preimage, HashAlg alg) {
  return hash_of(alg, std::string(kDecoyLabel).append(preimage));
}

json::Value to_json(const Bundle& bundle) {
  json::Array digests;
  for (const Hash& digest : bundle.digests) digests.emplace_back(base::base64(digest));
  json::Object out{{"alg", alg_name(bundle.alg)},
                   {"digests", std::move(digests)},
                   {"disclosures", json::string_array(bundle.disclosures)},
                   {"entry", base::base64(bundle.entry)},
                   {"v", 1}};
  if (!bundle.proof.empty()) out["proof"] = bundle.proof;
  return out;
}

base::Result<Bundle> bundle_from_json(const json::Value& value) {
  const bool with_proof = json::find(value, "proof") != nullptr;
  if (with_proof ? !json::has_exactly(value, {"alg", "digests", "disclosures", "entry", "proof", "v"})
                 : !json::has_exactly(value, {"alg", "digests", "disclosures", "entry", "v"}))
    return base::fail("bundle", "a bundle has other members");
  const auto alg = alg_named(json::text_or_empty(json::find(value, "alg")), true);
  if (!alg || json::int_member(value, "v") != 1)
    return base::fail("bundle", "unknown hash or version of a bundle");
  auto entry = base::from_base64(json::text_or_empty(json::find(value, "entry")));
  auto disclosures = json::strings(*json::find(value, "disclosures"));
  if (!entry || !disclosures) return base::fail("bundle", "entry or disclosures malformed");
  MJ_TRY(auto digests, hashes_from(*json::find(value, "digests")));
  Bundle out{*alg, std::move(*entry), std::move(digests), std::move(*disclosures), {}};
  if (!with_proof) return out;
  out.proof = json::text_or_empty(json::find(value, "proof"));
  if (out.proof.empty()) return base::fail("bundle", "the proof of a bundle is not a text");
  return out;
}

bool is_record(std::string_view entry) {
  const auto value = json::parse(entry);
  return value && json::text_or_empty(json::find(*value, "t")) == "rec";
}

const json::Value* Revealed::find(std::string_view name) const {
  const auto field = std::ranges::find(fields, name, &Field::name);
  return field == fields.end() ? nullptr : &field->value;
}

base::Result<Revealed> verify_bundle(const Bundle& bundle, bool sha256_allowed) {
  if (bundle.alg != HashAlg::sm3 && !sha256_allowed)
    return base::fail("bundle", "the hash of this bundle is not allowed here");
  return verify(bundle, nullptr);
}

base::Result<Revealed> verify_bundle(const Bundle& bundle, const Seen& seen) {
  if (bundle.alg != HashAlg::sm3) return verify_bundle(bundle);
  return verify(bundle, &seen);
}

}  // namespace ledger
