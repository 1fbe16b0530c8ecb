#include "api/endpoint.h"

#include <algorithm>
#include <set>

#include "api/problem.h"
#include "crypto/cipher.h"

namespace office::api {
namespace {

std::optional<Who> person_of(const Office& office, const std::optional<people::SignedIn>& session) {
  if (!session) return std::nullopt;
  // Asked anew each time: a closed account is out at once.
  if (const auto holder = account_holder(office, session->login); !holder || *holder != session->holder)
    return std::nullopt;
  return who_is(office, *session);
}

std::optional<Who> signed_in(Office& office, const http::Request& request) {
  const auto token = request.cookie(kSessionCookie);
  if (!token) return std::nullopt;
  return person_of(office, office.sessions.find(*token, office.system_clock.now()));
}

bool allowed(Access access, const Who& who) {
  switch (access) {
    case Access::anyone:
    case Access::any_session:
    case Access::signed_in:
      return true;
    case Access::administrator:
      return who.has("administrator");
    case Access::witness:
      return false;
    case Access::review:
      return who.has("legal_reviewer") || who.has("legal_adviser") || who.has("agency_head");
    case Access::business:
      return std::ranges::any_of(who.roles, [](const std::string& role) { return role != "administrator"; });
  }
  return false;
}

/// The answer to who does not show the witness's token.
std::optional<http::Response> no_witness(const Office& office, const http::Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view given = request.header("Authorization");
  if (!given.starts_with(kBearer))
    return problem(401, "witness_token", "只有见证机关可以读取，请附上令牌", request)
        .with("WWW-Authenticate", "Bearer");
  const bool good = !office.witness_token.empty() &&
                    crypto::same_secret(given.substr(kBearer.size()), office.witness_token);
  if (good) return std::nullopt;
  return problem(403, "forbidden", "令牌不对", request);
}

/// A page of another site may make a browser send our cookie; SameSite=Strict stops it, this stops it again.
bool foreign_write(const http::Request& request) {
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  const auto site = request.header("Sec-Fetch-Site");
  return !reads && !site.empty() && site != "same-origin" && site != "none";
}

http::Handler guarded(Office& office, const Endpoint& endpoint) {
  return [&office, access = endpoint.access, handler = endpoint.handler](const http::Request& request) {
    if (foreign_write(request)) return problem(403, "foreign_site", "请求来自其他网站，已拒绝", request);
    if (access == Access::anyone) return handler(request);
    if (access == Access::witness) {
      const auto refused = no_witness(office, request);
      return refused ? *refused : handler(request);
    }
    auto person = signed_in(office, request);
    if (!person) return problem(401, "signed_out", "请先登录", request);
    if (person->arriving && access != Access::any_session)
      return problem(403, "own_password_needed", "请先设置自己的口令", request);
    if (!allowed(access, *person)) return problem(403, "forbidden", "您的岗位没有这项权限", request);
    http::Request known = request;
    known.context = std::move(*person);
    return handler(known);
  };
}

}  // namespace

bool Who::has(std::string_view role) const {
  return std::ranges::find(roles, role) != roles.end();
}

Who who_is(const Office& office, const people::SignedIn& session) {
  Who out{.login = session.login, .holder = session.holder, .keys = {}, .roles = {}};
  std::set<std::string> roles;
  const auto keys = office.registrar->keys();
  for (const auto& [id, key] : keys->all()) {
    if (key.holder != session.holder.text() || key.retired_from) continue;
    out.keys.push_back(id);
    roles.insert(key.roles.begin(), key.roles.end());
  }
  const auto shown = office.credentials->key_of(session.login);
  out.vouched =
      !session.first_password && shown && std::ranges::find(out.keys, shown->key_id.text()) != out.keys.end();
  out.arriving = session.first_password || (!out.keys.empty() && !out.vouched);
  if (out.vouched) out.roles.assign(roles.begin(), roles.end());
  return out;
}

bool may_listen(const Office& office, const std::string& token) {
  const auto person = person_of(office, office.sessions.look(token, office.system_clock.now()));
  return person && allowed(Access::business, *person);
}

const Who& who(const http::Request& request) {
  return std::any_cast<const Who&>(request.context);
}

Endpoints all_endpoints(Office& office) {
  Endpoints all;
  for (auto part : {session_endpoints, password_endpoints, stream_endpoints, course_endpoints,
                    docket_endpoints, list_endpoints, search_endpoints, event_endpoints, review_endpoints,
                    todo_endpoints, file_endpoints, system_endpoints, log_endpoints})
    std::ranges::move(part(office), std::back_inserter(all));
  return all;
}

void mount(Office& office, http::Router& router) {
  const Endpoints all = all_endpoints(office);
  const std::string document = base::json::canonical(openapi(all));
  for (const Endpoint& endpoint : all)
    router.add(endpoint.method, endpoint.pattern, guarded(office, endpoint), endpoint.cost,
               endpoint.body_max);
  router.add(http::Method::get, "/api/openapi.json",
             [document](const http::Request&) { return http::Response::json(document); });
}

}  // namespace office::api
