// AES-256-GCM by OpenSSL; SM4-GCM by libgcrypt, because OpenSSL has it only from 3.1 on.

#include <gcrypt.h>
#include <openssl/evp.h>

#include <climits>
#include <memory>

#include "base/freed.h"
#include "crypto/cipher.h"
#include "gcrypt_start.h"
#include "must.h"

namespace crypto {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

std::size_t key_bytes(Aead alg) {
  return alg == Aead::aes256_gcm ? 32 : 16;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(base::Bytes& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
int length_of(std::string_view text) {
  must(text.size() <= INT_MAX - kTagBytes, "AEAD: length of a message");
  return static_cast<int>(text.size());
}

using Context = std::unique_ptr<EVP_CIPHER_CTX, base::Freed<EVP_CIPHER_CTX_free>>;

Context aes(std::string_view key, std::string_view nonce, bool encrypt) {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);  // fetched once
  Context context(EVP_CIPHER_CTX_new());
  must(cipher != nullptr && context &&
           EVP_CipherInit_ex2(context.get(), cipher, bytes_of(key), bytes_of(nonce), encrypt ? 1 : 0,
                              nullptr) == 1,
       "AES-256-GCM");
  return context;
}

/// Passes associated data, then the text, which it returns en- or decrypted.
base::Bytes aes_pass(EVP_CIPHER_CTX* context, std::string_view aad, std::string_view text) {
  base::Bytes out(text.size(), '\0');
  int written = 0;
  bool ok = aad.empty() || EVP_CipherUpdate(context, nullptr, &written, bytes_of(aad), length_of(aad)) == 1;
  ok = ok && (text.empty() ||
              EVP_CipherUpdate(context, bytes_of(out), &written, bytes_of(text), length_of(text)) == 1);
  must(ok, "AES-256-GCM");
  return out;
}

base::Bytes aes_seal(std::string_view key, std::string_view nonce, std::string_view aad,
                     std::string_view plain) {
  const Context context = aes(key, nonce, true);
  base::Bytes out = aes_pass(context.get(), aad, plain);
  base::Bytes tag(kTagBytes, '\0');
  int written = 0;
  must(EVP_CipherFinal_ex(context.get(), bytes_of(tag), &written) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag.data()) == 1,
       "AES-256-GCM");
  return out + tag;
}

/// Empty pointer where the tag does not fit.
std::unique_ptr<base::Bytes> aes_open(std::string_view key, std::string_view nonce, std::string_view aad,
                                      std::string_view text, base::Bytes tag) {
  const Context context = aes(key, nonce, false);
  auto out = std::make_unique<base::Bytes>(aes_pass(context.get(), aad, text));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1, "AES-256-GCM");
  int written = 0;
  if (EVP_CipherFinal_ex(context.get(), bytes_of(tag), &written) != 1) return nullptr;
  return out;
}

/// SM4-GCM with key, nonce and associated data set.
class Sm4Gcm {
 public:
  Sm4Gcm(std::string_view key, std::string_view nonce, std::string_view aad) {
    start_gcrypt();
    must(gcry_cipher_open(&handle_, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) == 0 &&
             gcry_cipher_setkey(handle_, key.data(), key.size()) == 0 &&
             gcry_cipher_setiv(handle_, nonce.data(), nonce.size()) == 0 &&
             gcry_cipher_authenticate(handle_, aad.data(), aad.size()) == 0,
         "SM4-GCM");
  }
  ~Sm4Gcm() { gcry_cipher_close(handle_); }
  Sm4Gcm(const Sm4Gcm&) = delete;
  Sm4Gcm& operator=(const Sm4Gcm&) = delete;

  base::Bytes seal(base::Bytes text) {
    base::Bytes tag(kTagBytes, '\0');
    gcry_cipher_final(handle_);
    must(gcry_cipher_encrypt(handle_, text.data(), text.size(), nullptr, 0) == 0 &&
             gcry_cipher_gettag(handle_, tag.data(), tag.size()) == 0,
         "SM4-GCM");
    return text + tag;
  }
  std::unique_ptr<base::Bytes> open(base::Bytes text, std::string_view tag) {
    gcry_cipher_final(handle_);
    must(gcry_cipher_decrypt(handle_, text.data(), text.size(), nullptr, 0) == 0, "SM4-GCM");
    if (gcry_cipher_checktag(handle_, tag.data(), tag.size()) != 0) return nullptr;
    return std::make_unique<base::Bytes>(std::move(text));
  }

 private:
  gcry_cipher_hd_t handle_ = nullptr;
};

}  // namespace

base::Bytes aead_seal(Aead alg, std::string_view key, std::string_view nonce, std::string_view aad,
                      std::string_view plain) {
  must(key.size() == key_bytes(alg) && nonce.size() == kNonceBytes, "AEAD: size of key and nonce");
  if (alg == Aead::aes256_gcm) return aes_seal(key, nonce, aad, plain);
  return Sm4Gcm(key, nonce, aad).seal(base::Bytes(plain));
}

base::Result<base::Bytes> aead_open(Aead alg, std::string_view key, std::string_view nonce,
                                    std::string_view aad, std::string_view sealed) {
  if (key.size() != key_bytes(alg) || nonce.size() != kNonceBytes || sealed.size() < kTagBytes)
    return base::fail("aead", "wrong size of key, nonce or sealed text");
  const std::string_view text = sealed.substr(0, sealed.size() - kTagBytes);
  const std::string_view tag = sealed.substr(text.size());
  const auto plain = alg == Aead::aes256_gcm ? aes_open(key, nonce, aad, text, base::Bytes(tag))
                                             : Sm4Gcm(key, nonce, aad).open(base::Bytes(text), tag);
  if (!plain) return base::fail("aead", "the tag does not fit");
  return std::move(*plain);
}

}  // namespace crypto
