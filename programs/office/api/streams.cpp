// The one write endpoint.

#include "api/endpoint.h"
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
  const auto receipt = office.registrar->submit(std::move(*submission));
  if (!receipt) return refused(receipt.error(), request);
  const std::string place = "/api/streams/" + request.param("kind") + "/" + receipt->stream + "/records/" +
                            std::to_string(receipt->pos);
  return ok(registrar::to_json(*receipt), 201).with("Location", place);
}

}  // namespace

Endpoints stream_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::post, "/api/streams/{kind}/{id}/records", Access::signed_in, Cost::slow, "记录一步",
       "Submission", "Receipt", 201, [&](const Request& r) { return record(office, r); }, kRecordBytesMax},
  };
}

}  // namespace office::api
