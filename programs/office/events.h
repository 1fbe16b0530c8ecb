#pragma once
// Who is told of each record as it is made, while his page is open.

#include <functional>
#include <list>
#include <mutex>
#include <string>

#include "http/live.h"
#include "registrar/registrar.h"

namespace office {

/// Thread-safe. What is told is only that a record stands, never what it says; a listener who misses it loses
/// nothing: he asks the lists again when he is back.
class Events {
 public:
  static constexpr std::size_t kListenersMax = 128;
  static constexpr std::size_t kPerSessionMax = 4;

  /// A listener for the session `token`. Error: `too_many_listeners`.
  [[nodiscard]] base::Result<std::shared_ptr<http::Live>> listen(const std::string& token);
  /// On the writer's thread: does not block.
  void tell(const registrar::Committed& made);
  /// Says that the connection lives, and ends those whose session `lives` no more.
  void beat(const std::function<bool(const std::string& token)>& lives);

 private:
  struct Listener {
    std::string token;
    std::shared_ptr<http::Live> live;
  };
  void push(const std::string& text);
  std::mutex mutex_;
  std::list<Listener> listeners_;
};

}  // namespace office
