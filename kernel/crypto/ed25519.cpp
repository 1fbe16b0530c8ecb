#include "crypto/ed25519.h"

#include <openssl/evp.h>

#include <memory>

#include "base/freed.h"
#include "must.h"

namespace crypto {
namespace {

constexpr std::size_t kSeedBytes = 32, kPublicBytes = 32, kSignatureBytes = 64;

using Key = std::unique_ptr<EVP_PKEY, base::Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, base::Freed<EVP_MD_CTX_free>>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Key key_of(std::string_view seed) {
  return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed), seed.size()));
}

}  // namespace

base::Result<Ed25519Key> Ed25519Key::from_seed(std::string_view seed) {
  const Key key = seed.size() == kSeedBytes ? key_of(seed) : nullptr;
  if (!key) return base::fail("key", "an Ed25519 seed has 32 bytes");
  base::Bytes public_key(kPublicBytes, '\0');
  std::size_t size = kPublicBytes;
  must(
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(public_key.data()), &size) == 1,
      "Ed25519 public key");
  return Ed25519Key(base::Bytes(seed), std::move(public_key));
}

base::Bytes Ed25519Key::sign(std::string_view message) const {
  const Key key = key_of(seed_);
  const Context context(EVP_MD_CTX_new());
  base::Bytes signature(kSignatureBytes, '\0');
  std::size_t size = kSignatureBytes;
  must(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1, "EVP_DigestSignInit");
  must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                      bytes(message), message.size()) == 1,
       "EVP_DigestSign");
  return signature;
}

}  // namespace crypto
