#include "seal/messages.h"

namespace seal {
namespace {

std::unexpected<base::Error> malformed(std::string_view what) {
  return base::fail("malformed", std::string(what));
}

json::Object request(std::string_view op) {
  return {{"op", op}, {"v", 1}};
}

template <class Items>
json::Array base64_array(const Items& items) {
  json::Array array;
  for (const auto& item : items) array.emplace_back(base::base64(item));
  return array;
}

base::Result<std::vector<Bytes>> bytes_array(const json::Value& holder, std::string_view name) {
  const json::Value* value = json::find(holder, name);
  if (value == nullptr) return malformed(name);
  auto texts = json::strings(*value);
  if (!texts) return malformed(name);
  std::vector<Bytes> items;
  for (const std::string& text : *texts) {
    auto item = base::from_base64(text);
    if (!item) return malformed(name);
    items.push_back(std::move(*item));
  }
  return items;
}

base::Result<std::vector<Hash>> hash_array(const json::Value& holder, std::string_view name) {
  MJ_TRY(const std::vector<Bytes> items, bytes_array(holder, name));
  std::vector<Hash> hashes;
  for (const Bytes& item : items) {
    auto hash = base::to_hash(item);
    if (!hash) return malformed(name);
    hashes.push_back(*hash);
  }
  return hashes;
}

base::Result<std::uint64_t> index_member(const json::Value& holder, std::string_view name) {
  auto number = json::int_member(holder, name);
  if (!number || *number < 0) return malformed(name);
  return static_cast<std::uint64_t>(*number);
}

base::Result<const json::Array*> array_of(const json::Value& holder, std::string_view name) {
  auto array = json::array_member(holder, name);
  if (!array) return malformed(name);
  return *array;
}

base::Result<std::string> string_of(const json::Value& holder, std::string_view name) {
  auto text = json::string_member(holder, name);
  if (!text) return malformed(name);
  return *text;
}

base::Result<ledger::Bundle> bundle_member(const json::Value& holder) {
  const json::Value* value = json::find(holder, "bundle");
  if (value == nullptr) return malformed("bundle");
  auto bundle = ledger::bundle_from_json(*value);
  if (!bundle) return malformed(bundle.error().text);
  return bundle;
}

base::Result<ledger::KeptText> kept_text(const json::Value& value) {
  if (!json::has_exactly(value, {"body", "seed"})) return malformed("texts");
  MJ_TRY(const json::Array* body, array_of(value, "body"));
  MJ_TRY(const std::string seed, string_of(value, "seed"));
  auto bytes = base::from_base64(seed);
  if (!bytes || bytes->size() != 32) return malformed("seed");
  return ledger::KeptText{*body, *bytes};
}

base::Result<FullRecord> full_record(const json::Value& value) {
  FullRecord record;
  MJ_TRY(record.index, index_member(value, "index"));
  MJ_TRY(record.bundle, bundle_member(value));
  MJ_TRY(record.decoys, bytes_array(value, "decoys"));
  const json::Value* erased = json::find(value, "erased");
  if (erased != nullptr && !erased->is_bool()) return malformed("erased");
  record.erased = erased != nullptr && erased->as_bool();
  const std::size_t members = erased != nullptr ? 4 : 3;
  if (value.as_object().size() != members) return malformed("records");
  return record;
}

}  // namespace

json::Object status_request() {
  return request("status");
}

json::Object answer_request(std::string_view order) {
  json::Object object = request("answer");
  object["order"] = order;
  return object;
}

json::Object account_request(std::string_view series, int year) {
  json::Object object = request("account");
  object["series"] = series;
  object["year"] = year;
  return object;
}

json::Object void_request(std::string_view record, std::string_view no) {
  json::Object object = request("void");
  if (!no.empty()) object["no"] = no;
  object["record"] = record;
  return object;
}

json::Object resume_request() {
  return request("resume");
}

json::Object clock_request(std::optional<base::Instant> now) {
  json::Object object = request("clock");
  object["now"] = now ? json::Value(base::format(*now)) : json::Value(nullptr);
  return object;
}

json::Object to_json(const Advance& advance) {
  json::Object object = request("advance");
  object["checkpoint"] = advance.checkpoint;
  object["proof"] = base64_array(advance.proof);
  object["entries"] = base64_array(advance.entries);
  object["structure"] = json::Array(advance.structure.begin(), advance.structure.end());
  object["from"] = static_cast<std::int64_t>(advance.from);
  if (advance.late.empty()) return object;
  json::Array late;
  for (const auto& [index, bundle] : advance.late)
    late.push_back(json::Object{{"bundle", bundle}, {"index", static_cast<std::int64_t>(index)}});
  object["late"] = std::move(late);
  return object;
}

base::Result<Advance> advance_from_json(const json::Object& request) {
  const json::Value value(request);
  Advance advance;
  MJ_TRY(advance.checkpoint, string_of(value, "checkpoint"));
  MJ_TRY(advance.proof, hash_array(value, "proof"));
  MJ_TRY(advance.entries, bytes_array(value, "entries"));
  MJ_TRY(const json::Array* structure, array_of(value, "structure"));
  advance.structure.assign(structure->begin(), structure->end());
  MJ_TRY(advance.from, index_member(value, "from"));
  if (advance.structure.size() != advance.entries.size()) return malformed("structure");
  if (advance.entries.size() > kEntriesMax) return base::fail("too_large", "more than 4,096 entries");
  const json::Value* late = json::find(value, "late");
  if (late == nullptr) return advance;
  if (!late->is_array()) return malformed("late");
  for (const json::Value& item : late->as_array()) {
    MJ_TRY(const std::uint64_t index, index_member(item, "index"));
    const json::Value* bundle = json::find(item, "bundle");
    if (bundle == nullptr) return malformed("late");
    advance.late.emplace(index, *bundle);
  }
  return advance;
}

json::Object to_json(const SealOrder& order) {
  json::Object object = request("seal");
  object["order"] = order.order;
  json::Array records;
  for (const FullRecord& record : order.records) {
    json::Object item{{"bundle", ledger::to_json(record.bundle)},
                      {"decoys", base64_array(record.decoys)},
                      {"index", static_cast<std::int64_t>(record.index)}};
    if (record.erased) item["erased"] = true;
    records.push_back(std::move(item));
  }
  object["records"] = std::move(records);
  json::Object texts;
  for (const auto& [name, text] : order.texts)
    texts[name] = json::Object{{"body", text.body}, {"seed", base::base64(text.seed)}};
  object["texts"] = std::move(texts);
  return object;
}

base::Result<SealOrder> seal_order_from_json(const json::Object& request) {
  const json::Value value(request);
  if (!json::has_exactly(value, {"op", "order", "records", "texts", "v"}))
    return malformed("members of seal");
  SealOrder order;
  MJ_TRY(order.order, string_of(value, "order"));
  if (!base::hash_from_base64(order.order)) return malformed("order");
  MJ_TRY(const json::Array* records, array_of(value, "records"));
  for (const json::Value& item : *records) {
    MJ_TRY(FullRecord record, full_record(item));
    order.records.push_back(std::move(record));
  }
  if (order.records.empty()) return malformed("records");
  auto texts = json::object_member(value, "texts");
  if (!texts) return malformed("texts");
  for (const auto& [name, text] : **texts) {
    MJ_TRY(ledger::KeptText kept, kept_text(text));
    order.texts.emplace(name, std::move(kept));
  }
  return order;
}

json::Object to_json(const Resync& resync) {
  json::Object object = request("resync");
  json::Array records;
  for (const auto& record : resync.records)
    records.push_back(json::Object{{"bundle", ledger::to_json(record.bundle)},
                                   {"index", static_cast<std::int64_t>(record.index)}});
  object["records"] = std::move(records);
  return object;
}

base::Result<Resync> resync_from_json(const json::Object& request) {
  const json::Value value(request);
  MJ_TRY(const json::Array* records, array_of(value, "records"));
  Resync resync;
  for (const json::Value& item : *records) {
    Resync::Record record;
    MJ_TRY(record.index, index_member(item, "index"));
    MJ_TRY(record.bundle, bundle_member(item));
    resync.records.push_back(std::move(record));
  }
  return resync;
}

base::Result<Answer> answer_from_json(json::Object body) {
  const json::Value value(body);
  const json::Value* ok = json::find(value, "ok");
  if (ok == nullptr || !ok->is_bool()) return malformed("ok");
  Answer answer{.ok = ok->as_bool(),
                .code = json::text_or_empty(json::find(value, "code")),
                .say = json::text_or_empty(json::find(value, "say")),
                .refusals = {},
                .body = {}};
  if (!answer.ok && answer.code.empty()) return malformed("code");
  const json::Value* refusals = json::find(value, "refusals");
  if (refusals != nullptr && refusals->is_array())
    for (const json::Value& item : refusals->as_array())
      answer.refusals.push_back({json::text_or_empty(json::find(item, "article")),
                                 json::text_or_empty(json::find(item, "code")),
                                 json::text_or_empty(json::find(item, "text"))});
  answer.body = std::move(body);
  return answer;
}

json::Object refused(std::string_view code, std::string_view say, const std::vector<Refusal>& refusals) {
  json::Array array;
  for (const Refusal& refusal : refusals)
    array.push_back(
        json::Object{{"article", refusal.article}, {"code", refusal.code}, {"text", refusal.text}});
  return {{"code", code}, {"ok", false}, {"refusals", std::move(array)}, {"say", say}};
}

json::Object to_json(const Sealed& sealed, const std::vector<Hash>& act_set) {
  json::Object record{{"act", base64_array(act_set)},
                      {"decoys", base64_array(sealed.act.decoys)},
                      {"disclosures", json::string_array(sealed.act.disclosures)},
                      {"n", static_cast<std::int64_t>(sealed.act.n)}};
  return {{"date", base::format(sealed.date)},
          {"no", sealed.no},
          {"ok", true},
          {"pdf", base::base64(sealed.pdf)},
          {"record", std::move(record)},
          {"text", sealed.text},
          {"token", sealed.token},
          {"v", 1}};
}

base::Result<Sealed> sealed_from_json(const json::Object& answer) {
  const json::Value value(answer);
  Sealed sealed;
  MJ_TRY(sealed.no, string_of(value, "no"));
  MJ_TRY(const std::string date, string_of(value, "date"));
  auto day = base::parse_date(date);
  if (!day) return malformed("date");
  sealed.date = *day;
  MJ_TRY(const std::string pdf, string_of(value, "pdf"));
  auto bytes = base::from_base64(pdf);
  if (!bytes) return malformed("pdf");
  sealed.pdf = std::move(*bytes);
  const json::Value* record = json::find(value, "record");
  if (record == nullptr) return malformed("record");
  MJ_TRY(sealed.act.n, index_member(*record, "n"));
  MJ_TRY(sealed.act.decoys, bytes_array(*record, "decoys"));
  const json::Value* disclosures = json::find(*record, "disclosures");
  auto items = disclosures != nullptr ? json::strings(*disclosures) : base::fail("member");
  if (!items) return malformed("disclosures");
  sealed.act.disclosures = std::move(*items);
  auto text = json::object_member(value, "text");
  if (!text) return malformed("text");
  sealed.text = **text;
  MJ_TRY(sealed.token, string_of(value, "token"));
  return sealed;
}

}  // namespace seal
