#pragma once
// What log and witness say to each other (transparency-log.md §7), the same bytes over HTTP and on a medium:
// the request and the answer of add-checkpoint, names of carried files, and files of structure bundles. Pure
// formats; the witness decides in programs/witness, the office asks.

#include <optional>
#include <string>
#include <vector>

#include "ledger/note.h"

namespace ledger {

/// Body of `POST <prefix>/add-checkpoint` and of a `.req` file.
struct AddCheckpoint {
  std::uint64_t old_size = 0;  // what the log believes the witness cosigned last
  std::vector<Hash> proof;     // consistency from there, at most 63
  std::string checkpoint;      // the note, verbatim
};
[[nodiscard]] std::string format(const AddCheckpoint& request);
/// Grammar alone, the note included only as bytes that are there. Error: `add_checkpoint`.
[[nodiscard]] base::Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

/// Answer of the witness; `body` is signature lines (200), a size and LF (409), or words.
struct WitnessAnswer {
  int status = 0;
  std::string body;
  bool operator==(const WitnessAnswer&) const = default;
};
/// A `.resp` file: `status <code>` LF, body.
[[nodiscard]] std::string format_carried(const WitnessAnswer& answer);
/// Error: `answer`.
[[nodiscard]] base::Result<WitnessAnswer> parse_carried_answer(std::string_view file);
/// Signature lines of a 200 body, unverified: append them to the checkpoint's note and check_cosignature.
/// Error: `note`.
[[nodiscard]] base::Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view body);
/// `— <name> <base64>` LF of each.
[[nodiscard]] std::string format_signature_lines(const std::vector<NoteSignature>& signatures);
/// Size that a 409 body states. Error: `answer`.
[[nodiscard]] base::Result<std::uint64_t> parse_size(std::string_view body);

/// Hex SHA-256 of the origin: directory of the monitoring paths.
[[nodiscard]] std::string origin_directory(std::string_view origin);
/// `<first 16 hex of SHA-256(origin)>-<size>`: name of carried files, without `.req`, `.resp`, `.report`.
[[nodiscard]] std::string carried_name(std::string_view origin, std::uint64_t size);

/// Where a file of the log lies on a medium: `tiles/entries/000` for `tile/entries/000`; others as they are.
[[nodiscard]] std::string carried_path(std::string_view path);

/// `structure/<N>[.p/<W>]`, beside the entry bundle of the same number and width.
[[nodiscard]] std::string structure_path(std::uint64_t index, int width);
/// Per entry u32be length ‖ structure bundle (canonical JSON); "" = none: not a record, or missing.
[[nodiscard]] Bytes structure_bytes(const std::vector<Bytes>& bundles);
/// `width` bundles, each "" where there is none. Error: `structure` when the bytes are not exactly that many.
[[nodiscard]] base::Result<std::vector<Bytes>> parse_structure(std::string_view bytes, int width);

}  // namespace ledger
