#include "base/signals.h"

namespace base {

EndingSignals::EndingSignals() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

void EndingSignals::wait() const {
  int received = 0;
  sigwait(&set_, &received);
}

bool EndingSignals::wait_for(std::chrono::nanoseconds time) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const timespec limit{.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
  return sigtimedwait(&set_, nullptr, &limit) >= 0;
}

}  // namespace base
