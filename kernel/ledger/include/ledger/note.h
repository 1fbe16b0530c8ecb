#pragma once
// Signed notes, checkpoints and cosignatures (transparency-log.md §4, §5): the grammar of C2SP signed-note,
// with SM2.

#include <optional>
#include <string>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/sm2.h"
#include "ledger/merkle.h"

namespace ledger {

enum class NoteType { note, cosignature };  // T_note, T_cosig of §4

/// Public half of a note key: `<name>+<8 hex>+<base64(T ‖ pub)>`.
struct VerifierKey {
  std::string name;
  NoteType type = NoteType::note;
  Bytes public_key;  // 65 bytes
  Bytes id;          // 4 bytes
  bool operator==(const VerifierKey&) const = default;
};

/// Error: `vkey` (grammar, unknown type, id that does not fit).
[[nodiscard]] base::Result<VerifierKey> parse_vkey(std::string_view text);
[[nodiscard]] std::string format_vkey(const VerifierKey& key);
[[nodiscard]] VerifierKey make_vkey(std::string name, NoteType type, std::string_view public_key);
/// First 16 hex digits of SM3(vkey): what is compared by telephone (proof.md §2).
[[nodiscard]] std::string fingerprint(const VerifierKey& key);

struct NoteSignature {
  std::string name;
  Bytes id;         // 4 bytes
  Bytes signature;  // what follows the id
};

struct Note {
  std::string text;  // with its final LF
  std::vector<NoteSignature> signatures;
};

/// Grammar only. Error: `note`.
[[nodiscard]] base::Result<Note> parse_note(std::string_view bytes);
[[nodiscard]] std::string format(const Note& note);
/// Adds a signature of type note.
void sign(Note& note, const std::string& name, const crypto::Sm2Key& key);
/// Adds a cosignature at `unix_seconds`.
void cosign(Note& note, const std::string& name, const crypto::Sm2Key& key, std::uint64_t unix_seconds);

/// The twin's own way (§9), which every C2SP tool knows: Ed25519, type byte 01.
void sign(Note& note, const std::string& name, const crypto::Ed25519Key& key);
[[nodiscard]] std::string format_vkey(const std::string& name, const crypto::Ed25519Key& key);

struct Cosignature {
  std::string name;
  std::uint64_t unix_seconds = 0;
};

/// Whether the note carries a valid signature of `key`: nullopt = none by that (name, id); false = one that
/// fails.
[[nodiscard]] std::optional<bool> check_signature(const Note& note, const VerifierKey& key);
/// As check_signature for a cosignature key; the time it states when valid. Error: `witness` when one fails.
[[nodiscard]] base::Result<std::optional<Cosignature>> check_cosignature(const Note& note,
                                                                         const VerifierKey& key);

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
};

[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);
/// Three lines, extension lines accepted. Error: `checkpoint`.
[[nodiscard]] base::Result<Checkpoint> parse_checkpoint(std::string_view text);

struct LogPolicy {
  VerifierKey log;                     // name = origin
  std::vector<VerifierKey> witnesses;  // cosignature keys
  int cosignatures_required = 0;
};

struct VerifiedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;  // by known witnesses, valid
};

/// Grammar, log signature, origin, cosignatures. Errors: `log` (incl. grammar), `witness`.
[[nodiscard]] base::Result<VerifiedCheckpoint> verify_checkpoint(std::string_view note,
                                                                 const LogPolicy& policy);

/// `.tlog-proof` (§6). Error: `tlog_proof`.
struct TlogProof {
  std::uint64_t index = 0;
  std::vector<Hash> path;
  std::string checkpoint;  // the note, verbatim
};
[[nodiscard]] std::string format(const TlogProof& proof);
[[nodiscard]] base::Result<TlogProof> parse_tlog_proof(std::string_view text);

}  // namespace ledger
