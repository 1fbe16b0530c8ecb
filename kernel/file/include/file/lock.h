#pragma once
// One process at a time: two offices on one data directory would each hold half of the truth.

#include <string>

#include "base/result.h"
#include "file/descriptor.h"

namespace file {

/// Held as long as the object lives; the kernel gives it up when the process ends, however it ends.
class FileLock {
 public:
  /// Errors: `locked` (with the other process's number, where it can be read), `storage_unavailable`.
  [[nodiscard]] static base::Result<FileLock> take(const std::string& path);

 private:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace file
