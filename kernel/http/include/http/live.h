#pragma once
// A response body without an end: told piece by piece while the connection lasts (server-sent events).

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace http {

/// Whoever tells holds one end and the connection the other; both may let go at any time. Thread-safe.
class Live {
 public:
  /// A reader who is more than `bytes_max` behind is dropped.
  explicit Live(std::size_t bytes_max = std::size_t{64} * 1024) : bytes_max_(bytes_max) {}

  /// Never blocks. False: nobody listens any more.
  bool push(std::string_view bytes);
  /// What was pushed is still sent, then the connection closes.
  void end();

  /// The connection's side: `wake` is called after each change, by whoever made it, and must not block.
  void attach(std::function<void()> wake);
  /// Takes what waits to be sent.
  [[nodiscard]] std::string take();
  [[nodiscard]] bool ended() const;
  /// The reader has gone: `wake` is not called any more when this returns.
  void detach();

 private:
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::string waiting_;
  bool ended_ = false;
  std::function<void()> wake_;
};

}  // namespace http
