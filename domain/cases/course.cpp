#include "cases/course.h"

namespace cases {
namespace {

namespace json = base::json;

constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS cases_course;
  CREATE TABLE cases_course(stream TEXT, pos INTEGER, kind TEXT, idx INTEGER, leaf TEXT, structure TEXT,
    says_nothing INTEGER,
    PRIMARY KEY(stream, pos)) WITHOUT ROWID;
)sql";

/// Said by the line's own columns, or of use to nobody who looks at a course.
bool is_left_out(std::string_view name) {
  return name == "stream" || name == "pos" || name == "sig";
}

base::Result<void> insert(const ledger::StoredRecord& stored, bool says_nothing, sql::Session& session) {
  MJ_TRY(auto fields, ledger::structure_fields(stored));
  json::Object structure;
  for (ledger::Field& field : fields)
    if (!is_left_out(field.name)) structure[field.name] = std::move(field.value);
  MJ_CHECK(session.run("INSERT INTO cases_course VALUES(?,?,?,?,?,?,?)",
                       {stored.stream, stored.pos, stored.kind, static_cast<std::int64_t>(stored.index),
                        base::base64(stored.leaf), json::canonical(structure), std::int64_t{says_nothing}}));
  return {};
}

base::Result<CourseLine> line_from(const sql::Row& row) {
  CourseLine out{.index = static_cast<std::uint64_t>(row.integer(0)),
                 .pos = row.integer(1),
                 .leaf = row.text(2),
                 .structure = {},
                 .says_nothing = row.integer(4) != 0};
  MJ_TRY(json::Value structure, json::parse(row.text(3)));
  out.structure = std::move(structure.get_object());
  return out;
}

}  // namespace

base::Result<void> CourseProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> CourseProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  return insert(record.stored, false, session);
}

base::Result<void> CourseProjection::keep_place(const ledger::StoredRecord& record, sql::Session& session) {
  return insert(record, true, session);
}

base::Result<void> CourseProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run("DELETE FROM cases_course WHERE stream=?", {stream}));
  return {};
}

Course::Course(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

base::Result<std::vector<CourseLine>> Course::lines(std::string_view kind, const base::StreamId& stream,
                                                    std::int64_t records) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT idx,pos,leaf,structure,says_nothing FROM cases_course WHERE stream=? AND "
                        "kind=? AND pos<? ORDER BY pos",
                        {stream.text(), std::string(kind), records}));
  if (rows.empty()) return base::fail("unknown_stream", "没有这条记录链");
  std::vector<CourseLine> out;
  for (const auto& row : rows) {
    MJ_TRY(auto line, line_from(row));
    out.push_back(std::move(line));
  }
  return out;
}

base::Result<std::uint64_t> Course::index_of(std::string_view kind, const base::StreamId& stream,
                                             std::int64_t pos) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows("SELECT idx FROM cases_course WHERE stream=? AND kind=? AND pos=?",
                                         {stream.text(), std::string(kind), pos}));
  if (rows.empty()) return base::fail("unknown_record", "没有这条记录");
  return static_cast<std::uint64_t>(rows[0].integer(0));
}

}  // namespace cases
