// 工作台: what waits, by statutory due date.

#include <algorithm>

#include "api/endpoint.h"
#include "api/law_json.h"
#include "api/problem.h"

namespace office::api {
namespace {

constexpr std::size_t kListMax = 500;

/// An open case as it concerns the person who asks.
struct Concern {
  const cases::AgendaItem* item = nullptr;
  std::vector<const law::Step*> next;  // what the person could take
  bool mine = false;
};

Concern concern(const cases::AgendaItem& item, const Who& person) {
  Concern out{.item = &item, .next = {}};
  for (const law::Step* step : item.possible)
    if (person.has(step->role) &&
        law::is_open_to(*item.facts, *step, item.stream.text(), person.holder.text()))
      out.next.push_back(step);
  const auto handlers = item.facts->holders.find("case_handlers");
  out.mine = !out.next.empty() ||
             (handlers != item.facts->holders.end() && handlers->second.contains(person.holder.text()));
  return out;
}

struct Counts {
  std::int64_t overdue = 0, today = 0, week = 0, later = 0;
  void add(const cases::AgendaItem& item, base::Date day) {
    const base::Date sunday = day + (7 - base::weekday(day));
    if (item.running.empty()) {
      ++later;
      return;
    }
    const base::Date due = item.running.front().deadline.last_day;
    ++(due < day ? overdue : due == day ? today : due <= sunday ? week : later);
  }
};

json::Object clock_json(const law::ClockView& clock, base::Date today) {
  const auto& counted = clock.deadline.counted;
  return {{"days", static_cast<std::int64_t>(counted.size())},
          {"due", base::format(clock.deadline.last_day)},
          {"left", clock.left},
          {"name", clock.name},
          {"overdue", clock.overdue},
          {"partys", clock.partys},
          {"paused", clock.paused},
          {"source", json::string_array(clock.source)},
          {"start", base::format(clock.start)},
          {"title", clock.title},
          {"unit", std::string(word_of(clock.unit))},
          {"used", static_cast<std::int64_t>(std::ranges::upper_bound(counted, today) - counted.begin())}};
}

json::Object to_json(const Office& office, const Concern& concern, base::Date today) {
  const cases::AgendaItem& item = *concern.item;
  json::Array next;
  for (const law::Step* step : concern.next)
    next.emplace_back(json::Object{{"role", step->role}, {"step", step->name}, {"title", step->title}});
  const auto line = office.docket->line(item.stream).value_or(cases::DocketLine{});
  json::Object out{{"cause", line.cause},
                   {"clocks", static_cast<std::int64_t>(item.running.size())},
                   {"document_no", line.document_no},
                   {"kind", "case"},
                   {"mine", concern.mine},
                   {"next", std::move(next)},
                   {"party", line.party},
                   {"procedure", item.facts->procedure},
                   {"stage", line.stage},
                   {"stream", item.stream.text()},
                   {"title", item.procedure != nullptr ? item.procedure->title : item.facts->procedure}};
  if (!item.running.empty()) out["clock"] = clock_json(item.running.front(), today);
  return out;
}

/// Whoever answers for the work of others.
bool leads(const Who& person) {
  return person.has("agency_head") || person.has("unit_head");
}

http::Response show_todo(Office& office, const http::Request& request) {
  const auto everything = request.query_value("all").value_or("false");
  if (everything != "true" && everything != "false")
    return problem(400, "malformed", "all 是 true 或 false", request);
  const bool all = everything == "true";
  if (all && !leads(who(request))) return problem(403, "forbidden", "全局的待办由负责人查看", request);
  const base::Date today = base::date_of(office.clock().now());
  const auto agenda = office.agenda->items(today);
  if (!agenda) return problem(agenda.error(), request);
  Counts counts;
  std::int64_t total = 0;
  json::Array items;
  for (const auto& item : **agenda) {
    const Concern found = concern(*item, who(request));
    if (!found.mine && !(all && (!item->running.empty() || !item->possible.empty()))) continue;
    counts.add(*item, today);
    ++total;
    if (items.size() < kListMax) items.emplace_back(to_json(office, found, today));
  }
  return ok(json::Object{{"counts", json::Object{{"later", counts.later},
                                                 {"overdue", counts.overdue},
                                                 {"today", counts.today},
                                                 {"week", counts.week}}},
                         {"items", std::move(items)},
                         {"today", base::format(today)},
                         {"total", total}});
}

}  // namespace

Endpoints todo_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {{Method::get,
           "/api/todo",
           Access::business,
           Cost::slow,
           "待办：按法定期限排列的在办案件；all=true 是全局的，由负责人查看",
           "",
           "Todo",
           200,
           [&](const Request& r) { return show_todo(office, r); },
           http::kBodyBytesMax,
           {"all"}}};
}

}  // namespace office::api
