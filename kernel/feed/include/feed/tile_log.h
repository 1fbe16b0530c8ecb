#pragma once
// A log read from its static files alone: tiles and entry bundles below one folder (transparency-log.md §6).

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/tiles.h"

namespace feed {

/// The first `size` entries of the log in `folder`. What it reads is not trusted: callers compare root() with
/// a signed checkpoint, or verify each path against one. Reads each tile once. Not for use from two threads
/// at once.
class TileLog {
 public:
  TileLog(std::filesystem::path folder, std::uint64_t size);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Errors of all: `tile` (missing, cut short, or an index beyond the size).
  [[nodiscard]] base::Result<ledger::Hash> root();
  [[nodiscard]] base::Result<std::vector<ledger::Hash>> inclusion(std::uint64_t index);
  /// From the first `from` entries to all; empty when from is 0 or the size.
  [[nodiscard]] base::Result<std::vector<ledger::Hash>> consistency(std::uint64_t from);
  [[nodiscard]] base::Result<ledger::Hash> leaf(std::uint64_t index);
  /// Entries [from, to).
  [[nodiscard]] base::Result<std::vector<ledger::Bytes>> entries(std::uint64_t from, std::uint64_t to);

 private:
  [[nodiscard]] int width(int level, std::uint64_t tile) const;
  [[nodiscard]] base::Result<const ledger::Bytes*> tile(int level, std::uint64_t index);
  [[nodiscard]] base::Result<ledger::Hash> full_node(int level, std::uint64_t index);
  [[nodiscard]] base::Result<ledger::Hash> range(std::uint64_t lo, std::uint64_t hi);
  [[nodiscard]] base::Result<std::vector<ledger::Bytes>> bundle(std::uint64_t index);

  std::filesystem::path folder_;
  std::uint64_t size_;
  std::map<std::pair<int, std::uint64_t>, ledger::Bytes> tiles_;
};

}  // namespace feed
