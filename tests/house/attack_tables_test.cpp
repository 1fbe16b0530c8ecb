// SQL on what is derived from the records: whatever table there is, a rebuild brings back what stood, and
// what was written into it moves nobody who decides about a number, a seal or a page.

#include "attacks/attack.h"

namespace attack {
namespace {

/// Tables of the records themselves; every other is a projection.
constexpr auto kOfTheLog = {"record", "message", "idempotency", "checkpoint", "schema_version"};

struct Table {
  std::string name;
  std::vector<std::string> columns;
  [[nodiscard]] bool has(std::string_view column) const {
    return std::ranges::find(columns, column) != columns.end();
  }
};

std::unique_ptr<sql::Session> records() {
  return sql::open_sqlite((Attack::data() / "records.db").string(), sql::Access::read_write).value();
}

/// Asked of the database, so that none can be forgotten. What a full-text index keeps for itself (its shadow
/// tables) is altered by way of the index.
std::vector<Table> projections(sql::Session& session) {
  std::vector<Table> out;
  const auto names = session.rows(
      "SELECT name FROM pragma_table_list WHERE schema='main' AND type IN ('table','virtual') AND name NOT "
      "LIKE 'sqlite_%' ORDER BY name");
  for (const auto& row : names.value()) {
    Table table{row.text(0), {}};
    if (std::ranges::find(kOfTheLog, table.name) != kOfTheLog.end()) continue;
    const auto columns = session.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", {table.name});
    for (const auto& column : columns.value()) table.columns.push_back(column.text(0));
    out.push_back(std::move(table));
  }
  return out;
}

/// Every row of a table in an order that does not depend on how it lies on disk.
std::string dump(sql::Session& session, const Table& table) {
  std::string columns;
  for (const std::string& column : table.columns)
    columns += (columns.empty() ? "quote(" : "||','||quote(") + column + ")";
  std::string out;
  const auto rows = session.rows("SELECT " + columns + " FROM " + table.name + " ORDER BY 1");
  for (const auto& row : rows.value()) out += row.text(0) + "\n";
  return out;
}

/// Loses one row in three and moves the others' last column about.
void tamper(sql::Session& session, const Table& table) {
  const std::string last = table.columns.back(), first = table.columns.front();
  const std::string which = " WHERE " + first + " IN (SELECT " + first + " FROM (SELECT " + first +
                            ", row_number() OVER (ORDER BY " + first + ") AS n FROM " + table.name +
                            ") WHERE n%3=1)";
  ASSERT_TRUE(session.run("DELETE FROM " + table.name + which)) << table.name;
  ASSERT_TRUE(session.run("UPDATE OR IGNORE " + table.name + " SET " + last + "=" + last + "||'1'"))
      << table.name;
}

TEST_F(Attack, whatever_table_was_tampered_with_a_rebuild_brings_back_what_stood) {
  const auto session = records();
  const auto tables = projections(*session);
  ASSERT_GT(tables.size(), 10U);
  std::map<std::string, std::string> stood;
  for (const Table& table : tables) {
    stood[table.name] = dump(*session, table);
    ASSERT_NO_FATAL_FAILURE(tamper(*session, table));
    if (stood[table.name].empty()) continue;
    EXPECT_NE(dump(*session, table), stood[table.name]) << table.name;
  }
  const auto rebuilt = house_test::run(house_test::binary("mingjing") + " rebuild --data " + data().string());
  ASSERT_EQ(rebuilt.status, 0) << rebuilt.output;
  for (const Table& table : tables) EXPECT_EQ(dump(*session, table), stood[table.name]) << table.name;
}

/// Every table says of `to` what is true of `from`, too.
void tell_of_another(sql::Session& session, const std::string& from, const std::string& to) {
  int told = 0;
  for (const Table& table : projections(session)) {
    if (!table.has("stream")) continue;
    std::string into, values;
    for (const std::string& column : table.columns) {
      into += (into.empty() ? "" : ",") + column;
      values += (values.empty() ? "" : ",") + (column == "stream" ? std::string("?1") : column);
    }
    ASSERT_TRUE(session.run("DELETE FROM " + table.name + " WHERE stream=?1", {to})) << table.name;
    ASSERT_TRUE(session.run("INSERT OR REPLACE INTO " + table.name + "(" + into + ") SELECT " + values +
                                " FROM " + table.name + " WHERE stream=?2",
                            {to, from}))
        << table.name;
    ++told;
  }
  ASSERT_GT(told, 3);
}

TEST_F(Attack, tables_that_call_a_case_reviewed_move_neither_the_law_nor_the_sealer) {
  std::string drafted, draft;
  {
    const Forger forger(data());
    drafted = forger.stream_of(kDrafted);
    draft = Forger::root(forger.newest("draft_document", drafted));
    const auto session = records();
    ASSERT_NO_FATAL_FAILURE(tell_of_another(*session, forger.stream_of(kReady), drafted));
    ASSERT_TRUE(session->run("INSERT OR REPLACE INTO documents_issued_order VALUES(?,?,1)",
                             {base::base64(forger.records(drafted).back().leaf), drafted}));
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const auto decided =
      takes("shenzhibai", drafted, "decide_penalty", "agency_head",
            {{"draft", json::Value(draft)},
             {"seen", json::Value(base::base64(Forger(data()).records(drafted).back().leaf))}});
  EXPECT_FALSE(decided.recorded);
  EXPECT_THAT(decided.codes(), testing::Contains("review.not_passed"));
  EXPECT_TRUE(log_says("office", "sealing: sealer."));
  EXPECT_FALSE(is_issued(drafted));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr(kDrafted)));
}

}  // namespace
}  // namespace attack
