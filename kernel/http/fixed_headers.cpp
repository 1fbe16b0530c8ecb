#include "fixed_headers.h"

#include <algorithm>

#include "ascii.h"

namespace http {

bool safe_field(std::string_view name, std::string_view value) {
  constexpr std::string_view kNotInNames = "\"(),/:;<=>?@[\\]{}";
  const auto token = [&](char c) {
    return c > ' ' && c < 127 && kNotInNames.find(c) == std::string_view::npos;
  };
  const auto breaks = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), token) &&
         std::none_of(value.begin(), value.end(), breaks);
}

FixedHeaders::FixedHeaders(const std::vector<std::pair<std::string, std::string>>& headers) {
  for (const auto& [name, value] : headers) {
    lines_.push_back({name, name + ": " + value + "\r\n"});
    all_ += lines_.back().line;
  }
}

void FixedHeaders::append(std::string& out, const Response& response) const {
  const bool has_cache_control = response.prepared != nullptr && !response.prepared->cache_control.empty();
  const auto named = [&](const Line& line) {
    if (has_cache_control && same_text(line.name, "Cache-Control")) return true;
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& header) { return same_text(header.first, line.name); });
  };
  if (std::none_of(lines_.begin(), lines_.end(), named)) {
    out += all_;
    return;
  }
  for (const Line& line : lines_)
    if (!named(line)) out += line.line;
}

}  // namespace http
