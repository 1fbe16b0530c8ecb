// What starts from randomness or from something a person remembers.

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/json.h"
#include "crypto/cipher.h"
#include "must.h"

namespace crypto {
namespace {

constexpr std::string_view kWrapAlgorithm = "pbkdf2-sha256-600000+aes-256-gcm";
constexpr int kWrapIterations = 600'000;
constexpr std::size_t kWrapSaltBytes = 16;
constexpr std::size_t kWrapNonceBytes = 12;
constexpr std::size_t kWrapKeyBytes = 32;

constexpr std::uint32_t kArgonPasses = 3;
constexpr std::uint32_t kArgonKib = 64 * 1024;
constexpr std::uint32_t kArgonLanes = 1;
constexpr std::size_t kArgonSaltBytes = 16;
constexpr std::size_t kArgonHashBytes = 32;

unsigned char* bytes_of(base::Bytes& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// A derived key that does not outlive its use.
class PassphraseKey {
 public:
  PassphraseKey(std::string_view passphrase, std::string_view salt)
      : key_(pbkdf2_sha256(passphrase, salt, kWrapIterations, kWrapKeyBytes)) {}
  ~PassphraseKey() { OPENSSL_cleanse(key_.data(), key_.size()); }
  PassphraseKey(const PassphraseKey&) = delete;
  PassphraseKey& operator=(const PassphraseKey&) = delete;
  [[nodiscard]] std::string_view view() const { return key_; }

 private:
  base::Bytes key_;
};

struct WrappedKey {
  base::Bytes box;
  base::Bytes nonce;
  base::Bytes salt;
};

base::Result<base::Bytes> bytes_member(const base::json::Value& object, std::string_view name) {
  MJ_TRY(const std::string text, base::json::string_member(object, name));
  return base::from_base64(text);
}

base::Result<WrappedKey> parse_wrapped(std::string_view text) {
  MJ_TRY(const auto object, base::json::parse(text));
  if (!base::json::has_exactly(object, {"alg", "box", "nonce", "salt", "v"}))
    return base::fail("wrapped_key", "other members than those of a wrapped key");
  MJ_TRY(const std::string alg, base::json::string_member(object, "alg"));
  MJ_TRY(const std::int64_t version, base::json::int_member(object, "v"));
  if (alg != kWrapAlgorithm || version != 1) return base::fail("wrapped_key", "unknown algorithm or version");
  WrappedKey wrapped;
  MJ_TRY(wrapped.box, bytes_member(object, "box"));
  MJ_TRY(wrapped.nonce, bytes_member(object, "nonce"));
  MJ_TRY(wrapped.salt, bytes_member(object, "salt"));
  if (wrapped.nonce.size() != kWrapNonceBytes || wrapped.salt.size() != kWrapSaltBytes)
    return base::fail("wrapped_key", "wrong size of nonce or salt");
  return wrapped;
}

}  // namespace

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

base::Bytes random_bytes(std::size_t n) {
  base::Bytes out(n, '\0');
  must(n == 0 || RAND_bytes(bytes_of(out), static_cast<int>(n)) == 1, "RAND_bytes");
  return out;
}

base::Bytes hmac_sha1(std::string_view key, std::string_view message) {
  base::Bytes out(20, '\0');
  must(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(message.data()), message.size(), bytes_of(out),
            nullptr) != nullptr,
       "HMAC");
  return out;
}

base::Bytes pbkdf2_sha256(std::string_view passphrase, std::string_view salt, int iterations,
                          std::size_t length) {
  base::Bytes out(length, '\0');
  must(PKCS5_PBKDF2_HMAC(passphrase.data(), static_cast<int>(passphrase.size()),
                         reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()),
                         iterations, EVP_sha256(), static_cast<int>(length), bytes_of(out)) == 1,
       "PKCS5_PBKDF2_HMAC");
  return out;
}

std::string wrap_key(std::string_view scalar, std::string_view passphrase) {
  const base::Bytes salt = random_bytes(kWrapSaltBytes);
  const base::Bytes nonce = random_bytes(kWrapNonceBytes);
  const PassphraseKey key(passphrase, salt);
  const base::Bytes box = aead_seal(Aead::aes256_gcm, key.view(), nonce, "", scalar);
  return base::json::canonical(base::json::Object{{"alg", std::string(kWrapAlgorithm)},
                                                  {"box", base::base64(box)},
                                                  {"nonce", base::base64(nonce)},
                                                  {"salt", base::base64(salt)},
                                                  {"v", 1}});
}

base::Result<base::Bytes> unwrap_key(std::string_view wrapped, std::string_view passphrase) {
  const auto parts = parse_wrapped(wrapped);
  if (!parts) return base::fail("wrapped_key", parts.error().text);
  const PassphraseKey key(passphrase, parts->salt);
  auto scalar = aead_open(Aead::aes256_gcm, key.view(), parts->nonce, "", parts->box);
  if (!scalar) return base::fail("passphrase", "the passphrase does not open this key");
  return scalar;
}

std::string hash_password(std::string_view password) {
  const base::Bytes salt = random_bytes(kArgonSaltBytes);
  std::string encoded(
      argon2_encodedlen(kArgonPasses, kArgonKib, kArgonLanes, kArgonSaltBytes, kArgonHashBytes, Argon2_id),
      '\0');
  must(argon2id_hash_encoded(kArgonPasses, kArgonKib, kArgonLanes, password.data(), password.size(),
                             salt.data(), salt.size(), kArgonHashBytes, encoded.data(),
                             encoded.size()) == ARGON2_OK,
       "argon2id_hash_encoded");
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool verify_password(std::string_view password, const std::string& encoded) {
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace crypto
