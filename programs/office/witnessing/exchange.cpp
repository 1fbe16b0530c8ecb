#include "witnessing/exchange.h"

#include "base/encoding.h"

namespace office::witnessing {
namespace {

constexpr int kOk = 200, kConflict = 409;
constexpr std::int64_t kAheadMaxMs = 5 * 60 * 1000;
constexpr std::size_t kWordsMax = 200;

/// Whether this line is a witness's cosignature of the text, not from the future.
bool verifies(const std::string& text, const ledger::NoteSignature& line,
              const std::vector<Witness>& witnesses, base::Instant now) {
  const ledger::Note alone{.text = text, .signatures = {line}};
  for (const Witness& witness : witnesses) {
    const auto cosigned = ledger::check_cosignature(alone, witness.cosignature);
    if (!cosigned || !*cosigned) continue;
    const auto latest = static_cast<std::uint64_t>((now.ms + kAheadMaxMs) / 1000);
    return (*cosigned)->unix_seconds <= latest;
  }
  return false;
}

base::Result<Answer> read_cosignatures(std::string_view body, const std::string& note,
                                       const std::vector<Witness>& witnesses, base::Instant now) {
  MJ_TRY(const auto parsed, ledger::parse_note(note));
  const auto lines = ledger::parse_signature_lines(body);
  if (!lines) return base::fail("witness", "见证机关的答复不是签名：" + lines.error().text);
  Answer answer{.kind = Answer::Kind::cosigned, .size = 0, .lines = {}};
  for (const auto& line : *lines)
    if (verifies(parsed.text, line, witnesses, now)) answer.lines.push_back(line);
  if (answer.lines.empty()) return base::fail("witness", "见证机关的签名核对不上");
  MJ_TRY(const auto checkpoint, ledger::parse_checkpoint(parsed.text));
  answer.size = checkpoint.size;
  return answer;
}

/// A stranger's words for our log: printable, and not many.
std::string printable(std::string_view body) {
  std::string out;
  for (const char c : body.substr(0, kWordsMax))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return base::valid_utf8(out) ? out : "";
}

}  // namespace

std::string request_body(const ledger::Tree& tree, std::uint64_t old, std::uint64_t size,
                         const std::string& note) {
  return ledger::format(
      ledger::AddCheckpoint{.old_size = old, .proof = tree.consistency(old, size), .checkpoint = note});
}

base::Result<Answer> read_answer(const ledger::WitnessAnswer& answer, const std::string& note,
                                 const std::vector<Witness>& witnesses, std::uint64_t records,
                                 base::Instant now) {
  if (answer.status == kOk) return read_cosignatures(answer.body, note, witnesses, now);
  if (answer.status != kConflict)
    return base::fail("witness_refused",
                      "见证机关答 " + std::to_string(answer.status) + "：" + printable(answer.body));
  const auto size = ledger::parse_size(answer.body);
  if (!size) return base::fail("witness", "见证机关的答复没有写明它的条数");
  return Answer{
      .kind = *size > records ? Answer::Kind::behind : Answer::Kind::other_size, .size = *size, .lines = {}};
}

base::Result<std::uint64_t> carried_size(const std::string& file_name, const std::string& origin) {
  const std::string stem = file_name.substr(0, file_name.find('.'));
  const auto size = ledger::parse_size(stem.substr(stem.rfind('-') + 1) + "\n");
  if (!size || stem != ledger::carried_name(origin, *size))
    return base::fail("witness", "不是这份日志的文件：" + file_name);
  return *size;
}

base::Result<ledger::Checkpoint> checkpoint_of(std::string_view note) {
  MJ_TRY(const auto parsed, ledger::parse_note(note));
  return ledger::parse_checkpoint(parsed.text);
}

}  // namespace office::witnessing
