// Signing in and out, one's own key and password, and the first password of a new account.

#include "api/endpoint.h"
#include "api/problem.h"
#include "http/text.h"

namespace office::api {
namespace {

http::Response with_cookie(http::Response response, const Office& office, std::string value, bool end) {
  http::Cookie cookie{.name = std::string(kSessionCookie), .value = std::move(value)};
  cookie.same_site = http::SameSite::strict;
  cookie.secure = !office.config.demo();
  if (end) cookie.max_age = std::chrono::seconds(0);
  return std::move(response).with("Set-Cookie", http::to_header(cookie));
}

json::Object person_json(const Office& office, const std::string& login, const base::PersonId& holder) {
  json::Object out{{"holder", holder.text()}, {"login", login}, {"name", login}, {"post", ""}, {"unit", ""}};
  if (const auto person = office.roster->by_holder(holder)) {
    out["name"] = person->name;
    out["unit"] = person->unit;
    out["post"] = person->post;
  }
  if (const auto key = office.credentials->key_of(login); key && !key->key_id.empty())
    out["key"] = json::Object{{"id", key->key_id.text()}, {"wrapped", key->wrapped}};
  return out;
}

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

http::Response sign_in(Office& office, const http::Request& request) {
  const auto wanted = sign_in_from(request.body);
  if (!wanted) return problem(wanted.error(), request);
  if (const auto right = office.credentials->sign_in(*wanted, office.system_clock.now()); !right)
    return problem(right.error(), request);
  const auto holder = account_holder(office, wanted->login);
  if (!holder) return problem(401, "sign_in", "账户或口令不正确", request);
  const std::string token = office.sessions.begin({wanted->login, *holder}, office.system_clock.now());
  return with_cookie(ok(person_json(office, wanted->login, *holder)), office, token, false);
}

http::Response sign_out(Office& office, const http::Request& request) {
  if (const auto token = request.cookie(kSessionCookie)) office.sessions.end(*token);
  http::Response done;
  done.status = 204;
  return with_cookie(std::move(done), office, "", true);
}

http::Response me(Office& office, const http::Request& request) {
  const Who& person = who(request);
  json::Object out = person_json(office, person.login, person.holder);
  out["roles"] = json::string_array(person.roles);
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
  const auto keys = office.registrar->keys();
  const auto enrolled = keys->all().find(*id);
  if (enrolled == keys->all().end() || enrolled->second.holder != who(request).holder.text())
    return problem(422, "key_unknown", "这把钥匙没有登记在您名下", request);
  if (auto stored = office.credentials->set_key(who(request).login, {base::KeyId(*id), *wrapped}); !stored)
    return problem(stored.error(), request);
  return ok(json::Object{{"id", *id}});
}

http::Response change_password(Office& office, const http::Request& request) {
  const auto value = json::parse(request.body);
  if (!value || !json::has_exactly(*value, {"new", "old"}))
    return problem(400, "malformed", "需要 old 和 new 两项", request);
  const std::string& login = who(request).login;
  const auto old = json::string_member(*value, "old");
  const auto fresh = json::string_member(*value, "new");
  if (!old || !fresh) return problem(400, "malformed", "old 和 new 都是文字", request);
  if (auto set = office.credentials->change_password(login, *old, *fresh, office.system_clock.now()); !set)
    return problem(set.error(), request);
  office.sessions.end_all(login);  // whoever else is signed in under the old password is out
  const std::string token = office.sessions.begin({login, who(request).holder}, office.system_clock.now());
  return with_cookie(ok(json::Object{{"login", login}}), office, token, false);
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

/// The administrator hands out a first password; the account itself is a record (`open_account`).
http::Response first_password(Office& office, const http::Request& request) {
  const auto wanted = sign_in_from(request.body);
  if (!wanted) return problem(wanted.error(), request);
  if (!wanted->code.empty()) return problem(400, "malformed", "需要 login 和 password 两项", request);
  if (const auto holder = office.roster->holder_of(wanted->login); !holder)
    return problem(holder.error(), request);
  if (auto set = office.credentials->set_first_password(wanted->login, wanted->password); !set)
    return problem(set.error(), request);
  return ok(json::Object{{"login", wanted->login}}, 201);
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
      {Method::del, "/api/session", Access::signed_in, Cost::quick, "退出", "", "", 204,
       [&](const Request& r) { return sign_out(office, r); }},
      {Method::get, "/api/me", Access::signed_in, Cost::quick, "本人的姓名、岗位和钥匙", "", "Person", 200,
       [&](const Request& r) { return me(office, r); }},
      {Method::put, "/api/me/key", Access::signed_in, Cost::slow, "保存本人用口令封好的私钥", "WrappedKey",
       "KeyId", 200, [&](const Request& r) { return store_key(office, r); }},
      {Method::put, "/api/me/password", Access::signed_in, Cost::slow, "修改本人口令", "NewPassword", "Login",
       200, [&](const Request& r) { return change_password(office, r); }},
      {Method::post, "/api/credentials", Access::administrator, Cost::slow, "为已开立的账户设置初始口令",
       "FirstPassword", "Login", 201, [&](const Request& r) { return first_password(office, r); }},
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
