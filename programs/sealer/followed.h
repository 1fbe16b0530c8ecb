#pragma once
// Examining one record as the log grows (sealer.md §3): what the sealer then remembers of it.

#include "law/lawbook.h"
#include "state.h"

namespace sealer {

/// A record as `advance` brings it.
struct Incoming {
  std::uint64_t index = 0;
  Hash leaf{};
  Bytes entry;            // empty for structure delivered late: then only its leaf is known
  json::Value structure;  // bundle or null
};

/// Whether the entry is a record (`t` = `rec`); other kinds of entry are only hashed.
[[nodiscard]] bool is_record(std::string_view entry);

/// What is remembered of the record, as State::apply_followed takes it: `missing` without a valid full
/// structure, `held` when it follows a position whose structure is missing, else head of its stream, with
/// `mark` when it is unlawful: stream pos prev replay actor sig key incident seen number (transparency-log.md
/// §3b, §3c, §7).
[[nodiscard]] json::Object examine(const Incoming& record, const State& state, const law::Editions& editions);

[[nodiscard]] std::vector<std::uint64_t> unpack_digests(std::string_view base64);

}  // namespace sealer
