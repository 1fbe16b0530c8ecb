#pragma once
// An append-only file of lines: what append() returned for is there after a loss of power.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "file/descriptor.h"

namespace file {

class Journal {
 public:
  struct Opened;
  /// Opens or creates it. A last line without its LF was never acknowledged: it is cut off. The caller
  /// decides whether whole lines make sense. Errors: `storage_full`, `storage_unavailable`.
  [[nodiscard]] static base::Result<Opened> open(const std::string& path);

  /// Writes `line` and LF and flushes. `line` holds no LF: error `line`. After `storage_full` nothing of the
  /// line is left. After an error that leaves the file's state unknown every further call fails with
  /// `storage_unavailable`: open it again.
  [[nodiscard]] base::Result<void> append(std::string_view line);
  [[nodiscard]] std::uint64_t bytes() const { return length_; }

 private:
  Journal(std::string path, Descriptor file, std::uint64_t length)
      : path_(std::move(path)), file_(std::move(file)), length_(length) {}
  [[nodiscard]] base::Error undo(base::Error error);
  std::string path_;
  Descriptor file_;
  std::uint64_t length_ = 0;
  bool broken_ = false;
};

struct Journal::Opened {
  Journal journal;
  std::vector<std::string> lines;  // without LF
  std::uint64_t bytes_cut = 0;     // of a half line
};

}  // namespace file
