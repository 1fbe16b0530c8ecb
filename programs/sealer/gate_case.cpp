// Groups 5 and 6: the chain with everything revealed, and the order to seal.

#include "gate_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/act.h"

namespace sealer {
namespace {

/// Every digest opens exactly once, as a disclosure or as a decoy (transparency-log.md §3 item 3): else a
/// second value of one name could hide among the decoys. The chain check has opened the disclosures.
bool opens(const seal::FullRecord& record, const ledger::Revealed& revealed) {
  std::vector<Hash> opened = revealed.digests;
  for (const Bytes& decoy : record.decoys) opened.push_back(ledger::decoy_digest(decoy));
  std::ranges::sort(opened);
  return opened == record.bundle.digests;
}

std::unexpected<Refused> chain_refused(const base::Error& error) {
  return refuse(error.code, fmt::format("本案记录没有通过核对（{}）：{}。", error.code, error.text));
}

bool names(const json::Object& fields, std::string_view list, std::string_view holder) {
  const json::Value* value = fields.if_contains(list);
  if (value == nullptr || !value->is_array()) return false;
  return std::ranges::any_of(value->as_array(),
                             [&](const json::Value& item) { return json::text_or_empty(&item) == holder; });
}

bool is_decision(const law::StepView& step) {
  return step.step.starts_with("decide_");
}

}  // namespace

Verdict<Case> open_case(const Question& question) {
  std::vector<ledger::ChainRecord> records;
  for (const seal::FullRecord& record : question.order.records)
    records.push_back({record.index, record.bundle});
  ledger::ChainRules rules = question.editions.chain_rules(true);
  rules.is_void = [&](std::uint64_t index, const Hash& leaf) {
    return question.state.incidents.is_void(index, leaf);
  };
  auto chain = ledger::check_chain(records, ledger::View::full, rules, question.state.keys);
  if (!chain) return chain_refused(chain.error());
  if (question.state.marked(chain->front().stream))
    return refuse("stream", "本案有一条记录不合法，在监督机关确认处理之前不能盖章。");
  for (std::size_t i = 0; i < records.size(); ++i)
    if (!(*chain)[i].is_void && !question.order.records[i].erased &&
        !opens(question.order.records[i], (*chain)[i].revealed))
      return refuse("unopened", fmt::format("第 {} 条记录没有全部打开。", i));
  Case found;
  for (std::size_t i = 0; i < chain->size(); ++i)
    found.steps.push_back(
        law::step_view((*chain)[i], question.state.keys, !question.order.records[i].erased));
  found.chain = std::move(*chain);
  return found;
}

Verdict<void> check_order(const Case& found) {
  const law::StepView& head = found.head();
  if (head.step != "order_seal" || head.role != "seal_keeper")
    return refuse("seal_order", "本案最后一条记录不是印章管理人员的用印指令。");
  for (const law::StepView& step : found.steps)
    if (head.holder.empty() || names(step.fields, "handlers", head.holder))
      return refuse("seal_order", "用印指令是由本案承办人员作出的；印章管理人员不得是本案承办人员。",
                    "职责分工 S7");
  const law::StepView* decision = found.newest(is_decision);
  if (decision == nullptr || decision->draft != head.draft)
    return refuse("seal_order", "用印指令所指的草案不是已决定的草案。");
  // A missing review is left to the lawbook, which says so with its article; check_law does not pass without
  // one.
  const law::StepView* review =
      found.newest([](const law::StepView& step) { return step.step == "pass_review"; });
  if (review != nullptr && review->draft != head.draft)
    return refuse("seal_order", "用印指令所指的草案不是最后一次法制审核通过的草案。",
                  "行政处罚法 第五十八条");
  return {};
}

}  // namespace sealer
