#pragma once
// What notes, checkpoints and proofs have in common as text: lines, decimals, names.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "ledger/note.h"

namespace ledger::grammar {

inline constexpr std::size_t kNoteBytesMax = 64 * 1024;

/// Takes the next line with its LF from `rest`; nullopt (and `rest` as it was) where no LF follows.
[[nodiscard]] std::optional<std::string_view> take_line(std::string_view& rest);
/// Decimal without sign or leading zero, below 2^63.
[[nodiscard]] std::optional<std::uint64_t> decimal(std::string_view text);
/// Name of a key or origin: not empty, no Unicode space, no `+`, no control character.
[[nodiscard]] bool valid_name(std::string_view name);
/// T of §4.
[[nodiscard]] base::Bytes type_prefix(NoteType type);

}  // namespace ledger::grammar
