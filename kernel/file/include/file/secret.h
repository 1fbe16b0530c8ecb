#pragma once
// Secrets on disk: files that nobody but their owner can read. The rights are looked at on the open file, so
// that no other file can take its place in between.

#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"

namespace file {

/// Errors: `not_found`, `secret_mode` (group or others may do anything with it), `too_large` beyond 1 MiB,
/// `storage_unavailable`.
[[nodiscard]] base::Result<base::Bytes> read_secret(const std::string& path);

/// A secret kept as one line of hex; white space around it is allowed. Errors: as read_secret, `secret_text`.
[[nodiscard]] base::Result<base::Bytes> read_hex_secret(const std::string& path);
/// Mode 0600. Errors: as write_file_durably.
[[nodiscard]] base::Result<void> write_hex_secret(const std::string& path, std::string_view bytes);

}  // namespace file
