#pragma once
// A fixed number of threads and a queue with an end: what does not fit is refused at once instead of waiting
// unseen.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

class Pool {
 public:
  Pool(int threads, std::size_t queue_max);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// False when the queue is full or the pool has stopped. A task must not throw.
  [[nodiscard]] bool submit(std::function<void()> task);
  /// Drops what waits, lets what runs end, joins.
  void stop();

 private:
  void work();

  std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopped_ = false;
  std::size_t free_ = 0;  ///< Threads that wait for a task.
  std::vector<std::thread> threads_;
};

/// Blocks every signal in the calling thread: signals belong to main, and a broken pipe is an error value.
void block_signals();

}  // namespace http
