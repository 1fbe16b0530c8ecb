#include "feed/decision.h"

#include <algorithm>

#include "feed/manifest.h"
#include "feed/shown.h"

namespace feed {

namespace json = base::json;
using base::fail;

namespace {

constexpr std::size_t kRecordsMax = 4096;
constexpr json::Limits kLimits = {.bytes_max = kDecisionBytesMax, .depth_max = 16};

base::Result<ledger::ChainRecord> read_record(const json::Value& value) {
  if (!json::has_exactly(value, {"bundle", "index"})) return fail("format", "a record has other members");
  MJ_TRY(const std::int64_t index, json::int_member(value, "index"));
  if (index < 0) return fail("format", "a negative index");
  MJ_TRY(ledger::Bundle bundle, ledger::bundle_from_json(*json::find(value, "bundle")));
  return ledger::ChainRecord{.index = static_cast<std::uint64_t>(index), .bundle = std::move(bundle)};
}

base::Result<std::vector<ledger::ChainRecord>> read_records(const json::Value& value) {
  MJ_TRY(const json::Array* list, json::array_member(value, "records"));
  if (list->empty() || list->size() > kRecordsMax) return fail("format", "no records, or too many");
  std::vector<ledger::ChainRecord> records;
  for (const json::Value& item : *list) {
    MJ_TRY(ledger::ChainRecord record, read_record(item));
    records.push_back(std::move(record));
  }
  return records;
}

base::Result<std::vector<std::uint64_t>> read_lines(const json::Value& value, std::string_view member) {
  MJ_TRY(const json::Array* list, json::array_member(value, member));
  std::vector<std::uint64_t> lines;
  for (const json::Value& item : *list) {
    if (!item.is_int64() || item.get_int64() < 0) return fail("format", std::string(member));
    lines.push_back(static_cast<std::uint64_t>(item.get_int64()));
  }
  return lines;
}

base::Result<void> read_view(const json::Value& value, ledger::PublicationView& view) {
  MJ_TRY(view.records, read_records(value));
  MJ_TRY(const json::Object* acts, json::object_member(value, "acts"));
  for (const auto& [name, pos] : *acts) {
    if (!pos.is_int64()) return fail("format", "the position of an act is no integer");
    view.acts.emplace(name, pos.get_int64());
  }
  MJ_CHECK(ledger::check_act_positions(view.acts, view.records.size()));
  MJ_TRY(const json::Object* texts, json::object_member(value, "texts"));
  for (const auto& [name, text] : *texts) view.texts.emplace(name, text);
  return {};
}

template <class Value>
base::Result<Value> as_format(base::Result<Value> result) {
  if (!result) return fail("format", result.error().code + " " + result.error().text);
  return result;
}

base::Result<Decision> read_decision(std::string_view content) {
  MJ_TRY(const json::Value value, json::parse_canonical(content, kLimits));
  if (!json::has_exactly(value, {"acts", "files", "id", "keys", "kind", "records", "t", "texts", "v"}))
    return fail("format", "a decision has other members");
  MJ_TRY(const std::string type, json::string_member(value, "t"));
  if (type != "decision") return fail("format", "not a decision");
  Decision decision;
  MJ_TRY(decision.id, json::string_member(value, "id"));
  const auto id = base::from_base64url(decision.id);
  if (!id || id->size() != 16) return fail("format", "the id is not 16 bytes");
  MJ_TRY(decision.kind, json::string_member(value, "kind"));
  MJ_TRY(decision.files, read_lines(value, "files"));
  MJ_TRY(decision.keys, read_lines(value, "keys"));
  MJ_CHECK(read_view(value, decision.view));
  return decision;
}

base::Result<std::vector<KeyStream>> read_key_streams(std::string_view content) {
  MJ_TRY(const json::Value value, json::parse(content, {.bytes_max = kPayloadBytesMax}));
  MJ_TRY(const json::Array* list, json::array_member(value, "keys"));
  std::vector<KeyStream> streams;
  for (const json::Value& item : *list) {
    if (!json::has_exactly(item, {"records"})) return fail("format", "a key stream has other members");
    MJ_TRY(std::vector<ledger::ChainRecord> records, read_records(item));
    if (records.size() < 2 || records.size() > 3)
      return fail("format", "a key stream has two or three records");
    streams.push_back({std::move(records), item});
  }
  return streams;
}

base::Result<LaterRecords> read_later(std::string_view content) {
  MJ_TRY(const json::Value value, json::parse(content, {.bytes_max = kPayloadBytesMax}));
  if (!json::has_exactly(value, {"id", "records", "t", "v"})) return fail("format", "other members");
  LaterRecords later;
  MJ_TRY(later.id, json::string_member(value, "id"));
  MJ_TRY(later.records, read_records(value));
  return later;
}

bool logged(const ledger::ChainRecord& record, const ledger::Hash& root, TileLog& log) {
  const auto path = log.inclusion(record.index);
  return path && ledger::verify_inclusion(record.index, log.size(), ledger::leaf_hash(record.bundle.entry),
                                          *path, root);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::unexpected<Refused> refused(std::string code, std::string guard = {}) {
  return std::unexpected(Refused{std::move(code), std::move(guard)});
}

base::Result<std::vector<ledger::KeyDirectory::KeyRecord>> open_key_stream(const KeyStream& stream,
                                                                           const ledger::Hash& root,
                                                                           TileLog& log) {
  std::vector<ledger::KeyDirectory::KeyRecord> records;
  for (const ledger::ChainRecord& record : stream.records) {
    if (!logged(record, root, log)) return fail("key", "not in the log");
    MJ_TRY(ledger::KeyDirectory::KeyRecord opened, ledger::open_key_record(record.index, record.bundle));
    records.push_back(std::move(opened));
  }
  return records;
}

}  // namespace

base::Result<Decision> parse_decision(std::string_view content) {
  return as_format(read_decision(content));
}

base::Result<LaterRecords> parse_structure(std::string_view content) {
  return as_format(read_later(content));
}

base::Result<std::vector<KeyStream>> parse_keys(std::string_view content) {
  return as_format(read_key_streams(content));
}

std::expected<std::vector<ledger::ChainStep>, Refused> judge(const Decision& decision,
                                                             const std::vector<ledger::ChainRecord>& later,
                                                             const Judging& with, TileLog& log) {
  ledger::PublicationView view = decision.view;
  view.records.insert(view.records.end(), later.begin(), later.end());
  for (const ledger::ChainRecord& record : view.records)
    if (record.index >= log.size()) return refused("not_logged");
  auto chain = ledger::verify_publication_view(view, *with.keys);
  if (!chain) return refused("proof." + chain.error().code);
  if (const auto shown = check_shown(*chain, decision.kind, *with.editions); !shown)
    return refused("proof." + shown.error().code);
  for (const ledger::ChainRecord& record : view.records)
    if (!logged(record, with.log_root, log)) return refused("not_logged");
  const auto findings = law::judge(*with.editions, *chain, *with.keys);
  if (!findings) return refused("proof." + findings.error().code);
  for (const law::Finding& finding : *findings)
    if (!finding.guards.empty()) return refused("unlawful", joined(finding.guards));
  for (const ledger::ChainRecord& record : view.records)
    if (with.findings->contains(record.index)) return refused("reported");
  return std::move(*chain);
}

Keys read_keys(const std::vector<ledger::RootKey>& roots,
               const std::map<std::uint64_t, std::vector<KeyStream>>& by_line, const ledger::Hash& log_root,
               TileLog& log) {
  // A later payload may give a stream again, then with its retirement: the longest one of a key counts.
  struct Candidate {
    std::uint64_t line = 0;
    std::vector<ledger::KeyDirectory::KeyRecord> records;
  };
  Keys keys{.directory = ledger::KeyDirectory(roots), .refused = {}};
  std::map<ledger::Hash, Candidate> by_stream;
  for (const auto& [line, streams] : by_line) {
    for (const KeyStream& stream : streams) {
      auto records = open_key_stream(stream, log_root, log);
      if (!records) {
        keys.refused.insert(line);
        continue;
      }
      Candidate& known = by_stream[records->front().revealed.leaf];
      if (known.records.size() < records->size()) known = {line, std::move(*records)};
    }
  }
  std::vector<const Candidate*> all;
  for (const auto& [leaf, candidate] : by_stream) all.push_back(&candidate);
  const auto confirmed = [](const Candidate* c) { return c->records[1].index; };
  std::sort(all.begin(), all.end(), [&](auto a, auto b) { return confirmed(a) < confirmed(b); });
  std::vector<std::vector<ledger::KeyDirectory::KeyRecord>> good;
  for (const Candidate* candidate : all) good.push_back(candidate->records);
  if (auto directory = ledger::enrol_all(roots, good)) {
    keys.directory = std::move(*directory);
    return keys;
  }
  // One of them is wrong: find out which, so that the others still serve.
  good.clear();
  for (const Candidate* candidate : all) {
    good.push_back(candidate->records);
    if (auto directory = ledger::enrol_all(roots, good)) {
      keys.directory = std::move(*directory);
    } else {
      keys.refused.insert(candidate->line);
      good.pop_back();
    }
  }
  return keys;
}

}  // namespace feed
