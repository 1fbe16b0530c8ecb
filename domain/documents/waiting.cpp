#include "documents/waiting.h"

namespace documents {

void Waiting::heard(const base::StreamId& stream, base::Error why) {
  const std::scoped_lock lock(mutex_);
  by_stream_[stream] = std::move(why);
}

void Waiting::done(const base::StreamId& stream) {
  const std::scoped_lock lock(mutex_);
  by_stream_.erase(stream);
}

base::Error Waiting::last_heard(const base::StreamId& stream) const {
  const std::scoped_lock lock(mutex_);
  const auto found = by_stream_.find(stream);
  return found == by_stream_.end() ? base::Error{} : found->second;
}

}  // namespace documents
