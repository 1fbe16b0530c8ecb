#include "cases/docket.h"

namespace cases {
namespace {

constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS cases_docket;
  CREATE TABLE cases_docket(stream TEXT PRIMARY KEY, procedure TEXT, party TEXT DEFAULT '', cause TEXT DEFAULT '',
    stage TEXT DEFAULT '', last_step TEXT, last_title TEXT, document_no TEXT DEFAULT '', opened_on TEXT,
    filed_on TEXT DEFAULT '', decided_on TEXT DEFAULT '', served_on TEXT DEFAULT '', published_on TEXT DEFAULT '',
    closed_on TEXT DEFAULT '', handlers TEXT DEFAULT '[]', records INTEGER, newest INTEGER) WITHOUT ROWID;
  CREATE INDEX cases_docket_newest ON cases_docket(newest);
)sql";

/// Columns that a step dates, beside the line's own.
const std::map<std::string_view, std::string_view> kDated = {{"file_case", "filed_on"},
                                                             {"decide_penalty", "decided_on"},
                                                             {"decide_no_penalty", "decided_on"},
                                                             {"decide_on_spot", "decided_on"},
                                                             {"serve_decision", "served_on"},
                                                             {"serve_no_penalty", "served_on"},
                                                             {"publish_decision", "published_on"},
                                                             {"close_case", "closed_on"}};

/// Columns that a field fills whenever a record carries it.
const std::map<std::string_view, std::string_view> kFilled = {
    {"party.name", "party"}, {"doc.party.name", "party"}, {"case.cause", "cause"}, {"doc.no", "document_no"}};

base::Result<void> set(sql::Session& session, std::string_view column, std::string value,
                       const std::string& stream) {
  const std::string statement = "UPDATE cases_docket SET " + std::string(column) + "=? WHERE stream=?";
  MJ_CHECK(session.run(statement, {std::move(value), stream}));
  return {};
}

constexpr std::string_view kColumns =
    "stream,procedure,party,cause,stage,last_step,last_title,document_no,opened_on,filed_on,decided_on,"
    "served_on,"
    "published_on,closed_on,handlers,records,newest";

/// 办案人员, as their appointment left them.
std::string handlers_of(const law::Facts& facts) {
  const auto found = facts.holders.find("case_handlers");
  if (found == facts.holders.end()) return "[]";
  return base::json::canonical(base::json::string_array({found->second.begin(), found->second.end()}));
}

base::Result<DocketLine> line_from(const sql::Row& row) {
  DocketLine out;
  std::string* const texts[] = {&out.procedure, &out.party,      &out.cause,       &out.stage,
                                &out.last_step, &out.last_title, &out.document_no, &out.opened_on,
                                &out.filed_on,  &out.decided_on, &out.served_on,   &out.published_on,
                                &out.closed_on};
  out.stream = base::StreamId(row.text(0));
  std::size_t column = 1;
  for (std::string* text : texts) *text = row.text(column++);
  MJ_TRY(const auto handlers, base::json::parse(row.text(column++)));
  MJ_TRY(out.handlers, base::json::strings(handlers));
  out.records = row.integer(column++);
  out.newest = row.integer(column);
  return out;
}

}  // namespace

base::Result<void> DocketProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> DocketProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  if (record.stored.kind != "case") return {};
  const std::string& stream = record.stored.stream;
  const std::string day = base::format(base::date_of(record.view.at));
  const law::Step* step = record.procedure.step(record.view.step);
  const auto newest = static_cast<std::int64_t>(record.stored.index);
  if (record.view.pos == 0)
    MJ_CHECK(session.run("INSERT INTO cases_docket(stream,procedure,opened_on,records) VALUES(?,?,?,0)",
                         {stream, record.procedure.id, day}));
  MJ_CHECK(
      session.run("UPDATE cases_docket SET last_step=?, last_title=?, stage=?, handlers=?, records=?, "
                  "newest=? WHERE stream=?",
                  {record.view.step, step != nullptr ? step->title : record.view.step,
                   step != nullptr ? step->stage : std::string{}, handlers_of(record.after),
                   record.view.pos + 1, newest, stream}));
  if (const auto dated = kDated.find(record.view.step); dated != kDated.end())
    MJ_CHECK(set(session, dated->second, day, stream));
  for (const auto& [field, column] : kFilled)
    if (const auto* value = record.view.fields.if_contains(field); value != nullptr && value->is_string())
      MJ_CHECK(set(session, column, base::json::text_or_empty(value), stream));
  return {};
}

base::Result<void> DocketProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run("DELETE FROM cases_docket WHERE stream=?", {stream}));
  return {};
}

Docket::Docket(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

base::Result<std::vector<DocketLine>> Docket::list(const DocketQuery& query) const {
  const std::string statement =
      "SELECT " + std::string(kColumns) +
      " FROM cases_docket WHERE newest<?1 AND (?2='' OR instr(party,?2)>0 OR instr(cause,?2)>0 OR "
      "instr(document_no,?2)>0) AND (?3='' OR stage=?3) AND (?4='' OR opened_on>=?4) AND (?5='' OR "
      "opened_on<=?5) AND (?6 IS NULL OR EXISTS (SELECT 1 FROM json_each(handlers) AS own WHERE own.value IN "
      "(SELECT value FROM json_each(?6)))) ORDER BY newest DESC LIMIT ?7";
  const sql::Value handlers =
      query.handlers ? sql::Value(base::json::canonical(base::json::string_array(*query.handlers)))
                     : sql::Value();
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows(statement, {query.before, query.search, query.stage, query.opened_from,
                                    query.opened_to, handlers, std::int64_t{query.limit}}));
  std::vector<DocketLine> out;
  for (const auto& row : rows) {
    MJ_TRY(auto line, line_from(row));
    out.push_back(std::move(line));
  }
  return out;
}

base::Result<DocketLine> Docket::line(const base::StreamId& stream) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT " + std::string(kColumns) + " FROM cases_docket WHERE stream=?",
                        {stream.text()}));
  if (rows.empty()) return base::fail("unknown_stream", "没有这件案件");
  return line_from(rows[0]);
}

}  // namespace cases
