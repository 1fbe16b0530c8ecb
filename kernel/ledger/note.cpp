#include "ledger/note.h"

#include <algorithm>

#include "crypto/hash.h"
#include "note_grammar.h"

namespace ledger {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kPublicBytes = 65;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kSignaturesMax = 64;  // each known one costs a verification

/// `typed` is the public key behind the bytes that say its type.
Bytes key_id(const std::string& name, std::string_view typed) {
  return Bytes(base::view(crypto::sha256(name + '\n' + Bytes(typed))).substr(0, kIdBytes));
}

Bytes typed_key(NoteType type, std::string_view public_key) {
  return grammar::type_prefix(type) + Bytes(public_key);
}

Bytes typed_key(const crypto::Ed25519Key& key) {
  constexpr char kEd25519 = 1;
  return kEd25519 + key.public_key();
}

bool plain_text(std::string_view bytes) {
  return base::valid_utf8(bytes) && std::ranges::none_of(bytes, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n';
         });
}

base::Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return base::fail("note", "a signature line starts with an em dash");
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !grammar::valid_name(line.substr(0, space)))
    return base::fail("note", "a signature names its key");
  const auto blob = base::from_base64(line.substr(space + 1));
  if (!blob || blob->size() <= kIdBytes)
    return base::fail("note", "a signature is base64 of key id and bytes");
  return NoteSignature{.name = std::string(line.substr(0, space)),
                       .id = blob->substr(0, kIdBytes),
                       .signature = blob->substr(kIdBytes)};
}

/// What a cosigner signs at that time (§4); it does not name the cosigner.
Bytes cosigned_message(std::string_view text, std::uint64_t unix_seconds) {
  return "cosignature/v1\ntime " + std::to_string(unix_seconds) + "\n" + std::string(text);
}

std::uint64_t stated_time(std::string_view signature) {
  return base::get_u64be(signature);
}

bool verifies(const Note& note, const VerifierKey& key, std::string_view signature) {
  if (key.type == NoteType::note) return crypto::sm2_verify(key.public_key, note.text, signature);
  return signature.size() > kTimeBytes &&
         crypto::sm2_verify(key.public_key, cosigned_message(note.text, stated_time(signature)),
                            signature.substr(kTimeBytes));
}

bool is_by(const NoteSignature& signature, const VerifierKey& key) {
  return signature.name == key.name && signature.id == key.id;
}

}  // namespace

VerifierKey make_vkey(std::string name, NoteType type, std::string_view public_key) {
  Bytes id = key_id(name, typed_key(type, public_key));
  return {.name = std::move(name), .type = type, .public_key = Bytes(public_key), .id = std::move(id)};
}

base::Result<VerifierKey> parse_vkey(std::string_view text) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return base::fail("vkey", "not <name>+<id>+<key>");
  const std::string_view name = text.substr(0, first);
  const auto id = base::from_hex(text.substr(first + 1, second - first - 1));
  const auto typed = base::from_base64(text.substr(second + 1));
  if (!grammar::valid_name(name) || !id || !typed) return base::fail("vkey", "not <name>+<8 hex>+<base64>");
  for (const NoteType type : {NoteType::note, NoteType::cosignature}) {
    const Bytes prefix = grammar::type_prefix(type);
    if (!typed->starts_with(prefix) || typed->size() != prefix.size() + kPublicBytes) continue;
    VerifierKey key = make_vkey(std::string(name), type, std::string_view(*typed).substr(prefix.size()));
    if (key.id != *id) return base::fail("vkey", "the key id does not fit");
    return key;
  }
  return base::fail("vkey", "unknown type of key");
}

std::string format_vkey(const VerifierKey& key) {
  return key.name + '+' + base::hex(key.id) + '+' + base::base64(typed_key(key.type, key.public_key));
}

std::string format_vkey(const std::string& name, const crypto::Ed25519Key& key) {
  return name + '+' + base::hex(key_id(name, typed_key(key))) + '+' + base::base64(typed_key(key));
}

std::string fingerprint(const VerifierKey& key) {
  return base::hex(crypto::sm3(format_vkey(key))).substr(0, 16);
}

base::Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > grammar::kNoteBytesMax) return base::fail("note", "larger than 64 KiB");
  if (!plain_text(bytes)) return base::fail("note", "not plain UTF-8 text");
  const std::size_t boundary = bytes.rfind("\n\n");
  if (boundary == std::string_view::npos) return base::fail("note", "no empty line before the signatures");
  Note note{.text = std::string(bytes.substr(0, boundary + 1)), .signatures = {}};
  std::string_view rest = bytes.substr(boundary + 2);
  if (rest.empty() || rest.back() != '\n')
    return base::fail("note", "no signature line, or one without its end");
  while (const auto line = grammar::take_line(rest)) {
    if (note.signatures.size() == kSignaturesMax) return base::fail("note", "too many signatures");
    MJ_TRY(NoteSignature signature, parse_signature(*line));
    note.signatures.push_back(std::move(signature));
  }
  return note;
}

std::string format(const Note& note) {
  std::string out = note.text + '\n';
  for (const NoteSignature& signature : note.signatures) {
    out.append(kDash).append(signature.name).append(" ");
    out += base::base64(signature.id + signature.signature) + '\n';
  }
  return out;
}

void sign(Note& note, const std::string& name, const crypto::Sm2Key& key) {
  note.signatures.push_back({.name = name,
                             .id = key_id(name, typed_key(NoteType::note, key.public_key())),
                             .signature = key.sign(note.text)});
}

void sign(Note& note, const std::string& name, const crypto::Ed25519Key& key) {
  note.signatures.push_back(
      {.name = name, .id = key_id(name, typed_key(key)), .signature = key.sign(note.text)});
}

void cosign(Note& note, const std::string& name, const crypto::Sm2Key& key, std::uint64_t unix_seconds) {
  Bytes signature;
  base::put_u64be(signature, unix_seconds);
  signature += key.sign(cosigned_message(note.text, unix_seconds));
  note.signatures.push_back({.name = name,
                             .id = key_id(name, typed_key(NoteType::cosignature, key.public_key())),
                             .signature = std::move(signature)});
}

std::optional<bool> check_signature(const Note& note, const VerifierKey& key) {
  std::optional<bool> found;
  for (const NoteSignature& signature : note.signatures) {
    if (!is_by(signature, key)) continue;
    if (!verifies(note, key, signature.signature)) return false;
    found = true;
  }
  return found;
}

base::Result<std::optional<Cosignature>> check_cosignature(const Note& note, const VerifierKey& key) {
  std::optional<Cosignature> newest;
  for (const NoteSignature& signature : note.signatures) {
    if (key.type != NoteType::cosignature || !is_by(signature, key)) continue;
    if (!verifies(note, key, signature.signature))
      return base::fail("witness", "a cosignature of " + key.name + " does not verify");
    const std::uint64_t time = stated_time(signature.signature);
    if (!newest || newest->unix_seconds < time) newest = Cosignature{key.name, time};
  }
  return newest;
}

}  // namespace ledger
