#pragma once
// A sealer that says what a test tells it to say; for the tests of those who ask.

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <thread>

#include "seal/frame.h"

namespace seal_test {

/// A sealer that answers one connection by a function of the frame's body.
class ScriptedSealer {
 public:
  explicit ScriptedSealer(std::function<std::string(const std::string&)> reply) : reply_(std::move(reply)) {
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
  ~ScriptedSealer() {
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

}  // namespace seal_test
