#pragma once
// Bytes by their SM3 in a folder: ab/cd/<64 hex digits> (evidence.md §6).

#include "ledger/record.h"

namespace store {

/// The file that holds, or would hold, the bytes with this hash. Names come from hashes only, never from what
/// a user typed.
[[nodiscard]] std::string blob_path(const std::string& folder, const base::Hash& sm3);

/// Any thread may call. It trusts the folder: whoever must not, hashes what it read.
class FolderBlobReader final : public ledger::BlobReader {
 public:
  explicit FolderBlobReader(std::string folder) : folder_(std::move(folder)) {}
  [[nodiscard]] base::Result<std::uint64_t> size(const base::Hash& sm3) const override;
  /// At most `length` bytes: fewer where the file ends.
  [[nodiscard]] base::Result<base::Bytes> read(const base::Hash& sm3, std::uint64_t offset,
                                               std::uint64_t length) const override;

 private:
  std::string folder_;
};

}  // namespace store
