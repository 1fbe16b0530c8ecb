#pragma once
// The write side of the folder of bytes (evidence.md §6).

#include <memory>

#include "registrar/appender.h"

namespace store {

/// Any thread may call.
class FolderBlobWriter final : public registrar::BlobWriter {
 public:
  /// Makes the folder where missing. Errors: `storage_unavailable`, `storage_full`.
  [[nodiscard]] static base::Result<std::unique_ptr<FolderBlobWriter>> open(std::string folder);
  [[nodiscard]] base::Result<base::Hash> store(std::string_view bytes) override;
  [[nodiscard]] base::Result<base::Hash> adopt(const std::string& path) override;

 private:
  explicit FolderBlobWriter(std::string folder) : folder_(std::move(folder)) {}
  [[nodiscard]] base::Result<std::string> place(const base::Hash& sm3) const;
  std::string folder_;
};

}  // namespace store
