#include "documents/issued.h"

namespace documents {
namespace {

constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS documents_issued;
  DROP TABLE IF EXISTS documents_issued_order;
  DROP TABLE IF EXISTS documents_issued_void;
  CREATE TABLE documents_issued(no TEXT PRIMARY KEY, date TEXT, sm3 TEXT, stream TEXT, state TEXT, idx INTEGER)
    WITHOUT ROWID;
  CREATE INDEX documents_issued_idx ON documents_issued(idx);
  CREATE TABLE documents_issued_order(leaf TEXT PRIMARY KEY, stream TEXT, waits INTEGER) WITHOUT ROWID;
  CREATE INDEX documents_issued_order_waits ON documents_issued_order(stream) WHERE waits=1;
  CREATE TABLE documents_issued_void(leaf TEXT PRIMARY KEY, stream TEXT, idx INTEGER, confirmed INTEGER)
    WITHOUT ROWID;
)sql";

std::string field(const registrar::ProjectedRecord& record, std::string_view name) {
  return base::json::text_or_empty(record.view.fields.if_contains(name));
}

}  // namespace

base::Result<void> IssuedProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> IssuedProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  const std::string& stream = record.stored.stream;
  MJ_CHECK(apply_order(record, session));
  if (record.view.step == "issue_document") {
    MJ_CHECK(session.run("INSERT OR REPLACE INTO documents_issued VALUES(?,?,?,?,'issued',?)",
                         {field(record, "doc.no"), field(record, "doc.date"), field(record, "doc.sm3"),
                          stream, static_cast<std::int64_t>(record.stored.index)}));
  }
  if (record.view.step == "serve_decision")
    MJ_CHECK(session.run("UPDATE documents_issued SET state='served' WHERE stream=? AND sm3=?",
                         {stream, field(record, "doc.sm3")}));
  if (record.view.step == "revoke_decision")
    MJ_CHECK(session.run("UPDATE documents_issued SET state='revoked' WHERE stream=?", {stream}));
  return {};
}

base::Result<void> IssuedProjection::apply_order(const registrar::ProjectedRecord& record,
                                                 sql::Session& session) {
  const std::string& stream = record.stored.stream;
  const std::string leaf = base::base64(record.stored.leaf);
  const std::string& step = record.view.step;
  if (step == "order_seal")
    MJ_CHECK(session.run("INSERT INTO documents_issued_order VALUES(?,?,1)", {leaf, stream}));
  if (step == "issue_document" || step == "void_number")
    MJ_CHECK(session.run("UPDATE documents_issued_order SET waits=0 WHERE stream=? AND waits=1", {stream}));
  if (step == "void_number")
    MJ_CHECK(session.run("INSERT INTO documents_issued_void VALUES(?,?,?,0)",
                         {leaf, stream, static_cast<std::int64_t>(record.stored.index)}));
  if (step == "confirm_void")
    MJ_CHECK(session.run("UPDATE documents_issued_void SET confirmed=1 WHERE leaf=?",
                         {field(record, "confirms")}));
  return {};
}

base::Result<void> IssuedProjection::forget(const std::string& stream, sql::Session& session) {
  for (const char* table : {"documents_issued", "documents_issued_order", "documents_issued_void"})
    MJ_CHECK(session.run(std::string("DELETE FROM ") + table + " WHERE stream=?", {stream}));
  return {};
}

Issued::Issued(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

base::Result<std::vector<IssuedDocument>> Issued::list(int limit) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT no,date,sm3,stream,state FROM documents_issued ORDER BY idx DESC "
                        "LIMIT ?",
                        {std::int64_t{limit}}));
  std::vector<IssuedDocument> out;
  for (const auto& row : rows)
    out.push_back({row.text(0), row.text(1), row.text(2), base::StreamId(row.text(3)), row.text(4)});
  return out;
}

base::Result<std::vector<base::StreamId>> Issued::ordered() const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT stream FROM documents_issued_order WHERE waits=1 ORDER BY stream"));
  std::vector<base::StreamId> out;
  for (const auto& row : rows) out.emplace_back(row.text(0));
  return out;
}

base::Result<std::vector<std::string>> Issued::confirmed_voids() const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT leaf FROM documents_issued_void WHERE confirmed=1 ORDER BY idx"));
  std::vector<std::string> out;
  for (const auto& row : rows) out.push_back(row.text(0));
  return out;
}

base::Result<std::map<std::string, std::string>> Issued::numbers(int year) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows("SELECT no,stream FROM documents_issued WHERE instr(no,?)>0",
                                         {"〔" + std::to_string(year) + "〕"}));
  std::map<std::string, std::string> out;
  for (const auto& row : rows) out.emplace(row.text(0), row.text(1));
  return out;
}

base::Result<std::string> Issued::stream_of_order(const std::string& leaf) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows("SELECT stream FROM documents_issued_order WHERE leaf=?", {leaf}));
  return rows.empty() ? std::string() : rows.front().text(0);
}

}  // namespace documents
