#pragma once
// Reading the whole log once at the start: what it holds must be what it says.

#include "batch.h"

namespace registrar {

/// Tree, keys and newest time of recording. Error: `log_damaged` with the index.
[[nodiscard]] base::Result<LogState> read_log(const ledger::RecordReader& reader,
                                              const std::vector<ledger::RootKey>& roots);

/// The newest checkpoint must be one of this tree: a log that lost records would otherwise sign a second
/// history (transparency-log.md §5). Gives its size, 0 when there is none. Error: `behind_checkpoint`.
[[nodiscard]] base::Result<std::uint64_t> check_checkpoint(const std::string& note, const std::string& origin,
                                                           const crypto::Sm2Key& log_key,
                                                           const ledger::Tree& tree);

}  // namespace registrar
