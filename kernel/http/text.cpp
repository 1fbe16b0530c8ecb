#include "http/text.h"

#include <algorithm>
#include <array>

#include "ascii.h"
#include "base/encoding.h"

namespace http {
namespace {

constexpr std::size_t kFieldsMax = 1000;

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return -1;
}

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

struct FileType {
  std::string_view extension;
  std::string_view content_type;
};
constexpr std::array kFileTypes = {
    FileType{"html", "text/html; charset=utf-8"},
    FileType{"css", "text/css; charset=utf-8"},
    FileType{"js", "text/javascript; charset=utf-8"},
    FileType{"mjs", "text/javascript; charset=utf-8"},
    FileType{"json", "application/json"},
    FileType{"map", "application/json"},
    FileType{"webmanifest", "application/manifest+json"},
    FileType{"txt", "text/plain; charset=utf-8"},
    FileType{"csv", "text/csv; charset=utf-8"},
    FileType{"xml", "application/xml"},
    FileType{"svg", "image/svg+xml"},
    FileType{"png", "image/png"},
    FileType{"jpg", "image/jpeg"},
    FileType{"jpeg", "image/jpeg"},
    FileType{"webp", "image/webp"},
    FileType{"ico", "image/x-icon"},
    FileType{"woff2", "font/woff2"},
    FileType{"wasm", "application/wasm"},
    FileType{"pdf", "application/pdf"},
    FileType{"mp4", "video/mp4"},
    FileType{"webm", "video/webm"},
    FileType{"mp3", "audio/mpeg"},
    FileType{"zip", "application/zip"},
};

}  // namespace

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const std::string_view as = entity(c);
    if (as.empty()) {
      out += c;
    } else {
      out += as;
    }
  }
  return out;
}

std::string url_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() * 3);
  for (const char c : text) {
    if (unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

base::Result<std::string> url_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::is_space) c = ' ';
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return base::fail("url", "a percent sign without two hex digits");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return base::fail("url", "a NUL character");
    out += c;
  }
  if (!base::valid_utf8(out)) return base::fail("url", "not UTF-8");
  return out;
}

base::Result<Fields> parse_form(std::string_view body) {
  Fields fields;
  while (!body.empty()) {
    const std::size_t end = body.find('&');
    std::string_view member = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
    if (member.empty()) continue;
    if (fields.size() == kFieldsMax) return base::fail("form", "too many members");
    const std::size_t equals = std::min(member.find('='), member.size());
    auto key = url_decode(member.substr(0, equals), Plus::is_space);
    auto value = url_decode(member.substr(std::min(equals + 1, member.size())), Plus::is_space);
    if (!key || !value) return base::fail("form", key ? value.error().text : key.error().text);
    fields.emplace_back(std::move(*key), std::move(*value));
  }
  return fields;
}

std::optional<std::string> value_of(const Fields& fields, std::string_view name) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; });
  if (found == fields.end()) return std::nullopt;
  return found->second;
}

std::string to_header(const Cookie& cookie) {
  std::string out = cookie.name + "=" + url_encode(cookie.value) + "; Path=" + cookie.path;
  if (cookie.max_age) out += "; Max-Age=" + std::to_string(cookie.max_age->count());
  out += cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
  if (cookie.http_only) out += "; HttpOnly";
  if (cookie.secure) out += "; Secure";
  return out;
}

std::string_view content_type_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  const std::string_view extension = dot == std::string_view::npos ? "" : file_name.substr(dot + 1);
  const auto* found = std::find_if(kFileTypes.begin(), kFileTypes.end(), [&](const FileType& type) {
    return same_text(type.extension, extension);
  });
  return found == kFileTypes.end() ? "application/octet-stream" : found->content_type;
}

}  // namespace http
