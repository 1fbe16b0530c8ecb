// One order, one number, one document (sealer.md §4).

#include <fmt/format.h>

#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "ledger/redactable_text.h"
#include "sealer.h"

namespace sealer {
namespace {

constexpr std::uint64_t kFreeBytesMin = 64U << 20;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford base 32
constexpr std::size_t kCodeLength = 8;                                      // 40 bits
constexpr std::size_t kTokenLength = 20;                                    // 100 bits

std::string random_characters(std::size_t n) {
  std::string text;
  for (const char byte : crypto::random_bytes(n))
    text += kAlphabet[static_cast<unsigned char>(byte) % kAlphabet.size()];  // 256 is a multiple of 32
  return text;
}

Verdict<json::Object> published_texts(const seal::SealOrder& order) {
  json::Object published;
  for (const auto& [name, text] : order.texts) {
    auto form = ledger::publish_text(text.body, text.seed, {});
    if (!form) return refuse("text", "正文“" + name + "”不能公布：" + form.error().text);
    published[name] = std::move(*form);
  }
  return published;
}

bool code_taken(const State& state, std::string_view code) {
  for (const auto& [series, year] : state.numbers)
    for (const auto& [which, number] : year)
      if (number.code == code) return true;
  return false;
}

std::string unused_code(const State& state) {
  std::string code = random_characters(kCodeLength);
  while (code_taken(state, code)) code = random_characters(kCodeLength);
  return code;
}

std::string base64_sm3(std::string_view bytes) {
  return base::base64(crypto::sm3(bytes));
}

}  // namespace

/// Fields of `issue_document` (sealer.md §4, Record).
std::vector<std::pair<std::string, json::Value>> Sealer::issue_fields(const Approved& approved,
                                                                      const std::string& order,
                                                                      const Number& number,
                                                                      const Printed& printed,
                                                                      base::Instant now) const {
  const json::Object object{{"stream", approved.stream},
                            {"step", "issue_document"},
                            {"at", base::format(now)},
                            {"actor", ledger::key_id(parts_.act_key.public_key())},
                            {"role", "sealer"},
                            {"draft", approved.draft},
                            {"seen", order},
                            {"doc.no", number_text(number)},
                            {"doc.date", number.date},
                            {"doc.sm3", base64_sm3(printed.pdf)},
                            {"doc.pages", printed.pages},
                            {"doc.code", base64_sm3("mingjing-code/v1\n" + number.code)}};
  std::vector<std::pair<std::string, json::Value>> fields;
  for (const auto& [name, value] : object) fields.emplace_back(name, value);
  return fields;
}

Sealer::Answer Sealer::repeat(const Number& number) const {
  const auto bytes = memory_.answer(number);
  if (!bytes) return fault(bytes.error());
  auto answer = json::parse(*bytes, {.bytes_max = seal::kFrameBytesMax, .depth_max = 16});
  if (!answer || !answer->is_object()) return refuse("answer", "存下的答复读不出来。");
  return std::move(answer->as_object());
}

std::optional<Sealer::Answer> Sealer::earlier_answer(const Number& known, const std::string& request) const {
  if (known.state == NumberState::voided)
    return refuse("voided", fmt::format("{}已作废，请重新下达用印指令。", number_text(known)));
  if (known.request != request)
    return refuse("request_differs", "同一用印指令已用另一份材料请求过，不能更换。");
  if (known.state != NumberState::allotted) return repeat(known);
  return std::nullopt;
}

Verdict<void> Sealer::rehearse(const Approved& approved, const seal::SealOrder& order,
                               base::Instant now) const {
  const auto published = published_texts(order);
  if (!published) return std::unexpected(published.error());
  Number next;
  next.series = approved.series.series;
  next.year = approved.series.year;
  next.number = std::max(state().last(approved.series) + 1, approved.first_number);
  next.date = base::format(base::date_of(now));
  next.order = order.order;
  next.code = std::string(kCodeLength, '0');
  next.token = std::string(kTokenLength, '0');
  if (auto good = parts_.press.rehearse({approved, order.texts, *published, next, now}); !good)
    return refuse("text", "文书排不出来：" + good.error().text);
  return {};
}

Sealer::Answer Sealer::seal(const json::Object& request) {
  const auto order = seal::seal_order_from_json(request);
  if (!order) return refuse(order.error().code, "请求不成形式：" + order.error().text);
  const std::string hash = base64_sm3(json::canonical(request));
  const Number* known = state().of_order(order->order);
  if (known != nullptr)
    if (auto earlier = earlier_answer(*known, hash)) return std::move(*earlier);
  if (!state().stops.empty())
    return refuse("stopped", fmt::format("封签程序已停止（{}），请操作员处理。", *state().stops.begin()));
  const base::Instant now = clock_.now();
  const auto approved = check_gate(*order, state(), parts_.editions, gate_rules(), now);
  if (!approved) return std::unexpected(approved.error());
  if (known == nullptr) {
    if (auto good = rehearse(*approved, *order, now); !good) return std::unexpected(good.error());
    if (auto allotted = allot(*approved, order->order, hash); !allotted)
      return std::unexpected(allotted.error());
    known = state().of_order(order->order);
    parts_.at_point("after_allot");
  }
  return make_document(*approved, *order, *known);
}

Verdict<Number> Sealer::allot(const Approved& approved, const std::string& order,
                              const std::string& request) {
  const auto free = memory_.free_bytes();
  if (!free || *free < kFreeBytesMin) return fault({"storage_full", "less than 64 MiB"});
  Number number;
  number.number = std::max(state().last(approved.series) + 1, approved.first_number);
  const json::Object line{{"code", unused_code(state())},
                          {"date", base::format(base::date_of(clock_.now()))},
                          {"j", "allot"},
                          {"number", number.number},
                          {"order", order},
                          {"request", request},
                          {"series", approved.series.series},
                          {"token", random_characters(kTokenLength)},
                          {"year", approved.series.year}};
  if (auto written = memory_.write(line); !written) return fault(written.error());
  return number;
}

Sealer::Answer Sealer::make_document(const Approved& approved, const seal::SealOrder& order,
                                     const Number& number) {
  const auto published = published_texts(order);
  if (!published) return std::unexpected(published.error());
  const base::Instant now = clock_.now();
  const auto printed = parts_.press.print({approved, order.texts, *published, number, now});
  if (!printed)
    return refuse("render", "文书排不出来：" + printed.error().text + "；文号可以用“制作失败”作废。");
  const auto fields = issue_fields(approved, order.order, number, *printed, now);
  auto act = ledger::make_act(fields, &parts_.act_key, approved.digests);
  const auto opened = act ? ledger::open_act(*act) : std::unexpected(act.error());
  if (!opened) return fault(opened.error());
  const auto date = base::parse_date(number.date);
  const seal::Sealed sealed{.no = number_text(number),
                            .date = date.value_or(base::Date{}),
                            .pdf = printed->pdf,
                            .act = std::move(*act),
                            .text = *published,
                            .token = number.token};
  json::Object answer = seal::to_json(sealed, opened->act_set);
  if (auto kept = keep_answer(order.order, json::canonical(answer), now); !kept)
    return std::unexpected(kept.error());
  return answer;
}

Verdict<void> Sealer::keep_answer(const std::string& order, const std::string& bytes, base::Instant now) {
  if (auto put = memory_.put_answer(order, bytes); !put) return fault(put.error());
  parts_.at_point("after_file");
  const json::Object line{
      {"at", base::format(now)}, {"j", "answer"}, {"order", order}, {"sm3", base64_sm3(bytes)}};
  if (auto written = memory_.write(line); !written) return fault(written.error());
  parts_.at_point("after_answer");
  return {};
}

}  // namespace sealer
