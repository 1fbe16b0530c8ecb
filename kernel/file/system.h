#pragma once
// System calls that are interrupted, write less than asked, and say errno: dealt with once.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"
#include "file/descriptor.h"

namespace file {

/// The error of the last system call on `path`: `not_found`, `storage_full` or `storage_unavailable`.
[[nodiscard]] std::unexpected<base::Error> system_failure(const std::string& path);
[[nodiscard]] base::Result<Descriptor> open_file(const std::string& path, int flags, unsigned mode = 0);
[[nodiscard]] base::Result<void> write_all(int fd, std::string_view bytes, const std::string& path);
/// To the end of the file; error also `too_large` beyond `bytes_max`.
[[nodiscard]] base::Result<base::Bytes> read_all(int fd, const std::string& path, std::uint64_t bytes_max);
[[nodiscard]] base::Result<void> flush(int fd, const std::string& path);
/// A new or removed name is durable only once its directory is.
[[nodiscard]] base::Result<void> flush_directory_of(const std::string& path);

}  // namespace file
