#pragma once
// The one thread that writes. It takes everything that waits as one group, so that one flush serves many.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <variant>

#include "intake.h"

namespace registrar {

using Answer = std::expected<Receipt, Refused>;

struct Job {
  Prepared prepared;
  std::promise<Answer> answer;
};

class Writer {
 public:
  /// `work` gets a group of 1…`group_max` jobs and answers each of them. Runs on the writer's thread.
  Writer(std::size_t group_max, std::function<void(std::vector<Job>&)> work);
  /// Finishes what waits, then stops.
  ~Writer();

  /// Blocks while the queue is full, then until the job is answered.
  [[nodiscard]] Answer write(Prepared prepared);
  /// Runs `task` alone on the writer's thread, after what waits already.
  [[nodiscard]] base::Result<void> run(std::function<base::Result<void>()> task);

 private:
  using Task = std::packaged_task<base::Result<void>()>;
  using Waiting = std::variant<Job, Task>;
  void loop();
  [[nodiscard]] std::vector<Job> group();
  void enqueue(Waiting waiting);

  const std::size_t group_max_;
  const std::size_t queue_max_;
  const std::function<void(std::vector<Job>&)> work_;
  std::mutex mutex_;
  std::condition_variable filled_, drained_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  std::thread thread_;  // last: it starts when everything above stands
};

}  // namespace registrar
