// A person's key as it lies at rest and signs: what C++ and browser must agree on (docs/formats/keys.md §5).

#include <gtest/gtest.h>

#include "crypto/cipher.h"
#include "crypto/sign_in.h"
#include "crypto/sm2.h"
#include "ledger/act.h"
#include "ledger/keys.h"
#include "own_vectors.h"

namespace ledger {
namespace {

namespace json = base::json;
using test::list;
using test::text;

const json::Value& vectors() {
  static const json::Value value = test::vectors("18-keys.json");
  return value;
}

TEST(PersonKeys, either_side_opens_what_the_other_wrapped) {
  std::set<std::string> makers;
  for (const auto& one : list(vectors(), "wrapped")) {
    makers.insert(text(one, "made_by"));
    const auto scalar = crypto::unwrap_key(text(one, "wrapped"), text(one, "passphrase"));
    ASSERT_TRUE(scalar) << text(one, "passphrase");
    EXPECT_EQ(base::hex(*scalar), text(one, "scalar"));
    const auto key = crypto::Sm2Key::from_scalar(*scalar);
    ASSERT_TRUE(key);
    EXPECT_EQ(base::hex(key->public_key()), text(one, "public"));
    EXPECT_EQ(key_id(key->public_key()), text(one, "id"));
  }
  EXPECT_EQ(makers, (std::set<std::string>{"C++", "TypeScript"}));
}

TEST(PersonKeys, what_is_sent_at_sign_in_is_the_same_on_both_sides_and_opens_no_key) {
  for (const auto& one : list(vectors(), "sign_in"))
    EXPECT_EQ(crypto::sign_in_secret(text(one, "login"), text(one, "passphrase")), text(one, "secret"));
  const std::string wrapped = crypto::wrap_key(crypto::Sm2Key::generate().scalar(), "a long passphrase");
  EXPECT_FALSE(crypto::unwrap_key(wrapped, crypto::sign_in_secret("login", "a long passphrase")));
}

TEST(PersonKeys, a_wrapped_key_is_refused_for_the_same_reason_on_both_sides) {
  for (const auto& one : list(vectors(), "refused")) {
    const auto opened = crypto::unwrap_key(text(one, "wrapped"), text(one, "passphrase"));
    ASSERT_FALSE(opened) << text(one, "case");
    EXPECT_EQ(opened.error().code, text(one, "code")) << text(one, "case");
  }
}

TEST(PersonKeys, either_side_believes_what_the_other_signed) {
  for (const auto& one : list(vectors(), "signed")) {
    const auto pub = base::from_hex(text(one, "public")).value();
    const auto signature = base::from_hex(text(one, "signature")).value();
    EXPECT_TRUE(crypto::sm2_verify(pub, text(one, "message"), signature)) << text(one, "made_by");
    EXPECT_FALSE(crypto::sm2_verify(pub, text(one, "message") + "!", signature)) << text(one, "made_by");
  }
}

TEST(PersonKeys, the_message_of_an_enrolment_is_the_same_on_both_sides) {
  const auto& one = test::at(vectors(), "enrolment");
  EXPECT_EQ(enrol_message(text(one, "holder"), text(one, "id"), test::strings(one, "roles")),
            text(one, "message"));
}

TEST(PersonKeys, what_is_signed_to_choose_a_password_is_the_same_on_both_sides) {
  const auto& one = test::at(vectors(), "possession");
  EXPECT_EQ(possession_message(text(one, "challenge"), text(one, "id"), text(one, "login")),
            text(one, "message"));
}

}  // namespace
}  // namespace ledger
