#include "api/session.h"

#include "api/endpoint.h"
#include "base/json.h"
#include "http/text.h"

namespace office::api {
namespace {

namespace json = base::json;

http::Cookie cookie_of(const Office& office, std::string value) {
  http::Cookie cookie{.name = std::string(kSessionCookie), .value = std::move(value)};
  cookie.same_site = http::SameSite::strict;
  cookie.secure = !office.config.demo();
  return cookie;
}

}  // namespace

base::Result<people::SignIn> sign_in_from(const std::string& body) {
  MJ_TRY(const json::Value value, json::parse(body));
  if (!json::has_exactly(value, {"login", "password"}) &&
      !json::has_exactly(value, {"code", "login", "password"}))
    return base::fail("malformed", "需要 login 和 password 两项，有动态口令的另有 code");
  people::SignIn out;
  MJ_TRY(out.login, json::string_member(value, "login"));
  MJ_TRY(out.password, json::string_member(value, "password"));
  if (json::find(value, "code") != nullptr) {
    MJ_TRY(out.code, json::string_member(value, "code"));
  }
  return out;
}

http::Response with_session(http::Response response, const Office& office, const std::string& token) {
  return std::move(response).with("Set-Cookie", http::to_header(cookie_of(office, token)));
}

http::Response without_session(http::Response response, const Office& office) {
  http::Cookie ended = cookie_of(office, "");
  ended.max_age = std::chrono::seconds(0);
  return std::move(response).with("Set-Cookie", http::to_header(ended));
}

std::string session_token(const http::Request& request) {
  return request.cookie(kSessionCookie).value_or("");
}

}  // namespace office::api
