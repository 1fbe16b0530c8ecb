#include "documents/sealing.h"

#include <algorithm>

#include "ledger/note.h"
#include "words.h"

namespace documents {
namespace {

namespace json = base::json;

std::string draft_of(const ledger::OpenedRecord& record) {
  return json::text_or_empty(record.find("draft"));
}

seal::FullRecord full_record(const ledger::StoredRecord& stored, const ledger::OpenedRecord& opened) {
  return {.index = stored.index,
          .bundle = ledger::bundle_revealing(stored, opened.disclosures),
          .decoys = opened.decoys,
          .erased = false};
}

seal::FullRecord erased_record(const ledger::StoredRecord& stored) {
  return {.index = stored.index, .bundle = ledger::structure_bundle(stored), .decoys = {}, .erased = true};
}

base::Error words(const registrar::Refused& refused) {
  if (refused.fault) return *refused.fault;
  if (refused.refusals.empty()) return {"refused", ""};
  return {refused.refusals.front().code, refused.refusals.front().say};
}

}  // namespace

base::Error words(const seal::Answer& answer) {
  std::string text = answer.say;
  for (const auto& refusal : answer.refusals) text += "；" + refusal.text + "（" + refusal.article + "）";
  return {"sealer." + answer.code, std::move(text)};
}

Sealing::Sealing(SealingParts parts) : parts_(std::move(parts)) {}

base::Result<seal::Answer> Sealing::call(const json::Object& request) {
  if (!client_) {
    MJ_TRY(auto connected, seal::Client::connect(parts_.socket_path));
    client_ = std::move(connected);
  }
  auto answer = client_->call(request);
  if (!answer) client_.reset();
  return answer;
}

base::Result<json::Value> Sealing::ask(const json::Object& request) {
  MJ_TRY(auto answer, call(request));
  if (!answer.ok) return std::unexpected(words(answer));
  return json::Value(std::move(answer.body));
}

base::Result<ledger::Checkpoint> Sealing::next_checkpoint(std::uint64_t from, std::string& note) {
  MJ_TRY(note, parts_.registrar.checkpoint());
  if (parts_.registrar.size() - from > seal::kEntriesMax) {
    MJ_TRY(note, parts_.reader.checkpoint_up_to(from + seal::kEntriesMax));
  }
  MJ_TRY(const auto parsed, ledger::parse_note(note));
  return ledger::parse_checkpoint(parsed.text);
}

base::Result<bool> Sealing::advance_step() {
  MJ_TRY(const auto status, ask(seal::status_request()));
  MJ_TRY(const std::int64_t size, json::int_member(status, "size"));
  MJ_TRY(const std::string root, json::string_member(status, "root"));
  seal::Advance step{.checkpoint = {},
                     .proof = {},
                     .entries = {},
                     .structure = {},
                     .from = static_cast<std::uint64_t>(size),
                     .late = {}};
  MJ_TRY(const auto checkpoint, next_checkpoint(step.from, step.checkpoint));
  if (step.from == checkpoint.size && root == base::base64(checkpoint.root)) return false;
  // Otherwise this log is behind the sealer, or another: it is the sealer that says so.
  if (step.from > 0 && step.from < checkpoint.size)
    step.proof = parts_.registrar.consistency(step.from, checkpoint.size);
  MJ_CHECK(parts_.reader.scan(step.from, checkpoint.size, [&](const ledger::StoredRecord& stored) {
    step.entries.push_back(stored.entry);
    step.structure.push_back(ledger::to_json(ledger::structure_bundle(stored)));
    return true;
  }));
  MJ_CHECK(ask(seal::to_json(step)));
  return true;
}

base::Result<void> Sealing::advance() {
  for (bool more = true; more;) {
    MJ_TRY(more, advance_step());
  }
  return deliver_unknown();
}

base::Result<void> Sealing::deliver_unknown() {
  MJ_TRY(const auto status, ask(seal::status_request()));
  MJ_TRY(const json::Array* unknown, json::array_member(status, "unknown"));
  if (unknown->empty()) return {};
  seal::Resync resync;
  for (const json::Value& index : *unknown) {
    const auto at = static_cast<std::uint64_t>(index.as_int64());
    base::Result<void> opened;
    MJ_CHECK(parts_.reader.scan(at, at + 1, [&](const ledger::StoredRecord& stored) {
      const auto record = ledger::open_record(stored, parts_.data_keys, parts_.master);
      if (record)
        resync.records.push_back({at, ledger::bundle_revealing(stored, record->disclosures)});
      else
        opened = std::unexpected(record.error());
      return false;
    }));
    MJ_CHECK(opened);
  }
  MJ_CHECK(ask(seal::to_json(resync)));
  return {};
}

base::Result<void> Sealing::tell_voids(const Issued& issued) {
  MJ_TRY(const auto voids, issued.confirmed_voids());
  for (const std::string& leaf : voids) {
    if (told_.contains(leaf)) continue;
    MJ_CHECK(ask(seal::void_request(leaf)));
    told_.insert(leaf);
  }
  return {};
}

base::Result<void> Sealing::work_off(const Issued& issued, Waiting& waiting) {
  MJ_TRY(const auto streams, issued.ordered());
  const auto ready = meet();
  base::Result<void> first = ready ? tell_voids(issued) : ready;
  for (const base::StreamId& stream : streams) {
    const auto sealed = ready ? seal(stream) : std::unexpected(ready.error());
    if (sealed) {
      waiting.done(stream);
      continue;
    }
    waiting.heard(stream, sealed.error());
    if (first) first = std::unexpected(sealed.error());
  }
  return first;
}

base::Result<seal::SealOrder> Sealing::order_of(const base::StreamId& stream) const {
  MJ_TRY(const auto records, parts_.reader.stream(stream.text()));
  seal::SealOrder order;
  std::vector<std::pair<std::string, std::map<std::string, ledger::KeptText>>> texts_by_root;
  for (const auto& stored : records) {
    const auto opened = ledger::open_record(stored, parts_.data_keys, parts_.master);
    if (!opened && opened.error().code == "erased") {
      order.records.push_back(erased_record(stored));
      continue;
    }
    if (!opened) return std::unexpected(opened.error());
    order.records.push_back(full_record(stored, *opened));
    MJ_TRY(const auto revealed, ledger::verify_bundle(order.records.back().bundle));
    texts_by_root.emplace_back(base::base64(revealed.root), opened->texts);
    if (stored.pos + 1 != static_cast<std::int64_t>(records.size())) continue;
    order.order = base::base64(stored.leaf);
    const auto draft =
        std::ranges::find(texts_by_root, draft_of(*opened), [](const auto& item) { return item.first; });
    if (draft != texts_by_root.end()) order.texts = draft->second;
  }
  return order;
}

base::Result<registrar::Receipt> Sealing::record(const base::StreamId& stream, const seal::SealOrder& order,
                                                 const seal::Sealed& sealed) {
  MJ_CHECK(parts_.blobs.store(sealed.pdf));
  auto receipt = parts_.registrar.submit({.kind = "case",
                                          .stream = stream,
                                          .idempotency_key = "issue:" + order.order,
                                          .signed_in_holder = {},
                                          .expected_pos = {},
                                          .act = sealed.act,
                                          .texts = {}});
  if (!receipt) return std::unexpected(words(receipt.error()));
  return *receipt;
}

base::Result<void> Sealing::meet() {
  if (parts_.demo_clock != nullptr) MJ_CHECK(ask(seal::clock_request(parts_.demo_clock->now())));
  return advance();
}

base::Result<registrar::Receipt> Sealing::seal(const base::StreamId& stream) {
  MJ_TRY(const auto order, order_of(stream));
  MJ_TRY(const auto answer, ask(seal::to_json(order)));
  MJ_TRY(const auto sealed, seal::sealed_from_json(answer.as_object()));
  MJ_TRY(const auto receipt, record(stream, order, sealed));
  MJ_CHECK(advance());  // so that the sealer sees its number recorded
  return receipt;
}

}  // namespace documents
