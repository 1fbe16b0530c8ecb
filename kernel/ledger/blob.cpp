#include "ledger/blob.h"

namespace ledger {
namespace {

using crypto::Aead;

constexpr std::string_view kBlobLabel = "mingjing-blob/v1\n";
constexpr std::string_view kDataKeyLabel = "mingjing-dek/v1\n";
constexpr std::size_t kKidBytes = 16;
constexpr std::size_t kMidBytes = 4;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kBlobHeadBytes = 1 + kKidBytes + kNonceBytes;

char code_of(Aead alg) {
  return alg == Aead::aes256_gcm ? 1 : 2;
}
std::size_t key_bytes(Aead alg) {
  return alg == Aead::aes256_gcm ? 32 : 16;
}

Bytes blob_label(const Hash& leaf) {
  return Bytes(kBlobLabel).append(base::view(leaf));
}
Bytes data_key_label(std::string_view kid, std::string_view mid) {
  return Bytes(kDataKeyLabel).append(kid).append(mid);
}

struct BlobParts {
  Aead alg = Aead::aes256_gcm;
  std::string_view kid;
  std::string_view nonce;
  std::string_view sealed;
};

base::Result<BlobParts> parse_blob(std::string_view blob) {
  if (blob.size() < kBlobHeadBytes + kTagBytes) return base::fail("blob", "shorter than an empty blob");
  if (blob[0] != code_of(Aead::aes256_gcm) && blob[0] != code_of(Aead::sm4_gcm))
    return base::fail("blob", "unknown algorithm");
  return BlobParts{.alg = blob[0] == code_of(Aead::aes256_gcm) ? Aead::aes256_gcm : Aead::sm4_gcm,
                   .kid = blob.substr(1, kKidBytes),
                   .nonce = blob.substr(1 + kKidBytes, kNonceBytes),
                   .sealed = blob.substr(kBlobHeadBytes)};
}

base::Result<Bytes> unwrap_data_key(std::string_view wrapped, std::string_view kid, const MasterKey& master) {
  if (wrapped.size() < kKidBytes + kMidBytes + kNonceBytes + kTagBytes)
    return base::fail("data_key", "shorter than a wrapped key");
  const std::string_view mid = wrapped.substr(kKidBytes, kMidBytes);
  if (wrapped.substr(0, kKidBytes) != kid) return base::fail("data_key", "the key of another blob");
  if (mid != master.mid) return base::fail("data_key", "wrapped under another master key");
  auto key =
      crypto::aead_open(Aead::aes256_gcm, master.key, wrapped.substr(kKidBytes + kMidBytes, kNonceBytes),
                        data_key_label(kid, mid), wrapped.substr(kKidBytes + kMidBytes + kNonceBytes));
  if (!key) return base::fail("data_key", "the master key does not open it");
  return key;
}

}  // namespace

SealedBlob seal_blob(std::string_view plain, const Hash& leaf, const MasterKey& master, Aead alg) {
  const Bytes kid = crypto::random_bytes(kKidBytes);
  const Bytes data_key = crypto::random_bytes(key_bytes(alg));
  const Bytes nonce = crypto::random_bytes(kNonceBytes);
  const Bytes wrap_nonce = crypto::random_bytes(kNonceBytes);

  Bytes blob(1, code_of(alg));
  blob += kid + nonce + crypto::aead_seal(alg, data_key, nonce, blob_label(leaf), plain);
  Bytes wrapped = kid + master.mid + wrap_nonce;
  wrapped +=
      crypto::aead_seal(Aead::aes256_gcm, master.key, wrap_nonce, data_key_label(kid, master.mid), data_key);
  return {.blob = std::move(blob), .kid = kid, .wrapped = std::move(wrapped)};
}

base::Result<Bytes> blob_kid(std::string_view blob) {
  MJ_TRY(const BlobParts parts, parse_blob(blob));
  return Bytes(parts.kid);
}

base::Result<Bytes> open_blob(std::string_view blob, std::string_view wrapped, const Hash& leaf,
                              const MasterKey& master) {
  MJ_TRY(const BlobParts parts, parse_blob(blob));
  MJ_TRY(const Bytes data_key, unwrap_data_key(wrapped, parts.kid, master));
  if (data_key.size() != key_bytes(parts.alg)) return base::fail("data_key", "the key of another algorithm");
  auto plain = crypto::aead_open(parts.alg, data_key, parts.nonce, blob_label(leaf), parts.sealed);
  if (!plain) return base::fail("blob", "altered, or of another record");
  return plain;
}

}  // namespace ledger
