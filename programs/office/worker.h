#pragma once
// A thread that does one kind of work after commits: waits to be told, works, retries what failed.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"

namespace office {

/// When a worker looks again unasked.
using Pause = std::chrono::milliseconds;
inline constexpr Pause kUntilWoken{0};

/// `work` runs once after each wake() (several wakes become one), when the pause it asked for is over, and
/// again every few seconds after an error, because the sealer may start later or a disk be freed.
class Worker {
 public:
  Worker(std::string name, std::function<base::Result<Pause>()> work);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  /// Never blocks: called on the writer thread.
  void wake();

 private:
  void run();
  std::string name_;
  std::function<base::Result<Pause>()> work_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = false, stopping_ = false;
  base::Error last_error_;
  Pause pause_ = kUntilWoken;
  std::thread thread_;
};

}  // namespace office
