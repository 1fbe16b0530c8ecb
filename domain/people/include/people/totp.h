#pragma once
// 动态口令: time-based one-time passwords (RFC 6238: HMAC-SHA-1, steps of 30 seconds, six digits), as any
// authenticator application reckons them.

#include <cstdint>
#include <optional>

#include "base/encoding.h"
#include "base/time.h"

namespace people {

/// 20 random bytes: as long as the hash, as RFC 4226 §4 recommends.
[[nodiscard]] base::Bytes new_totp_secret();
/// The six digits of one step of 30 seconds since 1970.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step);
/// The step whose code this is: the present one, the one before or the one after, but only one later than
/// `used`, so that a code is good once.
[[nodiscard]] std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code,
                                                    base::Instant now, std::int64_t used);
/// What an authenticator application reads from a QR code: otpauth://totp/…, the secret in base 32.
[[nodiscard]] std::string totp_uri(std::string_view secret, std::string_view login);

}  // namespace people
