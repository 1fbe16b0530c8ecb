#pragma once
// Refusals and faults as application/problem+json (RFC 9457): every reason at once, stable code, plain
// Chinese, the article, what to do.

#include "http/message.h"
#include "registrar/registrar.h"

namespace office::api {

namespace json = base::json;

[[nodiscard]] json::Object to_json(const law::Refusal& refusal);
/// 422 with all refusals, or the fault's own status.
[[nodiscard]] http::Response refused(const registrar::Refused& why, const http::Request& request);
/// A single reason: 400 malformed, 401 signed out, 403 no right, 404 unknown, 409 stale, 503 storage.
[[nodiscard]] http::Response problem(int status, std::string_view code, std::string_view say,
                                     const http::Request& request);
[[nodiscard]] http::Response problem(const base::Error& error, const http::Request& request);
/// 200 with canonical JSON, never stored by a cache on the way.
[[nodiscard]] http::Response ok(const json::Value& value, int status = 200);

}  // namespace office::api
