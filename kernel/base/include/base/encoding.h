#pragma once
// Text forms of bytes. All decoders are strict: re-encoding what they return gives the same text
// (transparency-log.md, head of the document).

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

/// A byte string. Text and bytes share a type; UTF-8 is checked where text enters (json.h).
using Bytes = std::string;
using Hash = std::array<unsigned char, 32>;

[[nodiscard]] std::string_view view(const Hash& hash);
/// Error: `size` when `bytes` is not 32 bytes long.
[[nodiscard]] Result<Hash> to_hash(std::string_view bytes);

[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string hex(const Hash& hash);
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// RFC 4648 §4 with padding.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::string base64(const Hash& hash);
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);
[[nodiscard]] Result<Hash> hash_from_base64(std::string_view text);

/// RFC 4648 §5 without padding.
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] Result<Bytes> from_base64url(std::string_view text);

void put_u16be(Bytes& out, std::uint16_t value);
void put_u32be(Bytes& out, std::uint32_t value);
void put_u64be(Bytes& out, std::uint64_t value);
[[nodiscard]] std::uint32_t get_u32be(std::string_view bytes);
[[nodiscard]] std::uint64_t get_u64be(std::string_view bytes);

/// True for well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
[[nodiscard]] bool valid_utf8(std::string_view text);
/// Code points of well-formed UTF-8.
[[nodiscard]] std::u32string to_code_points(std::string_view utf8);
void append_utf8(std::string& out, char32_t code_point);

}  // namespace base
