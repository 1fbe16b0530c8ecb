#include "documents/issued.h"

namespace documents {
namespace {

constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS documents_issued;
  DROP TABLE IF EXISTS documents_issued_order;
  CREATE TABLE documents_issued(no TEXT PRIMARY KEY, date TEXT, sm3 TEXT, stream TEXT, state TEXT, idx INTEGER)
    WITHOUT ROWID;
  CREATE INDEX documents_issued_idx ON documents_issued(idx);
  CREATE TABLE documents_issued_order(stream TEXT PRIMARY KEY) WITHOUT ROWID;
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
  if (record.view.step == "order_seal")
    MJ_CHECK(session.run("INSERT OR IGNORE INTO documents_issued_order VALUES(?)", {stream}));
  if (record.view.step == "issue_document" || record.view.step == "void_number")
    MJ_CHECK(session.run("DELETE FROM documents_issued_order WHERE stream=?", {stream}));
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

base::Result<void> IssuedProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run("DELETE FROM documents_issued WHERE stream=?", {stream}));
  MJ_CHECK(session.run("DELETE FROM documents_issued_order WHERE stream=?", {stream}));
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
  MJ_TRY(const auto rows, session_->rows("SELECT stream FROM documents_issued_order ORDER BY stream"));
  std::vector<base::StreamId> out;
  for (const auto& row : rows) out.emplace_back(row.text(0));
  return out;
}

}  // namespace documents
