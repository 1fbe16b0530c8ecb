#include "crypto/sign_in.h"

#include "crypto/cipher.h"

namespace crypto {
namespace {

constexpr std::string_view kLabel = "mingjing-sign-in/v1\n";
constexpr int kRounds = 600'000;
constexpr std::size_t kSecretBytes = 32;

}  // namespace

std::string sign_in_secret(std::string_view login, std::string_view passphrase) {
  return base::base64url(pbkdf2_sha256(passphrase, std::string(kLabel).append(login), kRounds, kSecretBytes));
}

}  // namespace crypto
