// Signing in and out, who one is, one's own key and second factor. Passwords: passwords.cpp.

#include <algorithm>

#include "api/endpoint.h"
#include "api/problem.h"
#include "api/session.h"

namespace office::api {
namespace {

json::Object person_json(const Office& office, const Who& who) {
  json::Object out{{"holder", who.holder.text()},
                   {"login", who.login},
                   {"name", who.login},
                   {"post", ""},
                   {"roles", json::string_array(who.roles)},
                   {"unit", ""}};
  if (const auto person = office.roster->by_holder(who.holder)) {
    out["name"] = person->name;
    out["unit"] = person->unit;
    out["post"] = person->post;
  }
  if (const auto key = office.credentials->key_of(who.login); key && !key->key_id.empty())
    out["key"] = json::Object{{"id", key->key_id.text()}, {"wrapped", key->wrapped}};
  if (who.arriving) out["arrival"] = json::Object{{"keys", json::string_array(who.keys)}};
  return out;
}

http::Response sign_in(Office& office, const http::Request& request) {
  const auto wanted = sign_in_from(request.body);
  if (!wanted) return problem(wanted.error(), request);
  const auto password = office.credentials->sign_in(*wanted, office.system_clock.now());
  if (!password) return problem(password.error(), request);
  const auto holder = account_holder(office, wanted->login);
  if (!holder) return problem(401, "sign_in", "账户或口令不正确", request);
  const people::SignedIn session{wanted->login, *holder, *password == people::Password::first};
  const std::string token = office.sessions.begin(session, office.system_clock.now());
  return with_session(ok(person_json(office, who_is(office, session))), office, token);
}

http::Response sign_out(Office& office, const http::Request& request) {
  if (const auto token = request.cookie(kSessionCookie)) office.sessions.end(*token);
  http::Response done;
  done.status = 204;
  return without_session(std::move(done), office);
}

http::Response me(Office& office, const http::Request& request) {
  const Who& person = who(request);
  json::Object out = person_json(office, person);
  const auto second_factor = office.credentials->has_second_factor(person.login);
  const auto removal = office.credentials->removal_of(person.login);
  if (!second_factor) return problem(second_factor.error(), request);
  if (!removal) return problem(removal.error(), request);
  out["second_factor"] = *second_factor;
  if (*removal)
    out["second_factor_removed"] = json::Object{
        {"at", base::format((*removal)->at)}, {"by", (*removal)->by}, {"reason", (*removal)->reason}};
  return ok(out);
}

http::Response store_key(Office& office, const http::Request& request) {
  const auto value = json::parse(request.body);
  if (!value || !json::has_exactly(*value, {"id", "wrapped"}))
    return problem(400, "malformed", "需要 id 和 wrapped 两项", request);
  const auto id = json::string_member(*value, "id");
  const auto wrapped = json::string_member(*value, "wrapped");
  if (!id || !wrapped) return problem(400, "malformed", "id 和 wrapped 都是文字", request);
  const Who& person = who(request);
  // Whoever has no key yet shows that he holds one before it vouches for him (POST /api/me/own-password).
  if (!person.vouched || std::ranges::find(person.keys, *id) == person.keys.end())
    return problem(422, "key_unknown", "这把钥匙没有登记在您名下，或者已经停用", request);
  if (auto stored = office.credentials->set_key(person.login, {base::KeyId(*id), *wrapped}); !stored)
    return problem(stored.error(), request);
  return ok(json::Object{{"id", *id}});
}

http::Response begin_totp(Office& office, const http::Request& request) {
  const auto uri = office.credentials->begin_second_factor(who(request).login);
  if (!uri) return problem(uri.error(), request);
  return ok(json::Object{{"uri", *uri}}, 201);
}

http::Response confirm_totp(Office& office, const http::Request& request) {
  const auto value = json::parse(request.body);
  if (!value || !json::has_exactly(*value, {"code"})) return problem(400, "malformed", "需要 code", request);
  const auto code = json::string_member(*value, "code");
  if (!code) return problem(400, "malformed", "code 是六位数字的文字", request);
  const std::string& login = who(request).login;
  if (auto done = office.credentials->confirm_second_factor(login, *code, office.system_clock.now()); !done)
    return problem(done.error(), request);
  return ok(json::Object{{"login", login}});
}

/// For whoever lost his telephone. The person reads at the next sign-in who removed it and why (/api/me).
http::Response remove_totp(Office& office, const http::Request& request) {
  const auto value = json::parse(request.body);
  if (!value || !json::has_exactly(*value, {"login", "reason"}))
    return problem(400, "malformed", "需要 login 和 reason 两项", request);
  const auto login = json::string_member(*value, "login");
  const auto reason = json::string_member(*value, "reason");
  if (!login || !reason || reason->empty())
    return problem(400, "malformed", "login 和 reason 都是文字，要写明原因", request);
  const people::Removal removal{who(request).login, *reason, office.system_clock.now()};
  if (auto done = office.credentials->remove_second_factor(*login, removal); !done)
    return problem(done.error(), request);
  return ok(json::Object{{"login", *login}});
}

}  // namespace

base::Result<base::PersonId> account_holder(const Office& office, const std::string& login) {
  if (auto founder = office.credentials->holder_of(login)) return founder;
  return office.roster->holder_of(login);
}

Endpoints session_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::post, "/api/session", Access::anyone, Cost::slow, "登录", "SignIn", "Person", 200,
       [&](const Request& r) { return sign_in(office, r); }},
      {Method::del, "/api/session", Access::any_session, Cost::quick, "退出", "", "", 204,
       [&](const Request& r) { return sign_out(office, r); }},
      {Method::get, "/api/me", Access::any_session, Cost::quick, "本人的姓名、岗位和钥匙", "", "Person", 200,
       [&](const Request& r) { return me(office, r); }},
      {Method::put, "/api/me/key", Access::signed_in, Cost::slow, "保存本人用口令封好的私钥", "WrappedKey",
       "KeyId", 200, [&](const Request& r) { return store_key(office, r); }},
      {Method::post, "/api/me/totp", Access::signed_in, Cost::slow, "登记动态口令：取得密钥，确认以后才启用",
       "", "TotpAddress", 201, [&](const Request& r) { return begin_totp(office, r); }},
      {Method::put, "/api/me/totp", Access::signed_in, Cost::slow, "用一次动态口令确认，启用", "TotpCode",
       "Login", 200, [&](const Request& r) { return confirm_totp(office, r); }},
      {Method::post, "/api/totp-removals", Access::administrator, Cost::slow,
       "解除一个账户的动态口令，写明原因", "TotpRemoval", "Login", 200,
       [&](const Request& r) { return remove_totp(office, r); }},
  };
}

}  // namespace office::api
