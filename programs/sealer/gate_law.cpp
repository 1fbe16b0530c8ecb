// Groups 7, 8 and 9: the lawbook, the text, the clock.

#include <fmt/format.h>

#include <algorithm>

#include "gate_case.h"
#include "ledger/redactable_text.h"
#include "ledger/reserved.h"

namespace sealer {
namespace {

seal::Refusal worded(const law::Refusal& refusal, const std::string& prefix = {}) {
  return {fmt::format("{}", fmt::join(refusal.source, "；")), refusal.code, prefix + refusal.say};
}

/// What the rules say of a record that is already in the log. The sealer does not know people's certificates,
/// so only what is certainly wrong counts.
void judge_record(const law::Facts& facts, const law::Lawbook& edition, const ledger::ChainStep& step,
                  const law::StepView& view, std::vector<seal::Refusal>& into) {
  const base::Date day = base::date_of(view.at);
  const law::Procedure* procedure =
      facts.procedure.empty()
          ? edition.opened_by(view.step, json::text_or_empty(view.fields.if_contains("procedure")), day)
          : edition.procedure(facts.procedure, day);
  if (procedure == nullptr) return;  // fold() names this
  const law::Step* named = procedure->step(view.step);
  const std::string prefix =
      fmt::format("第 {} 条记录（{}）：", view.pos, named == nullptr ? view.step : named->title);
  for (const law::Refusal& refusal :
       law::check(*procedure, edition.calendar(), facts, law::command_of(step, view), view.recorded))
    if (refusal.truth == law::Truth::no) into.push_back(worded(refusal, prefix));
}

/// Facts of the case, each record judged and folded under its own edition: a course that broke the law on its
/// way is not mended by an order to seal it.
Verdict<law::Facts> facts_of(const Question& question, const Case& found) {
  law::Facts facts;
  std::vector<seal::Refusal> unlawful;
  for (std::size_t i = 0; i < found.steps.size(); ++i) {
    const law::StepView& view = found.steps[i];
    if (!view.is_void) {
      const auto edition = question.editions.find(found.chain[i].rules);
      if (edition == nullptr) return refuse("rules", "本案记录所依的执法规范版本没有安装。");
      judge_record(facts, *edition, found.chain[i], view, unlawful);
    }
    auto next = law::fold(question.editions, std::move(facts), view, found.chain[i].rules);
    if (!next) return refuse(next.error().code, next.error().text);
    facts = std::move(*next);
  }
  if (unlawful.empty()) return facts;
  return std::unexpected(
      Refused{"lawbook", "依照执法规范，本案的办理过程不合法，不能制作决定书。", unlawful});
}

/// What the sealer is about to record, with values of the right kind where they do not exist yet.
law::Command issue_command(const Question& question, const Case& found) {
  const ledger::EnrolledKey* own =
      question.state.keys.good_at(question.rules.own_key, question.state.edge.size());
  const std::string some_hash = base::base64(Hash{});
  law::Command command;
  command.stream = found.chain.front().stream;
  command.step = "issue_document";
  command.role = "sealer";
  command.holder = own == nullptr ? "" : own->holder;
  command.at = question.now;
  command.is_signed = true;
  command.draft = found.head().draft;
  command.seen = found.head().leaf;
  command.fields = {{"doc.no", "示范〔2026〕1号"},
                    {"doc.date", base::format(base::date_of(question.now))},
                    {"doc.sm3", some_hash},
                    {"doc.pages", 1},
                    {"doc.code", some_hash}};
  return command;
}

bool is_text(const json::Value& value) {
  return value.is_object() && json::text_or_empty(json::find(value, "t")) == "rtext";
}

/// Whether this record is a draft by the rules it was made under: of a penalty or of none.
bool is_draft(const Question& question, const Case& found, const law::StepView& record) {
  const auto edition = question.editions.find(found.chain[static_cast<std::size_t>(record.pos)].rules);
  const std::string id = json::text_or_empty(found.steps.front().fields.if_contains("procedure"));
  const law::Procedure* procedure = edition ? edition->procedure(id, base::date_of(record.at)) : nullptr;
  const law::Step* step = procedure == nullptr ? nullptr : procedure->step(record.step);
  return step != nullptr && step->draft && step->draft->makes;
}

/// Fields of the draft and of the continuations it names in `doc.more` (transparency-log.md §3d).
Verdict<json::Object> draft_fields(const Question& question, const Case& found) {
  const std::string& root = found.head().draft;
  const law::StepView* draft = found.newest([&](const law::StepView& step) { return step.root == root; });
  if (draft == nullptr || !is_draft(question, found, *draft) || !draft->complete)
    return refuse("text", "草案的内容没有交来，不能制作文书。");
  json::Object fields = draft->fields;
  const json::Value* more = fields.if_contains("doc.more");
  if (more == nullptr) return fields;
  const auto roots = json::strings(*more);
  if (!roots) return refuse("text", "草案的续录不成形式。");
  for (const std::string& continued : *roots) {
    const law::StepView* part =
        found.newest([&](const law::StepView& step) { return step.root == continued; });
    if (part == nullptr || part->step != "continue_draft" || part->pos > draft->pos)
      return refuse("text", "草案的续录没有交来。");
    for (const auto& [name, value] : part->fields)
      if (std::string_view(name).starts_with("doc.") && !fields.emplace(name, value).second)
        return refuse("text", fmt::format("草案中“{}”出现两次。", std::string(name)));
  }
  fields.erase("doc.more");
  return fields;
}

Verdict<void> check_bodies(const seal::SealOrder& order, const json::Object& fields) {
  for (const auto& [name, value] : fields) {
    if (!is_text(value)) continue;
    const auto text = order.texts.find(std::string(name));
    if (text == order.texts.end())
      return refuse("text", fmt::format("正文“{}”没有交来。", std::string(name)));
    const auto committed = ledger::text_field(text->second.body, text->second.seed);
    if (!committed || *committed != value)
      return refuse("text", fmt::format("正文“{}”与审核通过的草案不一致。", std::string(name)));
  }
  for (const auto& [name, text] : order.texts)
    if (!fields.contains(name) || !is_text(fields.at(name)))
      return refuse("text", fmt::format("交来的正文“{}”不属于草案。", name));
  return {};
}

Verdict<void> find_form(const Question& question, Approved& into) {
  const json::Value* named = into.fields.if_contains("doc.form");
  const std::string edition = named == nullptr ? "" : json::text_or_empty(json::find(*named, "edition"));
  const std::string form = named == nullptr ? "" : json::text_or_empty(json::find(*named, "form"));
  into.edition = question.editions.find(edition);
  into.form = into.edition == nullptr ? nullptr : into.edition->form(form);
  if (into.form == nullptr) return refuse("text", "草案所依的文书格式版本没有安装。");
  json::Object core;
  for (const auto& [name, value] : into.fields)
    if (std::string_view(name).starts_with("doc.")) core[name] = value;
  const auto findings = law::check_fields(*into.form, core);
  if (findings.empty()) return {};
  Refused refused{"text", "草案的内容不符合文书格式。", {}};
  for (const law::Refusal& finding : findings) refused.refusals.push_back(worded(finding));
  return std::unexpected(std::move(refused));
}

}  // namespace

Verdict<void> check_law(const Question& question, const Case& found, Approved& into) {
  const auto facts = facts_of(question, found);
  if (!facts) return std::unexpected(facts.error());
  const auto edition = question.editions.find(found.chain.back().rules);
  const law::Procedure* procedure =
      edition == nullptr ? nullptr : edition->procedure(facts->procedure, base::date_of(question.now));
  if (procedure == nullptr) return refuse("rules", "用印当日没有这一程序的有效版本。");
  const law::Command command = issue_command(question, found);
  if (command.holder.empty()) return refuse("actor", "封签程序自己的密钥还没有登记。");
  Refused refused{"lawbook", "依照执法规范，本案现在还不能制作决定书。", {}};
  for (const law::Refusal& refusal :
       law::check(*procedure, edition->calendar(), *facts, command, question.now))
    refused.refusals.push_back(worded(refusal));
  if (!refused.refusals.empty()) return std::unexpected(std::move(refused));
  const law::StepView* review =
      found.newest([](const law::StepView& step) { return step.step == "pass_review"; });
  if (review == nullptr) return refuse("seal_order", "本案没有通过法制审核。", "行政处罚法 第五十八条");
  const law::Step* step = procedure->step("issue_document");
  const law::Form* form = step == nullptr ? nullptr : edition->form(step->form);
  into.digests = form == nullptr ? 0 : form->digests;
  return {};
}

Verdict<void> check_text(const Question& question, const Case& found, Approved& into) {
  auto fields = draft_fields(question, found);
  if (!fields) return std::unexpected(fields.error());
  into.fields = std::move(*fields);
  if (auto good = find_form(question, into); !good) return good;
  return check_bodies(question.order, into.fields);
}

Verdict<void> check_clock(const Question& question, const Case& found) {
  const bool behind = question.now.ms + ledger::kClockTolerance_ms < found.head().recorded.ms;
  if (!behind && base::format(base::date_of(question.now)) >= question.state.last_date()) return {};
  return refuse("clock", "封签程序的时钟慢了：早于本案最后一条记录或最后一个文号的日期。");
}

Verdict<void> choose_series(const Question& question, const Case& found, Approved& into) {
  const base::Date today = base::date_of(question.now);
  const auto series = question.rules.series.find(into.form->name);
  const std::string wanted = json::text_or_empty(found.head().fields.if_contains("seal.series"));
  if (series == question.rules.series.end()) return refuse("seal_order", "没有为这种文书设置文号。");
  into.series = {series->second.prefix, base::civil(today).year};
  const std::string with_year = fmt::format("{}〔{}〕", into.series.series, into.series.year);
  if (wanted.starts_with(into.series.series + "〔") && wanted != with_year)
    return refuse("clock", "用印指令所写的年度不是今天的年度，请重新下达。");
  if (!wanted.empty() && wanted != into.series.series && wanted != with_year && wanted != series->first)
    return refuse("seal_order", "用印指令所写的文号序列不是这种文书的序列。");
  const auto first = series->second.first.find(into.series.year);
  into.first_number = first == series->second.first.end() ? 1 : first->second;
  return {};
}

}  // namespace sealer
