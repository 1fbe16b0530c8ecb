// Passwords: how short, how often, how long locked; and the keys kept beside them.

#include "people/credentials.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/cipher.h"

namespace {

const std::string kRight = "correct horse battery";
constexpr std::int64_t kMinute = 60 * 1000;

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "mingjing-credentials-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    open();
    settle("gu");
  }
  ~CredentialsTest() override {
    credentials_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  void open() {
    credentials_.reset();
    credentials_ = people::Credentials::open(directory_ / "credentials.db").value();
  }
  /// "" or the code of the refusal.
  std::string sign_in(std::string_view login, std::string_view password, std::int64_t at_ms = 0) {
    const auto checked =
        credentials_->sign_in({std::string(login), std::string(password), ""}, {start_ms_ + at_ms});
    return checked ? "" : checked.error().code;
  }
  std::string hand_out(std::string_view login, std::string_view password, const char* spent = "",
                       std::int64_t at_ms = 0) {
    const auto set =
        credentials_->set_first_password(login, password, base::KeyId(spent), {start_ms_ + at_ms});
    return set ? "" : set.error().code;
  }
  std::string choose(std::string_view login, std::string_view password) {
    const auto set = credentials_->set_own_password(login, password, {base::KeyId("id"), "wrapped"});
    return set ? "" : set.error().code;
  }
  void settle(std::string_view login) {
    EXPECT_EQ(hand_out(login, "from the administrator"), "");
    EXPECT_EQ(choose(login, kRight), "");
  }
  std::string change(std::string_view login, std::string_view old, std::string_view fresh) {
    const auto changed = credentials_->change_password(login, old, fresh, {start_ms_});
    return changed ? "" : changed.error().code;
  }
  void fail_times(int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(sign_in("gu", "wrong password"), "sign_in") << i;
  }

  std::filesystem::path directory_;
  std::unique_ptr<people::Credentials> credentials_;
  const std::int64_t start_ms_ = base::parse_instant("2026-03-02T09:00:00+08:00")->ms;
};

TEST_F(CredentialsTest, lets_in_who_knows_the_password_and_nobody_else) {
  EXPECT_EQ(sign_in("gu", kRight), "");
  EXPECT_EQ(sign_in("gu", kRight + " "), "sign_in");
  EXPECT_EQ(sign_in("gu", ""), "sign_in");
}

TEST_F(CredentialsTest, an_unknown_login_is_not_told_from_a_wrong_password) {
  const auto unknown = credentials_->sign_in({"nobody", kRight, ""}, {start_ms_});
  const auto wrong = credentials_->sign_in({"gu", "wrong password", ""}, {start_ms_});
  ASSERT_FALSE(unknown);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(unknown.error().code, wrong.error().code);
  EXPECT_EQ(unknown.error().text, wrong.error().text);
}

TEST_F(CredentialsTest, a_password_has_twelve_characters_whatever_their_bytes) {
  for (const char* eleven : {"elevenchars", "十一个汉字还是短了一点"}) {
    EXPECT_EQ(hand_out("lin", eleven), "password_short");
    EXPECT_EQ(choose("gu", eleven), "password_short");
    EXPECT_EQ(change("gu", kRight, eleven), "password_short");
  }
  EXPECT_EQ(sign_in("gu", kRight), "") << "a refused password changes nothing";
  EXPECT_EQ(sign_in("lin", "elevenchars"), "sign_in");
  EXPECT_EQ(hand_out("lin", "十二个汉字就已经足够长了"), "");
  EXPECT_EQ(sign_in("lin", "十二个汉字就已经足够长了"), "");
}

TEST_F(CredentialsTest, a_first_password_lets_in_once_within_three_days) {
  constexpr std::int64_t kThreeDays = 72 * 60 * kMinute;
  EXPECT_EQ(hand_out("lin", kRight), "");
  EXPECT_EQ(sign_in("lin", kRight, kThreeDays), "first_password_over");
  EXPECT_EQ(sign_in("lin", "wrong password", kThreeDays), "sign_in") << "only who knows it learns that";
  EXPECT_EQ(hand_out("lin", kRight), "") << "another one";
  EXPECT_EQ(credentials_->sign_in({"lin", kRight, ""}, {start_ms_ + kThreeDays - 1}),
            people::Password::first);
  open();
  EXPECT_EQ(sign_in("lin", kRight), "first_password_over");
}

TEST_F(CredentialsTest, an_own_password_takes_the_place_of_the_first_and_is_another) {
  EXPECT_EQ(hand_out("lin", kRight), "");
  EXPECT_EQ(choose("lin", kRight), "password_same");
  EXPECT_EQ(choose("lin", "another long one"), "");
  EXPECT_EQ(sign_in("lin", kRight), "sign_in");
  EXPECT_EQ(credentials_->sign_in({"lin", "another long one", ""}, {start_ms_}), people::Password::own);
  EXPECT_EQ(credentials_->key_of("lin")->key_id, base::KeyId("id"));
}

TEST_F(CredentialsTest, a_first_password_is_set_over_the_key_that_was_found_spent_and_over_no_other) {
  EXPECT_EQ(hand_out("gu", "somebody else's", "another id"), "password_set");
  EXPECT_EQ(sign_in("gu", kRight), "");
  EXPECT_EQ(hand_out("gu", "from the administrator", "id"), "");
  EXPECT_EQ(sign_in("gu", kRight), "sign_in");
  EXPECT_TRUE(credentials_->key_of("gu")->key_id.empty()) << "and the wrapped key is gone";
}

TEST_F(CredentialsTest, only_who_knows_the_old_password_sets_a_new_one) {
  EXPECT_EQ(change("gu", "wrong password", "another long one"), "sign_in");
  EXPECT_EQ(change("nobody", kRight, "another long one"), "sign_in");
  EXPECT_EQ(sign_in("gu", kRight), "");
  EXPECT_EQ(change("gu", kRight, "another long one"), "");
  EXPECT_EQ(sign_in("gu", "another long one"), "");
  EXPECT_EQ(sign_in("gu", kRight), "sign_in");
}

TEST_F(CredentialsTest, five_failures_lock_this_account_for_a_quarter_of_an_hour_and_outlive_a_restart) {
  settle("lin");
  fail_times(5);
  EXPECT_EQ(sign_in("gu", kRight), "locked");
  open();
  EXPECT_EQ(sign_in("gu", kRight, 15 * kMinute - 1), "locked");
  EXPECT_EQ(sign_in("lin", kRight), "");
  EXPECT_EQ(sign_in("gu", "wrong password", 15 * kMinute), "sign_in")
      << "and four more are needed to lock it again";
  EXPECT_EQ(sign_in("gu", kRight, 15 * kMinute), "");
}

TEST_F(CredentialsTest, a_success_forgets_the_failures_before_it) {
  fail_times(4);
  EXPECT_EQ(sign_in("gu", kRight), "");
  fail_times(1);
  EXPECT_EQ(sign_in("gu", kRight), "");
}

TEST_F(CredentialsTest, guessing_while_changing_a_password_locks_too) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(change("gu", "wrong password", "another long one"), "sign_in");
  EXPECT_EQ(change("gu", kRight, "another long one"), "locked");
  EXPECT_EQ(sign_in("gu", kRight), "locked");
}

TEST_F(CredentialsTest, the_password_itself_is_in_no_file) {
  std::stringstream all;
  for (const auto& entry : std::filesystem::directory_iterator(directory_))
    all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  EXPECT_NE(all.str().find("argon2"), std::string::npos) << "the files hold what was set";
  EXPECT_EQ(all.str().find(kRight), std::string::npos);
}

TEST_F(CredentialsTest, keeps_the_wrapped_key_of_a_login) {
  EXPECT_EQ(credentials_->key_of("gu")->key_id, base::KeyId("id"));
  EXPECT_TRUE(credentials_->set_key("gu", {base::KeyId("new"), "wrapped anew"}));
  open();
  EXPECT_EQ(credentials_->key_of("gu")->key_id, base::KeyId("new"));
  EXPECT_EQ(credentials_->key_of("gu")->wrapped, "wrapped anew");
  EXPECT_EQ(credentials_->key_of("nobody")->wrapped, "");
}

TEST_F(CredentialsTest, a_founder_signs_in_before_any_record_tells_of_him) {
  const people::FounderAccount founder{.login = "director",
                                       .holder = base::PersonId("p"),
                                       .password = crypto::hash_password(kRight),
                                       .key = {base::KeyId("id"), "wrapped"}};
  EXPECT_FALSE(credentials_->has_account(base::PersonId("p")));
  ASSERT_TRUE(credentials_->add_founder(founder));
  EXPECT_TRUE(credentials_->has_account(base::PersonId("p")));
  EXPECT_EQ(credentials_->holder_of("director").value(), base::PersonId("p"));
  EXPECT_EQ(credentials_->holder_of("gu").error().code, "unknown_account") << "no founder";
  EXPECT_TRUE(credentials_->sign_in({"director", kRight, ""}, base::Instant{}));
  EXPECT_EQ(credentials_->key_of("director")->key_id, base::KeyId("id"));
  EXPECT_EQ(credentials_->add_founder(founder).error().code, "password_set");
}

}  // namespace
