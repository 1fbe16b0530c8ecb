// The one write endpoint, and a stream as its readers see it.

#include "api/checks.h"
#include "api/endpoint.h"
#include "api/law_json.h"
#include "api/problem.h"

namespace office::api {
namespace {

constexpr std::size_t kRecordBytesMax = 4 << 20;
constexpr base::json::Limits kRecordLimits{.bytes_max = kRecordBytesMax, .depth_max = 24};

base::Result<ledger::Act> act_from(const json::Value& value) {
  if (!json::has_exactly(value, {"decoys", "disclosures", "n"}))
    return base::fail("malformed", "act 需要 n、disclosures、decoys 三项");
  ledger::Act act;
  MJ_TRY(const std::int64_t n, json::int_member(value, "n"));
  if (n < 0 || n > static_cast<std::int64_t>(ledger::kDigestsMax))
    return base::fail("malformed", "n 超出范围");
  act.n = static_cast<std::size_t>(n);
  MJ_TRY(const json::Array* disclosures, json::array_member(value, "disclosures"));
  MJ_TRY(act.disclosures, json::strings(*disclosures));
  MJ_TRY(const json::Array* decoys, json::array_member(value, "decoys"));
  MJ_TRY(const auto texts, json::strings(*decoys));
  for (const auto& text : texts) {
    MJ_TRY(auto decoy, base::from_base64(text));
    act.decoys.push_back(std::move(decoy));
  }
  return act;
}

base::Result<std::map<std::string, ledger::KeptText>> texts_from(const json::Value* value) {
  std::map<std::string, ledger::KeptText> out;
  if (value == nullptr) return out;
  if (!value->is_object()) return base::fail("malformed", "texts 应为对象");
  for (const auto& member : value->get_object()) {
    if (!json::has_exactly(member.value(), {"body", "seed"}))
      return base::fail("malformed", "texts 需要 body 和 seed");
    MJ_TRY(const json::Array* body, json::array_member(member.value(), "body"));
    MJ_TRY(const std::string seed, json::string_member(member.value(), "seed"));
    MJ_TRY(base::Bytes bytes, base::from_base64(seed));
    out[std::string(member.key())] = {*body, std::move(bytes)};
  }
  return out;
}

base::Result<registrar::Submission> submission_from(const http::Request& request) {
  if (!request.header("Content-Type").starts_with("application/json"))
    return base::fail("malformed", "请用 application/json");
  MJ_TRY(const json::Value value, json::parse(request.body, kRecordLimits));
  if (!value.is_object()) return base::fail("malformed", "请求不是 JSON 对象");
  for (const auto& member : value.get_object())
    if (member.key() != "act" && member.key() != "expected_pos" && member.key() != "texts")
      return base::fail("malformed", "不认识的项：" + std::string(member.key()));
  registrar::Submission out;
  out.kind = request.param("kind");
  out.stream = base::StreamId(request.param("id"));
  out.idempotency_key = request.header("Idempotency-Key");
  const json::Value* act = json::find(value, "act");
  if (act == nullptr) return base::fail("malformed", "缺少 act");
  MJ_TRY(out.act, act_from(*act));
  MJ_TRY(out.texts, texts_from(json::find(value, "texts")));
  if (json::find(value, "expected_pos") != nullptr) {
    MJ_TRY(const auto pos, json::int_member(value, "expected_pos"));
    out.expected_pos = pos;
  }
  return out;
}

http::Response record(Office& office, const http::Request& request) {
  auto submission = submission_from(request);
  if (!submission) return problem(submission.error(), request);
  submission->signed_in_holder = who(request).holder;
  const auto unfit = check_beyond_rules(office, submission->act);
  if (!unfit) return problem(unfit.error(), request);
  if (!unfit->empty()) return refused({*unfit, std::nullopt}, request);
  const auto receipt = office.registrar->submit(std::move(*submission));
  if (!receipt) return refused(receipt.error(), request);
  const std::string place = "/api/streams/" + request.param("kind") + "/" + receipt->stream + "/records/" +
                            std::to_string(receipt->pos);
  return ok(registrar::to_json(*receipt), 201).with("Location", place);
}

/// A record's line in 全过程: its structure only.
json::Object line_of(const Office& office, const ledger::StoredRecord& stored) {
  json::Object line{{"index", static_cast<std::int64_t>(stored.index)},
                    {"leaf", base::base64(stored.leaf)},
                    {"pos", stored.pos}};
  for (const auto& disclosure : stored.structure) {
    auto field = ledger::decode_disclosure(disclosure);
    if (!field || field->name == "sig" || field->name == "stream" || field->name == "pos") continue;
    line[field->name] = std::move(field->value);
  }
  const std::string actor = json::text_or_empty(line.if_contains("actor"));
  const auto keys = office.registrar->keys();
  if (const auto key = keys->all().find(actor); key != keys->all().end()) {
    line["holder"] = key->second.holder;
    if (const auto person = office.roster->by_holder(base::PersonId(key->second.holder)))
      line["name"] = person->name;
  }
  return line;
}

json::Array steps_of(const Office& office, const law::Procedure& procedure, const law::Facts& facts,
                     base::Date day, const Who& person) {
  json::Array out;
  for (const auto& step : procedure.steps) {
    if (step.by_machine || step.opens) continue;
    json::Object item = to_json(step);
    json::Array refusals;
    const auto found = law::check_state(procedure, office.lawbook->calendar(), facts, step, day);
    for (const auto& refusal : found) refusals.emplace_back(to_json(refusal));
    item["mine"] = person.has(step.role);
    item["possible"] = found.empty();
    item["refusals"] = std::move(refusals);
    out.emplace_back(std::move(item));
  }
  return out;
}

json::Object facts_json(const law::Facts& facts) {
  json::Object drafts, holders;
  for (const auto& [mark, root] : facts.drafts) drafts[mark] = root;
  for (const auto& [capacity, ids] : facts.holders)
    holders[capacity] = json::string_array({ids.begin(), ids.end()});
  json::Array flags;
  for (const auto& [name, truth] : facts.flags)
    if (truth == law::Truth::yes) flags.emplace_back(name);
  return {{"drafts", std::move(drafts)}, {"flags", std::move(flags)}, {"holders", std::move(holders)}};
}

http::Response show_stream(Office& office, const http::Request& request) {
  const std::string id = request.param("id");
  const auto records = office.reader->stream(id, 0);
  if (!records) return problem(records.error(), request);
  const auto facts = office.registrar->facts(base::StreamId(id));
  if (!facts) return problem(facts.error(), request);
  if (records->front().kind != request.param("kind"))
    return problem(404, "unknown_stream", "没有这条记录链", request);
  const base::Date today = base::date_of(office.clock().now());
  const law::Procedure* procedure = office.lawbook->procedure(facts->procedure, today);
  if (procedure == nullptr) return problem(409, "procedure", "现行规则中没有这一程序", request);

  json::Object out = facts_json(*facts);
  json::Array lines, clocks;
  for (const auto& stored : *records) lines.emplace_back(line_of(office, stored));
  for (const auto& clock : law::clocks(*procedure, office.lawbook->calendar(), *facts, today))
    clocks.emplace_back(to_json(clock));
  out["clocks"] = std::move(clocks);
  out["head"] = facts->head;
  out["kind"] = request.param("kind");
  out["next_pos"] = facts->next_pos;
  out["now"] = base::format(office.clock().now());
  out["procedure"] = facts->procedure;
  out["records"] = std::move(lines);
  out["steps"] = steps_of(office, *procedure, *facts, today, who(request));
  out["stream"] = id;
  out["title"] = procedure->title;
  return ok(out);
}

http::Response show_record(Office& office, const http::Request& request) {
  const auto pos = base::json::parse(request.param("pos"));
  if (!pos || !pos->is_int64() || pos->get_int64() < 0)
    return problem(404, "unknown_record", "没有这条记录", request);
  const auto records = office.reader->stream(request.param("id"), pos->get_int64());
  if (!records) return problem(records.error(), request);
  if (records->empty()) return problem(404, "unknown_record", "没有这条记录", request);
  const auto opened = ledger::open_record(records->front(), *office.data_keys, office.master);
  if (!opened) return problem(opened.error(), request);
  json::Object fields, texts;
  for (const auto& field : opened->fields) fields[field.name] = field.value;
  for (const auto& [name, text] : opened->texts)
    texts[name] = json::Object{{"body", text.body}, {"seed", base::base64(text.seed)}};
  return ok(json::Object{{"fields", std::move(fields)},
                         {"index", static_cast<std::int64_t>(records->front().index)},
                         {"leaf", base::base64(records->front().leaf)},
                         {"texts", std::move(texts)}});
}

}  // namespace

Endpoints stream_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::post, "/api/streams/{kind}/{id}/records", Access::signed_in, Cost::slow, "记录一步",
       "Submission", "Receipt", 201, [&](const Request& r) { return record(office, r); }, kRecordBytesMax},
      {Method::get, "/api/streams/{kind}/{id}", Access::business, Cost::slow,
       "一条记录链：全过程、期限、现在能办的步骤", "", "Stream", 200,
       [&](const Request& r) { return show_stream(office, r); }},
      {Method::get, "/api/streams/{kind}/{id}/records/{pos}", Access::business, Cost::slow,
       "一条记录的全部内容", "", "Record", 200, [&](const Request& r) { return show_record(office, r); }},
  };
}

}  // namespace office::api
