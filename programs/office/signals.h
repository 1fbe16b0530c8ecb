#pragma once
// Waiting for SIGINT and SIGTERM without a handler.

#include <csignal>

namespace office {

/// Blocks both signals in this thread and all it starts; make it before any thread.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }
  [[nodiscard]] const sigset_t& set() const { return set_; }

 private:
  sigset_t set_{};
};

}  // namespace office
