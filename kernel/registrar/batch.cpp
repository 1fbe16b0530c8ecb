#include "batch.h"

#include <algorithm>

#include "ledger/reserved.h"

namespace registrar {

namespace json = base::json;

namespace {

constexpr std::int64_t kSecondMs = 1000;

bool is_structure(const law::Lawbook& lawbook, std::string_view name) {
  return ledger::is_reserved(name) || lawbook.course_fields().contains(name);
}

base::Error stale_position() {
  return {.code = "stale_position", .text = "此前已有新的记录，请刷新页面后再办理"};
}

base::Error replayed_signature() {
  return {.code = "replayed_signature", .text = "这一签名已经使用过，不能再次提交"};
}

/// The disclosures that stay in clear and those that go into the blob. A client's disclosures stand in the
/// order of its fields, the signature's apart; the registrar's own are structure.
struct Split {
  std::vector<std::string> clear, closed;
};
Split split(const Prepared& prepared, const ledger::SealedRecord& made, const law::Lawbook& lawbook) {
  Split out;
  const std::size_t of_client = prepared.submission.act.disclosures.size();
  auto field = prepared.act.fields.begin();
  for (std::size_t i = 0; i < made.disclosures.size(); ++i) {
    const std::string& disclosure = made.disclosures[i];
    const bool plain = i >= of_client || disclosure == prepared.act.sig_disclosure;
    const bool clear = plain || is_structure(lawbook, (field++)->name);
    (clear ? out.clear : out.closed).push_back(disclosure);
  }
  return out;
}

std::set<std::string> persons_in(const law::Command& command) {
  std::set<std::string> holders = {command.holder};
  const json::Value* named = command.fields.if_contains("handlers");
  if (named == nullptr) return holders;
  for (std::string& holder : json::strings(*named).value_or(std::vector<std::string>()))
    holders.insert(std::move(holder));
  return holders;
}

}  // namespace

Batch::Batch(BatchParts parts, base::Instant now) : parts_(parts), standing_(parts.log.standing) {
  // Entries hold whole seconds (transparency-log.md §2), and facts must not differ from what is read again.
  recorded_ = std::max(base::Instant{now.ms - now.ms % kSecondMs}, parts.log.last_recorded);
}

base::Result<StreamStatePtr> Batch::stream(const std::string& id) const {
  if (const auto own = streams_.find(id); own != streams_.end()) return own->second;
  if (auto known = parts_.streams.find(id)) return known;
  MJ_TRY(auto loaded, load_stream(parts_.shelf, id, parts_.log.tree.size(), *standing_));
  if (loaded) parts_.streams.put(id, loaded);
  return loaded;
}

std::expected<Batch::Place, Refused> Batch::place(const Prepared& prepared) const {
  Place place{.stream = nullptr, .procedure = nullptr, .index = next_index()};
  auto found = stream(prepared.command.stream);
  if (!found) return fault(std::move(found).error());
  place.stream = std::move(*found);
  const auto& expected = prepared.submission.expected_pos;
  if (expected && *expected != place.pos()) return fault(stale_position());
  if (messages_.contains(prepared.message_hash)) return fault(replayed_signature());
  // The key was good when the submission came in; a retirement may have been recorded since.
  if (standing_->keys.good_at(prepared.actor, place.index) == nullptr) return refused(not_enrolled());
  place.procedure = procedure_of(*parts_.parts.current, place.stream.get(), prepared);
  if (place.procedure == nullptr) return refused(no_procedure());
  if (place.procedure->kind != prepared.submission.kind) return refused(other_kind());
  return place;
}

/// Whether a report of an incident speaks of a record that can be made void: keys are ended by their
/// retirement, incidents not at all.
bool Batch::names_record(const law::Command& command) const {
  const auto target = incident_target(command.fields);
  if (!target || target->index >= parts_.log.tree.size()) return false;
  const auto record = record_at(parts_.shelf.reader, target->index);
  return record && base::base64(record->leaf) == target->leaf && record->kind != kKeyKind &&
         record->kind != kIncidentKind;
}

std::vector<law::Refusal> Batch::check(const Prepared& prepared, const Place& place) const {
  law::Command command = prepared.command;
  const base::Date day = base::date_of(command.at);
  for (const std::string& holder : persons_in(command))
    command.people.emplace(
        holder, parts_.parts.people.person(base::PersonId(holder), base::StreamId(command.stream), day));
  static const law::Facts kNone;
  auto refusals = law::check(*place.procedure, parts_.parts.current->calendar(),
                             place.stream ? place.stream->facts : kNone, command, recorded_);
  if (place.procedure->kind == kIncidentKind && place.pos() == 0 && !names_record(command))
    refusals.push_back(incident_refused("没有这一序号和指纹的记录，或者它属于密钥、更正的记录"));
  return refusals;
}

/// Nothing is opened for somebody who may not take the step at all.
base::Result<void> Batch::check_further(const Prepared& prepared, std::vector<law::Refusal>& out) const {
  if (parts_.parts.further == nullptr || !prepared.refusals.empty()) return {};
  MJ_TRY(auto more, parts_.parts.further->check(prepared.command));
  std::ranges::move(more, std::back_inserter(out));
  return {};
}

base::Result<Append> Batch::sealed(const Prepared& prepared, const Place& place,
                                   ledger::SealedRecord& made) const {
  const law::Lawbook& lawbook = *parts_.parts.current;
  MJ_TRY(made, ledger::seal_record(prepared.submission.act,
                                   {.pos = place.pos(),
                                    .prev = place.stream ? place.stream->facts.head : std::string(),
                                    .rules = lawbook.rules(),
                                    .recorded = recorded_}));
  Split parts = split(prepared, made, lawbook);
  auto blob = ledger::seal_blob(ledger::blob_plain(parts.closed, made.decoys, prepared.submission.texts),
                                made.leaf, parts_.parts.master);
  Append append;
  append.record = {.index = place.index,
                   .stream = prepared.command.stream,
                   .pos = place.pos(),
                   .kind = prepared.submission.kind,
                   .entry = made.entry,
                   .leaf = made.leaf,
                   .digests = made.digests,
                   .structure = std::move(parts.clear),
                   .sealed = std::move(blob.blob)};
  append.kid = std::move(blob.kid);
  append.wrapped_key = std::move(blob.wrapped);
  append.message_hash = prepared.message_hash;
  append.idempotency_key = prepared.repetition.key;
  return append;
}

base::Result<Batch::Item> Batch::close(const Prepared& prepared, const Place& place) const {
  ledger::SealedRecord made;
  Item item;
  MJ_TRY(item.append, sealed(prepared, place, made));
  std::vector<ledger::Field> fields = prepared.act.fields;
  fields.push_back({.salt = {}, .name = "recorded", .value = json::Value(base::format(recorded_))});
  fields.push_back({.salt = {}, .name = "rules", .value = json::Value(parts_.parts.current->rules())});
  item.opened = view_of(item.append.record, made.root, std::move(fields), true, standing_->keys);
  item.procedure = place.procedure;
  auto after = std::make_shared<StreamState>();
  after->kind = prepared.submission.kind;
  MJ_TRY(after->facts, law::fold(parts_.shelf.editions, place.stream ? place.stream->facts : law::Facts{},
                                 item.opened.view, item.opened.rules));
  item.after = std::move(after);
  item.receipt = {.stream = prepared.command.stream,
                  .leaf = base::base64(made.leaf),
                  .root = base::base64(made.root),
                  .pos = place.pos(),
                  .index = place.index};
  item.append.receipt = stored_receipt(item.receipt, prepared.repetition);
  return item;
}

std::expected<Receipt, Refused> Batch::take(Item item) {
  const ledger::StoredRecord& record = item.append.record;
  if (record.kind == kKeyKind || record.kind == kIncidentKind) {
    auto standing = std::make_shared<Standing>(*standing_);
    const auto target = standing->take(record);
    if (!target) return refused(standing_refused(record.kind, target.error().text));
    standing_ = std::move(standing);
    if (*target) {
      auto retold = undo(**target);
      if (!retold) return fault(std::move(retold).error());
      item.retold = std::move(*retold);
    }
  }
  streams_[record.stream] = item.after;
  if (!item.append.message_hash.empty()) messages_.insert(item.append.message_hash);
  if (!item.append.idempotency_key.empty()) receipts_[item.append.idempotency_key] = item.append.receipt;
  items_.push_back(std::move(item));
  return items_.back().receipt;
}

bool Batch::concerns_further(const Prepared& prepared) const {
  return parts_.parts.further != nullptr && parts_.parts.further->concern(prepared.command.step);
}

bool Batch::must_commit_before(const Prepared& prepared) const {
  if (!items_.empty() && (prepared.submission.kind == kIncidentKind || concerns_further(prepared)))
    return true;
  return std::ranges::any_of(persons_in(prepared.command),
                             [&](const std::string& holder) { return streams_.contains(holder); });
}

/// The stream without what has just become void: all of it is committed (must_commit_before).
base::Result<std::string> Batch::undo(const ledger::IncidentTarget& target) {
  MJ_TRY(const ledger::StoredRecord voided, record_at(parts_.shelf.reader, target.index));
  MJ_TRY(streams_[voided.stream],
         load_stream(parts_.shelf, voided.stream, parts_.log.tree.size(), *standing_));
  return voided.stream;
}

std::expected<Receipt, Refused> Batch::add(const Prepared& prepared) {
  if (const auto repeated = receipts_.find(prepared.repetition.key); repeated != receipts_.end())
    return *first_answer(repeated->second, prepared.repetition);
  auto place = this->place(prepared);
  if (!place) return std::unexpected(std::move(place).error());
  auto refusals = prepared.refusals;
  std::ranges::move(check(prepared, *place), std::back_inserter(refusals));
  const law::Step* step = place->procedure->step(prepared.command.step);
  if (step != nullptr && step != prepared.content_checked) {
    auto checked = check_content(*step, parts_.parts.blobs, prepared, refusals);
    if (!checked) return fault(std::move(checked).error());
  }
  if (auto checked = check_further(prepared, refusals); !checked) return fault(std::move(checked).error());
  if (!refusals.empty()) return refused(std::move(refusals));
  auto item = close(prepared, *place);
  if (!item) return fault(std::move(item).error());
  return take(std::move(*item));
}

base::Result<void> Batch::project(sql::Session& session) const {
  for (const Item& item : items_) {
    MJ_CHECK(parts_.projections.apply({.stored = item.append.record,
                                       .view = item.opened.view,
                                       .after = item.after->facts,
                                       .procedure = *item.procedure,
                                       .calendar = parts_.parts.current->calendar()},
                                      session));
    if (item.retold.empty()) continue;
    MJ_CHECK(
        parts_.projections.retell(item.retold, parts_.log.tree.size(), parts_.shelf, *standing_, session));
  }
  return parts_.projections.advance(session, next_index());
}

base::Result<void> Batch::commit() {
  std::vector<Append> records;
  records.reserve(items_.size());
  for (const Item& item : items_) records.push_back(item.append);
  return parts_.parts.appender.append(records, [&](sql::Session& session) { return project(session); });
}

void Batch::hand_over(LogState& log) const {
  for (const Item& item : items_) log.tree.append(item.append.record.leaf);
  for (const auto& [id, state] : streams_) parts_.streams.put(id, state);
  log.standing = standing_;
  log.last_recorded = recorded_;
}

std::vector<Committed> Batch::told() const {
  std::vector<Committed> all;
  for (const Item& item : items_)
    all.push_back({.receipt = item.receipt, .kind = item.append.record.kind, .step = item.opened.view.step});
  return all;
}

}  // namespace registrar
