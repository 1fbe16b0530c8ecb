#include "intake.h"

#include <algorithm>
#include <array>
#include <bit>

#include "act_head.h"
#include "crypto/hash.h"
#include "ledger/redactable_text.h"

namespace registrar {

namespace json = base::json;

namespace {

// Whose key may act without a person's session: the sealer's (sealer.md §4, Record).
constexpr auto kMachineRoles = std::to_array<std::string_view>({"sealer"});

bool is_machine(std::string_view role) {
  return std::ranges::find(kMachineRoles, role) != kMachineRoles.end();
}

/// Whether the actor's key is that of the person whose session it is, or of a machine of the house.
bool is_own_act(const Prepared& prepared) {
  const base::PersonId& session = prepared.submission.signed_in_holder;
  return session.empty() ? is_machine(prepared.command.role) : session.text() == prepared.command.holder;
}

bool text_fits(const json::Value& value, const std::map<std::string, ledger::KeptText>& texts,
               const std::string& name) {
  const auto kept = texts.find(name);
  if (kept == texts.end()) return false;
  const auto field = ledger::text_field(kept->second.body, kept->second.seed);
  return field && *field == value;
}

/// Whether every file named is stored with the size that was committed. Error: `storage_unavailable`.
base::Result<bool> files_stored(const json::Value& value, const ledger::BlobReader& blobs) {
  if (!value.is_array()) return true;  // the form's check says so
  for (const json::Value& file : value.as_array()) {
    const auto sm3 = base::hash_from_base64(json::text_or_empty(json::find(file, "sm3")));
    const auto size = json::int_member(file, "size");
    if (!sm3 || !size) return false;
    const auto stored = blobs.size(*sm3);
    if (!stored && stored.error().code != "unknown_blob") return std::unexpected(stored.error());
    if (!stored || *stored != static_cast<std::uint64_t>(*size)) return false;
  }
  return true;
}

/// TL §3c: the smallest power of two that holds the client's fields and the registrar's five, or the form's
/// larger one.
std::size_t digests_of(const ledger::OpenedAct& act, const law::Form& form) {
  constexpr std::size_t kRegistrars = 5;
  return std::max({ledger::kDigestsMin, std::bit_ceil(act.fields.size() + kRegistrars), form.digests});
}

}  // namespace

const law::Procedure* procedure_of(const law::Lawbook& lawbook, const StreamState* stream,
                                   const Prepared& prepared) {
  const base::Date day = base::date_of(prepared.command.at);
  if (stream != nullptr) return lawbook.procedure(stream->facts.procedure, day);
  return lawbook.opened_by(prepared.command.step, prepared.procedure_wanted, day);
}

void Intake::check_signature(Prepared& prepared, const base::Bytes& pub,
                             std::vector<law::Refusal>& out) const {
  if (!prepared.act.sig) return;
  const std::string key = json::text_or_empty(json::find(*prepared.act.sig, "key"));
  const auto signature = base::from_base64(json::text_or_empty(json::find(*prepared.act.sig, "sig")));
  if (key != prepared.actor) {
    out.push_back(other_key());
    return;
  }
  const base::Bytes message = ledger::act_message(prepared.act.act_set, key);
  if (!signature || !crypto::sm2_verify(pub, message, *signature)) out.push_back(wrong_signature());
  prepared.message_hash = base::view(crypto::sm3(message));
}

void Intake::check_rights(Prepared& prepared) const {
  const std::string& role = prepared.command.role;
  if (!standing->keys.granted(prepared.actor, role, next_index))
    prepared.refusals.push_back(role_not_granted(role));
  if (prepared.submission.kind == kKeyKind && stream == nullptr &&
      !enrolment_proves_possession(prepared.command.fields))
    prepared.refusals.push_back(key_refused("新密钥没有证明由其持有人掌握"));
}

base::Result<void> check_content(const law::Step& step, const ledger::BlobReader& blobs,
                                 const Prepared& prepared, std::vector<law::Refusal>& out) {
  static const law::Form kNone;
  const law::Form& form = step.definition ? *step.definition : kNone;
  if (prepared.submission.act.n != digests_of(prepared.act, form))
    out.push_back(wrong_digests(digests_of(prepared.act, form)));
  std::size_t texts = 0;
  bool texts_fit = true;
  for (const auto& [name, value] : prepared.command.fields) {
    const law::FormField* field = form.field(name);
    if (field == nullptr) continue;
    if (field->type == law::FieldType::rich_text) {
      ++texts;
      if (!text_fits(value, prepared.submission.texts, name)) {
        out.push_back(text_mismatch(field->title));
        texts_fit = false;
      }
    }
    if (field->type == law::FieldType::files) {
      MJ_TRY(const bool stored, files_stored(value, blobs));
      if (!stored) out.push_back(file_missing(field->title));
    }
  }
  // A text that no field commits would be kept, and shown, without anybody having signed it.
  if (texts_fit && texts != prepared.submission.texts.size()) out.push_back(text_mismatch(step.title));
  return {};
}

std::expected<Prepared, Refused> Intake::prepare(Submission submission) const {
  auto act = ledger::open_act(submission.act);
  if (!act) return fault(std::move(act).error());
  Prepared prepared{.submission = std::move(submission),
                    .act = std::move(*act),
                    .command = {},
                    .actor = {},
                    .procedure_wanted = {},
                    .message_hash = {},
                    .repetition = {},
                    .content_checked = nullptr,
                    .refusals = {}};
  if (auto read = read_head(prepared); !read) return fault(std::move(read).error());
  const ledger::EnrolledKey* key = standing->keys.good_at(prepared.actor, next_index);
  if (key == nullptr) return refused(not_enrolled());
  prepared.command.holder = key->holder;
  std::vector<law::Refusal> doubts;
  if (!is_own_act(prepared)) doubts.push_back(other_session());
  check_signature(prepared, key->pub, doubts);
  if (!doubts.empty()) return refused(std::move(doubts));
  check_rights(prepared);
  const law::Procedure* procedure = procedure_of(lawbook, stream.get(), prepared);
  if (procedure != nullptr) prepared.content_checked = procedure->step(prepared.command.step);
  if (prepared.content_checked != nullptr) {
    auto checked = check_content(*prepared.content_checked, blobs, prepared, prepared.refusals);
    if (!checked) return fault(std::move(checked).error());
  }
  return prepared;
}

}  // namespace registrar
