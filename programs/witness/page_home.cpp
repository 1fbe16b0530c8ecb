#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <kainjow/mustache.hpp>

#include "http/text.h"
#include "pages.h"

namespace witness {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;

constexpr std::int64_t kMinute_ms = 60'000, kHour_ms = 60 * kMinute_ms, kDay_ms = 24 * kHour_ms;
constexpr std::int64_t kFreshOnline_ms = 26 * kHour_ms, kFreshOffline_ms = 8 * kDay_ms;
constexpr std::int64_t kComesAgain_ms = 2 * kHour_ms;  // the log's cadence is an hour
constexpr std::size_t kShownMax = 200;

std::string fill(std::string_view name, const data& values) {
  kainjow::mustache::mustache page{std::string(embedded().at(name))};
  page.set_custom_escape([](const std::string& text) { return http::html_escape(text); });
  if (!page.is_valid()) {  // compiled in: our bug
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(name.size()), name.data(),
                 page.error_message().c_str());
    std::abort();
  }
  return page.render(values);
}

std::string minute(base::Instant at) {
  const auto day = base::civil(base::date_of(at));
  return fmt::format("{}年{}月{}日 {}", day.year, day.month, day.day, base::format(at).substr(11, 5));
}

std::string age(std::int64_t ms) {
  if (ms < kMinute_ms) return "刚刚";
  if (ms < kHour_ms) return fmt::format("{} 分钟前", ms / kMinute_ms);
  if (ms < 2 * kDay_ms) return fmt::format("{} 小时前", ms / kHour_ms);
  return fmt::format("{} 天前", ms / kDay_ms);
}

void put_cosigned(data& page, const Standing& standing, const Config& config, base::Instant now) {
  const bool any = !standing.cosigned.note.empty();
  page.set("cosigned", data(any));
  if (!any) return;
  const base::Instant at{static_cast<std::int64_t>(standing.cosigned.unix_seconds) * 1000};
  const std::int64_t fresh_ms = config.source ? kFreshOnline_ms : kFreshOffline_ms;
  page.set("size", std::to_string(standing.cosigned.checkpoint.size));
  page.set("root", base::base64(standing.cosigned.checkpoint.root));
  page.set("cosigned_at", minute(at));
  page.set("age", age(now.ms - at.ms));
  page.set("stale", data(now.ms - at.ms > fresh_ms));
}

void put_reported(data& page, const Standing& standing) {
  page.set("reported", data(standing.reported_at.has_value()));
  if (!standing.reported_at) return;
  page.set("reported_size", std::to_string(standing.reported));
  page.set("reported_at", minute(*standing.reported_at));
  const std::uint64_t size = standing.cosigned.checkpoint.size;
  page.set("behind", data(size > standing.reported));
  page.set("behind_by", std::to_string(size - std::min(size, standing.reported)));
}

void put_unlawful(data& page, const Standing& standing, const law::Editions& editions) {
  list rows;
  for (const auto& [index, guards] : standing.unlawful) {
    if (rows.size() == kShownMax) break;
    list reasons;
    for (const std::string& guard : guards) {
      data reason;
      reason.set("code", guard);
      reason.set("say", words_of(guard, editions));
      reasons.push_back(reason);
    }
    data row;
    row.set("index", std::to_string(index));
    row.set("reasons", data(reasons));
    rows.push_back(row);
  }
  page.set("unlawful_count", std::to_string(standing.unlawful.size()));
  page.set("any_unlawful", data(!rows.empty()));
  page.set("unlawful_cut", data(rows.size() < standing.unlawful.size()));
  page.set("unlawful", data(rows));
}

void put_missing(data& page, const Standing& standing, const law::Editions& editions) {
  list rows;
  for (const std::uint64_t index : standing.missing) {
    if (rows.size() == kShownMax) break;
    data row;
    row.set("index", std::to_string(index));
    if (const auto unread = standing.unread.find(index); unread != standing.unread.end()) {
      row.set("why", words_of(unread->second.why, editions));
      row.set("code", unread->second.why);
      row.set("step", title_of(unread->second.step, unread->second.rules, editions));
    }
    rows.push_back(row);
  }
  page.set("missing_count", std::to_string(standing.missing.size()));
  page.set("any_missing", data(!rows.empty()));
  page.set("missing_cut", data(rows.size() < standing.missing.size()));
  page.set("missing", data(rows));
  list unknown;
  for (const std::string& rules : standing.unknown_editions) unknown.push_back(data(rules));
  page.set("any_unknown", data(!unknown.empty()));
  page.set("unknown", data(unknown));
}

/// A state, no accusation, and none before an honest log would have come again: whoever has an old checkpoint
/// of the log can send it.
void put_standstill(data& page, const Standing& standing, base::Instant now) {
  const bool stands = standing.standstill && now.ms - standing.standstill->since.ms > kComesAgain_ms;
  page.set("standstill", data(stands));
  if (!stands) return;
  page.set("shorter", data(standing.standstill->offered < standing.cosigned.checkpoint.size));
  page.set("offered", std::to_string(standing.standstill->offered));
  page.set("offered_since", minute(standing.standstill->since));
}

void put_verdict(data& page, const Standing& standing) {
  std::vector<std::string> found;
  if (standing.forks > 0)
    found.push_back(fmt::format("日志自相矛盾 {} 次{}", standing.forks,
                                standing.forks < Evidence::kForksMax ? "" : "以上"));
  if (!standing.unlawful.empty()) found.push_back(fmt::format("{} 条记录违反程序", standing.unlawful.size()));
  if (!standing.missing.empty()) found.push_back(fmt::format("{} 条记录无法检查", standing.missing.size()));
  std::string words;
  for (const std::string& item : found) words += (words.empty() ? "" : "，") + item;
  page.set("wrong", data(!found.empty()));
  page.set("verdict", words);
}

}  // namespace

std::string home_page(const Standing& standing, const Config& config, const law::Editions& editions,
                      base::Instant now) {
  data page;
  page.set("origin", config.origin());
  page.set("name", config.name);
  page.set("directory", ledger::origin_directory(config.origin()));
  page.set("demo", data(config.demo()));
  put_verdict(page, standing);
  put_cosigned(page, standing, config, now);
  put_reported(page, standing);
  put_unlawful(page, standing, editions);
  put_missing(page, standing, editions);
  page.set("forks", std::to_string(standing.forks));
  put_standstill(page, standing, now);
  page.set("trouble", standing.trouble.empty() ? data(false) : data(standing.trouble));
  return fill("home.mustache", page);
}

}  // namespace witness
