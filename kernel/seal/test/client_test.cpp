#include "seal/client.h"

#include <gtest/gtest.h>

#include "scripted_sealer.h"

namespace {

TEST(Client, gets_one_answer_for_each_request_in_order) {
  int count = 0;
  seal_test::ScriptedSealer sealer([&](const std::string&) {
    return *seal::encode_frame({{"n", ++count}, {"ok", true}});
  });
  auto client = seal::Client::connect(sealer.path());
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_EQ(client->call(seal::status_request())->body.at("n").as_int64(), 1);
  EXPECT_EQ(client->call(seal::status_request())->body.at("n").as_int64(), 2);
}

TEST(Client, after_an_answer_it_cannot_read_it_is_of_no_further_use) {
  seal_test::ScriptedSealer sealer([](const std::string&) { return std::string("\0\0\0\x02{]", 6); });
  auto client = seal::Client::connect(sealer.path());
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_EQ(client->call(seal::status_request()).error().code, "malformed");
  EXPECT_EQ(client->call(seal::status_request()).error().code, "connection");
}

TEST(Client, says_where_it_looked_when_no_sealer_is_there) {
  const auto client = seal::Client::connect("/nonexistent/sealer.sock");
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().code, "sealer_unreachable");
  EXPECT_NE(client.error().text.find("/nonexistent/sealer.sock"), std::string::npos);
}

}  // namespace
