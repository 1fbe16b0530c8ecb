#pragma once
// What every driver of bytes must do. A driver gives a type with
//   registrar::BlobWriter& writer();  ledger::BlobReader& reader();
//   std::string loose_file(const std::string& bytes);  // a file that adopt() may take over
// that begins empty, and instantiates the suite.

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "registrar/appender.h"

namespace store_test {

template <class Driver>
class BlobStore : public testing::Test {
 protected:
  std::string all(const base::Hash& sm3) {
    return driver_.reader().read(sm3, 0, UINT64_MAX).value_or("(unreadable)");
  }
  Driver driver_;
};
TYPED_TEST_SUITE_P(BlobStore);

TYPED_TEST_P(BlobStore, gives_bytes_back_under_their_hash) {
  const std::string bytes("\0\xff明镜", 8);
  const auto sm3 = this->driver_.writer().store(bytes);
  ASSERT_TRUE(sm3) << sm3.error().text;
  EXPECT_EQ(*sm3, crypto::sm3(bytes));
  EXPECT_EQ(this->driver_.reader().size(*sm3), bytes.size());
  EXPECT_EQ(this->all(*sm3), bytes);
}

TYPED_TEST_P(BlobStore, reads_a_part_and_no_more_than_there_is) {
  const auto sm3 = this->driver_.writer().store("0123456789");
  EXPECT_EQ(this->driver_.reader().read(*sm3, 3, 4), "3456");
  EXPECT_EQ(this->driver_.reader().read(*sm3, 8, 100), "89");
  EXPECT_EQ(this->driver_.reader().read(*sm3, 11, 1), "");
}

TYPED_TEST_P(BlobStore, keeps_equal_bytes_once_and_empty_bytes_too) {
  const auto first = this->driver_.writer().store("x");
  EXPECT_EQ(this->driver_.writer().store("x"), first);
  const auto empty = this->driver_.writer().store("");
  EXPECT_EQ(this->driver_.reader().size(*empty), 0U);
}

TYPED_TEST_P(BlobStore, knows_nothing_of_a_hash_it_was_never_given) {
  const base::Hash other = crypto::sm3("never stored");
  EXPECT_EQ(this->driver_.reader().size(other).error().code, "unknown_blob");
  EXPECT_EQ(this->driver_.reader().read(other, 0, 1).error().code, "unknown_blob");
}

TYPED_TEST_P(BlobStore, takes_over_a_file_larger_than_one_piece) {
  std::string bytes(700'001, 'v');
  bytes += "end";
  const std::string path = this->driver_.loose_file(bytes);
  const auto sm3 = this->driver_.writer().adopt(path);
  ASSERT_TRUE(sm3) << sm3.error().text;
  EXPECT_EQ(*sm3, crypto::sm3(bytes));
  EXPECT_EQ(this->all(*sm3), bytes);
  EXPECT_EQ(this->driver_.writer().adopt(path).error().code, "not_found") << "it was moved, not copied";
}

TYPED_TEST_P(BlobStore, takes_over_a_file_that_it_has_already) {
  ASSERT_TRUE(this->driver_.writer().store("same"));
  const auto sm3 = this->driver_.writer().adopt(this->driver_.loose_file("same"));
  ASSERT_TRUE(sm3);
  EXPECT_EQ(this->all(*sm3), "same");
}

REGISTER_TYPED_TEST_SUITE_P(BlobStore, gives_bytes_back_under_their_hash,
                            reads_a_part_and_no_more_than_there_is,
                            keeps_equal_bytes_once_and_empty_bytes_too,
                            knows_nothing_of_a_hash_it_was_never_given,
                            takes_over_a_file_larger_than_one_piece, takes_over_a_file_that_it_has_already);

}  // namespace store_test
