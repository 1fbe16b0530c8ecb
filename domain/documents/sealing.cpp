#include "documents/sealing.h"

#include <algorithm>

#include "ledger/note.h"

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

base::Error words(const seal::Answer& answer) {
  std::string text = answer.say;
  for (const auto& refusal : answer.refusals) text += "；" + refusal.text + "（" + refusal.article + "）";
  return {"sealer." + answer.code, std::move(text)};
}

base::Error words(const registrar::Refused& refused) {
  if (refused.fault) return *refused.fault;
  if (refused.refusals.empty()) return {"refused", ""};
  return {refused.refusals.front().code, refused.refusals.front().say};
}

}  // namespace

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

base::Result<ledger::Checkpoint> Sealing::next_checkpoint(std::uint64_t from, std::string& note) {
  MJ_TRY(note, parts_.registrar.checkpoint());
  if (parts_.registrar.size() - from > seal::kEntriesMax) {
    MJ_TRY(note, parts_.reader.checkpoint_up_to(from + seal::kEntriesMax));
  }
  MJ_TRY(const auto parsed, ledger::parse_note(note));
  return ledger::parse_checkpoint(parsed.text);
}

base::Result<bool> Sealing::advance_step() {
  MJ_TRY(const auto status, call(seal::status_request()));
  if (!status.ok) return std::unexpected(words(status));
  MJ_TRY(const std::int64_t size, json::int_member(status.body, "size"));
  seal::Advance step{.checkpoint = {},
                     .proof = {},
                     .entries = {},
                     .structure = {},
                     .from = static_cast<std::uint64_t>(size),
                     .late = {}};
  MJ_TRY(const auto checkpoint, next_checkpoint(step.from, step.checkpoint));
  if (step.from >= checkpoint.size) return false;
  if (step.from > 0) step.proof = parts_.registrar.consistency(step.from, checkpoint.size);
  MJ_CHECK(parts_.reader.scan(step.from, checkpoint.size, [&](const ledger::StoredRecord& stored) {
    step.entries.push_back(stored.entry);
    step.structure.push_back(ledger::to_json(ledger::structure_bundle(stored)));
    return true;
  }));
  MJ_TRY(const auto answer, call(seal::to_json(step)));
  if (!answer.ok) return std::unexpected(words(answer));
  return true;
}

base::Result<void> Sealing::advance() {
  for (bool more = true; more;) {
    MJ_TRY(more, advance_step());
  }
  return {};
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

base::Result<registrar::Receipt> Sealing::seal(const base::StreamId& stream) {
  if (parts_.demo_clock != nullptr) {
    MJ_TRY(const auto set, call(seal::clock_request(parts_.demo_clock->now())));
    if (!set.ok) return std::unexpected(words(set));
  }
  MJ_CHECK(advance());
  MJ_TRY(const auto order, order_of(stream));
  MJ_TRY(const auto answer, call(seal::to_json(order)));
  if (!answer.ok) return std::unexpected(words(answer));
  MJ_TRY(const auto sealed, seal::sealed_from_json(answer.body));
  MJ_TRY(const auto receipt, record(stream, order, sealed));
  MJ_CHECK(advance());  // so that the sealer sees its number recorded
  return receipt;
}

}  // namespace documents
