#pragma once
// A blocking TCP connection on which nothing waits longer than its deadline.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "outgoing.h"

namespace http {

class ClientSocket {
 public:
  using Clock = std::chrono::steady_clock;

  /// Tries each address of the host. Errors: `cannot_connect`, `timeout`.
  base::Result<void> connect(const std::string& host, std::uint16_t port, Clock::time_point deadline);
  void close() { socket_ = Descriptor{}; }
  [[nodiscard]] bool open() const { return socket_.open(); }
  /// True when the server has closed the connection, or sent something nobody asked for.
  [[nodiscard]] bool stale() const;
  /// Errors: `timeout`, `connection_lost`.
  base::Result<void> send(std::string_view bytes, Clock::time_point deadline);
  /// Bytes read into `buffer`; 0 when the server has closed. Errors: `timeout`, `connection_lost`.
  base::Result<std::size_t> receive(char* buffer, std::size_t size, Clock::time_point deadline);

 private:
  base::Result<void> wait(short events, Clock::time_point deadline) const;
  Descriptor socket_;
};

}  // namespace http
