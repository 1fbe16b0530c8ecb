#include "target.h"

#include <algorithm>

#include "ascii.h"
#include "http/text.h"

namespace http {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
}

/// What follows the authority of `http://host:port/path`; other targets unchanged.
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !same_text(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = target.find_first_of("/?");
    return end == std::string_view::npos ? "/" : target.substr(end);
  }
  return target;
}

base::Result<std::string> normalised(std::string_view decoded) {
  std::string path;
  bool ends_in_slash = true;
  while (!decoded.empty()) {
    decoded.remove_prefix(1);  // the slash
    const std::size_t end = std::min(decoded.find('/'), decoded.size());
    const std::string_view segment = decoded.substr(0, end);
    decoded.remove_prefix(end);
    if (segment == "..") return base::fail("target", "a path must not climb");
    ends_in_slash = segment.empty() || segment == ".";
    if (ends_in_slash) continue;
    path += '/';
    path += segment;
  }
  if (ends_in_slash) path += '/';
  return path;
}

}  // namespace

base::Result<Target> parse_target(std::string_view target) {
  if (target.empty()) return base::fail("target", "no target");
  target = without_authority(target);
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view raw_path = target.substr(0, mark);
  const std::string_view query = target.substr(std::min(mark + 1, target.size()));
  if (raw_path.find("%2F") != std::string_view::npos || raw_path.find("%2f") != std::string_view::npos)
    return base::fail("target", "an encoded slash in a path");
  auto decoded = url_decode(raw_path);
  if (!decoded) return base::fail("target", decoded.error().text);
  if (decoded->empty()) *decoded = "/";  // "http://host?query"
  if (decoded->front() != '/') return base::fail("target", "a path begins with a slash");
  if (has_control(*decoded)) return base::fail("target", "a control character in a path");
  if (!query.empty())
    if (auto checked = url_decode(query); !checked) return base::fail("target", checked.error().text);
  MJ_TRY(std::string path, normalised(*decoded));
  return Target{std::move(path), std::string(query)};
}

}  // namespace http
