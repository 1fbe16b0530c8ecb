#include "feed/report.h"

#include <algorithm>

#include "base/json.h"

namespace feed {

namespace json = base::json;
using base::fail;

namespace {

constexpr std::string_view kHead = "mingjing-report/v1\n";

base::Result<std::uint64_t> index_of(const json::Value& value) {
  if (!value.is_int64() || value.get_int64() < 0) return fail("report", "an index is none");
  return static_cast<std::uint64_t>(value.get_int64());
}

base::Result<std::set<std::uint64_t>> indexes(const json::Value& body, std::string_view member) {
  std::set<std::uint64_t> result;
  MJ_TRY(const json::Array* list, json::array_member(body, member));
  for (const json::Value& item : *list) {
    MJ_TRY(const std::uint64_t index, index_of(item));
    result.insert(index);
  }
  return result;
}

base::Result<std::map<std::uint64_t, std::vector<std::string>>> guards_of(const json::Value& body) {
  std::map<std::uint64_t, std::vector<std::string>> guards;
  MJ_TRY(const json::Array* list, json::array_member(body, "unlawful"));
  for (const json::Value& item : *list) {
    if (!json::has_exactly(item, {"guards", "index"}))
      return fail("report", "an unlawful record is malformed");
    MJ_TRY(const std::uint64_t index, index_of(item.at("index")));
    MJ_TRY(guards[index], json::strings(item.at("guards")));
  }
  return guards;
}

json::Array index_array(const std::set<std::uint64_t>& indexes) {
  json::Array array;
  for (const std::uint64_t index : indexes) array.emplace_back(static_cast<std::int64_t>(index));
  return array;
}

json::Value string_array(const std::set<std::string>& strings) {
  return json::string_array({strings.begin(), strings.end()});
}

base::Result<Report> read_body(std::string_view line, std::string_view origin) {
  MJ_TRY(const json::Value body, json::parse_canonical(line));
  if (!json::has_exactly(
          body, {"closed", "from", "missing", "origin", "root", "rules", "time", "to", "unlawful", "v"}))
    return fail("report", "other members");
  if (json::text_or_empty(json::find(body, "origin")) != origin) return fail("report", "other origin");
  Report report;
  MJ_TRY(report.from, index_of(*json::find(body, "from")));
  MJ_TRY(report.to, index_of(*json::find(body, "to")));
  MJ_TRY(report.root, base::hash_from_base64(json::text_or_empty(json::find(body, "root"))));
  MJ_TRY(report.time, base::parse_instant(json::text_or_empty(json::find(body, "time"))));
  MJ_TRY(report.closed, indexes(body, "closed"));
  MJ_TRY(report.missing, indexes(body, "missing"));
  MJ_TRY(report.guards, guards_of(body));
  for (const auto& [index, guards] : report.guards) report.unlawful.insert(index);
  return report;
}

}  // namespace

bool Report::names(std::uint64_t index) const {
  return unlawful.contains(index) || missing.contains(index) || closed.contains(index);
}

base::Result<Report> read_report(std::string_view bytes, std::string_view origin,
                                 std::span<const ledger::VerifierKey> keys) {
  MJ_TRY(const ledger::Note note, ledger::parse_note(bytes));
  bool known = false;
  for (const ledger::VerifierKey& key : keys) {
    const auto valid = ledger::check_signature(note, key);
    if (valid && !*valid) return fail("report", "a signature by a known key fails");
    known = known || valid.has_value();
  }
  if (!known) return fail("report", "not signed by a known key");
  std::string_view text = note.text;
  if (!text.starts_with(kHead) || !text.ends_with('\n')) return fail("report", "not a report");
  text.remove_prefix(kHead.size());
  text.remove_suffix(1);
  auto report = read_body(text, origin);
  if (!report) return fail("report", report.error().text);
  report->note = std::string(bytes);
  return report;
}

std::string report_text(const ReportDraft& draft) {
  json::Array unlawful;
  for (const auto& [index, guards] : draft.unlawful)
    unlawful.push_back(
        json::Object{{"guards", string_array(guards)}, {"index", static_cast<std::int64_t>(index)}});
  const json::Object body{
      {"closed", index_array(draft.closed)},   {"from", static_cast<std::int64_t>(draft.from)},
      {"missing", index_array(draft.missing)}, {"origin", draft.origin},
      {"root", base::base64(draft.root)},      {"rules", string_array(draft.rules)},
      {"time", base::format(draft.time)},      {"to", static_cast<std::int64_t>(draft.to)},
      {"unlawful", std::move(unlawful)},       {"v", 1}};
  return std::string(kHead) + json::canonical(body) + '\n';
}

std::set<std::uint64_t> open_findings(std::span<const Report> reports) {
  std::set<std::uint64_t> open;
  for (const Report& report : reports) {
    // Closed are indexes of earlier reports (TL §7): what a report itself lists stays open, as in a proof's
    // check 14.
    for (const std::uint64_t index : report.closed) open.erase(index);
    open.insert(report.unlawful.begin(), report.unlawful.end());
    open.insert(report.missing.begin(), report.missing.end());
  }
  return open;
}

}  // namespace feed
