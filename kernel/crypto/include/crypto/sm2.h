#pragma once
// SM2 signatures (GB/T 32918.2) with the fixed ID 1234567812345678; signatures are r‖s, 64 bytes, never DER
// (transparency-log.md §4).

#include <array>
#include <memory>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"

namespace crypto {

inline constexpr std::string_view kSm2Id = "1234567812345678";

/// An SM2 private key; never copied, never printed.
class Sm2Key {
 public:
  [[nodiscard]] static Sm2Key generate();
  /// `scalar` 32 bytes big-endian. Error: `key` when outside [1, n−2].
  [[nodiscard]] static base::Result<Sm2Key> from_scalar(std::string_view scalar);
  Sm2Key(Sm2Key&&) noexcept;
  Sm2Key& operator=(Sm2Key&&) noexcept;
  ~Sm2Key();

  /// 65 bytes 04‖X‖Y.
  [[nodiscard]] const base::Bytes& public_key() const;
  [[nodiscard]] base::Bytes scalar() const;
  /// 64 bytes r‖s. Thread-safe.
  [[nodiscard]] base::Bytes sign(std::string_view message, std::string_view id = kSm2Id) const;

 private:
  struct State;
  explicit Sm2Key(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// False for every malformed input: point not on the curve, length ≠ 64, r or s out of range, r+s ≡ 0.
[[nodiscard]] bool sm2_verify(std::string_view public_key, std::string_view message,
                              std::string_view signature, std::string_view id = kSm2Id);

}  // namespace crypto
