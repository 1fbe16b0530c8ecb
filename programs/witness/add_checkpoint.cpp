#include "add_checkpoint.h"

#include <algorithm>

namespace witness {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";
constexpr const char* kSize = "text/x.tlog.size";
constexpr std::int64_t kSecond_ms = 1000;

struct Asked {
  ledger::AddCheckpoint request;
  ledger::Note note;
  ledger::Checkpoint checkpoint;
};

Processed answered(int status, std::string body) {
  return {.answer = {status, std::move(body)}, .content_type = kText, .next = {}, .fork = {}, .unjoined = {}};
}

Processed refuse(int status, const std::string& words) {
  return answered(status, words + '\n');
}

base::Result<Asked> read(std::string_view body) {
  MJ_TRY(ledger::AddCheckpoint request, ledger::parse_add_checkpoint(body));
  MJ_TRY(ledger::Note note, ledger::parse_note(request.checkpoint));
  MJ_TRY(const ledger::Checkpoint checkpoint, ledger::parse_checkpoint(note.text));
  return Asked{std::move(request), std::move(note), checkpoint};
}

bool signed_by_log(const ledger::Note& note, const Cosigner& cosigner) {
  // A line of ours that fails was made by somebody who wants it believed.
  return ledger::check_signature(note, cosigner.log).value_or(false) &&
         ledger::check_cosignature(note, cosigner.vkey()).has_value();
}

bool consistent(const Asked& asked, const Cosigned& stored) {
  return ledger::verify_consistency(stored.checkpoint.size, asked.checkpoint.size, stored.checkpoint.root,
                                    asked.checkpoint.root, asked.request.proof);
}

Processed wrong_size(const Asked& asked, const Cosigned& stored) {
  Processed refused = refuse(409, std::to_string(stored.checkpoint.size));
  refused.content_type = kSize;
  if (asked.checkpoint.size < stored.checkpoint.size) refused.unjoined = asked.checkpoint.size;
  return refused;
}

Processed inconsistent(const Asked& asked, const Cosigned& stored) {
  Processed refused = refuse(422, "与已经见证的检查点不一致");
  if (asked.checkpoint.size > stored.checkpoint.size) refused.unjoined = asked.checkpoint.size;
  return refused;
}

/// The log's note without other signatures, cosigned.
Cosigned cosigned(Asked asked, const Cosigner& cosigner, std::uint64_t unix_seconds) {
  std::erase_if(asked.note.signatures, [&](const ledger::NoteSignature& signature) {
    return signature.name != cosigner.log.name || signature.id != cosigner.log.id;
  });
  ledger::cosign(asked.note, cosigner.name, cosigner.key, unix_seconds);
  return {ledger::format(asked.note), asked.checkpoint, unix_seconds};
}

std::string our_line(const Cosigned& made) {
  const auto note = ledger::parse_note(made.note);
  return note ? ledger::format_signature_lines({note->signatures.back()}) : "";
}

/// Refuses what the log did sign.
Processed refuse_signed(const Asked& asked, const Cosigned& stored) {
  if (asked.request.old_size > asked.checkpoint.size) return refuse(400, "旧的条数大于检查点的条数");
  if (asked.request.old_size != stored.checkpoint.size) return wrong_size(asked, stored);
  return inconsistent(asked, stored);
}

Processed accept(Asked asked, const Cosigned& stored, const Cosigner& cosigner, base::Instant now) {
  const auto seconds = std::max(static_cast<std::uint64_t>(std::max<std::int64_t>(0, now.ms) / kSecond_ms),
                                stored.unix_seconds);
  const bool again = !stored.note.empty() && stored.unix_seconds == seconds &&
                     stored.checkpoint.size == asked.checkpoint.size;
  if (again) return answered(200, our_line(stored));
  Processed done = answered(200, "");
  done.next = cosigned(std::move(asked), cosigner, seconds);
  done.answer.body = our_line(*done.next);
  return done;
}

}  // namespace

Cosigned nothing_cosigned() {
  return {
      .note = "", .checkpoint = {.origin = "", .size = 0, .root = ledger::root_of({})}, .unix_seconds = 0};
}

ledger::VerifierKey Cosigner::vkey() const {
  return ledger::make_vkey(name, ledger::NoteType::cosignature, key.public_key());
}

Processed add_checkpoint(std::string_view body, const Cosigned& stored, const ledger::Tree& leaves,
                         const Cosigner& cosigner, base::Instant now) {
  auto asked = read(body);
  if (!asked) return refuse(400, "请求不成形式：" + asked.error().text);
  if (asked->checkpoint.origin != cosigner.log.name) return refuse(404, "不见证这份日志");
  if (!signed_by_log(asked->note, cosigner)) return refuse(403, "没有这份日志的有效签名");
  const bool fits = asked->request.old_size == stored.checkpoint.size;
  if (fits && asked->request.old_size <= asked->checkpoint.size && consistent(*asked, stored))
    return accept(std::move(*asked), stored, cosigner, now);
  Processed refused = refuse_signed(*asked, stored);
  refused.fork = find_fork({stored.note, stored.checkpoint}, {asked->request.checkpoint, asked->checkpoint},
                           asked->request.proof, leaves);
  return refused;
}

base::Result<Cosigned> read_cosigned(const std::string& note, const Cosigner& cosigner) {
  const auto refused = [](const std::string& why) { return base::fail("cosigned", why); };
  const auto verified = ledger::verify_checkpoint(
      note, {.log = cosigner.log, .witnesses = {cosigner.vkey()}, .cosignatures_required = 1});
  if (!verified) return refused(verified.error().text);
  return Cosigned{note, verified->checkpoint, verified->cosignatures.front().unix_seconds};
}

}  // namespace witness
