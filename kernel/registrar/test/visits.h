#pragma once
// A projection with a table, as the domain's are.

#include "registrar/projection.h"

namespace registrar_test {

class Visits final : public registrar::Projection {
 public:
  int version = 1;
  std::string fails_on;  // a note of these words makes it fail, as a faulty projection would
  int created = 0;

  Identity identity() const override { return {.name = "test.visits", .version = version}; }

  base::Result<void> create(sql::Session& session) override {
    ++created;
    return session.script(
        "DROP TABLE IF EXISTS test_visits;"
        "CREATE TABLE test_visits(idx INTEGER PRIMARY KEY, stream TEXT, pos INTEGER, step TEXT, holder TEXT,"
        " words TEXT, place TEXT, procedure TEXT) STRICT;");
  }

  base::Result<void> apply(const registrar::ProjectedRecord& record, sql::Session& session) override {
    const auto text = [&](std::string_view name) {
      return base::json::text_or_empty(record.view.fields.if_contains(name));
    };
    if (!fails_on.empty() && text("note.words") == fails_on) return base::fail("projection", "faulty");
    MJ_CHECK(session.run(
        "INSERT INTO test_visits VALUES(?,?,?,?,?,?,?,?)",
        {static_cast<std::int64_t>(record.stored.index), record.stored.stream, record.view.pos,
         record.view.step, record.view.holder, text("note.words"), text("place"), record.procedure.id}));
    return {};
  }

  base::Result<void> forget(const std::string& stream, sql::Session& session) override {
    MJ_CHECK(session.run("DELETE FROM test_visits WHERE stream=?", {stream}));
    return {};
  }
};

}  // namespace registrar_test
