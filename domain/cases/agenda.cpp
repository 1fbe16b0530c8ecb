#include "cases/agenda.h"

#include <algorithm>
#include <tuple>

#include "agenda_facts.h"

namespace cases {
namespace {

namespace json = base::json;

constexpr json::Limits kFactsLimits{.bytes_max = std::size_t{1} << 20};

// `told` counts the records of the stream that were told: with `newest` it changes whenever the facts do,
// also when a record has become void and the others are told again. `facts` is '' while the case is closed.
constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS cases_agenda;
  CREATE TABLE cases_agenda(stream TEXT PRIMARY KEY, newest INTEGER, told INTEGER, facts TEXT) WITHOUT ROWID;
  CREATE INDEX cases_agenda_open ON cases_agenda(stream, newest, told) WHERE facts<>'';
)sql";

bool is_running(const law::Procedure& procedure, const std::string& name, const law::ClockState& state) {
  const auto clock = procedure.clocks.find(name);
  return clock != procedure.clocks.end() && !clock->second.partys && !state.met;
}

/// At its end by the lawbook, and with nothing that the agency still owes.
bool is_closed(const law::Procedure& procedure, const law::Facts& facts) {
  const auto& ends = procedure.proof.final_facts;
  return std::ranges::any_of(ends, [&](const auto& fact) { return facts.flag(fact) == law::Truth::yes; }) &&
         std::ranges::none_of(facts.clocks, [&](const auto& clock) {
           return is_running(procedure, clock.first, clock.second);
         });
}

/// Neither met nor, if it is the party's, over: then it only tells that a right has lapsed.
bool still_runs(const law::ClockView& clock) {
  return !clock.met && !(clock.partys && clock.overdue);
}

bool ends_before(const law::ClockView& a, const law::ClockView& b) {
  return std::tie(a.partys, a.deadline.last_day, a.name) < std::tie(b.partys, b.deadline.last_day, b.name);
}

bool more_urgent(const std::shared_ptr<const AgendaItem>& a, const std::shared_ptr<const AgendaItem>& b) {
  const auto key = [](const AgendaItem& item) {
    return std::make_tuple(item.running.empty(),
                           item.running.empty() ? base::Date{} : item.running.front().deadline.last_day,
                           item.newest);
  };
  return key(*a) < key(*b);
}

}  // namespace

base::Result<void> AgendaProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> AgendaProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  if (record.stored.kind != "case") return {};
  const bool closed = is_closed(record.procedure, record.after);
  MJ_CHECK(session.run(
      "INSERT INTO cases_agenda VALUES(?1,?2,1,?3) ON CONFLICT(stream) DO UPDATE SET newest=?2, told=told+1, "
      "facts=?3",
      {record.stored.stream, static_cast<std::int64_t>(record.stored.index),
       closed ? std::string() : json::canonical(kept_facts(record.after))}));
  return {};
}

base::Result<void> AgendaProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run("DELETE FROM cases_agenda WHERE stream=?", {stream}));
  return {};
}

Agenda::Agenda(std::unique_ptr<sql::Session> session, std::shared_ptr<const law::Lawbook> lawbook)
    : session_(std::move(session)), lawbook_(std::move(lawbook)) {}

std::shared_ptr<const AgendaItem> Agenda::work_out(const AgendaItem& item) const {
  auto out = std::make_shared<AgendaItem>(item);
  out->running.clear();
  out->possible.clear();
  const law::WorkCalendar& calendar = lawbook_->calendar();
  out->procedure = lawbook_->procedure(item.facts->procedure, day_);
  if (out->procedure == nullptr) return out;  // repealed: nothing can be done, but it is still there
  for (auto& clock : law::clocks(*out->procedure, calendar, *item.facts, day_))
    if (still_runs(clock)) out->running.push_back(std::move(clock));
  std::ranges::sort(out->running, ends_before);
  for (const auto& step : out->procedure->steps)
    if (!step.by_machine && !step.opens &&
        law::is_possible(*out->procedure, calendar, *item.facts, step, day_))
      out->possible.push_back(&step);
  return out;
}

base::Result<Agenda::Known> Agenda::load(const std::string& stream) const {
  MJ_TRY(const auto rows,
         session_->rows("SELECT newest,told,facts FROM cases_agenda WHERE stream=? AND facts<>''", {stream}));
  if (rows.empty()) return Known{};  // closed in between
  MJ_TRY(const auto kept, json::parse(rows[0].text(2), kFactsLimits));
  MJ_TRY(auto facts, facts_from(kept));
  AgendaItem item;
  item.stream = base::StreamId(stream);
  item.newest = rows[0].integer(0);
  item.facts = std::make_shared<const law::Facts>(std::move(facts));
  return Known{.newest = item.newest, .told = rows[0].integer(1), .item = work_out(item)};
}

/// Loads the cases whose facts are others than we know and drops those that were closed. Whether any was.
base::Result<bool> Agenda::bring_up() const {
  MJ_TRY(const auto rows, session_->rows("SELECT stream,newest,told FROM cases_agenda WHERE facts<>''"));
  bool changed = false;
  std::map<std::string, Known, std::less<>> known;
  for (const auto& row : rows) {
    auto old = known_.extract(row.text(0));
    if (!old.empty() && old.mapped().newest == row.integer(1) && old.mapped().told == row.integer(2)) {
      known.insert(std::move(old));
      continue;
    }
    changed = true;
    MJ_TRY(auto fresh, load(row.text(0)));
    if (fresh.item) known.emplace(row.text(0), std::move(fresh));
  }
  changed = changed || !known_.empty();
  known_ = std::move(known);
  return changed;
}

base::Result<std::shared_ptr<const Agenda::Items>> Agenda::items(base::Date today) const {
  const std::scoped_lock lock(mutex_);
  const bool other_day = today != day_;
  day_ = today;
  if (other_day) {
    items_ = nullptr;
    for (auto& [stream, known] : known_) known.item = work_out(*known.item);
  }
  MJ_TRY(const bool changed, bring_up());
  if (!changed && items_) return items_;
  auto items = std::make_shared<Items>();
  for (const auto& [stream, known] : known_) items->push_back(known.item);
  std::ranges::sort(*items, more_urgent);
  items_ = std::move(items);
  return items_;
}

}  // namespace cases
