#include "base/encoding.h"

#include <algorithm>

namespace base {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kBase64Url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

unsigned byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

constexpr std::array<signed char, 256> reverse(const char* alphabet) {
  std::array<signed char, 256> table{};
  table.fill(-1);
  for (int i = 0; i < 64; ++i) table[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
  return table;
}
constexpr auto kBase64Values = reverse(kBase64);
constexpr auto kBase64UrlValues = reverse(kBase64Url);

std::string encode64(std::string_view bytes, const char* alphabet, bool padded) {
  const std::size_t left = bytes.size() % 3;
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data();
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const unsigned word = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) *to++ = alphabet[word >> shift & 63];
  }
  if (left == 0) return out;
  const unsigned word = byte_at(bytes, i) << 16 | (left == 2 ? byte_at(bytes, i + 1) << 8 : 0U);
  *to++ = alphabet[word >> 18];
  *to++ = alphabet[word >> 12 & 63];
  if (left == 2) *to = alphabet[word >> 6 & 63];
  if (!padded) out.resize(out.size() - (3 - left));
  return out;
}

/// The values of `Count` characters, six bits each; negative when one of them is no character of base64.
template <std::size_t Count>
int word_of(const char* text, const std::array<signed char, 256>& values) {
  int word = 0;
  int wrong = 0;
  for (std::size_t i = 0; i < Count; ++i) {
    const int value = values[static_cast<unsigned char>(text[i])];
    wrong |= value;
    word = word << 6 | (value & 63);
  }
  return wrong < 0 ? -1 : word;
}

Result<Bytes> decode64(std::string_view text, const std::array<signed char, 256>& values) {
  const std::size_t left = text.size() % 4;
  if (left == 1) return fail("base64", "not canonical");
  Bytes out(text.size() / 4 * 3 + (left == 0 ? 0 : left - 1), '\0');
  char* to = out.data();
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4) {
    const int word = word_of<4>(text.data() + i, values);
    if (word < 0) return fail("base64", "not a base64 character");
    *to++ = static_cast<char>(word >> 16);
    *to++ = static_cast<char>(word >> 8);
    *to++ = static_cast<char>(word);
  }
  if (left == 0) return out;
  const int word = left == 2 ? word_of<2>(text.data() + i, values) : word_of<3>(text.data() + i, values);
  if (word < 0) return fail("base64", "not a base64 character");
  // Left-over bits must be zero, otherwise two texts would stand for the same bytes.
  const unsigned unused = left == 2 ? 4 : 2;
  if ((static_cast<unsigned>(word) & ((1U << unused) - 1)) != 0) return fail("base64", "not canonical");
  for (unsigned bits = static_cast<unsigned>(left) * 6 - 8;; bits -= 8) {
    *to++ = static_cast<char>(word >> bits);
    if (bits < 8) break;
  }
  return out;
}

}  // namespace

std::string_view view(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Result<Hash> to_hash(std::string_view bytes) {
  Hash hash{};
  if (bytes.size() != hash.size()) return fail("size", "a hash has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out += kHexDigits[byte_at(bytes, i) >> 4];
    out += kHexDigits[byte_at(bytes, i) & 15];
  }
  return out;
}
std::string hex(const Hash& hash) {
  return hex(view(hash));
}

Result<Bytes> from_hex(std::string_view text) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (text.size() % 2 != 0) return fail("hex", "odd number of digits");
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return fail("hex", "not a lower-case hex digit");
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  return encode64(bytes, kBase64, true);
}
std::string base64(const Hash& hash) {
  return base64(view(hash));
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return fail("base64", "length is no multiple of four");
  std::size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  if ((text.size() + padding) % 4 != 0) return fail("base64", "wrong padding");
  return decode64(text, kBase64Values);
}

Result<Hash> hash_from_base64(std::string_view text) {
  MJ_TRY(const Bytes bytes, from_base64(text));
  return to_hash(bytes);
}

std::string base64url(std::string_view bytes) {
  return encode64(bytes, kBase64Url, false);
}
Result<Bytes> from_base64url(std::string_view text) {
  return decode64(text, kBase64UrlValues);
}

void put_u16be(Bytes& out, std::uint16_t value) {
  out += static_cast<char>(value >> 8);
  out += static_cast<char>(value & 0xff);
}
void put_u32be(Bytes& out, std::uint32_t value) {
  put_u16be(out, static_cast<std::uint16_t>(value >> 16));
  put_u16be(out, static_cast<std::uint16_t>(value & 0xffff));
}
void put_u64be(Bytes& out, std::uint64_t value) {
  put_u32be(out, static_cast<std::uint32_t>(value >> 32));
  put_u32be(out, static_cast<std::uint32_t>(value & 0xffffffff));
}
std::uint32_t get_u32be(std::string_view bytes) {
  return byte_at(bytes, 0) << 24 | byte_at(bytes, 1) << 16 | byte_at(bytes, 2) << 8 | byte_at(bytes, 3);
}
std::uint64_t get_u64be(std::string_view bytes) {
  return static_cast<std::uint64_t>(get_u32be(bytes)) << 32 | get_u32be(bytes.substr(4));
}

}  // namespace base
