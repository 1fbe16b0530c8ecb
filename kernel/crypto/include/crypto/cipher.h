#pragma once
// Authenticated encryption, key derivation, passwords, randomness: thin over OpenSSL and libargon2, no
// policy.

#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"

namespace crypto {

enum class Aead { aes256_gcm, sm4_gcm };  // keys of 32 and 16 bytes

/// ciphertext ‖ tag(16). `nonce` has 12 bytes.
[[nodiscard]] base::Bytes aead_seal(Aead alg, std::string_view key, std::string_view nonce,
                                    std::string_view aad, std::string_view plain);
/// Error: `aead` when the tag does not fit.
[[nodiscard]] base::Result<base::Bytes> aead_open(Aead alg, std::string_view key, std::string_view nonce,
                                                  std::string_view aad, std::string_view sealed);

[[nodiscard]] base::Bytes random_bytes(std::size_t n);

/// Whether two secrets are the same; the time it takes tells nothing but their lengths.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

/// HMAC-SHA-1, 20 bytes: for one-time passwords (RFC 6238), which applications reckon with nothing else.
[[nodiscard]] base::Bytes hmac_sha1(std::string_view key, std::string_view message);

/// PBKDF2-HMAC-SHA256.
[[nodiscard]] base::Bytes pbkdf2_sha256(std::string_view passphrase, std::string_view salt, int iterations,
                                        std::size_t length);

/// A private key under its owner's passphrase: PBKDF2-HMAC-SHA256 with 600,000 iterations, AES-256-GCM. The
/// same in C++ and in the browser: JSON
/// {"alg":"pbkdf2-sha256-600000+aes-256-gcm","box":b64,"nonce":b64,"salt":b64,"v":1}.
[[nodiscard]] std::string wrap_key(std::string_view scalar, std::string_view passphrase);
/// Error: `passphrase` (wrong), `wrapped_key` (malformed).
[[nodiscard]] base::Result<base::Bytes> unwrap_key(std::string_view wrapped, std::string_view passphrase);

/// argon2id in its own encoded form, 64 MiB, 3 passes, 1 lane: about 0.1 s, so only in the pool.
[[nodiscard]] std::string hash_password(std::string_view password);
[[nodiscard]] bool verify_password(std::string_view password, const std::string& encoded);

}  // namespace crypto
