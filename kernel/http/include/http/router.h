#pragma once
// Which handler answers which request, and what is done after each.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace http {

using Handler = std::function<Response(const Request&)>;
/// Sees every response before it is sent, the server's own refusals too; may change it. Time: of the
/// handler.
using Observer = std::function<void(const Request&, Response&, std::chrono::microseconds)>;

/// quick: runs on the network thread, must take less than a millisecond and never wait. slow: runs in the
/// pool.
enum class Cost { quick, slow };

inline constexpr std::size_t kBodyBytesMax = std::size_t{64} * 1024;

struct RouteInfo {
  Method method;
  std::string pattern;
  Cost cost;
  std::size_t body_bytes_max;
};

class RouteTable;

/// Handlers and hooks are called from several threads at once.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&& other) noexcept;
  Router& operator=(Router&& other) noexcept;

  /// `pattern`: `/api/streams/{kind}/{id}/records`; a last segment `{rest*}` takes the remaining path,
  /// slashes and all. A fixed segment wins over a capture, a capture over a rest. HEAD is served from GET,
  /// OPTIONS is answered. A malformed or doubled pattern is our bug: the program ends with a message.
  void add(Method method, std::string_view pattern, Handler handler, Cost cost = Cost::quick,
           std::size_t body_bytes_max = kBodyBytesMax);
  /// Answers paths no pattern matches; without one they get 404.
  void fallback(Handler handler, Cost cost = Cost::quick);
  /// Observers run in the order they were added.
  void after(Observer observer);

  [[nodiscard]] std::vector<RouteInfo> routes() const;
  /// The whole way of one request without a socket: match, handler, after. Fills `request.params`.
  [[nodiscard]] Response handle(Request& request) const;

  [[nodiscard]] const RouteTable& table() const { return *table_; }

 private:
  std::unique_ptr<RouteTable> table_;
};

}  // namespace http
