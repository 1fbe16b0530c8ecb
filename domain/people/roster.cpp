#include "people/roster.h"

namespace people {
namespace {

constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS people_roster_person;
  DROP TABLE IF EXISTS people_roster_certificate;
  DROP TABLE IF EXISTS people_roster_interest;
  DROP TABLE IF EXISTS people_roster_account;
  DROP TABLE IF EXISTS people_roster_unit;
  CREATE TABLE people_roster_person(holder TEXT PRIMARY KEY, name TEXT, unit TEXT, post TEXT) WITHOUT ROWID;
  CREATE TABLE people_roster_certificate(holder TEXT PRIMARY KEY, no TEXT, category TEXT, area TEXT,
    from_day TEXT, to_day TEXT, suspended TEXT) WITHOUT ROWID;
  CREATE TABLE people_roster_interest(holder TEXT, stream TEXT, PRIMARY KEY(holder, stream)) WITHOUT ROWID;
  CREATE TABLE people_roster_account(login TEXT PRIMARY KEY, stream TEXT UNIQUE, holder TEXT, open INTEGER) WITHOUT ROWID;
  CREATE TABLE people_roster_unit(id TEXT PRIMARY KEY, name TEXT, parent TEXT, open INTEGER, idx INTEGER) WITHOUT ROWID;
)sql";

constexpr std::string_view kPersons =
    "SELECT holder, p.name, coalesce(u.name, p.unit), post, coalesce(u.id, '') FROM people_roster_person p "
    "LEFT JOIN "
    "people_roster_unit u ON u.id=p.unit";

std::string field(const registrar::ProjectedRecord& record, std::string_view name) {
  const auto* value = record.view.fields.if_contains(name);
  return base::json::text_or_empty(value);
}

base::Result<void> done(const base::Result<std::int64_t>& changed) {
  if (!changed) return std::unexpected(changed.error());
  return {};
}

using Apply = base::Result<void> (*)(const registrar::ProjectedRecord&, sql::Session&);

base::Result<void> register_officer(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run(
      "INSERT OR REPLACE INTO people_roster_person VALUES(?,?,?,?)",
      {r.stored.stream, field(r, "officer.name"), field(r, "officer.unit"), field(r, "officer.post")}));
}

base::Result<void> move_officer(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("UPDATE people_roster_person SET unit=?, post=? WHERE holder=?",
                      {field(r, "officer.unit"), field(r, "officer.post"), r.stored.stream}));
}

base::Result<void> issue_certificate(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(
      sql.run("INSERT OR REPLACE INTO people_roster_certificate VALUES(?,?,?,?,?,?,NULL)",
              {r.stored.stream, field(r, "certificate.no"), field(r, "certificate.category"),
               field(r, "certificate.area"), field(r, "certificate.from"), field(r, "certificate.to")}));
}

base::Result<void> suspend_certificate(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("UPDATE people_roster_certificate SET suspended=? WHERE holder=?",
                      {base::format(base::date_of(r.view.at)), r.stored.stream}));
}

base::Result<void> restore_certificate(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(
      sql.run("UPDATE people_roster_certificate SET suspended=NULL WHERE holder=?", {r.stored.stream}));
}

base::Result<void> declare_interest(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("INSERT OR IGNORE INTO people_roster_interest VALUES(?,?)",
                      {r.stored.stream, field(r, "interest.case")}));
}

base::Result<void> open_account(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("INSERT OR IGNORE INTO people_roster_account VALUES(?,?,?,1)",
                      {field(r, "account.login"), r.stored.stream, field(r, "account.person")}));
}

base::Result<void> close_account(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("UPDATE people_roster_account SET open=0 WHERE stream=?", {r.stored.stream}));
}

base::Result<void> set_up_unit(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("INSERT INTO people_roster_unit VALUES(?,?,?,1,?)",
                      {r.stored.stream, field(r, "unit.name"), field(r, "unit.parent"),
                       static_cast<std::int64_t>(r.stored.index)}));
}

base::Result<void> change_unit(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("UPDATE people_roster_unit SET name=?, parent=? WHERE id=?",
                      {field(r, "unit.name"), field(r, "unit.parent"), r.stored.stream}));
}

base::Result<void> close_unit(const registrar::ProjectedRecord& r, sql::Session& sql) {
  return done(sql.run("UPDATE people_roster_unit SET open=0 WHERE id=?", {r.stored.stream}));
}

const std::map<std::string_view, Apply> kSteps = {{"set_up_unit", set_up_unit},
                                                  {"change_unit", change_unit},
                                                  {"close_unit", close_unit},
                                                  {"register_officer", register_officer},
                                                  {"move_officer", move_officer},
                                                  {"issue_certificate", issue_certificate},
                                                  {"suspend_certificate", suspend_certificate},
                                                  {"restore_certificate", restore_certificate},
                                                  {"declare_interest", declare_interest},
                                                  {"record_interest", declare_interest},
                                                  {"open_account", open_account},
                                                  {"close_account", close_account}};

Person person_from(const sql::Row& row) {
  return {base::PersonId(row.text(0)), row.text(1), row.text(2), row.text(3), base::StreamId(row.text(4))};
}

Certificate certificate_from(const sql::Row& row) {
  Certificate out;
  out.holder = base::PersonId(row.text(0));
  out.no = row.text(1);
  out.category = row.text(2);
  out.area = row.text(3);
  out.from = base::parse_date(row.text(4)).value_or(base::Date{});
  out.to = base::parse_date(row.text(5)).value_or(base::Date{});
  if (!row.is_null(6)) out.suspended = base::parse_date(row.text(6)).value_or(base::Date{});
  return out;
}

}  // namespace

bool Certificate::valid_on(base::Date day) const {
  return from <= day && day <= to && (!suspended || day < *suspended);
}

base::Result<void> RosterProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> RosterProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  const auto step = kSteps.find(record.view.step);
  return step == kSteps.end() ? base::Result<void>{} : step->second(record, session);
}

base::Result<void> RosterProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run("DELETE FROM people_roster_person WHERE holder=?", {stream}));
  MJ_CHECK(session.run("DELETE FROM people_roster_certificate WHERE holder=?", {stream}));
  MJ_CHECK(session.run("DELETE FROM people_roster_interest WHERE holder=?", {stream}));
  MJ_CHECK(session.run("DELETE FROM people_roster_account WHERE stream=?", {stream}));
  MJ_CHECK(session.run("DELETE FROM people_roster_unit WHERE id=?", {stream}));
  return {};
}

Roster::Roster(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

std::optional<Certificate> Roster::certificate_of(const base::PersonId& holder) const {
  const auto rows = session_->rows("SELECT * FROM people_roster_certificate WHERE holder=?", {holder.text()});
  if (!rows || rows->empty()) return std::nullopt;
  return certificate_from(rows->front());
}

law::Person Roster::person(const base::PersonId& holder, const base::StreamId& in_case,
                           base::Date day) const {
  const std::scoped_lock lock(mutex_);
  law::Person out;
  if (const auto rows =
          session_->rows("SELECT name FROM people_roster_person WHERE holder=?", {holder.text()});
      rows && !rows->empty())
    out.name = rows->front().text(0);
  const auto certificate = certificate_of(holder);
  out.certificate_valid = certificate && certificate->valid_on(day) ? law::Truth::yes : law::Truth::no;
  const auto interest = session_->rows("SELECT 1 FROM people_roster_interest WHERE holder=? AND stream=?",
                                       {holder.text(), in_case.text()});
  out.recused = !interest ? law::Truth::unknown : interest->empty() ? law::Truth::no : law::Truth::yes;
  return out;
}

base::Result<std::vector<Person>> Roster::everyone() const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows(std::string(kPersons) + " ORDER BY holder"));
  std::vector<Person> out;
  for (const auto& row : rows) out.push_back(person_from(row));
  return out;
}

base::Result<std::vector<Unit>> Roster::units() const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT id,name,parent FROM people_roster_unit WHERE open=1 ORDER BY idx"));
  std::vector<Unit> out;
  for (const auto& row : rows)
    out.push_back({base::StreamId(row.text(0)), row.text(1), base::StreamId(row.text(2))});
  return out;
}

base::Result<std::vector<Certificate>> Roster::certificates() const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows("SELECT * FROM people_roster_certificate ORDER BY holder"));
  std::vector<Certificate> out;
  for (const auto& row : rows) out.push_back(certificate_from(row));
  return out;
}

base::Result<Person> Roster::by_holder(const base::PersonId& holder) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows(std::string(kPersons) + " WHERE holder=?", {holder.text()}));
  if (rows.empty()) return base::fail("unknown_person", "没有登记这个人");
  return person_from(rows[0]);
}

base::Result<base::PersonId> Roster::holder_of(std::string_view login) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows("SELECT holder FROM people_roster_account WHERE login=? AND open=1",
                                         {std::string(login)}));
  if (rows.empty()) return base::fail("unknown_account", "没有这个账户");
  return base::PersonId(rows[0].text(0));
}

bool Roster::login_given(std::string_view login) const {
  const std::scoped_lock lock(mutex_);
  const auto rows = session_->rows("SELECT 1 FROM people_roster_account WHERE login=?", {std::string(login)});
  return !rows || !rows->empty();  // what cannot be read is not taken as free
}

bool Roster::has_account(const base::PersonId& holder) const {
  const std::scoped_lock lock(mutex_);
  const auto rows =
      session_->rows("SELECT 1 FROM people_roster_account WHERE holder=? AND open=1", {holder.text()});
  return !rows || !rows->empty();  // what cannot be read is not taken as free
}

}  // namespace people
