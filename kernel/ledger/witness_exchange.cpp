#include "ledger/witness_exchange.h"

#include "crypto/hash.h"
#include "ledger/tiles.h"
#include "note_grammar.h"

namespace ledger {
namespace {

constexpr std::string_view kOld = "old ";
constexpr std::string_view kStatus = "status ";
constexpr std::size_t kProofMax = 63;
constexpr std::size_t kNameDigits = 16;
constexpr std::uint64_t kStatusMin = 100, kStatusMax = 599;
constexpr int kWidthMax = 256;
constexpr std::size_t kLengthBytes = 4;

}  // namespace

std::string format(const AddCheckpoint& request) {
  std::string body = std::string(kOld) + std::to_string(request.old_size) + '\n';
  for (const Hash& hash : request.proof) body += base::base64(hash) + '\n';
  return body + '\n' + request.checkpoint;
}

base::Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  const auto refused = [](const char* why) { return base::fail("add_checkpoint", why); };
  const auto first = grammar::take_line(body);
  if (!first || !first->starts_with(kOld)) return refused("the first line is not old and a size");
  const auto old_size = grammar::decimal(first->substr(kOld.size()));
  if (!old_size) return refused("the old size is not a decimal number");
  AddCheckpoint request{.old_size = *old_size, .proof = {}, .checkpoint = {}};
  auto line = grammar::take_line(body);
  for (; line && !line->empty(); line = grammar::take_line(body)) {
    const auto hash = base::hash_from_base64(*line);
    if (!hash || request.proof.size() == kProofMax)
      return refused("a proof is at most 63 hashes of 32 bytes in base64");
    request.proof.push_back(*hash);
  }
  if (!line || body.empty()) return refused("no empty line and checkpoint after the proof");
  request.checkpoint = body;
  return request;
}

std::string format_carried(const WitnessAnswer& answer) {
  return std::string(kStatus) + std::to_string(answer.status) + '\n' + answer.body;
}

base::Result<WitnessAnswer> parse_carried_answer(std::string_view file) {
  const auto line = grammar::take_line(file);
  if (!line || !line->starts_with(kStatus)) return base::fail("answer", "the first line is not a status");
  const auto status = grammar::decimal(line->substr(kStatus.size()));
  if (!status || *status < kStatusMin || *status > kStatusMax)
    return base::fail("answer", "not a status code");
  return WitnessAnswer{.status = static_cast<int>(*status), .body = std::string(file)};
}

base::Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view body) {
  MJ_TRY(Note note, parse_note("\n\n" + std::string(body)));  // the lines are those of a note
  if (note.text != "\n") return base::fail("note", "an empty line between signatures");
  return std::move(note.signatures);
}

std::string format_signature_lines(const std::vector<NoteSignature>& signatures) {
  return format(Note{.text = "", .signatures = signatures}).substr(1);
}

base::Result<std::uint64_t> parse_size(std::string_view body) {
  const auto line = grammar::take_line(body);
  const auto size = line && body.empty() ? grammar::decimal(*line) : std::nullopt;
  if (!size) return base::fail("answer", "not a size and the end of its line");
  return *size;
}

std::string origin_directory(std::string_view origin) {
  return base::hex(crypto::sha256(origin));
}

std::string carried_name(std::string_view origin, std::uint64_t size) {
  return origin_directory(origin).substr(0, kNameDigits) + '-' + std::to_string(size);
}

std::string carried_path(std::string_view path) {
  constexpr std::string_view kTile = "tile/";
  return path.starts_with(kTile) ? "tiles/" + std::string(path.substr(kTile.size())) : std::string(path);
}

std::string structure_path(std::uint64_t index, int width) {
  const std::string path = "structure/" + tile_index_path(index);
  return width == kWidthMax ? path : path + ".p/" + std::to_string(width);
}

Bytes structure_bytes(const std::vector<Bytes>& bundles) {
  Bytes out;
  for (const Bytes& bundle : bundles) {
    base::put_u32be(out, static_cast<std::uint32_t>(bundle.size()));
    out += bundle;
  }
  return out;
}

base::Result<std::vector<Bytes>> parse_structure(std::string_view bytes, int width) {
  if (width < 1 || width > kWidthMax) return base::fail("structure", "width is not 1…256");
  std::vector<Bytes> bundles;
  for (int i = 0; i < width; ++i) {
    if (bytes.size() < kLengthBytes) return base::fail("structure", "ends before its last bundle");
    const std::size_t size = base::get_u32be(bytes);
    bytes.remove_prefix(kLengthBytes);
    if (size > bytes.size()) return base::fail("structure", "a bundle is cut short");
    bundles.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  if (!bytes.empty()) return base::fail("structure", "bytes after the last bundle");
  return bundles;
}

}  // namespace ledger
