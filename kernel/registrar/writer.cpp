#include "writer.h"

namespace registrar {

namespace {
// Enough to fill the next groups while one is being flushed; more would only wait in memory.
constexpr std::size_t kGroupsWaiting = 8;
}  // namespace

Writer::Writer(std::size_t group_max, std::function<void(std::vector<Job>&)> work)
    : group_max_(group_max),
      queue_max_(group_max * kGroupsWaiting),
      work_(std::move(work)),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_all();
  thread_.join();
}

void Writer::enqueue(Waiting waiting) {
  {
    std::unique_lock lock(mutex_);
    drained_.wait(lock, [&] { return queue_.size() < queue_max_; });
    queue_.push_back(std::move(waiting));
  }
  filled_.notify_one();
}

Answer Writer::write(Prepared prepared) {
  Job job{.prepared = std::move(prepared), .answer = {}};
  auto answer = job.answer.get_future();
  enqueue(std::move(job));
  return answer.get();
}

base::Result<void> Writer::run(std::function<base::Result<void>()> task) {
  Task packaged(std::move(task));
  auto done = packaged.get_future();
  enqueue(std::move(packaged));
  return done.get();
}

std::vector<Job> Writer::group() {
  std::vector<Job> jobs;
  while (!queue_.empty() && jobs.size() < group_max_) {
    Job* job = std::get_if<Job>(&queue_.front());
    if (job == nullptr) break;  // a task runs between two groups
    jobs.push_back(std::move(*job));
    queue_.pop_front();
  }
  return jobs;
}

void Writer::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    filled_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    std::vector<Job> jobs = group();
    std::optional<Task> task;
    if (jobs.empty()) {
      task = std::move(std::get<Task>(queue_.front()));
      queue_.pop_front();
    }
    lock.unlock();
    drained_.notify_all();
    if (task) (*task)();
    if (!jobs.empty()) work_(jobs);
    lock.lock();
  }
}

}  // namespace registrar
