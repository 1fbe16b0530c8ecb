// Checkpoints (transparency-log.md §5) and self-contained proofs (§6): both are read from outside.

#include <algorithm>

#include "ledger/note.h"
#include "note_grammar.h"

namespace ledger {
namespace {

constexpr std::string_view kCosignaturePrefix = "cosignature/";
constexpr std::string_view kProofHead = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kPathMax = 63;
constexpr std::size_t kTlogProofBytesMax = 2 * grammar::kNoteBytesMax;

bool valid_origin(std::string_view origin) {
  // A cosigned message starts with that word: a log of that name could sign one without being a witness.
  return grammar::valid_name(origin) && !origin.starts_with(kCosignaturePrefix);
}

/// Extension lines are signed with the rest and mean nothing; they must be lines and not empty.
bool valid_extensions(std::string_view rest) {
  while (const auto line = grammar::take_line(rest))
    if (line->empty()) return false;
  return rest.empty();
}

base::Result<std::vector<Cosignature>> check_witnesses(const Note& note, const LogPolicy& policy) {
  std::vector<Cosignature> cosignatures;
  std::vector<std::string_view> counted;  // one key counts once, however often the configuration names it
  for (const VerifierKey& witness : policy.witnesses) {
    MJ_TRY(auto cosignature, check_cosignature(note, witness));
    if (!cosignature || std::ranges::find(counted, witness.public_key) != counted.end()) continue;
    counted.push_back(witness.public_key);
    cosignatures.push_back(std::move(*cosignature));
  }
  if (static_cast<int>(cosignatures.size()) < policy.cosignatures_required)
    return base::fail("witness", "fewer cosignatures than required");
  return cosignatures;
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + base::base64(checkpoint.root) +
         '\n';
}

base::Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto origin = grammar::take_line(text);
  const auto size_line = grammar::take_line(text);
  const auto root_line = grammar::take_line(text);
  if (!origin || !size_line || !root_line) return base::fail("checkpoint", "fewer than three lines");
  const auto size = grammar::decimal(*size_line);
  const auto root = base::hash_from_base64(*root_line);
  if (!valid_origin(*origin) || !size || !root)
    return base::fail("checkpoint", "not origin, decimal size and base64 of 32 bytes");
  if (!valid_extensions(text)) return base::fail("checkpoint", "an extension line is empty or has no end");
  return Checkpoint{.origin = std::string(*origin), .size = *size, .root = *root};
}

base::Result<VerifiedCheckpoint> verify_checkpoint(std::string_view note_bytes, const LogPolicy& policy) {
  const auto note = parse_note(note_bytes);
  if (!note) return base::fail("log", note.error().text);
  const auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return base::fail("log", checkpoint.error().text);
  if (checkpoint->origin != policy.log.name) return base::fail("log", "the checkpoint of another log");
  if (policy.log.type != NoteType::note || !check_signature(*note, policy.log).value_or(false))
    return base::fail("log", "no valid signature of the log");
  MJ_TRY(auto cosignatures, check_witnesses(*note, policy));
  return VerifiedCheckpoint{.checkpoint = *checkpoint, .cosignatures = std::move(cosignatures)};
}

std::string format(const TlogProof& proof) {
  std::string out(kProofHead);
  out += '\n';
  out.append(kIndex).append(std::to_string(proof.index)).append("\n");
  for (const Hash& hash : proof.path) out += base::base64(hash) + '\n';
  return out + '\n' + proof.checkpoint;
}

base::Result<TlogProof> parse_tlog_proof(std::string_view text) {
  const auto refused = [](const char* why) { return base::fail("tlog_proof", why); };
  if (text.size() > kTlogProofBytesMax) return refused("larger than 128 KiB");
  if (grammar::take_line(text) != kProofHead) return refused("unknown first line");
  auto line = grammar::take_line(text);
  if (line && line->starts_with(kExtra)) {  // not authenticated, so of no use to us
    if (!base::from_base64(line->substr(kExtra.size()))) return refused("extra is not base64");
    line = grammar::take_line(text);
  }
  if (!line || !line->starts_with(kIndex)) return refused("no index");
  const auto index = grammar::decimal(line->substr(kIndex.size()));
  if (!index) return refused("the index is not a decimal number");
  TlogProof proof{.index = *index, .path = {}, .checkpoint = {}};
  while ((line = grammar::take_line(text)) && !line->empty()) {
    const auto hash = base::hash_from_base64(*line);
    if (!hash || proof.path.size() == kPathMax) return refused("a path is at most 63 hashes in base64");
    proof.path.push_back(*hash);
  }
  if (!line || text.empty()) return refused("no checkpoint");
  proof.checkpoint = text;
  return proof;
}

}  // namespace ledger
