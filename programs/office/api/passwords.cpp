// Passwords: the first one, which an administrator hands out and therefore knows, the own one in its place,
// and a change. Nobody chooses a password for another who has a key: its signature is asked for.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "api/endpoint.h"
#include "api/problem.h"
#include "api/session.h"
#include "ledger/keys.h"

namespace office::api {
namespace {

/// Everybody else who is signed in under the old password is out.
http::Response begin_anew(Office& office, const Who& person) {
  office.sessions.end_all(person.login);
  const std::string token = office.sessions.begin({person.login, person.holder}, office.system_clock.now());
  return with_session(ok(json::Object{{"login", person.login}}), office, token);
}

/// The account itself is a record (`open_account`). Also for whoever has forgotten his passphrase and lost
/// his key with it, once two key keepers have retired that key.
http::Response first_password(Office& office, const http::Request& request) {
  const auto wanted = sign_in_from(request.body);
  if (!wanted) return problem(wanted.error(), request);
  if (!wanted->code.empty()) return problem(400, "malformed", "需要 login 和 password 两项", request);
  const auto holder = office.roster->holder_of(wanted->login);
  if (!holder) return problem(holder.error(), request);
  const auto stored = office.credentials->key_of(wanted->login);
  if (!stored) return problem(stored.error(), request);
  const Who owner = who_is(office, {wanted->login, *holder});
  if (owner.vouched) return problem(409, "password_set", "这个账户已经有本人的口令，只能由本人修改", request);
  if (auto set = office.credentials->set_first_password(wanted->login, wanted->password, stored->key_id,
                                                        office.system_clock.now());
      !set)
    return problem(set.error(), request);
  office.sessions.end_all(wanted->login);
  spdlog::info("first password: {} hands one out for {}", who(request).login, wanted->login);
  return ok(json::Object{{"login", wanted->login}}, 201);
}

http::Response challenge(Office& office, const http::Request& request) {
  return ok(json::Object{{"challenge", office.sessions.challenge(session_token(request))}}, 201);
}

struct Choice {
  std::string password;
  people::StoredKey key;             // of who chooses; empty: he has none
  std::string challenge, signature;  // the latter base64
};

base::Result<Choice> choice_from(const std::string& body) {
  MJ_TRY(const json::Value value, json::parse(body));
  const json::Value* key = json::find(value, "key");
  const bool whole = key == nullptr
                         ? json::has_exactly(value, {"password"})
                         : json::has_exactly(value, {"key", "password"}) &&
                               json::has_exactly(*key, {"challenge", "id", "signature", "wrapped"});
  if (!whole)
    return base::fail("malformed", "需要 password，有钥匙的另有 key：challenge、id、signature、wrapped");
  Choice out;
  MJ_TRY(out.password, json::string_member(value, "password"));
  if (key == nullptr) return out;
  MJ_TRY(std::string id, json::string_member(*key, "id"));
  out.key.key_id = base::KeyId(std::move(id));
  MJ_TRY(out.key.wrapped, json::string_member(*key, "wrapped"));
  MJ_TRY(out.challenge, json::string_member(*key, "challenge"));
  MJ_TRY(out.signature, json::string_member(*key, "signature"));
  return out;
}

/// Whether the key is one of the person's and signed the challenge that this session was given.
base::Result<void> check_possession(Office& office, const Who& person, const Choice& choice,
                                    const std::string& token) {
  if (person.keys.empty() && choice.key.key_id.empty()) return {};
  if (choice.key.key_id.empty())
    return base::fail("key_needed", "您名下有登记的签名密钥：请用它签名，证明是您本人在设置口令");
  if (std::ranges::find(person.keys, choice.key.key_id.text()) == person.keys.end())
    return base::fail("key_unknown", "这把钥匙没有登记在您名下，或者已经停用");
  if (!office.sessions.take_challenge(token, choice.challenge))
    return base::fail("challenge_over", "签名所对的题目已经用过或者过期，请重试");
  const auto keys = office.registrar->keys();
  const auto key = keys->all().find(choice.key.key_id.text());
  const auto signature = base::from_base64(choice.signature);
  if (key == keys->all().end() || !signature ||
      !crypto::sm2_verify(
          key->second.pub,
          ledger::possession_message(choice.challenge, choice.key.key_id.text(), person.login), *signature))
    return base::fail("possession", "签名不是这把钥匙的");
  return {};
}

http::Response own_password(Office& office, const http::Request& request) {
  const Who& person = who(request);
  if (!person.arriving) return problem(409, "password_set", "已经有自己的口令，请用修改口令", request);
  const auto choice = choice_from(request.body);
  if (!choice) return problem(choice.error(), request);
  if (auto shown = check_possession(office, person, *choice, session_token(request)); !shown)
    return problem(shown.error(), request);
  if (auto set = office.credentials->set_own_password(person.login, choice->password, choice->key); !set)
    return problem(set.error(), request);
  return begin_anew(office, person);
}

http::Response change_password(Office& office, const http::Request& request) {
  const auto value = json::parse(request.body);
  if (!value || !json::has_exactly(*value, {"new", "old"}))
    return problem(400, "malformed", "需要 old 和 new 两项", request);
  const Who& person = who(request);
  const auto old = json::string_member(*value, "old");
  const auto fresh = json::string_member(*value, "new");
  if (!old || !fresh) return problem(400, "malformed", "old 和 new 都是文字", request);
  if (auto set = office.credentials->change_password(person.login, *old, *fresh, office.system_clock.now());
      !set)
    return problem(set.error(), request);
  return begin_anew(office, person);
}

}  // namespace

Endpoints password_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::post, "/api/credentials", Access::administrator, Cost::slow,
       "为已开立的账户发放初始口令：只能用一次，七十二小时内有效，登录后只能设置本人口令", "FirstPassword",
       "Login", 201, [&](const Request& r) { return first_password(office, r); }},
      {Method::post, "/api/me/challenge", Access::any_session, Cost::quick, "取一道题目，用本人的钥匙签名",
       "", "Challenge", 201, [&](const Request& r) { return challenge(office, r); }},
      {Method::post, "/api/me/own-password", Access::any_session, Cost::slow,
       "初次登录：设置本人口令；名下有登记的钥匙的，用它签名", "OwnPassword", "Login", 200,
       [&](const Request& r) { return own_password(office, r); }},
      {Method::put, "/api/me/password", Access::signed_in, Cost::slow, "修改本人口令", "NewPassword", "Login",
       200, [&](const Request& r) { return change_password(office, r); }},
  };
}

}  // namespace office::api
