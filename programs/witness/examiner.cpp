#include "examiner.h"

#include <algorithm>

namespace witness {
namespace {

namespace json = base::json;
using ledger::ChainStep;
using ledger::ShownRecord;

constexpr json::Limits kStructureLimits{.bytes_max = std::size_t{1} << 20, .depth_max = 16};

std::string leaf_of(const ChainStep& step) {
  return base::base64(step.revealed.leaf);
}

/// Enrolments and incidents are never void: every key, and the voiding itself, rests on them.
bool is_root_of_trust(std::string_view procedure) {
  return procedure == "key" || procedure == "incident";
}

/// Of one position, the record that continues the chain; where none or more than one does, the first. A void
/// one gives way to another (§7).
const ShownRecord* winner(const std::vector<const ShownRecord*>& rivals, const std::string& before,
                          const std::function<bool(const ShownRecord&)>& is_void) {
  const ShownRecord* best = nullptr;
  int best_rank = 3;
  for (const ShownRecord* rival : rivals) {
    const int rank = is_void(*rival) ? 2 : rival->step.prev == before ? 0 : 1;
    if (rank >= best_rank) continue;
    best = rival;
    best_rank = rank;
  }
  return best;
}

}  // namespace

Examiner::Examiner(law::Editions editions, const std::vector<ledger::RootKey>& roots, Recall recall)
    : editions_(std::move(editions)),
      rules_(editions_.chain_rules(false)),
      keys_(roots),
      recall_(std::move(recall)) {}

base::Result<ShownRecord> Examiner::open(const LogRecord& record) const {
  if (record.structure.empty()) return base::fail("missing", "no structure was given");
  MJ_TRY(const json::Value value, json::parse(record.structure, kStructureLimits));
  MJ_TRY(ledger::Bundle bundle, ledger::bundle_from_json(value));
  if (bundle.entry != record.entry) return base::fail("missing", "the structure of another entry");
  MJ_TRY(ShownRecord shown,
         ledger::read_shown({record.index, std::move(bundle)}, ledger::View::witness, rules_));
  return shown;
}

bool Examiner::can_judge(const ShownRecord& record) {
  if (editions_.find(record.step.rules) != nullptr) return true;
  unknown_editions_.insert(record.step.rules);
  return false;
}

/// What its bundle proves it to say of itself, though it says too little.
Unread Examiner::why_unread(const LogRecord& record) const {
  if (record.structure.empty()) return {.why = "missing.none", .step = {}, .rules = {}};
  Unread out{.why = "missing.structure", .step = {}, .rules = {}};
  const auto value = json::parse(record.structure, kStructureLimits);
  const auto bundle = value ? ledger::bundle_from_json(*value) : std::unexpected(value.error());
  if (!bundle || bundle->entry != record.entry) return out;
  const auto revealed = ledger::verify_bundle(*bundle);
  if (!revealed) return out;
  out.step = json::text_or_empty(revealed->find("step"));
  out.rules = json::text_or_empty(revealed->find("rules"));
  const ledger::StepMarks* marks = rules_.marks(out.step, out.rules);
  if (editions_.find(out.rules) == nullptr)
    out.why = "missing.edition";
  else if (marks != nullptr && marks->is_signed && revealed->find("sig") == nullptr)
    out.why = "missing.signature";
  return out;
}

void Examiner::take(const LogRecord& record) {
  if (!ledger::is_record(record.entry)) return;
  const auto shown = open(record);
  if (shown) editions_met_.insert(shown->step.rules);
  if (shown && can_judge(*shown)) return add(*shown);
  missing_.emplace(record.index, why_unread(record));
  ++changes_;
}

void Examiner::add(const ShownRecord& record) {
  Stream& stream = streams_[record.step.stream];
  stream.records.push_back(record.step.index);
  if (touched_.contains(stream.records.front())) touched_.insert(record.step.index);
  const auto pos = static_cast<std::size_t>(record.step.pos);
  const bool taken = pos < stream.placed.size();
  // Only a void one gives up its place; which one is, the whole stream says.
  if (taken && touched_.contains(record.step.index)) return tell_again(record.step.stream);
  place(stream, record);
}

void Examiner::deliver(const std::vector<std::uint64_t>& indexes) {
  std::set<std::string> again;
  for (const std::uint64_t index : indexes) {
    const auto record = recall_(index);
    const auto shown = record ? open(*record) : std::unexpected(record.error());
    if (!shown || !can_judge(*shown)) continue;
    missing_.erase(index);
    ++changes_;
    auto& records = streams_[shown->step.stream].records;
    records.insert(std::ranges::upper_bound(records, index), index);
    again.insert(shown->step.stream);
  }
  if (again.empty()) return;
  for (const auto& [id, stream] : streams_)
    if (stream.waits) again.insert(id);
  // A key that is delivered late lets others be read in turn.
  for (std::size_t known = 0; known != keys_.all().size();) {
    known = keys_.all().size();
    for (const std::string& id : again) tell_again(id);
  }
}

Examiner::Records Examiner::recall(const std::vector<std::uint64_t>& indexes) const {
  Records records;
  for (const std::uint64_t index : indexes) {
    const auto record = recall_(index);
    auto shown = record ? open(*record) : std::unexpected(record.error());
    if (shown) records.push_back(std::move(*shown));
  }
  return records;
}

std::set<std::uint64_t> Examiner::losers(const Records& records) const {
  std::map<std::int64_t, std::vector<const ShownRecord*>> by_position;
  for (const ShownRecord& record : records) by_position[record.step.pos].push_back(&record);
  std::set<std::uint64_t> out;
  std::string before;
  for (const auto& [pos, rivals] : by_position) {
    const ShownRecord* in_place =
        winner(rivals, before, [&](const ShownRecord& record) { return is_void(record.step); });
    before = leaf_of(in_place->step);
    for (const ShownRecord* rival : rivals)
      if (rival != in_place) out.insert(rival->step.index);
  }
  return out;
}

void Examiner::tell_again(const std::string& id) {
  Stream& stream = streams_[id];
  const Records records = recall(stream.records);
  const std::set<std::uint64_t> out_of_place = losers(records);
  stream = Stream{.records = stream.records, .placed = {}, .head = {}, .facts = {}, .waits = false};
  for (const std::uint64_t index : stream.records) clear(index);
  for (const ShownRecord& record : records) {
    if (!out_of_place.contains(record.step.index))
      place(stream, record);
    else if (!is_void(record.step))
      find(record.step.index, {"chain.fork"});
  }
}

bool Examiner::is_void(const ChainStep& step) const {
  return incidents_.is_void(step.index, step.revealed.leaf);
}

bool Examiner::touched_by_incident(std::uint64_t index) const {
  return touched_.contains(index);
}

/// A gap, or a key nobody knows, that a missing record may explain.
bool Examiner::must_wait(const Stream& stream, const ChainStep& step) const {
  if (step.pos > stream.head.pos() + 1) {
    const auto first = stream.placed.empty() ? missing_.begin() : missing_.upper_bound(stream.head.index());
    return first != missing_.end() && first->first < step.index;
  }
  const bool unknown_key = step.revealed.find("sig") != nullptr && !keys_.all().contains(step.actor);
  return unknown_key && !missing_.empty() && missing_.begin()->first < step.index;
}

void Examiner::place(Stream& stream, const ShownRecord& record) {
  const ChainStep& step = record.step;
  if (stream.waits) return;
  if (step.pos <= stream.head.pos()) return find(step.index, {"chain.fork"});
  if (must_wait(stream, step)) {
    stream.waits = true;
    return;
  }
  const auto checked = stream.head.check_next(record, rules_, keys_);
  const std::string code = checked ? "" : checked.error().code;
  if (code == "pos" || code == "prev") {  // it has no place
    if (!is_void(step)) find(step.index, {"chain." + code});
    return;
  }
  in_force_.use(step.rules, step.index);
  Guards guards;
  if (!checked) guards.insert("chain." + code);
  if (in_force_.superseded(step.rules, step.index)) guards.insert("chain.superseded");
  place_next(stream, record, guards);
}

/// A record in its place. An act that nobody did, and a void one, keep it and set nothing.
void Examiner::place_next(Stream& stream, const ShownRecord& record, const Guards& guards) {
  const ChainStep& step = record.step;
  stream.head.move_to(record);
  stream.placed.push_back(step.index);
  if (guards.empty() && !is_void(step)) {
    const auto finding = law::judge_next(editions_, stream.facts, step, keys_);
    if (finding && !finding->unlawful()) return act_on(stream, record);
    if (finding) return find(step.index, {finding->guards.begin(), finding->guards.end()});
    find(step.index, {"chain.rules"});  // its edition has no procedure for it
  }
  stream.facts.next_pos = step.pos + 1;
  stream.facts.head = leaf_of(step);
  if (!is_void(step)) find(step.index, guards);
}

void Examiner::find(std::uint64_t index, Guards guards) {
  if (guards.empty()) return;
  unlawful_[index].merge(guards);
  ++changes_;
}

void Examiner::clear(std::uint64_t index) {
  if (unlawful_.erase(index) > 0) ++changes_;
}

// --- records that change how others are judged ---

void Examiner::act_on(const Stream& stream, const ShownRecord& record) {
  const ChainStep& step = record.step;
  if (step.step == "confirm_key") return enrol(stream, record);
  if (step.step == "report_incident") return report_incident(step);
  if (step.step == "confirm_incident") return confirm_incident(step);
  if (step.step == "adopt_edition") return adopt(step);
  if (step.step != "retire_key") return;
  for (const ShownRecord& first : recall({stream.placed.front()}))
    keys_.retire(json::text_or_empty(first.step.revealed.find("key.id")), step.index);
}

void Examiner::enrol(const Stream& stream, const ShownRecord& confirm) {
  std::vector<ledger::KeyDirectory::KeyRecord> records;
  for (ShownRecord& first : recall({stream.placed.front()}))
    records.push_back({first.step.index, std::move(first.step.revealed), std::move(first.digests)});
  records.push_back({confirm.step.index, confirm.step.revealed, confirm.digests});
  if (!keys_.enrol(records)) find(confirm.step.index, {"chain.actor"});  // no key of §3c comes of it
}

/// Only under itself: a slip of the pen must not end the edition that everybody works with.
void Examiner::adopt(const ChainStep& step) {
  if (json::text_or_empty(step.revealed.find("law.edition")) == step.rules)
    in_force_.adopt(step.rules, step.index);
}

void Examiner::report_incident(const ChainStep& step) {
  const json::Value* index = step.revealed.find("incident.index");
  if (index == nullptr || !index->is_int64() || index->get_int64() < 0) return;
  incidents_.report(leaf_of(step), {static_cast<std::uint64_t>(index->get_int64()),
                                    json::text_or_empty(step.revealed.find("incident.leaf"))});
}

void Examiner::confirm_incident(const ChainStep& step) {
  const std::string confirms = json::text_or_empty(step.revealed.find("confirms"));
  const ledger::IncidentTarget* target = incidents_.reported(confirms);
  if (target == nullptr || target->index >= step.index) return;
  const auto record = recall_(target->index);
  if (!record || base::base64(ledger::leaf_hash(record->entry)) != target->leaf) return;
  const auto shown = open(*record);
  if (shown && is_root_of_trust(streams_[shown->step.stream].facts.procedure)) return;
  static_cast<void>(incidents_.confirm(confirms));
  if (!shown) return;
  const auto& records = streams_[shown->step.stream].records;
  touched_.insert(records.begin(), records.end());
  tell_again(shown->step.stream);
}

}  // namespace witness
