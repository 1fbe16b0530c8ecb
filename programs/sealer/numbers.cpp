// Numbers without gaps (sealer.md §5): void, account, status, stored answers, and what a restore needs (§6).

#include <fmt/format.h>

#include <array>

#include "crypto/hash.h"
#include "ledger/act.h"
#include "sealer.h"

namespace sealer {
namespace {

constexpr auto kGrounds =
    std::to_array<std::string_view>({"render_failed", "order_withdrawn", "case_changed", "printing"});
constexpr std::int64_t kUnrecordedAfter_ms = 24LL * 60 * 60 * 1000;

json::Object brief(const Number& number) {
  json::Object object{{"date", number.date},
                      {"no", number_text(number)},
                      {"number", number.number},
                      {"order", number.order},
                      {"state", name_of(number.state)}};
  if (!number.leaf.empty()) object["leaf"] = number.leaf;
  if (!number.ground.empty()) object["ground"] = number.ground;
  if (number.index) object["index"] = static_cast<std::int64_t>(*number.index);
  return object;
}

json::Object series_status(const SeriesYear& series, const std::map<std::int64_t, Number>& numbers) {
  json::Object counts;
  for (const NumberState state : {NumberState::allotted, NumberState::answered, NumberState::recorded,
                                  NumberState::voided, NumberState::hole})
    counts[name_of(state)] = static_cast<std::int64_t>(
        std::ranges::count_if(numbers, [&](const auto& entry) { return entry.second.state == state; }));
  counts["last"] = numbers.empty() ? 0 : numbers.rbegin()->first;
  counts["series"] = series.series;
  counts["year"] = series.year;
  return counts;
}

/// No answer, no record a day after the answer, or nobody knows.
bool unaccounted(const Number& number, base::Instant now) {
  if (number.state != NumberState::answered)
    return number.state == NumberState::allotted || number.state == NumberState::hole;
  const auto since = base::parse_instant(number.answered_at);
  return !since || since->ms + kUnrecordedAfter_ms < now.ms;
}

bool has_holes(const State& state) {
  for (const auto& [series, numbers] : state.numbers)
    for (const auto& [which, number] : numbers)
      if (number.state == NumberState::hole) return true;
  return false;
}

}  // namespace

Sealer::Answer Sealer::status() const {
  const State& now = state();
  json::Array series, unrecorded, stops, unlawful;
  for (const auto& [year, numbers] : now.numbers) {
    series.push_back(series_status(year, numbers));
    for (const auto& [which, number] : numbers)
      if (unaccounted(number, clock_.now())) unrecorded.push_back(brief(number));
  }
  for (const std::string& cause : now.stops) stops.emplace_back(cause);
  for (const auto& [index, mark] : now.marks)
    unlawful.push_back(json::Object{
        {"code", mark.code}, {"index", static_cast<std::int64_t>(index)}, {"stream", mark.stream}});
  return json::Object{{"missing", indexes(now.missing)},
                      {"ok", true},
                      {"root", base::base64(now.edge.root())},
                      {"say", settings_.log.witnesses.empty()
                                  ? "暂无见证：封签程序自己的最后检查点是防止日志被改写的唯一凭据。"
                                  : "已配置见证机关。"},
                      {"series", std::move(series)},
                      {"size", static_cast<std::int64_t>(now.edge.size())},
                      {"stopped", std::move(stops)},
                      {"streams", static_cast<std::int64_t>(now.heads.size())},
                      {"unknown", indexes(now.unknown)},
                      {"unlawful", std::move(unlawful)},
                      {"unrecorded", std::move(unrecorded)},
                      {"v", 1}};
}

Sealer::Answer Sealer::stored_answer(const json::Object& request) const {
  const Number* number = state().of_order(json::text_or_empty(request.if_contains("order")));
  if (number == nullptr || number->answer_sm3.empty())
    return refuse("unknown_order", "没有这一用印指令的答复。");
  return repeat(*number);
}

Sealer::Answer Sealer::account(const json::Object& request) const {
  const json::Value* year = request.if_contains("year");
  const std::string series = json::text_or_empty(request.if_contains("series"));
  if (series.empty() || year == nullptr || !year->is_int64()) return refuse("malformed", "缺少序列或年度。");
  json::Array numbers;
  const auto found = state().numbers.find({series, static_cast<int>(year->get_int64())});
  if (found != state().numbers.end())
    for (const auto& [which, number] : found->second) numbers.push_back(brief(number));
  return json::Object{{"numbers", std::move(numbers)}, {"ok", true}, {"v", 1}};
}

/// The number a void record means: that of the newest order before it; or the hole named in the request,
/// which nobody else can mean any more.
const Number* Sealer::number_to_void(const VoidRecord& record, const json::Object& request) const {
  if (const Number* ordered = state().of_order(record.order)) return ordered;
  const auto named = parse_number(json::text_or_empty(request.if_contains("no")));
  if (!named) return nullptr;
  const auto year = state().numbers.find(named->series);
  if (year == state().numbers.end()) return nullptr;
  const auto number = year->second.find(named->number);
  const bool hole = number != year->second.end() && number->second.state == NumberState::hole;
  return hole ? &number->second : nullptr;
}

Sealer::Answer Sealer::void_number(const json::Object& request) {
  const std::string leaf = json::text_or_empty(request.if_contains("record"));
  const auto record = state().void_records.find(leaf);
  if (record == state().void_records.end())
    return refuse("void", "日志中没有这一作废记录，或者封签程序还没有跟上。");
  if (std::ranges::find(kGrounds, record->second.ground) == kGrounds.end())
    return refuse("void", "作废理由不在规定的范围内。");
  if (record->second.confirmed_by.empty()) return refuse("void", "作废还没有经负责人确认。");
  const Number* number = number_to_void(record->second, request);
  if (number == nullptr && state().stops.contains("resync"))
    return refuse("void", "封签程序刚从备份恢复，可能遗失了这一用印指令的文号；请操作员写明文号。");
  if (number == nullptr) return json::Object{{"ok", true}, {"v", 1}};  // withdrawn before it got one
  const std::string no = number_text(*number);
  const json::Object done{{"no", no}, {"ok", true}, {"v", 1}};
  if (number->state == NumberState::voided && number->leaf == leaf) return done;
  if (number->state == NumberState::recorded || number->state == NumberState::voided)
    return refuse("void", fmt::format("{}已经{}，不能作废。", no,
                                      number->state == NumberState::voided ? "作废" : "制作并记录"));
  const json::Object line{
      {"ground", record->second.ground}, {"j", "void"},         {"leaf", leaf}, {"number", number->number},
      {"series", number->series},        {"year", number->year}};
  if (auto written = memory_.write(line); !written) return fault(written.error());
  return done;
}

/// Number, date and order of an issue_document that this memory has lost. One that was followed is known by
/// its leaf; of another (the log was restored too) our own signature must say that it is ours.
Verdict<json::Object> Sealer::known_line(std::uint64_t index, const ledger::Bundle& bundle) const {
  const auto revealed = ledger::verify_bundle(bundle);
  if (!revealed) return refuse("bundle", fmt::format("第 {} 条不成形式。", index));
  const auto text = [&](std::string_view name) { return json::text_or_empty(revealed->find(name)); };
  const std::string leaf = base::base64(revealed->leaf);
  const auto asked = state().unknown.find(index);
  const bool followed = asked != state().unknown.end() && asked->second == leaf;
  const bool ours = text("step") == "issue_document" && revealed->find("sig") != nullptr &&
                    text("actor") == ledger::key_id(parts_.act_key.public_key()) &&
                    ledger::check_authority(state().edge.size(), *revealed, bundle.digests, state().keys);
  if (!followed && !ours) return refuse("bundle", fmt::format("第 {} 条不是本封签程序制作的文书。", index));
  const auto parts = parse_number(text("doc.no"));
  if (!parts) return refuse("bundle", fmt::format("第 {} 条没有出示文号。", index));
  std::int64_t first = 1;
  for (const auto& [form, series] : settings_.series)
    if (series.prefix == parts->series.series && series.first.contains(parts->series.year))
      first = series.first.at(parts->series.year);
  json::Object line{{"date", text("doc.date")},
                    {"first", first},
                    {"j", "known"},
                    {"leaf", leaf},
                    {"number", parts->number},
                    {"order", text("seen")},
                    {"series", parts->series.series},
                    {"stream", text("stream")},
                    {"year", parts->series.year}};
  if (followed) line["index"] = static_cast<std::int64_t>(index);
  return line;
}

Sealer::Answer Sealer::resync(const json::Object& request) {
  const auto parsed = seal::resync_from_json(request);
  if (!parsed) return refuse(parsed.error().code, "请求不成形式：" + parsed.error().text);
  for (const auto& [index, bundle] : parsed->records) {
    const auto line = known_line(index, bundle);
    if (!line) return std::unexpected(line.error());
    if (state().of_order(json::text_or_empty(line->if_contains("order"))) != nullptr) continue;
    if (auto written = memory_.write(*line); !written) return fault(written.error());
  }
  return json::Object{{"ok", true}, {"unknown", indexes(state().unknown)}, {"v", 1}};
}

Sealer::Answer Sealer::resume(const Caller& caller) {
  if (!caller.operator_socket) return refuse("operator", "只有封签程序的操作员可以恢复运行。");
  if (!state().unknown.empty()) return refuse("stopped", "日志中还有封签程序不知道的文号，请先补交。");
  if (has_holes(state())) return refuse("stopped", "还有下落不明的文号，请先用记录作废。");
  if (state().stops.empty()) return json::Object{{"ok", true}, {"v", 1}};
  if (auto written = memory_.write({{"j", "resume"}, {"operator", caller.name}}); !written)
    return fault(written.error());
  return json::Object{{"ok", true}, {"v", 1}};
}

}  // namespace sealer
