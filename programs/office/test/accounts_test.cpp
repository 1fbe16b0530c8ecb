// Accounts: one a person, closed at once, and nobody's key under another's name.

#include "accounts.h"

#include "fixtures/authenticator.h"

namespace office {
namespace {

TEST_F(Accounts, a_person_has_one) {
  const std::string person = fresh_stream();
  ASSERT_EQ(open(fresh_stream(), "one", person).status, 201);
  EXPECT_EQ(code_of(open(fresh_stream(), "two", person)), "account.person_has_one");
  EXPECT_EQ(code_of(open(fresh_stream(), "three", office_->credentials->holder_of("legal")->text())),
            "account.person_has_one")
      << "founders, too";
}

TEST_F(Accounts, opened_again_by_the_same_request_answers_as_the_first_time) {
  const std::string stream = fresh_stream();
  const std::string body =
      record_by(signer("admin"), {stream,
                                  "open_account",
                                  "administrator",
                                  {{"account.login", "again"}, {"account.person", fresh_stream()}}});
  const auto first = post("admin", "account", stream, body, "k-again");
  ASSERT_EQ(first.status, 201) << first.body;
  const auto second = post("admin", "account", stream, body, "k-again");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
}

TEST_F(Accounts, a_login_is_given_out_once_even_after_its_account_was_closed) {
  const std::string stream = fresh_stream();
  ASSERT_EQ(open(stream, "taken", fresh_stream()).status, 201);
  EXPECT_EQ(code_of(open(fresh_stream(), "taken", fresh_stream())), "account.login_taken");
  EXPECT_EQ(code_of(open(fresh_stream(), "legal", fresh_stream())), "account.login_taken");
  ASSERT_EQ(close(stream).status, 201);
  EXPECT_EQ(code_of(open(fresh_stream(), "taken", fresh_stream())), "account.login_taken");
}

TEST_F(Accounts, a_closed_one_is_out_at_once_and_does_not_come_in_again) {
  const std::string stream = fresh_stream();
  ASSERT_EQ(open(stream, "leaving", fresh_stream()).status, 201);
  arrive("leaving");
  EXPECT_EQ(get("/api/me", "leaving").status, 200);
  ASSERT_EQ(close(stream).status, 201);
  EXPECT_EQ(get("/api/me", "leaving").status, 401);
  EXPECT_EQ(sign_in("leaving").status, 401);
}

TEST_F(Accounts, nobody_keeps_a_key_that_is_not_enrolled_for_him) {
  EXPECT_EQ(code_of(store_key("director", signer("legal").key_id)), "key_unknown");
  EXPECT_EQ(code_of(store_key("director", ledger::key_id(crypto::Sm2Key::generate().public_key()))),
            "key_unknown");
  EXPECT_EQ(office_->credentials->key_of("director")->key_id.text(), signer("director").key_id)
      << "nothing changed";
}

TEST_F(Accounts, an_officer_belongs_to_a_unit_that_stands) {
  const auto keeper = crypto::Sm2Key::generate();
  enrol(keeper, office_->credentials->holder_of("legal")->text(), {"roster_keeper"});
  const auto by_keeper = [&](const std::string& kind, const Step& step) {
    return post("legal", kind, step.stream,
                record_by({ledger::key_id(keeper.public_key()),
                           std::move(*crypto::Sm2Key::from_scalar(keeper.scalar()))},
                          step));
  };
  const auto officer = [&](const std::string& unit) {
    return by_keeper("officer",
                     {fresh_stream(),
                      "register_officer",
                      "roster_keeper",
                      {{"officer.name", "某某"}, {"officer.post", "科员"}, {"officer.unit", unit}}});
  };
  const auto unit = [&](const std::string& stream, const std::string& step, const std::string& parent) {
    json::Object fields;
    if (step != "close_unit") fields["unit.name"] = "某股";
    if (!parent.empty()) fields["unit.parent"] = parent;
    return code_of(by_keeper("unit", {stream, step, "roster_keeper", fields}));
  };
  const std::string top = fresh_stream(), below = fresh_stream(), empty = fresh_stream();
  EXPECT_EQ(unit(top, "set_up_unit", ""), "");
  EXPECT_EQ(unit(below, "set_up_unit", top), "");
  EXPECT_EQ(unit(empty, "set_up_unit", top), "");
  EXPECT_EQ(unit(fresh_stream(), "set_up_unit", fresh_stream()), "unit.parent_unknown");
  EXPECT_EQ(unit(top, "change_unit", below), "unit.circle");
  EXPECT_EQ(code_of(officer("某股")), "officer.unit_unknown");
  EXPECT_EQ(officer(below).status, 201);
  EXPECT_EQ(unit(below, "close_unit", ""), "unit.not_empty");
  EXPECT_EQ(unit(top, "close_unit", ""), "unit.not_empty");
  EXPECT_EQ(unit(empty, "close_unit", ""), "");
  EXPECT_EQ(code_of(officer(empty)), "officer.unit_unknown");
  EXPECT_THAT(get("/api/units", "legal").body,
              testing::HasSubstr(R"("name":"某股","people":[],"units":[{"id":")" + below));
}

TEST_F(Accounts, a_new_password_signs_everybody_else_out_and_asks_its_owner_for_nothing_more) {
  settle("changes");
  const std::string other = cookie_of(sign_in("changes"));
  const json::Object wanted{{"new", crypto::sign_in_secret("changes", "another passphrase")},
                            {"old", crypto::sign_in_secret("changes", kPassphrase)}};
  const auto changed =
      call({http::Method::put, "/api/me/password", json::canonical(wanted), cookie("changes"), {}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(call({http::Method::get, "/api/me", "", cookie_of(changed), {}}).status, 200);
  EXPECT_EQ(call({http::Method::get, "/api/me", "", other, {}}).status, 401);
  EXPECT_EQ(get("/api/me", "changes").status, 401) << "the old cookie";
  EXPECT_EQ(code_of(sign_in("changes")), "sign_in") << "the old password";
}

TEST_F(Accounts, a_second_factor_is_enrolled_asked_for_and_removed_with_a_reason) {
  settle("careful");
  const auto send = [](const std::string& by, http::Method method, const std::string& path,
                       const json::Object& body) {
    return call({method, path, json::canonical(body), cookie(by), {}});
  };
  const auto begun = send("careful", http::Method::post, "/api/me/totp", {});
  ASSERT_EQ(begun.status, 201) << begun.body;
  EXPECT_THAT(json::text_or_empty(json::find(body_of(begun), "uri")),
              testing::StartsWith("otpauth://totp/Mingjing:careful?secret="));
  EXPECT_EQ(code_of(send("careful", http::Method::put, "/api/me/totp", {{"code", "12345"}})),
            "second_factor_wrong");
  EXPECT_EQ(sign_in("careful").status, 200) << "not asked for before it is confirmed";

  const fixtures::Authenticator telephone(json::text_or_empty(json::find(body_of(begun), "uri")));
  const base::Instant now = office_->system_clock.now();
  ASSERT_EQ(send("careful", http::Method::put, "/api/me/totp", {{"code", telephone.code(now)}}).status, 200);
  EXPECT_EQ(code_of(sign_in("careful")), "second_factor_needed");
  const json::Object with_code{{"code", telephone.code({now.ms + 30'000})},
                               {"login", "careful"},
                               {"password", crypto::sign_in_secret("careful", kPassphrase)}};
  EXPECT_EQ(call({http::Method::post, "/api/session", json::canonical(with_code), "", {}}).status, 200);
  EXPECT_EQ(code_of(call({http::Method::post, "/api/session", json::canonical(with_code), "", {}})),
            "second_factor_wrong")
      << "a code is good once";

  const json::Object removal{{"login", "careful"}, {"reason", "手机丢失，本人到场"}};
  EXPECT_EQ(code_of(send("careful", http::Method::post, "/api/totp-removals", removal)), "forbidden");
  EXPECT_EQ(
      send("admin", http::Method::post, "/api/totp-removals", {{"login", "careful"}, {"reason", ""}}).status,
      400);
  ASSERT_EQ(send("admin", http::Method::post, "/api/totp-removals", removal).status, 200);
  EXPECT_EQ(sign_in("careful").status, 200);
  EXPECT_THAT(get("/api/me", "careful").body, testing::HasSubstr("手机丢失，本人到场"));
}

TEST_F(Accounts, who_only_runs_the_machine_sees_no_case) {
  for (const char* path : {"/api/cases", "/api/reviews", "/api/documents", "/api/streams/law/x"})
    EXPECT_EQ(code_of(get(path, "admin")), "forbidden") << path;
}

}  // namespace
}  // namespace office
