// 初始口令: what an administrator hands out lets its owner in once, to choose a password of his own, and lets
// nobody in who does not hold the key.

#include "accounts.h"

namespace office {
namespace {

class Arrival : public Accounts {
 protected:
  /// A new person whose key both keepers vouched for, with an account and a first password.
  struct Newcomer {
    std::string login, holder, session;
    crypto::Sm2Key key;
  };
  static Newcomer newcomer(const std::string& login) {
    Newcomer out{login, fresh_stream(), "", crypto::Sm2Key::generate()};
    enrol(out.key, out.holder, {"handler"});
    EXPECT_EQ(open(fresh_stream(), login, out.holder).status, 201);
    EXPECT_EQ(first_password(login).status, 201);
    out.session = cookie_of(sign_in(login, kFirst));
    return out;
  }
  static http::Response with(const std::string& session, const std::string& path) {
    return call({http::Method::get, path, "", session, {}});
  }
};

TEST_F(Arrival, who_comes_in_by_a_first_password_may_only_choose_an_own_one) {
  const Newcomer one = newcomer("arrives");
  for (const char* path :
       {"/api/cases", "/api/people", "/api/units", "/api/law", "/api/todo", "/api/events", "/api/search?q=x",
        "/files/00", "/api/streams/law/x", "/api/streams/law/x/records/0"})
    EXPECT_EQ(code_of(with(one.session, path)), "own_password_needed") << path;
  for (const char* path : {"/api/streams/case/x/records", "/api/me/totp", "/files"})
    EXPECT_EQ(code_of(call({http::Method::post, path, "{}", one.session, {}})), "own_password_needed")
        << path;
  EXPECT_EQ(code_of(call({http::Method::put, "/api/me/key", "{}", one.session, {}})), "own_password_needed");
  const auto me = with(one.session, "/api/me");
  EXPECT_EQ(me.status, 200);
  EXPECT_THAT(me.body, testing::HasSubstr(ledger::key_id(one.key.public_key()))) << "the key to sign with";
}

TEST_F(Arrival, the_own_password_carries_a_signature_by_the_enrolled_key) {
  const Newcomer one = newcomer("signs");
  const auto chosen = choose(one.session, one.login, possession(one.login, challenge(one.session), one.key));
  ASSERT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(with(one.session, "/api/me").status, 401) << "the session of the first password is over";
  EXPECT_EQ(with(cookie_of(chosen), "/api/cases").status, 200);
  EXPECT_EQ(get("/api/cases", one.login).status, 200) << "and signed in again";
  EXPECT_EQ(sign_in(one.login, kFirst).status, 401);
  EXPECT_EQ(office_->credentials->key_of(one.login)->key_id.text(), ledger::key_id(one.key.public_key()));
}

TEST_F(Arrival, who_handed_out_the_first_password_cannot_choose_the_own_one) {
  const Newcomer one = newcomer("robbed");
  const auto own = signer("admin").key;
  const auto code = [&](const json::Object& key) { return code_of(choose(one.session, one.login, key)); };
  EXPECT_EQ(code({}), "key_needed");
  EXPECT_EQ(code(possession(one.login, challenge(one.session), *own)), "key_unknown") << "an own key";
  json::Object forged = possession(one.login, challenge(one.session), *own);
  forged["id"] = ledger::key_id(one.key.public_key());
  EXPECT_EQ(code(forged), "possession") << "the owner's, signed by another";
  EXPECT_EQ(code(possession("admin", challenge(one.session), one.key)), "possession") << "for another login";
  EXPECT_EQ(with(one.session, "/api/cases").status, 403);
  EXPECT_EQ(sign_in(one.login).status, 401) << "nothing was chosen";
}

TEST_F(Arrival, a_challenge_is_signed_once_and_in_its_own_session) {
  const Newcomer one = newcomer("replays"), other = newcomer("other");
  const std::string given = challenge(one.session);
  EXPECT_EQ(code_of(choose(other.session, other.login, possession(other.login, given, other.key))),
            "challenge_over");
  json::Object wrong = possession(one.login, given, *signer("admin").key);
  wrong["id"] = ledger::key_id(one.key.public_key());
  EXPECT_EQ(code_of(choose(one.session, one.login, wrong)), "possession");
  EXPECT_EQ(code_of(choose(one.session, one.login, possession(one.login, given, one.key))), "challenge_over");
}

TEST_F(Arrival, a_first_password_is_good_once_and_not_as_an_own_one) {
  const Newcomer one = newcomer("once");
  EXPECT_EQ(code_of(sign_in(one.login, kFirst)), "first_password_over");
  EXPECT_EQ(
      code_of(choose(one.session, one.login, possession(one.login, challenge(one.session), one.key), kFirst)),
      "password_same");
  ASSERT_EQ(first_password(one.login).status, 201) << "the administrator hands out another";
  EXPECT_EQ(with(one.session, "/api/me").status, 401) << "and who came in by the one before is out";
  EXPECT_EQ(sign_in(one.login, kFirst).status, 200);
}

TEST_F(Arrival, whoever_hands_out_first_passwords_cannot_take_an_account_over) {
  const Newcomer one = newcomer("owned");
  ASSERT_EQ(choose(one.session, one.login, possession(one.login, challenge(one.session), one.key)).status,
            200);
  EXPECT_EQ(code_of(first_password(one.login)), "password_set");
  EXPECT_EQ(code_of(first_password("legal")), "unknown_account") << "a founder's";
}

TEST_F(Arrival, who_has_no_key_reads_no_case_and_a_password_chosen_before_the_key_does_not_count) {
  const std::string holder = fresh_stream();
  settle("early", holder);
  EXPECT_EQ(get("/api/people", "early").status, 200);
  for (const char* path : {"/api/cases", "/api/todo", "/api/search?q=x", "/api/streams/case/x", "/files/00"})
    EXPECT_EQ(code_of(get(path, "early")), "forbidden") << path;

  const auto key = crypto::Sm2Key::generate();
  enrol(key, holder, {"handler"});
  EXPECT_EQ(code_of(get("/api/cases", "early")), "own_password_needed")
      << "the administrator may have chosen that password";
  const std::string session = cookie("early");
  EXPECT_EQ(code_of(choose(session, "early", {})), "key_needed");
  const auto chosen = choose(session, "early", possession("early", challenge(session), key));
  ASSERT_EQ(chosen.status, 200) << "the passphrase may stay: " << chosen.body;
  EXPECT_EQ(with(cookie_of(chosen), "/api/cases").status, 200);
}

}  // namespace
}  // namespace office
