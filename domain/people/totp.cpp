#include "people/totp.h"

#include <fmt/format.h>

#include "crypto/cipher.h"

namespace people {
namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr std::int64_t kStepMs = 30'000;
constexpr std::uint32_t kCodes = 1'000'000;

/// RFC 4648 §6; a secret is a multiple of five bytes, so that nothing is padded.
std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  for (std::size_t at = 0; at + 5 <= bytes.size(); at += 5) {
    std::uint64_t group = 0;
    for (const unsigned char byte : bytes.substr(at, 5)) group = group << 8 | byte;
    for (int shift = 35; shift >= 0; shift -= 5) out += kAlphabet[group >> shift & 31];
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
  }
  return out;
}

}  // namespace

base::Bytes new_totp_secret() {
  return crypto::random_bytes(kSecretBytes);
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  base::Bytes counter;
  base::put_u64be(counter, static_cast<std::uint64_t>(step));
  const base::Bytes mac = crypto::hmac_sha1(secret, counter);
  const std::size_t offset = static_cast<unsigned char>(mac.back()) & 0x0f;  // RFC 4226 §5.3
  const std::uint32_t number = base::get_u32be(std::string_view(mac).substr(offset, 4)) & 0x7fffffff;
  return fmt::format("{:06}", number % kCodes);
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, base::Instant now,
                                      std::int64_t used) {
  const std::int64_t present = now.ms / kStepMs;
  for (const std::int64_t step : {present, present - 1, present + 1})
    if (step > used && crypto::same_secret(totp_code(secret, step), code)) return step;
  return {};
}

std::string totp_uri(std::string_view secret, std::string_view login) {
  return fmt::format("otpauth://totp/Mingjing:{}?secret={}&issuer=Mingjing", percent_encoded(login),
                     base32(secret));
}

}  // namespace people
