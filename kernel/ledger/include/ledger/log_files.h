#pragma once
// The log as static files (transparency-log.md §6, §7), made from records and tree when somebody asks. The
// feed writes them down, the office serves them to the witness, a medium carries them: all of them lay out
// files here.

#include "ledger/record.h"
#include "ledger/tiles.h"

namespace ledger {

/// A file by its path below the folder of the log.
using NamedFile = std::pair<std::string, Bytes>;

/// Entries number 256·index …, `width` of them. Errors: `unknown_file` (the log does not reach so far), the
/// reader's.
[[nodiscard]] base::Result<Bytes> entry_bundle(const RecordReader& reader, std::uint64_t index, int width);

/// Structure bundles of the same records, for the witness alone: what shows the course, never a private
/// value. Errors as entry_bundle.
[[nodiscard]] base::Result<Bytes> structure_file(const RecordReader& reader, std::uint64_t index, int width);

/// Tiles that a log of `size` has and one of `since` had not. `tree` may have grown beyond `size`.
[[nodiscard]] std::vector<NamedFile> tile_files(const Tree& tree, std::uint64_t since, std::uint64_t size);
/// Entry bundles, likewise. Errors as entry_bundle.
[[nodiscard]] base::Result<std::vector<NamedFile>> bundle_files(const RecordReader& reader,
                                                                std::uint64_t since, std::uint64_t size);
/// Structure files, likewise.
[[nodiscard]] base::Result<std::vector<NamedFile>> structure_files(const RecordReader& reader,
                                                                   std::uint64_t since, std::uint64_t size);

}  // namespace ledger
