#include "crypto/ed25519.h"

#include <gtest/gtest.h>

namespace {

base::Bytes hex(std::string_view text) {
  return base::from_hex(text).value();
}

TEST(Ed25519, gives_the_examples_of_rfc_8032) {
  struct Example {
    const char *seed, *public_key, *message, *signature;
  };
  for (const Example& example :
       {Example{
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"},
        Example{
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"}}) {
    const auto key = crypto::Ed25519Key::from_seed(hex(example.seed));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->public_key(), hex(example.public_key));
    EXPECT_EQ(key->sign(hex(example.message)), hex(example.signature));
  }
}

TEST(Ed25519, takes_a_seed_of_32_bytes_only) {
  EXPECT_FALSE(crypto::Ed25519Key::from_seed(std::string(31, 'x')));
  EXPECT_FALSE(crypto::Ed25519Key::from_seed(std::string(33, 'x')));
}

}  // namespace
