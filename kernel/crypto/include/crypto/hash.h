#pragma once
// SM3 (GB/T 32905) by libgcrypt, one context per thread; SHA-256 for interoperability.

#include <memory>
#include <string_view>

#include "base/encoding.h"

namespace crypto {

using base::Hash;

[[nodiscard]] Hash sm3(std::string_view message);
[[nodiscard]] Hash sha256(std::string_view message);
[[nodiscard]] Hash hmac_sm3(std::string_view key, std::string_view message);

/// SM3 of a message that comes in pieces.
class Sm3 {
 public:
  Sm3();
  ~Sm3();
  Sm3(Sm3&&) noexcept;
  Sm3& operator=(Sm3&&) noexcept;
  void update(std::string_view piece);
  /// Ends the message; the object then starts a new one.
  [[nodiscard]] Hash finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace crypto
