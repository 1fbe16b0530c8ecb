#include "client_socket.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace http {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) found = nullptr;
  return {found, &::freeaddrinfo};
}

int pending_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

base::Result<void> ClientSocket::wait(short events, Clock::time_point deadline) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return base::fail("timeout", "the server did not answer in time");
    pollfd watch{socket_.get(), events, 0};
    const int ready = ::poll(&watch, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return base::fail("connection_lost", std::strerror(errno));
  }
}

base::Result<void> ClientSocket::connect(const std::string& host, std::uint16_t port,
                                         Clock::time_point deadline) {
  const Addresses addresses = resolve(host, port);
  std::string why = "the name has no address";
  for (const addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
    socket_ =
        Descriptor(::socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol));
    if (!socket_.open()) continue;
    int error = ::connect(socket_.get(), at->ai_addr, at->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      MJ_CHECK(wait(POLLOUT, deadline));
      error = pending_error(socket_.get());
    }
    if (error == 0) {
      const int on = 1;
      (void)::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return {};
    }
    why = std::strerror(error);
  }
  close();
  return base::fail("cannot_connect", fmt::format("{}:{}: {}", host, port, why));
}

bool ClientSocket::stale() const {
  char byte = 0;
  const ssize_t got = ::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EINTR);
}

base::Result<void> ClientSocket::send(std::string_view bytes, Clock::time_point deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      MJ_CHECK(wait(POLLOUT, deadline));
    } else if (errno != EINTR) {
      return base::fail("connection_lost", std::strerror(errno));
    }
  }
  return {};
}

base::Result<std::size_t> ClientSocket::receive(char* buffer, std::size_t size, Clock::time_point deadline) {
  while (true) {
    const ssize_t got = ::recv(socket_.get(), buffer, size, 0);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EAGAIN) {
      MJ_CHECK(wait(POLLIN, deadline));
    } else if (errno != EINTR) {
      return base::fail("connection_lost", std::strerror(errno));
    }
  }
}

}  // namespace http
