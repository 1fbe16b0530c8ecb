#include "pool.h"

#include <pthread.h>

#include <csignal>
#include <utility>

namespace http {

void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

Pool::Pool(int threads, std::size_t queue_max)
    : queue_max_(queue_max), free_(static_cast<std::size_t>(threads)) {
  threads_.reserve(free_);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Pool::~Pool() {
  stop();
}

bool Pool::submit(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || queue_.size() >= free_ + queue_max_) return false;
  queue_.push_back(std::move(task));
  wake_.notify_one();
  return true;
}

void Pool::work() {
  block_signals();
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
    if (stopped_) return;
    std::function<void()> task = std::move(queue_.front());
    queue_.pop_front();
    --free_;
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
    ++free_;
  }
}

void Pool::stop() {
  std::deque<std::function<void()>> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped.swap(queue_);
    wake_.notify_all();
  }
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace http
