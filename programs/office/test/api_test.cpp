// Signing in, the one write endpoint, queries: what holds whatever the case.

#include "api.h"

#include "file/durable.h"
#include "ledger/tiles.h"
#include "ledger/witness_exchange.h"

namespace office {
namespace {

using testing::HasSubstr;

TEST_F(Api, a_wrong_password_and_an_unknown_login_get_the_same_answer) {
  const auto wrong = sign_in("legal", "not the passphrase");
  const auto unknown = sign_in("nobody", "not the passphrase");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(Api, five_wrong_passwords_lock_the_account_even_for_the_right_one) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("admin", "not the passphrase").status, 401);
  EXPECT_EQ(sign_in("admin", kPassphrase).status, 429);
}

TEST_F(Api, a_signed_record_is_answered_with_a_durable_receipt) {
  const std::string stream = fresh_stream();
  const std::uint64_t before = office_->registrar->size();
  const auto answer = post("director", "law", stream, adoption(stream), "one");
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(R"("durable":true)"));
  EXPECT_EQ(office_->registrar->size(), before + 1);
}

TEST_F(Api, the_same_idempotency_key_gets_the_first_receipt_again) {
  const std::string stream = fresh_stream();
  const std::string body = adoption(stream);
  const auto first = post("director", "law", stream, body, "twice");
  const std::uint64_t size = office_->registrar->size();
  const auto second = post("director", "law", stream, body, "twice");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(office_->registrar->size(), size);
}

TEST_F(Api, a_role_that_the_key_does_not_have_is_refused_in_words_with_its_source) {
  const std::string stream = fresh_stream();
  const std::uint64_t before = office_->registrar->size();
  const auto answer = post("director", "law", stream, adoption(stream, "legal_reviewer"), "role");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr("refusals"));
  EXPECT_EQ(office_->registrar->size(), before);
}

TEST_F(Api, malformed_requests_are_refused_and_write_nothing) {
  const std::string stream = fresh_stream();
  const std::uint64_t before = office_->registrar->size();
  for (const char* body :
       {"{", "[]", R"({"act":{}})", R"({"act":{"n":16,"disclosures":[],"decoys":[]},"more":1})",
        R"({"act":{"n":16,"disclosures":["!"],"decoys":[]}})",
        R"({"act":{"n":16,"disclosures":[],"decoys":["x"]}})",
        R"({"act":{"n":-1,"disclosures":[],"decoys":[]}})"}) {
    const auto answer = post("director", "law", stream, body, "");
    EXPECT_THAT(answer.status, testing::AnyOf(400, 422)) << body;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << body;
  }
  EXPECT_EQ(office_->registrar->size(), before);
}

TEST_F(Api, a_write_that_another_site_makes_the_browser_send_is_refused) {
  const auto answer =
      call({http::Method::del, "/api/session", "", cookie("director"), {{"Sec-Fetch-Site", "cross-site"}}});
  EXPECT_EQ(answer.status, 403);
}

TEST_F(Api, the_session_cookie_is_out_of_the_reach_of_scripts_and_other_sites) {
  const std::string set(sign_in("legal", kPassphrase).header("Set-Cookie"));
  EXPECT_THAT(set, HasSubstr("HttpOnly"));
  EXPECT_THAT(set, HasSubstr("SameSite=Strict"));
}

TEST_F(Api, a_stream_shows_its_course_and_what_can_be_done_next) {
  const std::string stream = fresh_stream();
  ASSERT_EQ(post("director", "law", stream, adoption(stream)).status, 201);
  const auto shown = body_of(get("/api/streams/law/" + stream, "director"));
  EXPECT_EQ(json::int_member(shown, "next_pos").value_or(-1), 1);
  const auto& line = json::find(shown, "records")->get_array().at(0);
  EXPECT_EQ(json::text_or_empty(json::find(line, "step")), "adopt_edition");
  EXPECT_EQ(json::text_or_empty(json::find(line, "leaf")), json::text_or_empty(json::find(shown, "head")));
  EXPECT_EQ(json::text_or_empty(json::find(line, "holder")),
            office_->credentials->holder_of("director")->text());
  EXPECT_EQ(json::find(line, "law.reason"), nullptr) << "no private value stands in the course";
}

TEST_F(Api, a_record_is_opened_under_its_own_kind_and_place_only) {
  const std::string stream = fresh_stream();
  ASSERT_EQ(post("director", "law", stream, adoption(stream)).status, 201);
  const auto opened = body_of(get("/api/streams/law/" + stream + "/records/0", "director"));
  EXPECT_EQ(json::text_or_empty(json::find(*json::find(opened, "fields"), "law.reason")), "立");
  for (const char* place :
       {"case/{}/records/0", "law/{}/records/1", "law/{}/records/-1", "law/{}/records/x"}) {
    std::string path(place);
    path.replace(path.find("{}"), 2, stream);
    EXPECT_EQ(get("/api/streams/" + path, "director").status, 404) << path;
  }
  EXPECT_EQ(get("/api/streams/case/" + stream, "director").status, 404);
}

// call() holds every answer against /api/openapi.json; here that it would notice.
TEST_F(Api, an_answer_that_is_not_as_described_is_noticed) {
  http::Request request;
  request.path = "/api/reviews";
  const auto faults = [&](const char* body) {
    return described_->faults(request, http::Response::json(body));
  };
  EXPECT_THAT(faults(R"({"reviews":[]})"), testing::IsEmpty());
  EXPECT_THAT(faults(R"({})"), testing::ElementsAre("/api/reviews: without reviews"));
  EXPECT_THAT(faults(R"({"reviews":"none"})"), testing::ElementsAre("/api/reviews.reviews: another type"));
  EXPECT_THAT(faults(R"({"more":1,"reviews":[]})"), testing::ElementsAre("/api/reviews.more: not described"));
  EXPECT_THAT(faults(R"({"reviews":[{}]})"), testing::Contains("/api/reviews.reviews[]: without due"));
}

TEST_F(Api, the_law_is_told_as_described) {
  const auto law = body_of(get("/api/law", "legal"));
  EXPECT_FALSE(json::find(law, "procedures")->get_array().empty());
  EXPECT_FALSE(json::find(law, "forms")->get_object().empty());
}

TEST_F(Api, the_reviewers_queue_is_for_reviewers_and_heads) {
  EXPECT_EQ(get("/api/reviews", "legal").body, R"({"reviews":[]})");
  EXPECT_EQ(get("/api/reviews", "director").status, 200);
  EXPECT_EQ(get("/api/reviews?state=x", "legal").status, 400);
}

TEST_F(Api, every_endpoint_but_the_open_ones_asks_who_is_there) {
  for (const auto& route : router_.routes()) {
    if (route.pattern == "/api/session" || route.pattern == "/api/openapi.json" ||
        route.pattern == "/healthz" || route.pattern == "/api/about" || route.pattern == "/api/clock" ||
        route.pattern == "/log/checkpoint" || route.pattern.starts_with("/log/tile/"))
      continue;
    std::string path = route.pattern;
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
      path.replace(open, path.find('}') - open + 1, "1");
    EXPECT_EQ(call({route.method, path, "{}", "", {}}).status, 401)
        << http::name(route.method) << " " << path;
  }
}

TEST_F(Api, the_numbers_of_a_year_are_the_sealers_to_tell) {
  const auto none = call({http::Method::get, "/api/numbers/2026", "", cookie("director"), {}});
  EXPECT_EQ(none.status, 503);
  EXPECT_THAT(none.body, HasSubstr("sealer_unreachable"));
  EXPECT_EQ(call({http::Method::get, "/api/numbers/last", "", cookie("director"), {}}).status, 404);
}

TEST_F(Api, an_order_that_waits_says_why) {
  const auto documents = call({http::Method::get, "/api/documents", "", cookie("director"), {}});
  EXPECT_EQ(documents.body, R"({"documents":[],"waiting":[]})");
}

// The witness's own reading of the files: entries under the root by their leaf hashes alone.
TEST_F(Api, anybody_recomputes_the_root_of_the_log_from_its_entry_bundles) {
  const std::string stream = fresh_stream();
  ASSERT_EQ(post("director", "law", stream, adoption(stream), "tiles").status, 201);
  ASSERT_TRUE(office_->registrar->checkpoint());
  const auto note = call({http::Method::get, "/log/checkpoint", "", "", {}});
  EXPECT_EQ(note.header("Content-Type"), "text/plain; charset=utf-8");
  const auto checkpoint = ledger::parse_checkpoint(ledger::parse_note(note.body)->text);
  ASSERT_TRUE(checkpoint);
  const std::string part = "000.p/" + std::to_string(checkpoint->size);
  const auto bundle = call({http::Method::get, "/log/tile/entries/" + part, "", "", {}});
  ASSERT_EQ(bundle.status, 200) << bundle.body;
  const auto entries = ledger::parse_bundle(bundle.body, static_cast<int>(checkpoint->size)).value();
  ledger::Tree tree;
  base::Bytes leaves;
  for (const auto& entry : entries) {
    tree.append(ledger::leaf_hash(entry));
    leaves += base::view(ledger::leaf_hash(entry));
  }
  EXPECT_EQ(tree.root(), checkpoint->root);
  EXPECT_EQ(call({http::Method::get, "/log/tile/0/" + part, "", "", {}}).body, leaves);
  for (const char* missing : {"/log/tile/0/001.p/1", "/log/tile/0/0", "/log/tile/1/000.p/1",
                              "/log/tile/entries/000.p/255", "/log/tile/0/x999/999"})
    EXPECT_EQ(call({http::Method::get, missing, "", "", {}}).status, 404) << missing;
}

TEST_F(Api, structure_is_given_to_the_holder_of_the_token_and_holds_no_private_value) {
  const std::string stream = fresh_stream();
  ASSERT_EQ(post("director", "law", stream, adoption(stream), "structure").status, 201);
  const int size = static_cast<int>(office_->registrar->size());
  const std::string path = "/log/structure/000.p/" + std::to_string(size);
  const auto with = [&](const std::string& token) {
    return call({http::Method::get, path, "", "", {{"Authorization", "Bearer " + token}}});
  };
  std::string token = file::read_file(layout_.secret("witness.token").string()).value();
  token.pop_back();
  EXPECT_EQ(call({http::Method::get, path, "", cookie("director"), {}}).status, 401);
  for (const std::string& wrong : {std::string(), std::string(64, '0'), token + "0", token.substr(1)}) {
    EXPECT_EQ(with(wrong).status, 403) << wrong;
    EXPECT_EQ(with(wrong).header("Content-Type"), "application/problem+json");
  }
  const auto given = with(token);
  ASSERT_EQ(given.status, 200);
  EXPECT_EQ(given.header("Cache-Control"), "no-store");
  const auto bundles = ledger::parse_structure(given.body, size).value();
  const auto newest = json::parse(bundles.back(), {.bytes_max = 1 << 20});
  const auto revealed = ledger::verify_bundle(ledger::bundle_from_json(*newest).value()).value();
  EXPECT_NE(revealed.find("sig"), nullptr);
  EXPECT_EQ(revealed.find("law.reason"), nullptr);
}

TEST_F(Api, the_clock_of_a_demo_can_be_set_and_does_not_fall_behind_what_was_played) {
  const auto set = [&](const std::string& body) {
    return call({http::Method::post, "/api/demo/clock", body, cookie("director"), {}});
  };
  EXPECT_EQ(set(R"({"now":"2035-01-02T03:04:05+08:00"})").status, 200);
  EXPECT_THAT(call({http::Method::get, "/api/clock", "", "", {}}).body,
              HasSubstr("2035-01-02T03:04:05+08:00"));
  EXPECT_EQ(set(R"({"now":null})").status, 200);
  EXPECT_THAT(call({http::Method::get, "/api/clock", "", "", {}}).body, HasSubstr("2035-01-02"));
}

}  // namespace
}  // namespace office
