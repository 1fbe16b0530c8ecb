#include "worker.h"

#include <spdlog/spdlog.h>

#include <chrono>

namespace office {
namespace {

constexpr Pause kRetry = std::chrono::seconds(3);

}  // namespace

Worker::Worker(std::string name, std::function<base::Result<Pause>()> work)
    : name_(std::move(name)), work_(std::move(work)), thread_([this] { run(); }) {}

Worker::~Worker() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Worker::wake() {
  {
    const std::scoped_lock lock(mutex_);
    wanted_ = true;
  }
  woken_.notify_one();
}

void Worker::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto due = [this] { return wanted_ || stopping_; };
    if (pause_ == kUntilWoken) {
      woken_.wait(lock, due);
    } else {
      woken_.wait_for(lock, pause_, due);
    }
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    const auto done = work_();
    lock.lock();
    const base::Error error = done ? base::Error{} : done.error();
    if (!error.code.empty() && error != last_error_) spdlog::warn("{}: {} {}", name_, error.code, error.text);
    last_error_ = error;
    pause_ = done ? *done : kRetry;
  }
}

}  // namespace office
