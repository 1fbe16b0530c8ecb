#pragma once
// Files that are there, whole, after a loss of power: written beside, flushed, renamed, the directory
// flushed. Errors everywhere: `not_found`, `storage_full`, `storage_unavailable`; their text names the path.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"

namespace file {

/// Puts `bytes` under `path`; a reader sees the old file or the new one, never a part. Durable when it
/// returns. `mode` is the file's whole mode, whatever the umask.
[[nodiscard]] base::Result<void> write_file_durably(const std::string& path, std::string_view bytes,
                                                    mode_t mode = 0600);
/// Error: also `too_large` beyond `bytes_max`.
[[nodiscard]] base::Result<base::Bytes> read_file(const std::string& path,
                                                  std::uint64_t bytes_max = std::uint64_t{1} << 30);
/// Moves a file of the same filesystem, over an older one where there is one. Durable when it returns.
[[nodiscard]] base::Result<void> rename_durably(const std::string& from, const std::string& to);
/// Error: `not_found` when there is no such file.
[[nodiscard]] base::Result<void> remove_durably(const std::string& path);
/// Flushes the content of a file that somebody else wrote.
[[nodiscard]] base::Result<void> flush_file(const std::string& path);

/// Makes the directory and what is missing above it, each readable by its owner only. An existing one keeps
/// its rights.
[[nodiscard]] base::Result<void> make_private_directory(const std::string& path);
/// Names (not paths), ascending bytewise, without `.` and `..`.
[[nodiscard]] base::Result<std::vector<std::string>> list_directory(const std::string& path);
/// Bytes that an ordinary account may still write on the filesystem of `path`.
[[nodiscard]] base::Result<std::uint64_t> free_bytes(const std::string& path);
[[nodiscard]] bool exists(const std::string& path);

}  // namespace file
