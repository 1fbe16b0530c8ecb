#pragma once
// What the endpoints about sessions and passwords share.

#include "http/message.h"
#include "office.h"

namespace office::api {

/// {"login","password"} and, where it is there, "code". Error: `malformed`.
[[nodiscard]] base::Result<people::SignIn> sign_in_from(const std::string& body);

/// The session's cookie set, and taken away.
[[nodiscard]] http::Response with_session(http::Response response, const Office& office,
                                          const std::string& token);
[[nodiscard]] http::Response without_session(http::Response response, const Office& office);
/// "" where there is none.
[[nodiscard]] std::string session_token(const http::Request& request);

}  // namespace office::api
