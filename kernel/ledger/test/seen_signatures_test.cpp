// A signature that is remembered answers as one that is checked.

#include "ledger/seen_signatures.h"

#include <gtest/gtest.h>

#include "crypto/sm2.h"

namespace {

TEST(SeenSignatures, a_good_one_is_good_again_and_for_nothing_else) {
  const crypto::Sm2Key key = crypto::Sm2Key::generate(), other = crypto::Sm2Key::generate();
  const std::string pub = key.public_key();
  const base::Bytes signature = key.sign("act");
  const ledger::SeenSignatures seen;
  EXPECT_TRUE(seen.verify(pub, "act", signature));
  EXPECT_TRUE(seen.verify(pub, "act", signature));
  EXPECT_FALSE(seen.verify(pub, "another act", signature));
  EXPECT_FALSE(seen.verify(other.public_key(), "act", signature));
  EXPECT_FALSE(seen.verify(pub, "act", other.sign("act")));
}

TEST(SeenSignatures, a_bad_one_stays_bad) {
  const crypto::Sm2Key key = crypto::Sm2Key::generate();
  base::Bytes signature = key.sign("act");
  signature.back() = static_cast<char>(signature.back() ^ 1);
  const ledger::SeenSignatures seen;
  EXPECT_FALSE(seen.verify(key.public_key(), "act", signature));
  EXPECT_FALSE(seen.verify(key.public_key(), "act", signature));
  EXPECT_TRUE(seen.verify(key.public_key(), "act", key.sign("act")));
}

}  // namespace
