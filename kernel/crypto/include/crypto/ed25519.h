#pragma once
// Ed25519 signatures (RFC 8032), for the twin log that public tools read (transparency-log.md §9). Nothing
// the law asks for rests on them.

#include <string_view>

#include "base/encoding.h"
#include "base/result.h"

namespace crypto {

/// A private key, 32 bytes of seed; never printed.
class Ed25519Key {
 public:
  /// Error: `key` when `seed` has not 32 bytes.
  [[nodiscard]] static base::Result<Ed25519Key> from_seed(std::string_view seed);
  /// 32 bytes.
  [[nodiscard]] const base::Bytes& public_key() const { return public_key_; }
  /// 64 bytes, the same for the same message.
  [[nodiscard]] base::Bytes sign(std::string_view message) const;

 private:
  Ed25519Key(base::Bytes seed, base::Bytes public_key)
      : seed_(std::move(seed)), public_key_(std::move(public_key)) {}
  base::Bytes seed_, public_key_;
};

}  // namespace crypto
