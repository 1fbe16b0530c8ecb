#pragma once
// A thread that does one kind of work after commits: waits to be told, works, retries what failed.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"

namespace office {

/// `work` runs once after each wake() (several wakes become one) and again every few seconds after an error,
/// because the sealer may start later or a disk be freed.
class Worker {
 public:
  Worker(std::string name, std::function<base::Result<void>()> work);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  /// Never blocks: called on the writer thread.
  void wake();

 private:
  void run();
  std::string name_;
  std::function<base::Result<void>()> work_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = false, stopping_ = false;
  base::Error last_error_;
  std::thread thread_;
};

}  // namespace office
