#pragma once
// The feed's tree is for others to read, so its folders and files are public, unlike those kernel/file makes
// by itself.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace feed::disk {

/// Makes missing folders, then as file::write_file_durably, readable by all. Errors: `storage_full`,
/// `storage_unavailable`.
[[nodiscard]] base::Result<void> write_durably(const std::filesystem::path& path, std::string_view bytes);
/// The same without waiting for the disk: whole for other processes at once, durable after sync_all.
[[nodiscard]] base::Result<void> write_soon(const std::filesystem::path& path, std::string_view bytes);
/// One flush for everything written below `folder`: many small files cost as much as one.
[[nodiscard]] base::Result<void> sync_all(const std::filesystem::path& folder);
/// Nothing when the file is not there, cannot be read or is larger than `bytes_max`.
[[nodiscard]] std::optional<std::string> read(const std::filesystem::path& path,
                                              std::size_t bytes_max = std::size_t{1} << 30);
/// Removes a file that may be gone already.
[[nodiscard]] base::Result<void> remove_durably(const std::filesystem::path& path);
[[nodiscard]] base::Result<void> make_directories(const std::filesystem::path& path);
/// Every regular file below `directory`.
void each_file(const std::filesystem::path& directory,
               const std::function<void(const std::filesystem::path&)>& take);

}  // namespace feed::disk
