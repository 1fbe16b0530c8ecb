// The second factor against the vectors of RFC 6238, appendix B (SHA-1; the last six of its eight digits).

#include "people/totp.h"

#include <gtest/gtest.h>

namespace {

const std::string kSecret = "12345678901234567890";

TEST(Totp, is_that_of_the_rfc) {
  const auto at = [](std::int64_t second) { return people::totp_code(kSecret, second / 30); };
  EXPECT_EQ(at(59), "287082");
  EXPECT_EQ(at(1111111109), "081804");
  EXPECT_EQ(at(1111111111), "050471");
  EXPECT_EQ(at(1234567890), "005924");
  EXPECT_EQ(at(2000000000), "279037");
  EXPECT_EQ(at(20000000000), "353130");
}

TEST(Totp, is_good_one_step_early_or_late_and_no_more) {
  const std::int64_t step = 37037036;
  const std::string code = people::totp_code(kSecret, step);
  const auto seen = [&](std::int64_t now) {
    return people::totp_step(kSecret, code, base::Instant{now * 30'000 + 29'999}, 0);
  };
  for (const std::int64_t now : {step - 1, step, step + 1}) EXPECT_EQ(seen(now), step);
  for (const std::int64_t now : {step - 2, step + 2}) EXPECT_FALSE(seen(now));
}

TEST(Totp, a_code_that_was_used_is_good_no_more_nor_is_an_earlier_one) {
  const std::int64_t step = 37037036;
  const base::Instant now{step * 30'000};
  const auto code = [](std::int64_t of) { return people::totp_code(kSecret, of); };
  EXPECT_EQ(people::totp_step(kSecret, code(step), now, step - 1), step);
  EXPECT_FALSE(people::totp_step(kSecret, code(step), now, step));
  EXPECT_FALSE(people::totp_step(kSecret, code(step - 1), now, step));
  EXPECT_EQ(people::totp_step(kSecret, code(step + 1), now, step), step + 1);
}

TEST(Totp, what_is_not_six_digits_is_no_code) {
  const base::Instant now{59'000};
  for (const char* code : {"", "87082", "0287082", "94287082", "28708 ", "287082\n"})
    EXPECT_FALSE(people::totp_step(kSecret, code, now, -1)) << code;
}

TEST(Totp, an_application_reads_secret_and_login_from_one_address) {
  EXPECT_EQ(people::totp_uri(kSecret, "gu x"),
            "otpauth://totp/Mingjing:gu%20x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mingjing");
  EXPECT_EQ(people::new_totp_secret().size(), 20U);
  EXPECT_NE(people::new_totp_secret(), people::new_totp_secret());
}

}  // namespace
