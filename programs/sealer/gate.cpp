#include "gate.h"

#include <algorithm>

#include "gate_case.h"

namespace sealer {

Verdict<void> check_place(const Question& question) {
  const seal::FullRecord& last = question.order.records.back();
  if (last.index >= question.state.edge.size())
    return refuse("behind_log", "封签程序还没有跟上日志，请稍后重试。");
  const std::string leaf = base::base64(ledger::leaf_hash(last.bundle.entry));
  const auto head = std::ranges::find_if(question.state.heads,
                                         [&](const auto& entry) { return entry.second.leaf == leaf; });
  if (head == question.state.heads.end() || question.order.order != leaf)
    return refuse("not_head", "用印指令之后本案还有别的记录，或者交来的记录不完整；请从最新状态重新办理。");
  // Structure that is missing at a later index may belong to this stream: a withheld return, for instance.
  if (question.state.missing.upper_bound(head->second.index) != question.state.missing.end() ||
      question.state.held.contains(head->first))
    return refuse("no_structure", "日志中有记录没有交来结构，不能确认本案之后没有别的步骤；请先补交。");
  return {};
}

Verdict<void> check_witness(const Question& question) {
  if (question.rules.log.cosignatures_required == 0) return {};
  const auto checkpoint = ledger::verify_checkpoint(question.state.note, question.rules.log);
  if (!checkpoint || checkpoint->checkpoint.size <= question.order.records.back().index)
    return refuse("witness_required", "监督机关还没有见证到这一步；见证之后再盖章。");
  return {};
}

Verdict<Approved> check_gate(const seal::SealOrder& order, const State& state, const law::Editions& editions,
                             const GateRules& rules, base::Instant now) {
  const Question question{order, state, editions, rules, now};
  if (auto place = check_place(question); !place) return std::unexpected(place.error());
  auto found = open_case(question);
  if (!found) return std::unexpected(found.error());
  Approved approved;
  approved.stream = found->chain.front().stream;
  approved.draft = found->head().draft;
  if (auto good = check_order(*found); !good) return std::unexpected(good.error());
  if (auto good = check_clock(question, *found); !good) return std::unexpected(good.error());
  if (auto good = check_law(question, *found, approved); !good) return std::unexpected(good.error());
  if (auto good = check_text(question, *found, approved); !good) return std::unexpected(good.error());
  // An order that was interrupted keeps its number, and with it the year, even beyond midnight of 31
  // December.
  if (state.of_order(order.order) == nullptr)
    if (auto good = choose_series(question, *found, approved); !good) return std::unexpected(good.error());
  if (auto good = check_witness(question); !good) return std::unexpected(good.error());
  approved.steps = std::move(found->steps);
  return approved;
}

}  // namespace sealer
