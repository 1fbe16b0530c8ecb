#include "http/live.h"

#include <utility>

namespace http {

bool Live::push(std::string_view bytes) {
  const std::scoped_lock lock(mutex_);
  if (ended_) return false;
  if (waiting_.size() + bytes.size() > bytes_max_) {
    waiting_.clear();
    ended_ = true;
  } else {
    waiting_ += bytes;
  }
  if (wake_) wake_();
  return !ended_;
}

void Live::end() {
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  if (wake_) wake_();
}

void Live::attach(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
}

std::string Live::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(waiting_, {});
}

bool Live::ended() const {
  const std::scoped_lock lock(mutex_);
  return ended_;
}

void Live::detach() {
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  waiting_.clear();
  wake_ = nullptr;
}

}  // namespace http
