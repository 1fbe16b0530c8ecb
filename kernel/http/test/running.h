#pragma once
// A server on a port of its own, and a bare socket to say to it what no decent client would.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/client.h"
#include "http/server.h"

namespace http::testing {

using namespace std::chrono_literals;

inline std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

/// Waits until `is_so`; false when it is not after ten seconds.
template <class Condition>
bool soon(Condition is_so) {
  for (const auto end = std::chrono::steady_clock::now() + 10s; !is_so();) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

class Running {
 public:
  explicit Running(Router router, ServerOptions options = {})
      : server(std::move(options), std::move(router)) {
    auto started = server.start();
    EXPECT_TRUE(started) << started.error().text;
    port = started.value_or(0);
  }
  [[nodiscard]] Client client(ClientOptions options = {}) const { return {"127.0.0.1", port, options}; }

  Server server;
  std::uint16_t port = 0;
};

class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    const timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~RawSocket() { ::close(fd_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  bool say(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void hang_up() { ::shutdown(fd_, SHUT_WR); }
  /// Everything until the server closes (or ten seconds of silence).
  std::string hear_all() {
    while (hear_some()) {
    }
    return heard_;
  }
  /// Until `text` has come so many times; everything that came.
  std::string hear_until(std::string_view text, std::size_t times = 1) {
    while (count(heard_, text) < times && hear_some()) {
    }
    return heard_;
  }

 private:
  bool hear_some() {
    char buffer[65536];
    const ssize_t got = ::recv(fd_, buffer, sizeof buffer, 0);
    if (got > 0) heard_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  }
  int fd_;
  std::string heard_;
};

/// What the server answers to `bytes` until it closes the connection.
inline std::string answer_to(std::uint16_t port, std::string_view bytes) {
  RawSocket socket(port);
  socket.say(bytes);
  return socket.hear_all();
}

inline std::string get(std::string_view target, std::string_view more = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more) + "\r\n";
}
inline std::string last_get(std::string_view target, std::string_view more = "") {
  return get(target, "Connection: close\r\n" + std::string(more));
}

}  // namespace http::testing
