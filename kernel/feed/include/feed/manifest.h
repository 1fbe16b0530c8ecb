#pragma once
// The manifest of the feed: lines that name payload files by hash and never hold a name themselves (feed.md
// §2).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/time.h"
#include "ledger/note.h"

namespace feed {

using base::Bytes;
using base::Hash;

/// What a line is about. `other` is a kind this edition does not know: kept, proven and not shown.
enum class Kind { decision, list, lawbook, key, structure, file, token, remove, replace, other };

/// Why a line is taken out of force.
enum class Cause { unlawful, expired, repaired, corrected, superseded };

[[nodiscard]] std::string_view name(Kind kind);
[[nodiscard]] std::string_view name(Cause cause);

inline constexpr std::size_t kLineBytesMax = 1024;
inline constexpr std::int64_t kPayloadBytesMax = 64LL << 20;
inline constexpr std::int64_t kDecisionBytesMax = 8LL << 20;

struct Line {
  std::uint64_t index = 0;
  Kind kind = Kind::other;
  base::Instant at;
  std::optional<Hash> payload;      ///< SM3 of the payload file
  std::int64_t bytes = 0;           ///< size of the payload file
  std::optional<base::Date> until;  ///< last day shown, decisions only
  std::vector<std::uint64_t> of;    ///< lines taken out of force, ascending
  std::optional<std::uint64_t> by;  ///< replace: the line that takes their place
  std::optional<Cause> cause;       ///< remove
};

/// The canonical bytes of a line. `index` is not part of them.
[[nodiscard]] Bytes encode(const Line& line);
/// Exactly the members of §2, references to earlier lines only. Error: `noncanonical`.
[[nodiscard]] base::Result<Line> parse_line(std::string_view entry, std::uint64_t index);

/// A payload file: header with 16 fresh random bytes, then the content. So two files never share a hash, and
/// the hash that stays behind after a removal cannot be tested against a guessed content.
[[nodiscard]] Bytes wrap_payload(std::string_view content);
/// The content. Error: `payload` when the header is not one.
[[nodiscard]] base::Result<std::string_view> unwrap_payload(std::string_view file);
/// Hash, size, header and limit of a payload file against its line. Error: `payload`.
[[nodiscard]] base::Result<std::string_view> check_payload(const Line& line, std::string_view file);
/// `payload/ab/cd/<64 hex>`.
[[nodiscard]] std::string payload_path(const Hash& sm3);

}  // namespace feed
