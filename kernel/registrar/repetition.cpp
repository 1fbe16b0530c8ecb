#include "repetition.h"

#include "crypto/hash.h"
#include "refusals.h"

namespace registrar {

namespace json = base::json;

namespace {

std::string sm3_of(const json::Value& value) {
  return base::base64(crypto::sm3(json::canonical(value)));
}

json::Value content_of(const Submission& submission) {
  json::Array decoys;
  for (const auto& decoy : submission.act.decoys) decoys.emplace_back(base::base64(decoy));
  json::Object texts;
  for (const auto& [name, text] : submission.texts)
    texts[name] = json::Object{{"body", text.body}, {"seed", base::base64(text.seed)}};
  return json::Object{{"decoys", std::move(decoys)},
                      {"disclosures", json::string_array(submission.act.disclosures)},
                      {"n", static_cast<std::int64_t>(submission.act.n)},
                      {"texts", std::move(texts)}};
}

}  // namespace

Repetition repetition_of(const Submission& submission) {
  if (submission.idempotency_key.empty()) return {};
  const json::Value key = json::string_array({submission.signed_in_holder.text(), submission.kind,
                                              submission.stream.text(), submission.idempotency_key});
  return {.key = sm3_of(key), .request = sm3_of(content_of(submission))};
}

std::string stored_receipt(const Receipt& receipt, const Repetition& repetition) {
  json::Object stored = to_json(receipt);
  stored["request"] = repetition.request;
  return json::canonical(stored);
}

std::optional<std::expected<Receipt, Refused>> first_answer(std::string_view stored,
                                                            const Repetition& repetition) {
  if (stored.empty()) return std::nullopt;
  const auto value = json::parse(stored);
  const auto receipt = receipt_from_json(stored);
  if (!value || !receipt) return fault({"log_damaged", "重复提交的回执已损坏"});
  if (json::text_or_empty(json::find(*value, "request")) != repetition.request)
    return fault({"idempotency_mismatch", "这个重复提交键已经用于另一份内容"});
  return *receipt;
}

}  // namespace registrar
