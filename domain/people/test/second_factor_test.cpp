// The second factor of an account: enrolled by its owner, asked for, good once, removed with a reason.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "fixtures/authenticator.h"
#include "people/credentials.h"

namespace {

const std::string kRight = "correct horse battery";
constexpr std::int64_t kStepMs = 30'000;
constexpr std::int64_t kMinuteMs = 60'000;

class SecondFactor : public testing::Test {
 protected:
  SecondFactor() {
    std::string pattern = std::filesystem::temp_directory_path() / "mingjing-second-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    open();
    EXPECT_TRUE(credentials_->set_first_password("gu", "from the administrator", {}, now_));
    EXPECT_TRUE(credentials_->set_own_password("gu", kRight, {}));
  }
  ~SecondFactor() override {
    credentials_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  void open() {
    credentials_.reset();
    credentials_ = people::Credentials::open(directory_ / "credentials.db").value();
  }
  template <class T>
  static std::string outcome(const base::Result<T>& result) {
    return result ? "" : result.error().code;
  }
  std::string sign_in(const std::string& code, const std::string& password = kRight) {
    return outcome(credentials_->sign_in({"gu", password, code}, now_));
  }
  /// What the person's application shows now, from the address it was given.
  std::string shown() const { return telephone_.code(now_); }
  std::string wrong() const { return shown() == "000000" ? "000001" : "000000"; }
  void begin() {
    const auto uri = credentials_->begin_second_factor("gu");
    ASSERT_TRUE(uri);
    telephone_ = fixtures::Authenticator(*uri);
  }
  void enrol() {
    begin();
    ASSERT_EQ(outcome(credentials_->confirm_second_factor("gu", shown(), now_)), "");
    pass(kStepMs);
  }
  void pass(std::int64_t ms) { now_.ms += ms; }

  std::filesystem::path directory_;
  std::unique_ptr<people::Credentials> credentials_;
  fixtures::Authenticator telephone_;
  base::Instant now_ = *base::parse_instant("2026-03-02T09:00:00+08:00");
};

TEST_F(SecondFactor, is_asked_for_once_its_owner_has_confirmed_it_and_not_before) {
  begin();
  EXPECT_EQ(sign_in(""), "") << "whoever loses his way while enrolling is not locked out";
  EXPECT_EQ(outcome(credentials_->confirm_second_factor("gu", wrong(), now_)), "second_factor_wrong");
  EXPECT_EQ(sign_in(""), "");
  EXPECT_EQ(outcome(credentials_->confirm_second_factor("gu", shown(), now_)), "");
  EXPECT_EQ(sign_in(""), "second_factor_needed");
}

TEST_F(SecondFactor, lets_in_with_the_code_and_a_code_is_good_once) {
  enrol();
  const std::string code = shown();
  EXPECT_EQ(sign_in(code), "");
  EXPECT_EQ(sign_in(code), "second_factor_wrong");
  pass(kStepMs);
  open();
  EXPECT_EQ(sign_in(code), "second_factor_wrong") << "after a restart as well";
  EXPECT_EQ(sign_in(shown()), "");
}

TEST_F(SecondFactor, the_code_that_confirmed_it_signs_nobody_in) {
  begin();
  const std::string code = shown();
  ASSERT_EQ(outcome(credentials_->confirm_second_factor("gu", code, now_)), "");
  EXPECT_EQ(sign_in(code), "second_factor_wrong");
}

TEST_F(SecondFactor, without_the_password_nobody_learns_whether_there_is_one) {
  enrol();
  EXPECT_EQ(sign_in("", "wrong password"), "sign_in");
  EXPECT_EQ(sign_in(shown(), "wrong password"), "sign_in");
}

TEST_F(SecondFactor, five_wrong_codes_lock_the_account_though_the_password_was_right) {
  enrol();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in(wrong()), "second_factor_wrong") << i;
  EXPECT_EQ(sign_in(shown()), "locked");
  pass(15 * kMinuteMs);
  EXPECT_EQ(sign_in(shown()), "");
}

TEST_F(SecondFactor, asking_for_the_code_forgives_no_failure) {
  enrol();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(sign_in(wrong()), "second_factor_wrong") << i;
  EXPECT_EQ(sign_in(""), "second_factor_needed");
  EXPECT_EQ(sign_in(wrong()), "second_factor_wrong");
  EXPECT_EQ(sign_in(shown()), "locked");
}

TEST_F(SecondFactor, one_that_stands_is_not_replaced_by_whoever_is_signed_in) {
  enrol();
  EXPECT_EQ(credentials_->begin_second_factor("gu").error().code, "second_factor_set");
  EXPECT_EQ(outcome(credentials_->confirm_second_factor("gu", shown(), now_)), "second_factor_set");
}

TEST_F(SecondFactor, is_removed_with_a_reason_that_its_owner_can_read) {
  EXPECT_EQ(outcome(credentials_->remove_second_factor("gu", {"admin", "手机丢失", now_})),
            "unknown_second_factor");
  enrol();
  ASSERT_EQ(outcome(credentials_->remove_second_factor("gu", {"admin", "手机丢失", now_})), "");
  EXPECT_EQ(sign_in(""), "");
  const auto removal = credentials_->removal_of("gu").value();
  ASSERT_TRUE(removal);
  EXPECT_EQ(removal->by, "admin");
  EXPECT_EQ(removal->reason, "手机丢失");
  EXPECT_EQ(removal->at.ms, now_.ms);
  enrol();
  EXPECT_EQ(sign_in(""), "second_factor_needed") << "another may be enrolled";
}

}  // namespace
