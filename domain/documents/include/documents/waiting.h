#pragma once
// What the sealer last said to an order that still waits: the seal keeper must be told, or a decision would
// lie unsealed and nobody know why.

#include <map>
#include <mutex>
#include <string>

#include "base/id.h"
#include "base/result.h"

namespace documents {

/// Thread-safe. In memory only: after a start every waiting order is asked for again.
class Waiting {
 public:
  void heard(const base::StreamId& stream, base::Error why);
  void done(const base::StreamId& stream);
  /// Error{} of a stream nothing was heard of yet.
  [[nodiscard]] base::Error last_heard(const base::StreamId& stream) const;

 private:
  mutable std::mutex mutex_;
  std::map<base::StreamId, base::Error> by_stream_;
};

}  // namespace documents
