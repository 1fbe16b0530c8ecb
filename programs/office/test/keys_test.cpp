// 签名密钥: a key's life as its holder and the two keepers live it, through the API (docs/formats/keys.md
// §4).

#include <gmock/gmock.h>

#include "installation.h"
#include "served.h"

namespace office {
namespace {

using testing::ElementsAre;

using test::kPassphrase;

/// One office for all tests: two keepers, an administrator, and somebody whose key changes.
class Keys : public testing::Test {
 protected:
  static constexpr const char* kFirst = "from the administrator";

  static void SetUpTestSuite() {
    installation_ = std::make_unique<test::Installation>();
    served_ = std::make_unique<Served>(*installation_->office);
    for (const char* login : {"director", "legal", "admin"}) {
      auto signed_in = served_->sign_in(login, kPassphrase);
      ASSERT_TRUE(signed_in) << login << signed_in.error().text;
      people_.emplace(login, std::move(*signed_in));
    }
    ASSERT_EQ(enrol(*people_.at("admin").key(), people_.at("admin").holder(), {"administrator"}).confirmed,
              "");
  }
  static void TearDownTestSuite() {
    people_.clear();
    served_.reset();
    installation_.reset();
  }

  struct Enrolled {
    std::string stream, leaf;
    std::string enrolled, confirmed;  // codes of refusals, "" when recorded
  };
  static std::string outcome(const play::Answer& answer) {
    return answer.recorded ? "" : answer.codes().at(0);
  }
  static play::Answer act_of(const std::string& login, const Served::Step& step) {
    play::Person& person = people_.at(login);
    return served_->record(person, *person.key(), step);
  }
  /// One keeper proposes, `by` confirms ("" = nobody).
  static Enrolled enrol(const crypto::Sm2Key& key, const std::string& holder,
                        const std::vector<std::string>& roles, const std::string& by = "legal") {
    Enrolled out{.stream = fresh_stream(), .leaf = {}, .enrolled = {}, .confirmed = {}};
    const auto proposed = act_of("director", {"key", out.stream, "enrol_key", "key_keeper",
                                              enrolment_fields(enrolment_of(key, holder, roles))});
    out.enrolled = outcome(proposed);
    if (!proposed.recorded || by.empty()) return out;
    out.leaf = json::text_or_empty(json::find(proposed.body, "leaf"));
    out.confirmed =
        outcome(act_of(by, {"key", out.stream, "confirm_key", "key_keeper", {{"confirms", out.leaf}}}));
    return out;
  }
  static std::string retire(const Enrolled& key, const std::string& reason,
                            const std::string& by = "director") {
    return outcome(act_of(by, {"key", key.stream, "retire_key", "key_keeper", {{"retire.reason", reason}}}));
  }
  static void hand_out(const std::string& login) {
    EXPECT_TRUE(people_.at("admin").send(
        http::Method::post, "/api/credentials",
        json::Object{{"login", login}, {"password", crypto::sign_in_secret(login, kFirst)}}));
  }
  static void open_account(const std::string& login, const std::string& holder) {
    EXPECT_EQ(outcome(act_of("admin", {"account",
                                       fresh_stream(),
                                       "open_account",
                                       "administrator",
                                       {{"account.login", login}, {"account.person", holder}}})),
              "");
    hand_out(login);
  }
  /// Chooses the tests' passphrase in the place of `present`.
  static play::Person arrive(const std::string& login, const crypto::Sm2Key* key,
                             const std::string& present = kFirst) {
    return play::Person::arrive(served_->address(), login, present, kPassphrase, key).value();
  }
  /// Keeps the key, wrapped under the passphrase by its owner's own client.
  static void keep(play::Person& owner, const crypto::Sm2Key& key,
                   const std::string& passphrase = kPassphrase) {
    const auto kept = owner.send(http::Method::put, "/api/me/key",
                                 json::Object{{"id", ledger::key_id(key.public_key())},
                                              {"wrapped", crypto::wrap_key(key.scalar(), passphrase)}});
    EXPECT_TRUE(kept) << (kept ? "" : kept.error().code);
  }
  /// An act of a roster keeper: a unit is set up.
  static Served::Step some_act() {
    return {"unit", fresh_stream(), "set_up_unit", "roster_keeper", {{"unit.name", "某股"}}};
  }

  static inline std::unique_ptr<test::Installation> installation_;
  static inline std::unique_ptr<Served> served_;
  static inline std::map<std::string, play::Person> people_;
};

TEST_F(Keys, an_old_key_gives_way_to_a_new_one_and_signs_no_more) {
  const std::string holder = fresh_stream();
  const auto old_key = crypto::Sm2Key::generate(), new_key = crypto::Sm2Key::generate();
  const Enrolled old_one = enrol(old_key, holder, {"roster_keeper"});
  ASSERT_EQ(old_one.confirmed, "");
  open_account("rotates", holder);
  auto owner = arrive("rotates", &old_key);
  const auto before = some_act();
  const auto signed_before = served_->act(old_key, before);
  ASSERT_EQ(outcome(Served::send(owner, before, signed_before)), "");
  const auto held_back = some_act();
  const auto signed_but_not_sent = served_->act(old_key, held_back);

  ASSERT_EQ(enrol(new_key, holder, {"roster_keeper"}).confirmed, "");
  EXPECT_EQ(outcome(served_->record(owner, old_key, some_act())), "") << "both are good for a while";
  keep(owner, new_key);
  ASSERT_EQ(retire(old_one, "replaced"), "");

  EXPECT_EQ(outcome(served_->record(owner, old_key, some_act())), "actor.not_enrolled");
  EXPECT_EQ(outcome(Served::send(owner, held_back, signed_but_not_sent)), "actor.not_enrolled")
      << "signed while it was good, sent when it was not";
  EXPECT_NE(outcome(Served::send(owner, before, signed_before)), "") << "what was recorded once is not again";
  auto again = served_->sign_in("rotates", kPassphrase).value();
  ASSERT_NE(again.key(), nullptr);
  EXPECT_EQ(again.key_id(), ledger::key_id(new_key.public_key()));
  EXPECT_EQ(outcome(served_->record(again, *again.key(), some_act())), "");
}

TEST_F(Keys, a_replayed_act_of_a_good_key_is_refused) {
  const std::string holder = fresh_stream();
  const auto key = crypto::Sm2Key::generate();
  ASSERT_EQ(enrol(key, holder, {"roster_keeper"}).confirmed, "");
  open_account("replays", holder);
  auto owner = arrive("replays", &key);
  const auto step = some_act();
  ASSERT_EQ(outcome(served_->record(owner, key, step)), "");
  const Served::Step moved{"unit", step.stream, "change_unit", "roster_keeper", {{"unit.name", "另一股"}}};
  const auto act = served_->act(key, moved);
  ASSERT_EQ(outcome(Served::send(owner, moved, act)), "");
  EXPECT_EQ(outcome(Served::send(owner, moved, act)), "replayed_signature");
}

TEST_F(Keys, whoever_lost_the_passphrase_signs_again_with_a_new_key_and_two_approvals) {
  const std::string holder = fresh_stream();
  const auto lost = crypto::Sm2Key::generate();
  const Enrolled lost_one = enrol(lost, holder, {"roster_keeper"});
  ASSERT_EQ(lost_one.confirmed, "");
  open_account("forgets", holder);
  static_cast<void>(arrive("forgets", &lost));
  EXPECT_EQ(served_->sign_in("forgets", "what was it again").error().code, "api.sign_in");

  ASSERT_EQ(retire(lost_one, "lost", "legal"), "");
  hand_out("forgets");
  auto back = arrive("forgets", nullptr);
  EXPECT_EQ(served_->sign_in("forgets", kPassphrase)->key(), nullptr) << "the lost key is not carried over";
  const auto fresh = crypto::Sm2Key::generate();
  const Enrolled half = enrol(fresh, holder, {"roster_keeper"}, "");
  ASSERT_EQ(half.enrolled, "");
  EXPECT_EQ(outcome(served_->record(back, fresh, some_act())), "actor.not_enrolled") << "one approval";
  const auto enrolled = installation_->office->reader->stream(half.stream, 0);
  ASSERT_EQ(outcome(act_of("legal", {"key",
                                     half.stream,
                                     "confirm_key",
                                     "key_keeper",
                                     {{"confirms", base::base64(enrolled->front().leaf)}}})),
            "");
  EXPECT_EQ(back.get("/api/units").error().code, "api.own_password_needed")
      << "nobody has shown yet that whoever chose the password holds the key";
  auto again = arrive("forgets", &fresh, kPassphrase);
  EXPECT_EQ(outcome(served_->record(again, fresh, some_act())), "");
}

TEST_F(Keys, one_keeper_alone_makes_no_key_good) {
  const Enrolled own = enrol(crypto::Sm2Key::generate(), fresh_stream(), {"handler"}, "director");
  EXPECT_EQ(own.enrolled, "");
  EXPECT_NE(own.confirmed, "");
}

TEST_F(Keys, whoever_keeps_no_keys_can_neither_enrol_nor_revoke) {
  const std::string holder = fresh_stream();
  const auto key = crypto::Sm2Key::generate();
  const Enrolled own = enrol(key, holder, {"roster_keeper"});
  open_account("ordinary", holder);
  auto owner = arrive("ordinary", &key);
  EXPECT_EQ(outcome(served_->record(
                owner, key, {"key", own.stream, "retire_key", "key_keeper", {{"retire.reason", "other"}}})),
            "role.not_granted");
  EXPECT_EQ(outcome(served_->record(
                owner, key,
                {"key", fresh_stream(), "enrol_key", "key_keeper",
                 enrolment_fields(enrolment_of(crypto::Sm2Key::generate(), holder, {"agency_head"}))})),
            "role.not_granted");
}

TEST_F(Keys, a_key_is_not_enrolled_without_showing_that_its_holder_has_it) {
  const auto key = crypto::Sm2Key::generate();
  json::Object enrolment = enrolment_of(key, fresh_stream(), {"handler"});
  enrolment["roles"] = json::Array{json::Value("agency_head")};  // another role than the holder signed for
  const std::string stream = fresh_stream();
  const auto answer =
      act_of("director", {"key", stream, "enrol_key", "key_keeper", enrolment_fields(enrolment)});
  EXPECT_FALSE(answer.recorded);
  EXPECT_EQ(installation_->office->reader->stream(stream, 0).error().code, "unknown_stream")
      << "nothing was written";
}

TEST_F(Keys, a_revoked_key_is_not_revoked_twice_and_not_confirmed_again) {
  const Enrolled one = enrol(crypto::Sm2Key::generate(), fresh_stream(), {"handler"});
  ASSERT_EQ(retire(one, "left"), "");
  EXPECT_EQ(retire(one, "left"), "key.already_retired");
  EXPECT_NE(
      outcome(act_of("legal", {"key", one.stream, "confirm_key", "key_keeper", {{"confirms", one.leaf}}})),
      "");
}

TEST_F(Keys, the_password_that_wraps_a_key_has_twelve_characters) {
  EXPECT_EQ(make_person_key("x", {"handler"}, "elevenchars").error().code, "password_short");
  EXPECT_TRUE(make_person_key("x", {"handler"}, "十二个汉字也算十二个字符")) << "characters, not bytes";
}

TEST_F(Keys, a_wrapped_key_opens_under_its_own_passphrase_only) {
  const auto stored = installation_->office->credentials->key_of("legal").value();
  EXPECT_NE(stored.wrapped.find("pbkdf2-sha256-600000+aes-256-gcm"), std::string::npos);
  EXPECT_EQ(crypto::unwrap_key(stored.wrapped, "another passphrase").error().code, "passphrase");
  const auto scalar = crypto::unwrap_key(stored.wrapped, kPassphrase);
  ASSERT_TRUE(scalar);
  EXPECT_EQ(ledger::key_id(crypto::Sm2Key::from_scalar(*scalar)->public_key()), stored.key_id.text());
}

}  // namespace
}  // namespace office
