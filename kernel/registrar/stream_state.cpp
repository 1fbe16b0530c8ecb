#include "stream_state.h"

#include <algorithm>

namespace registrar {

namespace {

namespace json = base::json;

base::Result<base::Hash> root_in(const ledger::StoredRecord& record) {
  const auto entry = json::parse(record.entry);
  if (entry) {
    const auto text = json::string_member(*entry, "root");
    const auto root = base::hash_from_base64(text.value_or(""));
    if (root) return *root;
  }
  return base::fail("log_damaged", "record " + std::to_string(record.index) + ": its entry has no root");
}

OpenedView void_view(const ledger::StoredRecord& record) {
  OpenedView out;
  out.view.is_void = out.view.hidden = true;
  out.view.pos = record.pos;
  out.view.leaf = base::base64(record.leaf);
  return out;
}

}  // namespace

law::Facts fold_stored(const Shelf& shelf, law::Facts facts, const ledger::StoredRecord& record,
                       const OpenedView& opened) {
  auto after = law::fold(shelf.editions, facts, opened.view, opened.rules);
  if (after) return std::move(*after);
  facts.next_pos = record.pos + 1;
  facts.head = base::base64(record.leaf);
  return facts;
}

OpenedView view_of(const ledger::StoredRecord& record, const base::Hash& root,
                   std::vector<ledger::Field> fields, bool complete, const ledger::KeyDirectory& keys) {
  ledger::ChainStep step;
  step.revealed = {.leaf = record.leaf, .root = root, .fields = std::move(fields), .digests = {}};
  const auto text = [&](std::string_view name) { return json::text_or_empty(step.revealed.find(name)); };
  step.index = record.index;
  step.stream = record.stream;
  step.pos = record.pos;
  step.step = text("step");
  step.actor = text("actor");
  step.role = text("role");
  step.draft = text("draft");
  step.at = base::parse_instant(text("at")).value_or(base::Instant{});
  step.recorded = base::parse_instant(text("recorded")).value_or(base::Instant{});
  return {.view = law::step_view(step, keys, complete), .rules = text("rules")};
}

base::Result<OpenedView> open_view(const ledger::StoredRecord& record, const Shelf& shelf,
                                   const Standing& standing) {
  if (standing.incidents.is_void(record.index, record.leaf)) return void_view(record);
  MJ_TRY(const base::Hash root, root_in(record));
  auto opened = ledger::open_record(record, shelf.data_keys, shelf.master);
  if (opened) return view_of(record, root, std::move(opened->fields), true, standing.keys);
  if (opened.error().code != "erased") return std::unexpected(std::move(opened).error());
  MJ_TRY(auto fields, ledger::structure_fields(record));
  return view_of(record, root, std::move(fields), false, standing.keys);
}

base::Result<StreamStatePtr> load_stream(const Shelf& shelf, std::string_view stream, std::uint64_t end,
                                         const Standing& standing) {
  const auto records = shelf.reader.stream(stream);
  if (!records) {
    if (records.error().code == "unknown_stream") return nullptr;
    return std::unexpected(records.error());
  }
  auto state = std::make_shared<StreamState>();
  for (const ledger::StoredRecord& record : *records) {
    if (record.index >= end) break;
    MJ_TRY(const OpenedView opened, open_view(record, shelf, standing));
    state->facts = fold_stored(shelf, std::move(state->facts), record, opened);
    state->kind = record.kind;
  }
  if (state->kind.empty()) return nullptr;
  return state;
}

base::Result<ledger::StoredRecord> record_at(const ledger::RecordReader& reader, std::uint64_t index) {
  std::optional<ledger::StoredRecord> found;
  MJ_CHECK(reader.scan(index, index + 1, [&](const ledger::StoredRecord& record) {
    found = record;
    return false;
  }));
  if (!found) return base::fail("unknown_record", "没有序号为 " + std::to_string(index) + " 的记录");
  return std::move(*found);
}

StreamStatePtr StreamCache::find(const std::string& stream) {
  const std::lock_guard lock(mutex_);
  const auto place = places_.find(stream);
  if (place == places_.end()) return nullptr;
  newest_first_.splice(newest_first_.begin(), newest_first_, place->second);
  return place->second->state;
}

void StreamCache::put(const std::string& stream, StreamStatePtr state) {
  const std::lock_guard lock(mutex_);
  if (const auto place = places_.find(stream); place != places_.end()) {
    place->second->state = std::move(state);
    newest_first_.splice(newest_first_.begin(), newest_first_, place->second);
    return;
  }
  newest_first_.push_front({.stream = stream, .state = std::move(state)});
  places_[stream] = newest_first_.begin();
  if (newest_first_.size() <= streams_max_) return;
  places_.erase(newest_first_.back().stream);
  newest_first_.pop_back();
}

}  // namespace registrar
