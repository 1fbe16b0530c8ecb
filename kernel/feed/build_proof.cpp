// Makes zhengming.json (proof.md §1). Everything it adds to the payload of a decision comes from static
// files.

#include <algorithm>

#include "feed/decision.h"

namespace feed {

namespace json = base::json;
using base::fail;

namespace {

constexpr std::size_t kReportsMax = 256;

base::Result<json::Value> with_paths(const json::Value& records, TileLog& log,
                                     std::set<std::uint64_t>& indexes) {
  json::Array result;
  for (const json::Value& record : records.as_array()) {
    MJ_TRY(const std::int64_t index, json::int_member(record, "index"));
    if (index < 0 || static_cast<std::uint64_t>(index) >= log.size())
      return fail("not_logged", "the checkpoint does not cover every record yet");
    MJ_TRY(const std::vector<ledger::Hash> path, log.inclusion(static_cast<std::uint64_t>(index)));
    json::Array steps;
    for (const ledger::Hash& step : path) steps.emplace_back(base::base64(step));
    result.push_back(
        json::Object{{"bundle", *json::find(record, "bundle")}, {"index", index}, {"path", steps}});
    indexes.insert(static_cast<std::uint64_t>(index));
  }
  return result;
}

std::string field_of(const ledger::ChainRecord& record, std::string_view name) {
  const auto revealed = ledger::verify_bundle(record.bundle);
  return revealed ? json::text_or_empty(revealed->find(name)) : "";
}

// Keys that signed a record shown, those that enrolled them, and so on up to the roots.
std::vector<KeyStream> needed_keys(const std::vector<KeyStream>& all,
                                   const std::vector<ledger::ChainRecord>& records) {
  std::map<std::string, const KeyStream*> by_id;
  for (const KeyStream& stream : all) {
    const KeyStream*& known = by_id[field_of(stream.records.front(), "key.id")];
    if (known == nullptr || known->records.size() < stream.records.size()) known = &stream;
  }
  std::set<std::string> seen;
  std::vector<std::string> waiting;
  for (const ledger::ChainRecord& record : records) waiting.push_back(field_of(record, "actor"));
  std::map<std::uint64_t, KeyStream> chosen;  // in the order of confirmation
  while (!waiting.empty()) {
    const std::string id = std::move(waiting.back());
    waiting.pop_back();
    const auto found = by_id.find(id);
    if (!seen.insert(id).second || found == by_id.end()) continue;
    for (const ledger::ChainRecord& record : found->second->records)
      waiting.push_back(field_of(record, "actor"));
    chosen.emplace(found->second->records[1].index, *found->second);
  }
  std::vector<KeyStream> result;
  for (auto& [index, stream] : chosen) result.push_back(std::move(stream));
  return result;
}

base::Result<json::Array> keys_with_paths(const std::vector<KeyStream>& streams, TileLog& log,
                                          std::set<std::uint64_t>& indexes) {
  json::Array result;
  for (const KeyStream& stream : streams) {
    MJ_TRY(json::Value records, with_paths(*json::find(stream.json, "records"), log, indexes));
    result.push_back(json::Object{{"records", std::move(records)}});
  }
  return result;
}

// Reports that looked at one of the records, or that close something about one: the others say nothing of
// this case.
json::Array reports_for(const std::vector<Report>& reports, const std::set<std::uint64_t>& indexes) {
  json::Array result;
  for (const Report& report : reports) {
    const bool touches = std::any_of(indexes.begin(), indexes.end(), [&](std::uint64_t index) {
      return report.covers(index) || report.names(index);
    });
    if (touches && result.size() < kReportsMax) result.emplace_back(report.note);
  }
  return result;
}

}  // namespace

base::Result<Bytes> build_proof(std::string_view decision, const std::vector<Bytes>& key_payloads,
                                TileLog& log, const std::string& checkpoint,
                                const std::vector<Report>& reports, const ledger::Trust& trust) {
  MJ_TRY(const Decision parsed, parse_decision(decision));
  MJ_TRY(const json::Value value, json::parse(decision, {.bytes_max = ledger::kProofBytesMax}));
  std::vector<KeyStream> streams;
  for (const Bytes& payload : key_payloads) {
    MJ_TRY(std::vector<KeyStream> more, parse_keys(payload));
    for (KeyStream& stream : more) streams.push_back(std::move(stream));
  }
  std::set<std::uint64_t> indexes;
  MJ_TRY(json::Value records, with_paths(*json::find(value, "records"), log, indexes));
  MJ_TRY(json::Array keys, keys_with_paths(needed_keys(streams, parsed.view.records), log, indexes));
  const json::Object proof = {{"acts", *json::find(value, "acts")},
                              {"checkpoint", checkpoint},
                              {"keys", std::move(keys)},
                              {"origin", trust.log.name},
                              {"records", std::move(records)},
                              {"reports", reports_for(reports, indexes)},
                              {"t", "zhengming"},
                              {"texts", *json::find(value, "texts")},
                              {"trust", ledger::to_json(trust)},
                              {"v", 1}};
  Bytes bytes = json::canonical(proof);
  if (bytes.size() > ledger::kProofBytesMax) return fail("too_large", "more than 8 MiB");
  return bytes;
}

}  // namespace feed
