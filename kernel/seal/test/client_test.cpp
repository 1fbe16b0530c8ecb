#include "seal/client.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <thread>

namespace {

/// A sealer that answers one connection by a function of the frame's body.
class OneShotSealer {
 public:
  explicit OneShotSealer(std::function<std::string(const std::string&)> reply) : reply_(std::move(reply)) {
    const auto base = std::filesystem::temp_directory_path() / "mj-seal-XXXXXX";
    std::string pattern = base.string();
    directory_ = ::mkdtemp(pattern.data());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, path().c_str());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ~OneShotSealer() {
    thread_.join();
    ::close(listener_);
    std::filesystem::remove_all(directory_);
  }
  [[nodiscard]] std::string path() const { return directory_ + "/s"; }

 private:
  void serve() {
    const int peer = ::accept(listener_, nullptr, nullptr);
    for (auto body = seal::read_frame(peer); body && *body; body = seal::read_frame(peer)) {
      const std::string bytes = reply_(**body);
      if (!seal::write_all(peer, bytes)) break;
    }
    ::close(peer);
  }

  std::function<std::string(const std::string&)> reply_;
  std::string directory_;
  int listener_ = -1;
  std::thread thread_;
};

TEST(Client, gets_one_answer_for_each_request_in_order) {
  int count = 0;
  OneShotSealer sealer([&](const std::string&) {
    return *seal::encode_frame({{"n", ++count}, {"ok", true}});
  });
  auto client = seal::Client::connect(sealer.path());
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_EQ(client->call(seal::status_request())->body.at("n").as_int64(), 1);
  EXPECT_EQ(client->call(seal::status_request())->body.at("n").as_int64(), 2);
}

TEST(Client, after_an_answer_it_cannot_read_it_is_of_no_further_use) {
  OneShotSealer sealer([](const std::string&) { return std::string("\0\0\0\x02{]", 6); });
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
