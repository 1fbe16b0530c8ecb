#include "followed.h"

#include <algorithm>

#include "ledger/reserved.h"

namespace sealer {
namespace {

constexpr std::size_t kDigestPrefix = 8;

/// A record whose structure is whole.
struct WholeRecord {
  std::uint64_t index = 0;
  std::string leaf;
  ledger::Bundle bundle;
  ledger::Revealed revealed;
  std::int64_t pos = 0;
  [[nodiscard]] std::string text(std::string_view name) const {
    return json::text_or_empty(revealed.find(name));
  }
  [[nodiscard]] bool has(std::string_view name) const { return revealed.find(name) != nullptr; }
};

std::string pack_digests(const std::vector<Hash>& digests) {
  Bytes packed;
  for (const Hash& digest : digests) packed += base::view(digest).substr(0, kDigestPrefix);
  return base::base64(packed);
}

/// True when everything the lawbook calls structure of this step is there. An edition that is not installed
/// cannot be asked: sealing then fails with `rules`.
bool is_whole(const WholeRecord& whole, const law::Editions& editions) {
  for (const std::string_view name : ledger::kAlways)
    if (!whole.has(name)) return false;
  const auto edition = editions.find(whole.text("rules"));
  const ledger::StepMarks* marks = edition == nullptr ? nullptr : edition->marks(whole.text("step"));
  if (marks == nullptr) return true;
  return (!marks->is_signed || whole.has("sig")) && (!marks->draft || whole.has("draft")) &&
         (!marks->seen || whole.has("seen"));
}

std::optional<WholeRecord> open(const Incoming& record, const law::Editions& editions,
                                const ledger::Seen& seen) {
  auto bundle = ledger::bundle_from_json(record.structure);
  if (!bundle || ledger::leaf_hash(bundle->entry) != record.leaf) return {};
  auto revealed = ledger::verify_bundle(*bundle, seen);
  if (!revealed) return {};
  WholeRecord whole{record.index, base::base64(record.leaf), std::move(*bundle), std::move(*revealed)};
  const json::Value* pos = whole.revealed.find("pos");
  if (pos == nullptr || !pos->is_int64() || pos->get_int64() < 0 || whole.text("stream").empty()) return {};
  whole.pos = pos->get_int64();
  if (!is_whole(whole, editions)) return {};
  return whole;
}

bool is_replay(const WholeRecord& whole, const Head& head) {
  const std::string packed = pack_digests(whole.bundle.digests);
  return std::ranges::any_of(unpack_digests(packed),
                             [&](std::uint64_t digest) { return head.digests.contains(digest); });
}

/// Actor and signature (§3c), "" when both hold or the record is unsigned.
std::string check_authority(const WholeRecord& whole, const ledger::KeyDirectory& keys) {
  const auto checked = ledger::check_authority(whole.index, whole.revealed, whole.bundle.digests, keys);
  return checked ? "" : checked.error().code;
}

/// The three acts on keys are worth nothing without a signature and the role (§3c Keys).
std::string check_key_act(const WholeRecord& whole, const State& state) {
  const std::string step = whole.text("step");
  if (!whole.has("sig") || whole.text("role") != "key_keeper") return "key";
  if (step != "confirm_key") return "";
  const auto stream = state.key_streams.find(whole.text("stream"));
  if (stream == state.key_streams.end()) return "key";
  auto records = stream->second;
  records.push_back({whole.index, whole.revealed, whole.bundle.digests});
  ledger::KeyDirectory probe = state.keys;
  return probe.enrol(records) ? "" : "key";
}

std::string check_incident(const WholeRecord& whole, const State& state) {
  if (!whole.has("sig")) return "incident";
  if (whole.text("step") == "report_incident") {
    const json::Value* index = whole.revealed.find("incident.index");
    const bool named = index != nullptr && index->is_int64() && index->get_int64() >= 0;
    return whole.text("role") == "agency_head" && named && !whole.text("incident.leaf").empty() ? ""
                                                                                                : "incident";
  }
  const ledger::IncidentTarget* target = state.incidents.reported(whole.text("confirms"));
  if (whole.text("role") != "supervising_authority" || target == nullptr) return "incident";
  const auto mark = state.marks.find(target->index);
  return mark == state.marks.end() || mark->second.leaf == target->leaf ? "" : "incident";
}

/// A document of ours that follows its order and bears a number that is its own. It is signed with our key
/// and was right when it was made: but the office may hold it back until its number is void.
std::string check_issue(const WholeRecord& whole, const State& state) {
  if (whole.text("role") != "sealer" || !whole.has("sig")) return "";
  if (whole.text("seen") != whole.text("prev")) return "seen";
  const Number* number = state.of_order(whole.text("seen"));
  return number != nullptr && number->state == NumberState::voided ? "number" : "";
}

bool is_key_act(std::string_view step) {
  return step == "enrol_key" || step == "confirm_key" || step == "retire_key";
}

bool is_incident_act(std::string_view step) {
  return step == "report_incident" || step == "confirm_incident";
}

std::string check_record(const WholeRecord& whole, const Head& head, const State& state) {
  if (whole.pos != head.pos + 1) return "pos";
  if (whole.text("prev") != head.leaf) return "prev";
  if (is_replay(whole, head)) return "replay";
  if (std::string code = check_authority(whole, state.keys); !code.empty()) return code;
  if (state.in_force.superseded(whole.text("rules"), whole.index)) return "superseded";
  if (is_key_act(whole.text("step"))) return check_key_act(whole, state);
  if (is_incident_act(whole.text("step"))) return check_incident(whole, state);
  if (whole.text("step") == "issue_document") return check_issue(whole, state);
  return "";
}

std::string holder_of(const WholeRecord& whole, const State& state) {
  const ledger::EnrolledKey* key =
      whole.has("sig") ? state.keys.good_at(whole.text("actor"), whole.index) : nullptr;
  return key == nullptr ? "" : key->holder;
}

/// A number is void only when the seal keeper says so and the unit head, another person, confirms (sealer.md
/// §5).
void add_void(json::Object& followed, const WholeRecord& whole, const State& state) {
  const std::string holder = holder_of(whole, state);
  if (whole.text("step") == "void_number" && whole.text("role") == "seal_keeper" && !holder.empty()) {
    followed["holder"] = holder;
    followed["ground"] = whole.text("void.ground");
    return;
  }
  const auto record = state.void_records.find(whole.text("confirms"));
  if (record == state.void_records.end() || record->second.holder == holder) return;
  if (whole.text("role") == "unit_head" && !holder.empty()) followed["confirms"] = whole.text("confirms");
}

/// What later lines need to know of a lawful record, besides its place.
void add_meaning(json::Object& followed, const WholeRecord& whole, const State& state) {
  const std::string step = whole.text("step"), rules = whole.text("rules");
  if (!state.in_force.knows(rules, whole.index)) followed["uses"] = rules;
  if (is_key_act(step)) followed["key"] = ledger::to_json(whole.bundle);
  // Under an edition that is not installed nobody says that these must be signed; unsigned they mean nothing.
  const bool is_signed = whole.has("sig");
  if (step == "order_seal" && is_signed && whole.text("role") == "seal_keeper") followed["orders"] = true;
  if (step == "adopt_edition" && is_signed && whole.text("role") == "key_keeper" &&
      whole.text("law.edition") == rules)
    followed["adopts"] = rules;
  if (step == "issue_document" && is_signed && whole.text("role") == "sealer")
    followed["order"] = whole.text("seen");
  if (step == "confirm_incident") followed["confirms"] = whole.text("confirms");
  if (step == "void_number" || step == "confirm_void") add_void(followed, whole, state);
  if (step == "report_incident") {
    followed["closes"] = *whole.revealed.find("incident.index");
    followed["closes_leaf"] = whole.text("incident.leaf");
  }
}

/// A position is missing only because some structure is: then the stream may be whole.
bool may_follow(const WholeRecord& whole, const Head& head, const State& state) {
  if (whole.pos <= head.pos + 1) return false;
  const auto first = head.pos < 0 ? state.missing.begin() : state.missing.upper_bound(head.index);
  return first != state.missing.end() && first->first < whole.index;
}

}  // namespace

std::vector<std::uint64_t> unpack_digests(std::string_view base64) {
  const auto packed = base::from_base64(base64);
  std::vector<std::uint64_t> digests;
  for (std::size_t at = 0; packed && at + kDigestPrefix <= packed->size(); at += kDigestPrefix)
    digests.push_back(base::get_u64be(std::string_view(*packed).substr(at, kDigestPrefix)));
  return digests;
}

bool is_record(std::string_view entry) {
  const auto value = json::parse(entry);
  return value && json::text_or_empty(json::find(*value, "t")) == "rec";
}

json::Object examine(const Incoming& record, const State& state, const law::Editions& editions) {
  json::Object followed{{"index", static_cast<std::int64_t>(record.index)},
                        {"leaf", base::base64(record.leaf)}};
  const std::optional<WholeRecord> whole = open(record, editions, state.keys.seen());
  if (!whole) {
    followed["missing"] = true;
    return followed;
  }
  const std::string stream = whole->text("stream");
  followed["stream"] = stream;
  followed["pos"] = whole->pos;
  const auto known = state.heads.find(stream);
  static const Head kNoHead;
  const Head& head = known == state.heads.end() ? kNoHead : known->second;
  if (may_follow(*whole, head, state)) {
    followed["held"] = record.structure;
    return followed;
  }
  const std::string code = check_record(*whole, head, state);
  followed["step"] = whole->text("step");
  followed["digests"] = pack_digests(whole->bundle.digests);
  if (code.empty())
    add_meaning(followed, *whole, state);
  else
    followed["mark"] = code;
  return followed;
}

}  // namespace sealer
