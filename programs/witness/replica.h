#pragma once
// The witness's copy of the log: entries and structure, 256 records a file. Whatever is lost of it is fetched
// again; what is found of it is worked out again from it at every start.

#include <optional>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"

namespace witness {

using base::Bytes;

inline constexpr std::uint64_t kBundleWidth = 256;

/// Records number 256·N … of the log.
struct Shelf {
  std::vector<Bytes> entries;
  std::vector<Bytes> structure;  // as many; "" where none was given
};

struct LogRecord {
  std::uint64_t index = 0;
  Bytes entry, structure;
};

/// Not for two threads at once.
class Replica {
 public:
  [[nodiscard]] static base::Result<Replica> open(std::string directory);
  /// Empty when that file is not there or damaged. Errors: `storage_unavailable`.
  [[nodiscard]] base::Result<Shelf> shelf(std::uint64_t number) const;
  /// Durable when it returns.
  [[nodiscard]] base::Result<void> put(std::uint64_t number, const Shelf& shelf);
  /// Error: `replica` when it is not held.
  [[nodiscard]] base::Result<LogRecord> record(std::uint64_t index) const;

 private:
  explicit Replica(std::string directory) : directory_(std::move(directory)) {}
  [[nodiscard]] base::Result<const Shelf*> read(std::uint64_t number) const;
  [[nodiscard]] std::string path_of(std::uint64_t number) const;
  std::string directory_;
  mutable std::optional<std::pair<std::uint64_t, Shelf>> last_read_;  // readers walk along a stream
};

}  // namespace witness
