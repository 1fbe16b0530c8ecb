// Sessions end by themselves, by the clock and by their owner.

#include "people/sessions.h"

#include <gtest/gtest.h>

namespace {

using people::Sessions;

const people::SignedIn kGu{.login = "gu", .holder = base::PersonId("p")};
constexpr base::Instant kStart{1'700'000'000'000};

base::Instant after(std::int64_t ms) {
  return {kStart.ms + ms};
}

TEST(SessionsTest, a_token_finds_its_owner) {
  Sessions sessions;
  const std::string token = sessions.begin(kGu, kStart);
  EXPECT_EQ(token.size(), 43U);
  const auto found = sessions.find(token, after(1));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->login, "gu");
  EXPECT_EQ(found->holder, base::PersonId("p"));
}

TEST(SessionsTest, another_token_finds_nobody) {
  Sessions sessions;
  std::string token = sessions.begin(kGu, kStart);
  EXPECT_NE(sessions.begin(kGu, kStart), token);
  token.front() = token.front() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(sessions.find(token, kStart));
  EXPECT_FALSE(sessions.find("", kStart));
}

TEST(SessionsTest, looking_at_a_session_does_not_keep_it) {
  Sessions sessions;
  const std::string token = sessions.begin(kGu, kStart);
  EXPECT_EQ(sessions.look(token, after(Sessions::kIdleMs))->login, "gu");
  EXPECT_FALSE(sessions.look(token, after(Sessions::kIdleMs + 1)));
  EXPECT_FALSE(sessions.find(token, after(Sessions::kIdleMs + 1)));
  EXPECT_FALSE(sessions.look("", kStart));
}

TEST(SessionsTest, an_idle_session_ends_and_use_keeps_it) {
  Sessions sessions;
  const std::string used = sessions.begin(kGu, kStart), idle = sessions.begin(kGu, kStart);
  EXPECT_TRUE(sessions.find(used, after(Sessions::kIdleMs)));
  EXPECT_TRUE(sessions.find(used, after(2 * Sessions::kIdleMs)));
  EXPECT_FALSE(sessions.find(idle, after(Sessions::kIdleMs + 1)));
  EXPECT_FALSE(sessions.find(idle, after(1))) << "and does not come back";
}

TEST(SessionsTest, no_use_keeps_a_session_beyond_its_life) {
  Sessions sessions;
  const std::string token = sessions.begin(kGu, kStart);
  for (std::int64_t ms = 0; ms <= Sessions::kLifeMs; ms += Sessions::kIdleMs)
    EXPECT_TRUE(sessions.find(token, after(ms))) << ms;
  EXPECT_FALSE(sessions.find(token, after(Sessions::kLifeMs + 1)));
}

TEST(SessionsTest, a_challenge_belongs_to_its_session_and_is_taken_once) {
  Sessions sessions;
  const std::string here = sessions.begin(kGu, kStart), there = sessions.begin(kGu, kStart);
  EXPECT_FALSE(sessions.take_challenge(here, "")) << "none was given";
  const std::string first = sessions.challenge(here), second = sessions.challenge(here);
  EXPECT_EQ(second.size(), 43U);
  EXPECT_FALSE(sessions.take_challenge(there, second));
  EXPECT_TRUE(sessions.take_challenge(here, second));
  EXPECT_FALSE(sessions.take_challenge(here, second));
  EXPECT_NE(first, second);
  EXPECT_EQ(sessions.challenge("no session"), "");
}

TEST(SessionsTest, signing_out_ends_this_session_only) {
  Sessions sessions;
  const std::string here = sessions.begin(kGu, kStart), there = sessions.begin(kGu, kStart);
  sessions.end(here);
  EXPECT_FALSE(sessions.find(here, kStart));
  EXPECT_TRUE(sessions.find(there, kStart));
}

TEST(SessionsTest, an_account_that_is_signed_out_everywhere_has_no_session_left_and_others_keep_theirs) {
  Sessions sessions;
  const std::string here = sessions.begin(kGu, kStart), there = sessions.begin(kGu, kStart);
  const std::string lin = sessions.begin({.login = "lin", .holder = base::PersonId("q")}, kStart);
  sessions.end_all("gu");
  EXPECT_FALSE(sessions.find(here, kStart));
  EXPECT_FALSE(sessions.find(there, kStart));
  EXPECT_TRUE(sessions.find(lin, kStart));
}

TEST(SessionsTest, beginning_a_session_does_not_end_the_living_ones) {
  Sessions sessions;
  const std::string old = sessions.begin(kGu, kStart);
  EXPECT_TRUE(sessions.find(old, after(Sessions::kIdleMs - 1)));
  static_cast<void>(sessions.begin(kGu, after(Sessions::kIdleMs + 1)));
  EXPECT_TRUE(sessions.find(old, after(Sessions::kIdleMs + 1)));
}

}  // namespace
