#pragma once
// A frame is u32be length ‖ JCS object, 1 byte … 32 MiB (sealer.md §1).

#include <optional>

#include "base/encoding.h"
#include "base/json.h"
#include "base/result.h"

namespace seal {

namespace json = base::json;

inline constexpr std::size_t kFrameBytesMax = 32U << 20;

/// The frame of an object, header and body. Error: `too_large`.
[[nodiscard]] base::Result<base::Bytes> encode_frame(const json::Object& object);
/// Body of a frame → object. Errors: `malformed` (outside the log profile, not canonical, no object).
[[nodiscard]] base::Result<json::Object> decode_body(std::string_view body);

/// Writes all of `bytes` to a socket or pipe. Error: `connection`.
[[nodiscard]] base::Result<void> write_all(int descriptor, std::string_view bytes);
/// The next frame's body; nullopt when the other side closed between two frames. Blocks.
/// Errors: `connection` (closed inside a frame, read error or time-out), `too_large` and `malformed` (length
/// 0): the connection is of no further use then.
[[nodiscard]] base::Result<std::optional<base::Bytes>> read_frame(int descriptor);

}  // namespace seal
