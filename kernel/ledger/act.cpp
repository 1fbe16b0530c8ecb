#include "ledger/act.h"

#include <algorithm>
#include <bit>
#include <set>

#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "disclosure_parts.h"
#include "ledger/reserved.h"

namespace ledger {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kDecoyBytes = 32;
constexpr std::size_t kRegistrarDigests = kAddedByRegistrar.size();

std::string salted(std::string_view name, json::Value value) {
  return encode_disclosure({crypto::random_bytes(kSaltBytes), std::string(name), std::move(value)});
}

/// Sorted digests; error when one occurs twice (§3 item 4: draw new salts).
base::Result<std::vector<Hash>> sorted_digests(std::span<const std::string> disclosures,
                                               std::span<const Bytes> decoys) {
  std::vector<Hash> out;
  out.reserve(disclosures.size() + decoys.size());
  for (const std::string& disclosure : disclosures) out.push_back(disclosure_digest(disclosure));
  for (const Bytes& decoy : decoys) out.push_back(decoy_digest(decoy));
  std::ranges::sort(out);
  if (std::ranges::adjacent_find(out) != out.end()) return base::fail("act_digests", "a digest occurs twice");
  return out;
}

std::string signature_field(const crypto::Sm2Key& key, std::span<const Hash> act_set) {
  const std::string id = key_id(key.public_key());
  const Bytes signature = key.sign(act_message(act_set, id));
  return salted("sig", json::Object{{"key", id}, {"sig", base::base64(signature)}});
}

base::Result<void> check_names(const std::vector<std::pair<std::string, json::Value>>& fields) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : fields) {
    if (is_among(kAddedByRegistrar, name)) return base::fail("act_field", name + " is set by the registrar");
    if (!names.insert(name).second) return base::fail("act_field", "the field " + name + " occurs twice");
  }
  return {};
}

/// `sig` goes apart: it is not in the act set, because it signs it.
base::Result<void> take_field(Field field, const std::string& disclosure, OpenedAct& out) {
  if (field.name != "sig") {
    if (is_among(kAddedByRegistrar, field.name))
      return base::fail("act_field", field.name + " is set by the registrar");
    out.fields.push_back(std::move(field));
    return {};
  }
  if (!json::has_exactly(field.value, {"key", "sig"}))
    return base::fail("act_field", "the signature is malformed");
  out.sig = std::move(field.value);
  out.sig_disclosure = disclosure;
  return {};
}

std::vector<std::string> registrar_disclosures(const RegistrarFields& registrar) {
  return {salted("pos", registrar.pos), salted("prev", json::Value(registrar.prev)),
          salted("recorded", json::Value(base::format(registrar.recorded))),
          salted("rules", json::Value(registrar.rules))};
}

}  // namespace

std::string key_id(std::string_view public_key) {
  return base::base64(crypto::sm3(std::string("mingjing-key/v1\n").append(public_key)));
}

Bytes act_message(std::span<const Hash> act_set, std::string_view key_id) {
  constexpr std::size_t kDigestText = 47;  // base64 of 32 bytes, quotes, comma
  Bytes out = "mingjing-act/v1\n{\"digests\":[";
  out.reserve(out.size() + act_set.size() * kDigestText + key_id.size() + 16);
  for (const Hash& digest : act_set) {
    if (&digest != &act_set.front()) out += ',';
    out.append("\"").append(base::base64(digest)).append("\"");
  }
  // The canonical form by hand: base64 needs no escape, "digests" sorts before "key".
  return out.append("],\"key\":").append(json::canonical(json::Value(key_id))).append("}");
}

base::Result<Act> make_act(const std::vector<std::pair<std::string, json::Value>>& fields,
                           const crypto::Sm2Key* key, std::size_t digests_min) {
  MJ_CHECK(check_names(fields));
  const std::size_t needed = std::max({fields.size() + kRegistrarDigests, digests_min, kDigestsMin});
  if (needed > kDigestsMax) return base::fail("too_many_fields", "a record has at most 4091 fields");
  Act act{.n = std::bit_ceil(needed), .disclosures = {}, .decoys = {}};
  for (const auto& [name, value] : fields) act.disclosures.push_back(salted(name, value));
  for (std::size_t i = fields.size() + kRegistrarDigests; i < act.n; ++i)
    act.decoys.push_back(crypto::random_bytes(kDecoyBytes));
  MJ_TRY(const auto act_set, sorted_digests(act.disclosures, act.decoys));
  if (key != nullptr) act.disclosures.push_back(signature_field(*key, act_set));
  return act;
}

const json::Value* OpenedAct::find(std::string_view name) const {
  const auto field = std::ranges::find(fields, name, &Field::name);
  return field == fields.end() ? nullptr : &field->value;
}

base::Result<OpenedAct> open_act(const Act& act) {
  if (act.n < kDigestsMin || act.n > kDigestsMax || !std::has_single_bit(act.n))
    return base::fail("act_count", "the number of digests is not a power of two from 16 to 4096");
  if (act.disclosures.size() > act.n || act.decoys.size() > act.n)
    return base::fail("act_count", "more fields or decoys than digests");
  OpenedAct out;
  std::vector<std::string> client;
  std::set<std::string> names;
  for (const std::string& disclosure : act.disclosures) {
    auto field = decode_disclosure(disclosure);
    if (!field) return base::fail("act_field", field.error().text);
    if (!names.insert(field->name).second)
      return base::fail("act_field", "the field " + field->name + " occurs twice");
    if (field->name != "sig") client.push_back(disclosure);
    MJ_CHECK(take_field(std::move(*field), disclosure, out));
  }
  if (!std::ranges::all_of(act.decoys, [](const Bytes& decoy) { return decoy.size() == kDecoyBytes; }))
    return base::fail("act_field", "a decoy has not 32 bytes");
  if (client.size() + act.decoys.size() + kRegistrarDigests != act.n)
    return base::fail("act_count", "fields and decoys are not N−5 together");
  MJ_TRY(out.act_set, sorted_digests(client, act.decoys));
  return out;
}

base::Result<SealedRecord> close_record(std::vector<std::string> disclosures, std::vector<Bytes> decoys) {
  SealedRecord out;
  MJ_TRY(out.digests, sorted_digests(disclosures, decoys));
  const std::size_t n = out.digests.size();
  if (n < kDigestsMin || n > kDigestsMax || !std::has_single_bit(n))
    return base::fail("act_count", "the number of digests is not a power of two from 16 to 4096");
  out.root = digests_root(out.digests, HashAlg::sm3);
  out.entry = entry_over(out.root, n, HashAlg::sm3);
  out.leaf = leaf_hash(out.entry);
  out.disclosures = std::move(disclosures);
  out.decoys = std::move(decoys);
  return out;
}

base::Result<SealedRecord> seal_record(const Act& act, const RegistrarFields& registrar) {
  MJ_TRY(const OpenedAct opened, open_act(act));
  std::vector<std::string> disclosures = act.disclosures;
  std::ranges::move(registrar_disclosures(registrar), std::back_inserter(disclosures));
  std::vector<Bytes> decoys = act.decoys;
  // An unsigned record gets one more decoy, so that a leaf does not tell whether it is signed (§3c).
  if (!opened.sig) decoys.push_back(crypto::random_bytes(kDecoyBytes));
  return close_record(std::move(disclosures), std::move(decoys));
}

}  // namespace ledger
