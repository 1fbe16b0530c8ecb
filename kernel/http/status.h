#pragma once
// Names of status codes: the reason phrase for the wire, the Chinese title for people.

#include <string_view>

namespace http {

[[nodiscard]] std::string_view reason(int status);
[[nodiscard]] std::string_view title(int status);

}  // namespace http
