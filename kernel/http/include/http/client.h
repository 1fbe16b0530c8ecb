#pragma once
// A small blocking client: one connection kept alive, cookies kept, every wait and every size limited.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace http {

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds timeout{30'000};  ///< One whole exchange.
  std::size_t response_bytes_max = std::size_t{64} << 20;
};

struct ClientRequest {
  Method method = Method::get;
  std::string target;  ///< Encoded path and query, as it goes on the wire.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

struct ClientResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// The first header of that name, case ignored; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// One host. Not for use from two threads at once. Cookies are kept by name, without regard to Path and
/// Domain.
class Client {
 public:
  Client(std::string host, std::uint16_t port, ClientOptions options = {});
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  /// A connection the server has closed meanwhile is opened anew; a request that went out and got no byte
  /// back is sent once more unless it is a POST or PATCH, which might then be done twice. Errors:
  /// `cannot_connect`, `timeout`, `connection_lost`, `bad_response`, `too_large`, `bad_request`.
  base::Result<ClientResponse> send(const ClientRequest& request);
  base::Result<ClientResponse> get(std::string target);

 private:
  class Session;
  std::unique_ptr<Session> session_;
};

}  // namespace http
