// Who is told that a record was made, and for how long.

#include "api.h"

namespace office {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class Listening : public Api {
 protected:
  static void SetUpTestSuite() {
    Api::SetUpTestSuite();
    office_->registrar->on_commit([](const registrar::Committed& made) { office_->events.tell(made); });
  }
  static std::shared_ptr<http::Live> listen(const std::string& session) {
    const auto answer = call({http::Method::get, "/api/events", "", session, {}});
    EXPECT_EQ(answer.header("Content-Type"), "text/event-stream");
    return answer.live_body;
  }
  static void beat() {
    office_->events.beat([](const std::string& token) { return api::may_listen(*office_, token); });
  }
  static std::string session(const std::string& login) { return cookie_of(sign_in(login)); }
};

TEST_F(Listening, one_line_says_that_a_record_stands_and_nothing_of_what_it_says) {
  const auto live = listen(session("director"));
  EXPECT_THAT(live->take(), EndsWith("\n\n"));
  const std::string stream = fresh_stream();
  ASSERT_EQ(post("director", "law", stream, adoption(stream)).status, 201);
  EXPECT_EQ(live->take(),
            R"(data: {"kind":"law","pos":0,"step":"adopt_edition","stream":")" + stream + "\"}\n\n");
}

TEST_F(Listening, is_for_whom_the_business_concerns) {
  EXPECT_EQ(get("/api/events", "admin").status, 403);
  EXPECT_EQ(call({http::Method::get, "/api/events", "", "", {}}).status, 401);
}

TEST_F(Listening, a_session_has_no_more_than_four_and_gets_a_place_back) {
  const std::string own = session("legal");
  std::vector<std::shared_ptr<http::Live>> pages;
  for (int i = 0; i < 4; ++i) pages.push_back(listen(own));
  const auto fifth = call({http::Method::get, "/api/events", "", own, {}});
  EXPECT_EQ(fifth.status, 429);
  EXPECT_EQ(code_of(fifth), "too_many_listeners");
  EXPECT_NE(listen(session("legal")), nullptr) << "another session";
  pages.front()->detach();
  EXPECT_NE(listen(own), nullptr);
}

TEST_F(Listening, all_of_them_together_have_a_bound) {
  Events events;
  for (std::size_t i = 0; i < Events::kListenersMax; ++i) ASSERT_TRUE(events.listen(std::to_string(i)));
  EXPECT_EQ(events.listen("one more").error().code, "too_many_listeners");
}

TEST_F(Listening, the_heart_beats_for_whoever_is_still_signed_in) {
  const std::string stays = session("legal"), leaves = session("director");
  const auto one = listen(stays), other = listen(leaves);
  static_cast<void>(one->take());
  ASSERT_EQ(call({http::Method::del, "/api/session", "", leaves, {}}).status, 204);
  beat();
  EXPECT_EQ(one->take(), ": \n\n");
  EXPECT_FALSE(one->ended());
  EXPECT_TRUE(other->ended());
}

TEST_F(Listening, head_takes_no_place) {
  const std::string own = session("director");
  for (int i = 0; i < 6; ++i) EXPECT_EQ(call({http::Method::head, "/api/events", "", own, {}}).status, 200);
}

}  // namespace
}  // namespace office
