#include "followed.h"

#include <algorithm>

#include "ledger/reserved.h"

namespace sealer {
namespace {

constexpr std::size_t kDigestPrefix = 8;

/// A record whose structure is whole.
struct Seen {
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
bool is_whole(const Seen& seen, const law::Editions& editions) {
  for (const std::string_view name : ledger::kAlways)
    if (!seen.has(name)) return false;
  const auto edition = editions.find(seen.text("rules"));
  const ledger::StepMarks* marks = edition == nullptr ? nullptr : edition->marks(seen.text("step"));
  if (marks == nullptr) return true;
  return (!marks->is_signed || seen.has("sig")) && (!marks->draft || seen.has("draft")) &&
         (!marks->seen || seen.has("seen"));
}

std::optional<Seen> open(const Incoming& record, const law::Editions& editions) {
  auto bundle = ledger::bundle_from_json(record.structure);
  if (!bundle || ledger::leaf_hash(bundle->entry) != record.leaf) return {};
  auto revealed = ledger::verify_bundle(*bundle);
  if (!revealed) return {};
  Seen seen{record.index, base::base64(record.leaf), std::move(*bundle), std::move(*revealed)};
  const json::Value* pos = seen.revealed.find("pos");
  if (pos == nullptr || !pos->is_int64() || pos->get_int64() < 0 || seen.text("stream").empty()) return {};
  seen.pos = pos->get_int64();
  if (!is_whole(seen, editions)) return {};
  return seen;
}

bool is_replay(const Seen& seen, const Head& head) {
  const std::string packed = pack_digests(seen.bundle.digests);
  return std::ranges::any_of(unpack_digests(packed),
                             [&](std::uint64_t digest) { return head.digests.contains(digest); });
}

/// Actor and signature (§3c), "" when both hold or the record is unsigned.
std::string check_authority(const Seen& seen, const ledger::KeyDirectory& keys) {
  const auto checked = ledger::check_authority(seen.index, seen.revealed, seen.bundle.digests, keys);
  return checked ? "" : checked.error().code;
}

/// The three acts on keys are worth nothing without a signature and the role (§3c Keys).
std::string check_key_act(const Seen& seen, const State& state) {
  const std::string step = seen.text("step");
  if (!seen.has("sig") || seen.text("role") != "key_keeper") return "key";
  if (step != "confirm_key") return "";
  const auto stream = state.key_streams.find(seen.text("stream"));
  if (stream == state.key_streams.end()) return "key";
  auto records = stream->second;
  records.push_back({seen.index, seen.revealed, seen.bundle.digests});
  ledger::KeyDirectory probe = state.keys;
  return probe.enrol(records) ? "" : "key";
}

std::string check_incident(const Seen& seen, const State& state) {
  if (!seen.has("sig")) return "incident";
  if (seen.text("step") == "report_incident") {
    const json::Value* index = seen.revealed.find("incident.index");
    const bool named = index != nullptr && index->is_int64() && index->get_int64() >= 0;
    return seen.text("role") == "agency_head" && named && !seen.text("incident.leaf").empty() ? ""
                                                                                              : "incident";
  }
  const auto incident = state.incidents.find(seen.text("confirms"));
  if (seen.text("role") != "supervising_authority" || incident == state.incidents.end()) return "incident";
  const auto mark = state.marks.find(incident->second.first);
  return mark == state.marks.end() || mark->second.leaf == incident->second.second ? "" : "incident";
}

bool is_key_act(std::string_view step) {
  return step == "enrol_key" || step == "confirm_key" || step == "retire_key";
}

bool is_incident_act(std::string_view step) {
  return step == "report_incident" || step == "confirm_incident";
}

std::string check_record(const Seen& seen, const Head& head, const State& state) {
  if (seen.pos != head.pos + 1) return "pos";
  if (seen.text("prev") != head.leaf) return "prev";
  if (is_replay(seen, head)) return "replay";
  if (std::string code = check_authority(seen, state.keys); !code.empty()) return code;
  if (is_key_act(seen.text("step"))) return check_key_act(seen, state);
  if (is_incident_act(seen.text("step"))) return check_incident(seen, state);
  return "";
}

std::string holder_of(const Seen& seen, const State& state) {
  const ledger::EnrolledKey* key =
      seen.has("sig") ? state.keys.good_at(seen.text("actor"), seen.index) : nullptr;
  return key == nullptr ? "" : key->holder;
}

/// A number is void only when the seal keeper says so and the unit head, another person, confirms (sealer.md
/// §5).
void add_void(json::Object& followed, const Seen& seen, const State& state) {
  const std::string holder = holder_of(seen, state);
  if (seen.text("step") == "void_number" && seen.text("role") == "seal_keeper" && !holder.empty()) {
    followed["holder"] = holder;
    followed["ground"] = seen.text("void.ground");
    return;
  }
  const auto record = state.void_records.find(seen.text("confirms"));
  if (record == state.void_records.end() || record->second.holder == holder) return;
  if (seen.text("role") == "unit_head" && !holder.empty()) followed["confirms"] = seen.text("confirms");
}

/// What later lines need to know of a lawful record, besides its place.
void add_meaning(json::Object& followed, const Seen& seen, const State& state) {
  const std::string step = seen.text("step");
  if (is_key_act(step)) followed["key"] = ledger::to_json(seen.bundle);
  // Under an edition that is not installed nobody says that these must be signed; unsigned they mean nothing.
  const bool is_signed = seen.has("sig");
  if (step == "order_seal" && is_signed && seen.text("role") == "seal_keeper") followed["orders"] = true;
  if (step == "issue_document" && is_signed && seen.text("role") == "sealer")
    followed["order"] = seen.text("seen");
  if (step == "confirm_incident") followed["confirms"] = seen.text("confirms");
  if (step == "void_number" || step == "confirm_void") add_void(followed, seen, state);
  if (step == "report_incident") {
    followed["closes"] = *seen.revealed.find("incident.index");
    followed["closes_leaf"] = seen.text("incident.leaf");
  }
}

/// A position is missing only because some structure is: then the stream may be whole.
bool may_follow(const Seen& seen, const Head& head, const State& state) {
  if (seen.pos <= head.pos + 1) return false;
  const auto first = head.pos < 0 ? state.missing.begin() : state.missing.upper_bound(head.index);
  return first != state.missing.end() && first->first < seen.index;
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
  const std::optional<Seen> seen = open(record, editions);
  if (!seen) {
    followed["missing"] = true;
    return followed;
  }
  const std::string stream = seen->text("stream");
  followed["stream"] = stream;
  followed["pos"] = seen->pos;
  const auto known = state.heads.find(stream);
  static const Head kNoHead;
  const Head& head = known == state.heads.end() ? kNoHead : known->second;
  if (may_follow(*seen, head, state)) {
    followed["held"] = record.structure;
    return followed;
  }
  const std::string code = check_record(*seen, head, state);
  followed["step"] = seen->text("step");
  followed["digests"] = pack_digests(seen->bundle.digests);
  if (code.empty())
    add_meaning(followed, *seen, state);
  else
    followed["mark"] = code;
  return followed;
}

}  // namespace sealer
