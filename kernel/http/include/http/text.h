#pragma once
// Text on its way into HTML, URLs, forms and cookies, and back.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace http {

/// Safe as element text and inside quoted attributes.
[[nodiscard]] std::string html_escape(std::string_view text);

/// Everything but RFC 3986's unreserved characters as %XX: fits a path segment, a query name and a query
/// value.
[[nodiscard]] std::string url_encode(std::string_view text);

enum class Plus { is_plus, is_space };
/// Error: `url` for a cut %XX, a NUL or text that is not UTF-8.
[[nodiscard]] base::Result<std::string> url_decode(std::string_view text, Plus plus = Plus::is_plus);

using Fields = std::vector<std::pair<std::string, std::string>>;
/// application/x-www-form-urlencoded, also a query. Error: `form` as url_decode, or more than 1000 members.
[[nodiscard]] base::Result<Fields> parse_form(std::string_view body);
/// The first value of that name.
[[nodiscard]] std::optional<std::string> value_of(const Fields& fields, std::string_view name);

enum class SameSite { strict, lax };

struct Cookie {
  std::string name;   ///< A token.
  std::string value;  ///< Any text: percent-encoded on the way.
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age =
      std::nullopt;  ///< Nothing: until the browser closes; 0: delete.
  SameSite same_site = SameSite::lax;
  bool http_only = true;
  bool secure = false;
};

/// The value of a Set-Cookie field.
[[nodiscard]] std::string to_header(const Cookie& cookie);

/// The Content-Type for a file's name by its extension; application/octet-stream for those not known.
[[nodiscard]] std::string_view content_type_of(std::string_view file_name);

}  // namespace http
