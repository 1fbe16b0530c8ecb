#include "seal/frame.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace {

struct Pair {
  std::array<int, 2> ends{-1, -1};
  Pair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0); }
  ~Pair() {
    close_end(0);
    close_end(1);
  }
  void close_end(std::size_t i) {
    if (ends[i] >= 0) ::close(ends[i]);
    ends[i] = -1;
  }
};

TEST(Frame, carries_an_object_from_one_side_to_the_other) {
  Pair pair;
  const seal::json::Object said{{"op", "status"}, {"v", 1}};
  ASSERT_TRUE(seal::write_all(pair.ends[0], *seal::encode_frame(said)));
  const auto body = seal::read_frame(pair.ends[1]);
  ASSERT_TRUE(body && *body);
  EXPECT_EQ(**body, R"({"op":"status","v":1})");
  EXPECT_EQ(*seal::decode_body(**body), said);
}

TEST(Frame, larger_than_a_socket_buffer_arrives_whole) {
  Pair pair;
  const seal::json::Object said{{"text", std::string(3'000'000, 'x')}};
  std::thread writer([&] { ASSERT_TRUE(seal::write_all(pair.ends[0], *seal::encode_frame(said))); });
  const auto body = seal::read_frame(pair.ends[1]);
  writer.join();
  ASSERT_TRUE(body && *body);
  EXPECT_EQ(*seal::decode_body(**body), said);
}

TEST(Frame, end_between_two_frames_is_no_error_but_inside_one_it_is) {
  Pair clean, torn;
  clean.close_end(0);
  const auto nothing = seal::read_frame(clean.ends[1]);
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(nothing->has_value());
  ASSERT_TRUE(seal::write_all(torn.ends[0], std::string("\0\0\0\x09half", 8)));
  torn.close_end(0);
  EXPECT_EQ(seal::read_frame(torn.ends[1]).error().code, "connection");
}

TEST(Frame, length_nought_and_beyond_32_mib_are_refused_before_anything_is_read) {
  Pair empty, vast;
  ASSERT_TRUE(seal::write_all(empty.ends[0], std::string(4, '\0')));
  EXPECT_EQ(seal::read_frame(empty.ends[1]).error().code, "malformed");
  ASSERT_TRUE(seal::write_all(vast.ends[0], std::string("\x02\0\0\x01", 4)));
  EXPECT_EQ(seal::read_frame(vast.ends[1]).error().code, "too_large");
}

TEST(Frame, body_that_is_not_canonical_or_no_object_is_malformed) {
  for (const char* body : {"{\"v\":1,\"op\":\"x\"}", "{ }", "[]", "", "{\"a\":1.5}", "{\"a\":1,\"a\":1}"})
    EXPECT_EQ(seal::decode_body(body).error().code, "malformed") << body;
}

TEST(Frame, to_a_peer_that_has_gone_is_an_error_value) {
  Pair pair;
  pair.close_end(1);
  EXPECT_EQ(seal::write_all(pair.ends[0], "x").error().code, "connection");
}

}  // namespace
