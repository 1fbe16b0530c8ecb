// What bytes a proof file has (proof.md §1); everything read here is checked later.

#include <algorithm>

#include "zhengming_parts.h"

namespace ledger {
namespace {

constexpr std::size_t kRecordsMax = 4096;
constexpr std::size_t kKeysMax = 64;
constexpr std::size_t kReportsMax = 256;

std::unexpected<base::Error> refuse(std::string what) {
  return base::fail("format", std::move(what));
}

base::Result<ProofRecord> read_record(json::Value& value) {
  if (!json::has_exactly(value, {"bundle", "index", "path"})) return refuse("a record has other members");
  const auto index = json::int_member(value, "index");
  auto path = json::strings(value.at("path"));
  json::Value& bundle = value.at("bundle");
  if (!index || *index < 0 || !path || !bundle.is_object() || json::find(bundle, "proof") != nullptr)
    return refuse("index, path or bundle of a record is malformed");
  return ProofRecord{static_cast<std::uint64_t>(*index), std::move(*path), std::move(bundle)};
}

base::Result<std::vector<ProofRecord>> read_records(json::Value& value) {
  if (!value.is_array() || value.get_array().empty() || value.get_array().size() > kRecordsMax)
    return refuse("records is no array of 1 to 4096");
  std::vector<ProofRecord> out;
  for (json::Value& item : value.get_array()) {
    MJ_TRY(auto record, read_record(item));
    out.push_back(std::move(record));
  }
  return out;
}

base::Result<std::vector<std::vector<ProofRecord>>> read_keys(json::Value& value) {
  if (!value.is_array() || value.get_array().size() > kKeysMax) return refuse("keys is no array of up to 64");
  std::vector<std::vector<ProofRecord>> out;
  for (json::Value& item : value.get_array()) {
    if (!json::has_exactly(item, {"records"})) return refuse("an enrolment has other members");
    MJ_TRY(auto records, read_records(item.at("records")));
    out.push_back(std::move(records));
  }
  return out;
}

base::Result<ActPositions> read_acts(const json::Value& value, std::size_t records) {
  if (!value.is_object()) return refuse("acts is no object");
  ActPositions out;
  for (const auto& member : value.get_object()) {
    if (!member.value().is_int64()) return refuse("the position of an act is no integer");
    out.emplace(member.key(), member.value().get_int64());
  }
  MJ_CHECK(check_act_positions(out, records));
  return out;
}

base::Result<PublishedTexts> read_texts(json::Value& value) {
  if (!value.is_object()) return refuse("texts is no object");
  PublishedTexts out;
  for (auto& member : value.get_object()) {
    if (!member.value().is_object()) return refuse("a text is no object");
    out.emplace(member.key(), std::move(member.value()));
  }
  return out;
}

base::Result<void> check_trust_shape(const json::Value& trust) {
  const bool shape = json::has_exactly(trust, {"log", "procedure", "roots", "witnesses"}) &&
                     trust.at("log").is_string() && trust.at("procedure").is_array() &&
                     trust.at("roots").is_array() && trust.at("witnesses").is_array();
  if (!shape) return refuse("trust is malformed");
  return {};
}

base::Result<json::Value> read_object(std::string_view text) {
  auto value = json::parse(text, {.bytes_max = kProofBytesMax});
  if (!value) return refuse(value.error().text);
  if (!json::has_exactly(
          *value, {"acts", "checkpoint", "keys", "origin", "records", "reports", "t", "texts", "trust", "v"}))
    return refuse("the file does not have exactly the members of a proof");
  if (json::text_or_empty(json::find(*value, "t")) != "zhengming" || json::int_member(*value, "v") != 1)
    return refuse("type or version of the file is unknown");
  return value;
}

base::Result<std::vector<VerifierKey>> vkeys_from(const json::Value& list, NoteType type) {
  const auto texts = json::strings(list);
  if (!texts) return refuse("a list of keys is malformed");
  std::vector<VerifierKey> out;
  for (const std::string& text : *texts) {
    auto key = parse_vkey(text);
    if (!key || key->type != type) return refuse("a verifier key is malformed or of another type");
    out.push_back(std::move(*key));
  }
  return out;
}

json::Value vkeys_to_json(const std::vector<VerifierKey>& keys) {
  std::vector<std::string> texts;
  for (const VerifierKey& key : keys) texts.push_back(format_vkey(key));
  return json::string_array(texts);
}

}  // namespace

base::Result<void> check_act_positions(const ActPositions& acts, std::size_t records) {
  const bool named = acts.size() == (acts.contains("service") ? 6 : 5) && acts.contains("draft") &&
                     acts.contains("review") && acts.contains("decision") && acts.contains("issue") &&
                     acts.contains("publication");
  if (!named) return refuse("acts does not name the six acts");
  for (const auto& [name, position] : acts)
    if (position < 0 || static_cast<std::size_t>(position) >= records)
      return refuse("the position of " + name + " lies outside the records");
  return {};
}

base::Result<ProofFile> read_proof_file(std::string_view text) {
  MJ_TRY(json::Value value, read_object(text));
  ProofFile file;
  const auto origin = json::string_member(value, "origin");
  const auto checkpoint = json::string_member(value, "checkpoint");
  auto reports = json::strings(value.at("reports"));
  if (!origin || !checkpoint || !reports || reports->size() > kReportsMax)
    return refuse("origin, checkpoint or reports is malformed");
  file.origin = *origin;
  file.checkpoint = *checkpoint;
  file.reports = std::move(*reports);
  MJ_TRY(file.records, read_records(value.at("records")));
  MJ_TRY(file.acts, read_acts(value.at("acts"), file.records.size()));
  MJ_TRY(file.texts, read_texts(value.at("texts")));
  MJ_TRY(file.keys, read_keys(value.at("keys")));
  MJ_CHECK(check_trust_shape(value.at("trust")));
  file.trust = std::move(value.at("trust"));
  return file;
}

base::Result<Trust> trust_from_json(const json::Value& value) {
  MJ_CHECK(check_trust_shape(value));
  Trust trust;
  auto log = parse_vkey(json::text_or_empty(&value.at("log")));
  if (!log || log->type != NoteType::note) return refuse("the key of the log is malformed");
  trust.log = std::move(*log);
  MJ_TRY(trust.procedure, vkeys_from(value.at("procedure"), NoteType::note));
  MJ_TRY(trust.witnesses, vkeys_from(value.at("witnesses"), NoteType::cosignature));
  for (const json::Value& item : value.at("roots").get_array()) {
    auto root = root_key_from_json(item);
    if (!root) return refuse(root.error().text);
    trust.roots.push_back(std::move(*root));
  }
  return trust;
}

json::Value to_json(const Trust& trust) {
  json::Array roots;
  for (const RootKey& root : trust.roots) roots.push_back(to_json(root));
  return json::Object{{"log", format_vkey(trust.log)},
                      {"procedure", vkeys_to_json(trust.procedure)},
                      {"roots", std::move(roots)},
                      {"witnesses", vkeys_to_json(trust.witnesses)}};
}

}  // namespace ledger
