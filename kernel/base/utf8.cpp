#include <cstdint>

#include "base/encoding.h"

namespace base {
namespace {

struct Decoded {
  char32_t code_point = 0;
  int length = 0;  // 0: malformed
};

/// Bytes expected after a leading byte, or -1.
int continuation_count(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead < 0xe0) return 1;
  if (lead >= 0xe0 && lead < 0xf0) return 2;
  if (lead >= 0xf0 && lead < 0xf5) return 3;
  return -1;
}

Decoded decode(std::string_view text) {
  static constexpr char32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  static constexpr unsigned char kLeadMask[] = {0x7f, 0x1f, 0x0f, 0x07};
  const auto lead = static_cast<unsigned char>(text[0]);
  const int more = continuation_count(lead);
  if (more < 0 || text.size() < static_cast<std::size_t>(more) + 1) return {};
  char32_t code_point = lead & kLeadMask[more];
  for (int i = 1; i <= more; ++i) {
    const auto byte = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    if ((byte & 0xc0) != 0x80) return {};
    code_point = code_point << 6 | (byte & 0x3f);
  }
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < kSmallest[more] || code_point > 0x10ffff || surrogate) return {};
  return {code_point, more + 1};
}

}  // namespace

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.length == 0) return false;
    text.remove_prefix(static_cast<std::size_t>(next.length));
  }
  return true;
}

std::u32string to_code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const Decoded next = decode(utf8);
    if (next.length == 0) break;
    out += next.code_point;
    utf8.remove_prefix(static_cast<std::size_t>(next.length));
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

}  // namespace base
