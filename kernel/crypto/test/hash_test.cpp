#include "crypto/hash.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "vectors.h"

namespace {

using base::hex;
using crypto::test::bytes;
using crypto::test::list;
using crypto::test::text;

const base::json::Value& file() {
  static const auto value = crypto::test::vectors("01-hash.json");
  return value;
}

std::string by_openssl(const char* algorithm, const std::string& message) {
  std::string out(32, '\0');
  std::size_t size = 0;
  EXPECT_EQ(EVP_Q_digest(nullptr, algorithm, nullptr, message.data(), message.size(),
                         reinterpret_cast<unsigned char*>(out.data()), &size),
            1);
  return hex(out.substr(0, size));
}

TEST(Sm3, gives_the_two_examples_of_the_standard) {
  std::string long_one;
  for (int i = 0; i < 16; ++i) long_one += "abcd";
  EXPECT_EQ(hex(crypto::sm3("abc")), text(file().at("standard"), "abc"));
  EXPECT_EQ(hex(crypto::sm3(long_one)), text(file().at("standard"), "abcd_x16"));
}

TEST(Hash, gives_the_published_digests) {
  for (const auto& item : list(file(), "hash")) {
    EXPECT_EQ(hex(crypto::sm3(bytes(item, "msg_hex"))), text(item, "sm3"));
    EXPECT_EQ(hex(crypto::sha256(bytes(item, "msg_hex"))), text(item, "sha256"));
  }
}

TEST(Hash, gives_the_published_digests_of_long_messages) {
  for (const auto& item : list(file(), "repeat")) {
    const base::Bytes unit = bytes(item, "unit");
    base::Bytes message;
    crypto::Sm3 pieces;
    for (std::int64_t i = 0; i < item.at("times").as_int64(); ++i) {
      message += unit;
      pieces.update(unit);
    }
    EXPECT_EQ(hex(crypto::sm3(message)), text(item, "sm3"));
    EXPECT_EQ(hex(pieces.finish()), text(item, "sm3"));
    EXPECT_EQ(hex(crypto::sha256(message)), text(item, "sha256"));
  }
}

TEST(HmacSm3, gives_the_published_codes) {
  for (const auto& item : list(file(), "hmac"))
    EXPECT_EQ(hex(crypto::hmac_sm3(bytes(item, "key_hex"), bytes(item, "msg_hex"))), text(item, "hmac_sm3"));
}

TEST(Sm3, agrees_with_a_second_library_at_every_length_up_to_some_blocks) {
  std::string message;
  for (int length = 0; length <= 300; ++length, message += static_cast<char>(length * 7))
    ASSERT_EQ(hex(crypto::sm3(message)), by_openssl("SM3", message)) << length;
}

RC_GTEST_PROP(Hash, agrees_with_a_second_library, ()) {
  const auto length = *rc::gen::inRange<std::size_t>(0, 20'000);
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  std::string message(length, '\0');
  for (std::size_t i = 0; i < length; ++i) message[i] = static_cast<char>((seed + i) * 2'654'435'761U >> 24);
  RC_ASSERT(hex(crypto::sm3(message)) == by_openssl("SM3", message));
  RC_ASSERT(hex(crypto::sha256(message)) == by_openssl("SHA256", message));
}

RC_GTEST_PROP(Sm3, does_not_care_how_a_message_is_cut, (const std::vector<std::string>& pieces)) {
  crypto::Sm3 streamed;
  std::string message;
  for (const auto& piece : pieces) {
    streamed.update(piece);
    message += piece;
  }
  RC_ASSERT(streamed.finish() == crypto::sm3(message));
  RC_ASSERT(streamed.finish() == crypto::sm3(""));  // a new message has begun
}

TEST(Sm3, keeps_two_open_messages_apart) {
  crypto::Sm3 first;
  crypto::Sm3 second;
  first.update("a");
  second.update("b");
  const auto between = crypto::sm3("c");
  first.update("bc");
  crypto::Sm3 moved = std::move(first);
  EXPECT_EQ(moved.finish(), crypto::sm3("abc"));
  EXPECT_EQ(second.finish(), crypto::sm3("b"));
  EXPECT_EQ(between, crypto::sm3("c"));
}

TEST(Hash, may_be_used_by_many_threads_at_once) {
  const auto expected = crypto::sm3("abc");
  std::vector<std::thread> threads;
  std::array<bool, 4> same{};
  for (bool& mine : same)
    threads.emplace_back([&mine, &expected] {
      mine = true;
      for (int i = 0; i < 2000; ++i) mine = mine && crypto::sm3("abc") == expected;
    });
  for (auto& thread : threads) thread.join();
  for (const bool mine : same) EXPECT_TRUE(mine);
}

}  // namespace
