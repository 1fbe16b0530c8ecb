#pragma once
// What a person signs in with (docs/formats/keys.md §5). The passphrase opens the private key that the office
// keeps wrapped, so the office must never hear it: the client sends a secret derived from it instead.

#include <string>
#include <string_view>

namespace crypto {

/// base64url(PBKDF2-HMAC-SHA256(passphrase, "mingjing-sign-in/v1\n" ‖ login, 600,000 rounds, 32 bytes)). The
/// same in the browser (web/shared/keys).
[[nodiscard]] std::string sign_in_secret(std::string_view login, std::string_view passphrase);

}  // namespace crypto
