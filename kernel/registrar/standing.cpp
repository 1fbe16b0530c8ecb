#include "standing.h"

#include "crypto/sm2.h"
#include "ledger/act.h"

namespace registrar {

namespace json = base::json;

namespace {

constexpr std::string_view kReports = "agency_head";
constexpr std::string_view kConfirms = "supervising_authority";

json::Object fields_of(const ledger::Revealed& revealed) {
  json::Object fields;
  for (const ledger::Field& field : revealed.fields) fields[field.name] = field.value;
  return fields;
}

}  // namespace

base::Result<std::optional<ledger::IncidentTarget>> Standing::take(const ledger::StoredRecord& record) {
  if (record.kind == kIncidentKind) return take_incident(record);
  if (record.kind == kKeyKind) {
    MJ_CHECK(take_key(record));
  }
  return std::nullopt;
}

base::Result<void> Standing::take_key(const ledger::StoredRecord& record) {
  auto opened = ledger::open_key_record(record.index, ledger::structure_bundle(record));
  if (!opened) return base::fail("key", opened.error().text);
  auto stream = key_streams[record.stream];
  stream.push_back(std::move(*opened));
  // An enrolment alone changes nothing; a second and third record count from their own index on.
  if (stream.size() >= 2) {
    MJ_CHECK(keys.enrol(stream));
  }
  key_streams[record.stream] = std::move(stream);
  return {};
}

base::Result<std::optional<ledger::IncidentTarget>> Standing::take_incident(
    const ledger::StoredRecord& record) {
  const ledger::Bundle bundle = ledger::structure_bundle(record);
  const auto revealed = ledger::verify_bundle(bundle);
  if (!revealed) return base::fail("incident", revealed.error().text);
  const auto text = [&](std::string_view name) { return json::text_or_empty(revealed->find(name)); };
  if (revealed->find("sig") == nullptr) return base::fail("incident", "not signed");
  MJ_CHECK(ledger::check_authority(record.index, *revealed, bundle.digests, keys));
  if (text("step") == "report_incident" && text("role") == kReports) {
    MJ_TRY(auto target, incident_target(fields_of(*revealed)));
    incidents.report(base::base64(record.leaf), std::move(target));
    return std::nullopt;
  }
  if (text("step") != "confirm_incident" || text("role") != kConfirms)
    return base::fail("incident", "another step, or in another role");
  auto target = incidents.confirm(text("confirms"));
  if (!target) return base::fail("incident", "confirms what nobody reported");
  return target;
}

bool enrolment_proves_possession(const json::Object& fields) {
  const auto text = [&](std::string_view name) { return json::text_or_empty(fields.if_contains(name)); };
  const auto pub = base::from_base64(text("key.pub"));
  const auto proof = base::from_base64(text("key.proof"));
  const json::Value* named = fields.if_contains("key.roles");
  const auto roles = named == nullptr ? base::fail("member") : json::strings(*named);
  return pub && proof && roles && text("key.id") == ledger::key_id(*pub) &&
         crypto::sm2_verify(*pub, ledger::enrol_message(text("key.holder"), text("key.id"), *roles), *proof);
}

base::Result<ledger::IncidentTarget> incident_target(const json::Object& fields) {
  const json::Value* index = fields.if_contains("incident.index");
  const std::string leaf = json::text_or_empty(fields.if_contains("incident.leaf"));
  if (index == nullptr || !index->is_int64() || index->get_int64() < 0 || !base::hash_from_base64(leaf))
    return base::fail("incident", "names no record");
  return ledger::IncidentTarget{static_cast<std::uint64_t>(index->get_int64()), leaf};
}

}  // namespace registrar
