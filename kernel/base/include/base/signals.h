#pragma once
// How a program of the house is ended: SIGINT or SIGTERM, awaited by its main thread instead of handled.

#include <chrono>
#include <csignal>

namespace base {

/// Blocks both signals in this thread and all it starts: make it before any thread, so that none takes one.
class EndingSignals {
 public:
  EndingSignals();
  void wait() const;
  /// False when none came in this time.
  [[nodiscard]] bool wait_for(std::chrono::nanoseconds time) const;

 private:
  sigset_t set_{};
};

}  // namespace base
