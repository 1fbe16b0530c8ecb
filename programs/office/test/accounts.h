#pragma once
// An office with a founding administrator whose key is enrolled, and what he, the keepers and newcomers do.

#include "api.h"
#include "enrolment.h"
#include "ledger/keys.h"

namespace office {

class Accounts : public Api {
 protected:
  static void SetUpTestSuite() {
    Api::SetUpTestSuite();
    const auto key = signer("admin").key;
    enrol(*key, office_->credentials->holder_of("admin")->text(), {"administrator"});
  }
  /// Both keepers vouch for a key.
  static void enrol(const crypto::Sm2Key& key, const std::string& holder,
                    const std::vector<std::string>& roles) {
    const std::string stream = fresh_stream();
    const auto enrolled =
        record("director", "key",
               {stream, "enrol_key", "key_keeper", enrolment_fields(enrolment_of(key, holder, roles))});
    ASSERT_EQ(enrolled.status, 201) << enrolled.body;
    const auto confirmed =
        record("legal", "key",
               {stream,
                "confirm_key",
                "key_keeper",
                {{"confirms", json::text_or_empty(json::find(body_of(enrolled), "leaf"))}}});
    ASSERT_EQ(confirmed.status, 201) << confirmed.body;
  }
  /// Opens an account in `stream`.
  static http::Response open(const std::string& stream, const std::string& login, const std::string& person) {
    return record(
        "admin", "account",
        {stream, "open_account", "administrator", {{"account.login", login}, {"account.person", person}}});
  }
  static http::Response close(const std::string& stream) {
    return record("admin", "account", {stream, "close_account", "administrator", {}});
  }
  static http::Response first_password(const std::string& login) {
    return call(
        {http::Method::post,
         "/api/credentials",
         json::canonical(json::Object{{"login", login}, {"password", crypto::sign_in_secret(login, kFirst)}}),
         cookie("admin"),
         {}});
  }
  static constexpr const char* kFirst = "from the administrator";
  /// Of a session that may only choose its owner's password.
  static std::string challenge(const std::string& session) {
    const auto given = call({http::Method::post, "/api/me/challenge", "", session, {}});
    EXPECT_EQ(given.status, 201) << given.body;
    return json::text_or_empty(json::find(body_of(given), "challenge"));
  }
  /// What shows that `login` holds a key: it signs the challenge.
  static json::Object possession(const std::string& login, const std::string& given,
                                 const crypto::Sm2Key& key) {
    const std::string id = ledger::key_id(key.public_key());
    return {{"challenge", given},
            {"id", id},
            {"signature", base::base64(key.sign(ledger::possession_message(given, id, login)))},
            {"wrapped", crypto::wrap_key(key.scalar(), kPassphrase)}};
  }
  static http::Response choose(const std::string& session, const std::string& login, const json::Object& key,
                               const std::string& passphrase = kPassphrase) {
    json::Object choice{{"password", crypto::sign_in_secret(login, passphrase)}};
    if (!key.empty()) choice["key"] = key;
    return call({http::Method::post, "/api/me/own-password", json::canonical(choice), session, {}});
  }
  /// A person with an account, and a password of his own, but no key.
  static void settle(const std::string& login, const std::string& person = fresh_stream()) {
    ASSERT_EQ(open(fresh_stream(), login, person).status, 201);
    arrive(login);
  }
  static void arrive(const std::string& login) {
    ASSERT_EQ(first_password(login).status, 201);
    ASSERT_EQ(choose(cookie_of(sign_in(login, kFirst)), login, {}).status, 200);
  }
  static http::Response store_key(const std::string& login, const std::string& id) {
    return call({http::Method::put,
                 "/api/me/key",
                 json::canonical(json::Object{{"id", id}, {"wrapped", "sealed"}}),
                 cookie(login),
                 {}});
  }
};

}  // namespace office
