#include "http/address.h"

#include <gtest/gtest.h>

namespace {

TEST(Address, is_read_with_port_and_prefix_or_without) {
  const auto full = http::parse_address("http://127.0.0.1:8082/witness/");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host, "127.0.0.1");
  EXPECT_EQ(full->port, 8082);
  EXPECT_EQ(full->prefix, "/witness");
  const auto plain = http::parse_address("http://sfj.example");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "sfj.example");
  EXPECT_EQ(plain->port, 80);
  EXPECT_EQ(plain->prefix, "");
}

TEST(Address, that_we_could_not_reach_is_refused_when_it_is_read) {
  for (const char* url : {"", "sfj.example", "https://sfj.example", "http://", "http://:80", "http://sfj:0",
                          "http://sfj:65536", "http://sfj:80x", "http://sfj:-1", "http:///path"})
    EXPECT_FALSE(http::parse_address(url)) << url;
}

}  // namespace
