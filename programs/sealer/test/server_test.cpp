// The sealer behind its sockets, as the office meets it (sealer.md §1).

#include "server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "seal/client.h"
#include "town.h"

namespace {

class ServerTest : public testing::Test {
 protected:
  ServerTest() : house(town), server(*house.sealer) {
    EXPECT_TRUE(server.open({.path = path(), .operator_door = false, .uids = {}}));
    EXPECT_TRUE(server.open({.path = operator_path(), .operator_door = true, .uids = {}}));
  }
  [[nodiscard]] std::string path() const { return house.directory() + "/s"; }
  [[nodiscard]] std::string operator_path() const { return house.directory() + "/o"; }
  static mode_t mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 0777;
  }

  town::Town town;
  town::House house;
  sealer::Server server;
};

TEST_F(ServerTest, a_case_is_followed_and_sealed_over_the_socket) {
  const std::string stream = town.run_case();
  auto client = seal::Client::connect(path());
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_TRUE(client->call(seal::to_json(town.advance(0)))->ok);
  const auto answer = client->call(seal::to_json(town.order(stream)));
  ASSERT_TRUE(answer);
  EXPECT_EQ(seal::sealed_from_json(answer->body)->no, "澄明市监处罚〔2026〕1号");
}

TEST_F(ServerTest, several_connections_are_served_and_two_equal_requests_get_one_number) {
  const std::string stream = town.run_case();
  auto first = seal::Client::connect(path());
  auto second = seal::Client::connect(path());
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first->call(seal::to_json(town.advance(0)))->ok);
  base::Result<seal::Answer> one = base::fail("none"), two = base::fail("none");
  std::thread other([&] { one = first->call(seal::to_json(town.order(stream))); });
  two = second->call(seal::to_json(town.order(stream)));
  other.join();
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->body, two->body);
  EXPECT_EQ(house.press.printed, 1);
}

TEST_F(ServerTest, two_different_orders_at_once_get_consecutive_numbers) {
  const std::string here = town.run_case(), there = town.run_case();
  auto first = seal::Client::connect(path());
  auto second = seal::Client::connect(path());
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first->call(seal::to_json(town.advance(0)))->ok);
  base::Result<seal::Answer> one = base::fail("none"), two = base::fail("none");
  std::thread other([&] { one = first->call(seal::to_json(town.order(here))); });
  two = second->call(seal::to_json(town.order(there)));
  other.join();
  ASSERT_TRUE(one && two);
  const std::set<std::string> numbers{seal::sealed_from_json(one->body)->no,
                                      seal::sealed_from_json(two->body)->no};
  EXPECT_EQ(numbers, (std::set<std::string>{"澄明市监处罚〔2026〕1号", "澄明市监处罚〔2026〕2号"}));
}

TEST_F(ServerTest, only_the_operators_door_resumes) {
  ASSERT_TRUE(house.sealer->note_restored());
  auto office = seal::Client::connect(path());
  auto operator_ = seal::Client::connect(operator_path());
  ASSERT_TRUE(office && operator_);
  EXPECT_EQ(office->call(seal::resume_request())->code, "operator");
  EXPECT_TRUE(operator_->call(seal::resume_request())->ok);
  EXPECT_TRUE(office->call(seal::status_request())->body.at("stopped").as_array().empty());
}

TEST_F(ServerTest, doors_are_not_open_to_everybody) {
  EXPECT_EQ(mode_of(path()), 0660U);
  EXPECT_EQ(mode_of(operator_path()), 0600U);
}

TEST_F(ServerTest, a_frame_that_is_no_request_is_answered_and_one_beyond_the_limit_ends_the_connection) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path().c_str());
  ASSERT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_TRUE(seal::write_all(socket, std::string("\0\0\0\x02[]", 6)));
  auto body = seal::read_frame(socket);
  ASSERT_TRUE(body && *body);
  EXPECT_EQ(base::json::text_or_empty(seal::decode_body(**body)->if_contains("code")), "malformed");
  ASSERT_TRUE(seal::write_all(socket, std::string("\xff\xff\xff\xff", 4)));
  body = seal::read_frame(socket);
  ASSERT_TRUE(body && *body);
  EXPECT_EQ(base::json::text_or_empty(seal::decode_body(**body)->if_contains("code")), "too_large");
  body = seal::read_frame(socket);
  EXPECT_TRUE(body && !body->has_value());
  ::close(socket);
}

TEST_F(ServerTest, stopping_ends_idle_connections_and_takes_the_sockets_away) {
  auto client = seal::Client::connect(path());
  ASSERT_TRUE(client);
  EXPECT_TRUE(client->call(seal::status_request())->ok);
  server.stop();
  EXPECT_FALSE(client->call(seal::status_request()));
  EXPECT_NE(::access(path().c_str(), F_OK), 0);
}

}  // namespace
