// What is remembered answers as what is worked out.

#include "ledger/seen.h"

#include <gtest/gtest.h>

#include "crypto/sm2.h"
#include "disclosure_parts.h"

namespace {

TEST(Seen, a_good_signature_is_good_again_and_for_nothing_else) {
  const crypto::Sm2Key key = crypto::Sm2Key::generate(), other = crypto::Sm2Key::generate();
  const std::string pub = key.public_key();
  const base::Bytes signature = key.sign("act");
  const ledger::Seen seen;
  EXPECT_TRUE(seen.verify(pub, "act", signature));
  EXPECT_TRUE(seen.verify(pub, "act", signature));
  EXPECT_FALSE(seen.verify(pub, "another act", signature));
  EXPECT_FALSE(seen.verify(other.public_key(), "act", signature));
  EXPECT_FALSE(seen.verify(pub, "act", other.sign("act")));
}

TEST(Seen, a_bad_signature_stays_bad) {
  const crypto::Sm2Key key = crypto::Sm2Key::generate();
  base::Bytes signature = key.sign("act");
  signature.back() = static_cast<char>(signature.back() ^ 1);
  const ledger::Seen seen;
  EXPECT_FALSE(seen.verify(key.public_key(), "act", signature));
  EXPECT_FALSE(seen.verify(key.public_key(), "act", signature));
  EXPECT_TRUE(seen.verify(key.public_key(), "act", key.sign("act")));
}

TEST(Seen, a_root_is_that_of_its_digests_the_second_time_too) {
  const ledger::Seen seen;
  std::vector<base::Hash> digests(16), others(16);
  for (std::size_t i = 0; i < digests.size(); ++i) digests[i].fill(static_cast<unsigned char>(i));
  others.back().fill(99);
  const base::Hash root = ledger::digests_root(digests, ledger::HashAlg::sm3);
  EXPECT_EQ(seen.digests_root(digests), root);
  EXPECT_EQ(seen.digests_root(digests), root);
  EXPECT_EQ(seen.digests_root(others), ledger::digests_root(others, ledger::HashAlg::sm3));
  EXPECT_NE(seen.digests_root(others), root);
}

}  // namespace
