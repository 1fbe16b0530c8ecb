#include "review/rounds.h"

#include <algorithm>
#include <array>

namespace review {
namespace {

namespace json = base::json;

constexpr std::string_view kClock = "case_review";
constexpr std::string_view kRequested = "review.requested";

constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS review_rounds;
  DROP TABLE IF EXISTS review_rounds_paper;
  CREATE TABLE review_rounds(stream TEXT, number INTEGER, draft TEXT, requested_at TEXT, requested_by TEXT,
    due TEXT, missing TEXT, state TEXT, answered_at TEXT DEFAULT '', reviewer TEXT DEFAULT '',
    opinion TEXT DEFAULT '', idx INTEGER, PRIMARY KEY(stream, number)) WITHOUT ROWID;
  CREATE INDEX review_rounds_state ON review_rounds(state, due);
  CREATE TABLE review_rounds_paper(stream TEXT, step TEXT, PRIMARY KEY(stream, step)) WITHOUT ROWID;
)sql";

constexpr std::string_view kColumns =
    "stream,number,draft,requested_at,requested_by,due,missing,state,answered_at,reviewer,opinion";

constexpr std::array<std::pair<State, std::string_view>, 4> kStates = {{{State::open, "open"},
                                                                        {State::passed, "passed"},
                                                                        {State::returned, "returned"},
                                                                        {State::lapsed, "lapsed"}}};

/// 送审材料 (实施方案 四（三）): the step that brings a paper, and the fact that makes it due ("" = always).
struct Paper {
  std::string_view step, due_while, title;
};
constexpr std::array<Paper, 5> kPapers = {{{"conclude_investigation", "", "调查终结报告"},
                                           {"draft_document", "", "决定书草案"},
                                           {"collect_evidence", "", "证据材料"},
                                           {"recheck_defence", "defence.made", "陈述申辩复核意见"},
                                           {"report_hearing", "hearing.requested", "听证报告"}}};

State state_from(std::string_view text) {
  for (const auto& [state, name] : kStates)
    if (name == text) return state;
  return State::lapsed;
}

base::Result<std::vector<std::string>> missing_papers(const registrar::ProjectedRecord& record,
                                                      sql::Session& session) {
  MJ_TRY(const auto rows,
         session.rows("SELECT step FROM review_rounds_paper WHERE stream=?", {record.stored.stream}));
  std::vector<std::string> missing;
  for (const Paper& paper : kPapers) {
    if (!paper.due_while.empty() && record.after.flag(paper.due_while) != law::Truth::yes) continue;
    if (std::ranges::none_of(rows, [&](const sql::Row& row) { return row.text(0) == paper.step; }))
      missing.emplace_back(paper.title);
  }
  return missing;
}

/// The last day of the review's clock after this record, "" while none runs.
std::string due_day(const registrar::ProjectedRecord& record) {
  const auto clocks =
      law::clocks(record.procedure, record.calendar, record.after, base::date_of(record.view.at));
  const auto clock = std::ranges::find(clocks, kClock, &law::ClockView::name);
  return clock == clocks.end() ? std::string() : base::format(clock->deadline.last_day);
}

base::Result<void> request(const registrar::ProjectedRecord& record, sql::Session& session) {
  const std::string& stream = record.stored.stream;
  MJ_TRY(const auto missing, missing_papers(record, session));
  MJ_CHECK(session.run(
      "INSERT INTO review_rounds(stream,number,draft,requested_at,requested_by,due,missing,"
      "state,idx) SELECT ?1,count(*)+1,?2,?3,?4,?5,?6,'open',?7 FROM review_rounds WHERE "
      "stream=?1",
      {stream, record.view.draft, base::format(record.view.at), record.view.holder, due_day(record),
       json::canonical(json::string_array(missing)), static_cast<std::int64_t>(record.stored.index)}));
  return {};
}

base::Result<void> answer(const registrar::ProjectedRecord& record, State state, std::string opinion,
                          sql::Session& session) {
  MJ_CHECK(session.run(
      "UPDATE review_rounds SET state=?, answered_at=?, reviewer=?, opinion=?, idx=? WHERE "
      "stream=? AND state='open'",
      {std::string(to_string(state)), base::format(record.view.at), record.view.holder, std::move(opinion),
       static_cast<std::int64_t>(record.stored.index), record.stored.stream}));
  return {};
}

/// What another step of the case does to an open round: the clock may have been extended, or the request be
/// gone.
base::Result<void> follow(const registrar::ProjectedRecord& record, sql::Session& session) {
  const std::string& stream = record.stored.stream;
  if (record.after.flag(kRequested) != law::Truth::yes) {
    MJ_CHECK(session.run("UPDATE review_rounds SET state='lapsed', idx=? WHERE stream=? AND state='open'",
                         {static_cast<std::int64_t>(record.stored.index), stream}));
    return {};
  }
  MJ_CHECK(session.run("UPDATE review_rounds SET due=? WHERE stream=? AND state='open'",
                       {due_day(record), stream}));
  return {};
}

base::Result<Round> round_from(const sql::Row& row) {
  MJ_TRY(const auto missing, json::parse(row.text(6)));
  Round out{.stream = base::StreamId(row.text(0)),
            .number = static_cast<int>(row.integer(1)),
            .draft = row.text(2),
            .requested_at = row.text(3),
            .requested_by = base::PersonId(row.text(4)),
            .due = base::parse_date(row.text(5)).value_or(base::Date{}),
            .missing = {},
            .state = state_from(row.text(7)),
            .answered_at = row.text(8),
            .reviewer = base::PersonId(row.text(9)),
            .opinion = row.text(10)};
  MJ_TRY(out.missing, json::strings(missing));
  return out;
}

}  // namespace

std::string_view to_string(State state) {
  return std::ranges::find(kStates, state, &std::pair<State, std::string_view>::first)->second;
}

base::Result<void> RoundsProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> RoundsProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  if (record.stored.kind != "case") return {};
  const std::string& step = record.view.step;
  if (std::ranges::find(kPapers, step, &Paper::step) != kPapers.end())
    MJ_CHECK(
        session.run("INSERT OR IGNORE INTO review_rounds_paper VALUES(?,?)", {record.stored.stream, step}));
  if (step == "submit_review") return request(record, session);
  if (step == "pass_review") return answer(record, State::passed, "agree", session);
  if (step == "return_review")
    return answer(record, State::returned,
                  json::text_or_empty(record.view.fields.if_contains("review.opinion")), session);
  return follow(record, session);
}

base::Result<void> RoundsProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run("DELETE FROM review_rounds WHERE stream=?", {stream}));
  MJ_CHECK(session.run("DELETE FROM review_rounds_paper WHERE stream=?", {stream}));
  return {};
}

Rounds::Rounds(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

base::Result<std::vector<Round>> Rounds::read(std::string_view where_and_order,
                                              const sql::Values& values) const {
  const std::string statement =
      "SELECT " + std::string(kColumns) + " FROM review_rounds WHERE " + std::string(where_and_order);
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows(statement, values));
  std::vector<Round> out;
  for (const auto& row : rows) {
    MJ_TRY(auto round, round_from(row));
    out.push_back(std::move(round));
  }
  return out;
}

base::Result<std::vector<Round>> Rounds::open(int limit) const {
  return read("state='open' ORDER BY due, idx LIMIT ?", {std::int64_t{limit}});
}

base::Result<std::vector<Round>> Rounds::answered(int limit) const {
  return read("state<>'open' ORDER BY idx DESC LIMIT ?", {std::int64_t{limit}});
}

base::Result<std::vector<Round>> Rounds::of(const base::StreamId& stream) const {
  return read("stream=? ORDER BY number", {stream.text()});
}

}  // namespace review
