#pragma once
// The server: sockets, limits and time. It knows no page; what to answer is the router's.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/router.h"

namespace http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;           ///< 0: one the system chooses.
  int threads = 1;                  ///< Network threads, each with its own io_context and listening socket.
  int pool_threads = 2;             ///< For slow handlers.
  std::size_t pool_queue_max = 64;  ///< Slow requests waiting; one more gets 503.
  std::size_t connections_max = 1024;  ///< One more takes the place of the longest unused one, or gets 503.
  std::size_t header_bytes_max = std::size_t{16} * 1024;
  std::size_t bodies_bytes_max = std::size_t{256}
                                 << 20;  ///< All request bodies in memory together; beyond: 503.

  /// From a request's first byte (the first request: from the connection) to the end of its header.
  std::chrono::milliseconds header_timeout{10'000};
  /// The longest pause within a body; after this time the body must also have kept the minimum rate.
  std::chrono::milliseconds body_timeout{20'000};
  std::size_t body_bytes_per_second_min = 1024;
  /// Between two requests of a connection.
  std::chrono::milliseconds idle_timeout{60'000};
  /// The longest time a client may take nothing of a response.
  std::chrono::milliseconds write_timeout{30'000};
  /// How long stop() lets running requests finish.
  std::chrono::milliseconds stop_timeout{10'000};

  /// Sent with every response that does not itself name the header; made into bytes once.
  std::vector<std::pair<std::string, std::string>> headers = {};
};

class Server {
 public:
  Server(ServerOptions options, Router router);
  ~Server();  ///< Stops.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens and serves from own threads; returns the port.
  /// Errors: `port_in_use`, `bad_address`, `cannot_listen`.
  base::Result<std::uint16_t> start();
  /// Accepts nothing more, lets running requests finish up to `stop_timeout`, closes the rest, joins all
  /// threads. A slow handler that never returns is waited for without limit. Not to be called from a handler;
  /// not followed by another start().
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace http
