#pragma once
// What the sealer last said to an order that still waits: the seal keeper must be told, or a decision would
// lie unsealed and nobody know why.

#include <map>
#include <mutex>
#include <string>

#include "base/result.h"

namespace documents {

/// Thread-safe. In memory only: after a start every waiting order is asked for again.
class Waiting {
 public:
  void heard(const std::string& stream, base::Error why);
  void done(const std::string& stream);
  /// Error{} of a stream nothing was heard of yet.
  [[nodiscard]] base::Error last_heard(const std::string& stream) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, base::Error> by_stream_;
};

}  // namespace documents
