// Check 14: procedure reports of the supervising authority (proof.md §3, transparency-log.md §7).

#include <algorithm>
#include <set>

#include "base/time.h"
#include "chain_parts.h"
#include "zhengming_parts.h"

namespace ledger {
namespace {

constexpr std::string_view kHead = "mingjing-report/v1\n";

struct Report {
  std::uint64_t from = 0, to = 0;
  std::set<std::uint64_t> listed, closed;
};

std::unexpected<base::Error> refuse(std::string what) {
  return base::fail("report", std::move(what));
}

template <class T>
bool strictly_ascending(const std::vector<T>& items) {
  return std::ranges::adjacent_find(items, std::greater_equal<>{}) == items.end();
}

base::Result<std::uint64_t> size_from(const json::Value* value) {
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0)
    return refuse("an index is malformed");
  return static_cast<std::uint64_t>(value->get_int64());
}

base::Result<std::vector<std::uint64_t>> indexes_from(const json::Value& list) {
  if (!list.is_array()) return refuse("a list of indexes is malformed");
  std::vector<std::uint64_t> out;
  for (const json::Value& item : list.get_array()) {
    MJ_TRY(const auto index, size_from(&item));
    out.push_back(index);
  }
  if (!strictly_ascending(out)) return refuse("a list of indexes is not ascending");
  return out;
}

base::Result<std::vector<std::uint64_t>> unlawful_from(const json::Value& list) {
  if (!list.is_array()) return refuse("the list of unlawful records is malformed");
  json::Array indexes;
  for (const json::Value& item : list.get_array()) {
    if (!json::has_exactly(item, {"guards", "index"})) return refuse("an unlawful record is malformed");
    const auto guards = json::strings(item.at("guards"));
    if (!guards || !strictly_ascending(*guards)) return refuse("the guards of a record are malformed");
    indexes.push_back(item.at("index"));
  }
  return indexes_from(indexes);
}

base::Result<json::Value> read_body(std::string_view text) {
  if (!text.starts_with(kHead) || !text.ends_with('\n') || text.size() == kHead.size())
    return refuse("the first line of a report is unknown");
  text.remove_prefix(kHead.size());
  text.remove_suffix(1);
  auto body = json::parse_canonical(text);
  if (!body || !json::has_exactly(*body, {"closed", "from", "missing", "origin", "root", "rules", "time",
                                          "to", "unlawful", "v"}))
    return refuse("a report is not canonical or has other members");
  const auto rules = json::strings(body->at("rules"));
  if (json::int_member(*body, "v") != 1 || !is_hash(body->at("root")) || !rules ||
      !strictly_ascending(*rules) || !base::parse_instant(json::text_or_empty(&body->at("time"))))
    return refuse("version, root, rules or time of a report is malformed");
  return body;
}

base::Result<Report> read_report(const Note& note, const ReportQuestion& question) {
  MJ_TRY(const json::Value body, read_body(note.text));
  if (json::text_or_empty(&body.at("origin")) != question.origin) return refuse("a report on another log");
  Report report;
  MJ_TRY(report.from, size_from(&body.at("from")));
  MJ_TRY(report.to, size_from(&body.at("to")));
  if (report.from > report.to) return refuse("a report ends before it begins");
  // Two roots at one size: the authority saw another tree than the one this file is proven in.
  if (report.to == question.checkpoint.size &&
      json::text_or_empty(&body.at("root")) != base::base64(question.checkpoint.root))
    return refuse("a report on another tree of this size");
  MJ_TRY(const auto unlawful, unlawful_from(body.at("unlawful")));
  MJ_TRY(const auto missing, indexes_from(body.at("missing")));
  MJ_TRY(const auto closed, indexes_from(body.at("closed")));
  report.listed.insert(unlawful.begin(), unlawful.end());
  report.listed.insert(missing.begin(), missing.end());
  report.closed.insert(closed.begin(), closed.end());
  return report;
}

/// Whether a known key signed; error when the signature of a known key fails.
base::Result<bool> signed_by_known(const Note& note, const std::vector<VerifierKey>& keys) {
  bool known = false;
  for (const VerifierKey& key : keys) {
    const auto valid = check_signature(note, key);
    if (valid && !*valid) return refuse("the signature under a report does not verify");
    known = known || valid.has_value();
  }
  return known;
}

base::Result<std::vector<Report>> read_reports(const std::vector<std::string>& texts,
                                               const ReportQuestion& question) {
  std::vector<Report> out;
  for (const std::string& text : texts) {
    const auto note = parse_note(text);
    if (!note) return refuse("a report is no signed note");
    MJ_TRY(const bool known, signed_by_known(*note, question.keys));
    if (!known) continue;
    MJ_TRY(auto report, read_report(*note, question));
    out.push_back(std::move(report));
  }
  std::ranges::stable_sort(out, {}, &Report::to);
  return out;
}

bool covered(std::uint64_t index, const std::vector<Report>& reports) {
  return std::ranges::any_of(reports, [&](const Report& r) { return r.from <= index && index < r.to; });
}

}  // namespace

base::Result<bool> check_reports(const std::vector<std::string>& reports, const ReportQuestion& question) {
  MJ_TRY(const auto read, read_reports(reports, question));
  std::set<std::uint64_t> open;
  for (const Report& report : read) {
    for (const std::uint64_t index : report.closed) open.erase(index);
    open.insert(report.listed.begin(), report.listed.end());
  }
  for (const std::uint64_t index : question.all_indexes)
    if (open.contains(index))
      return refuse("index " + std::to_string(index) + " is listed as unlawful or missing");
  return std::ranges::all_of(question.case_indexes,
                             [&](std::uint64_t index) { return covered(index, read); });
}

}  // namespace ledger
