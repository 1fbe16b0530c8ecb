#pragma once
// A projection on a database of its own, told of records that are made up field by field; for the tests of
// the modules that project.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "registrar/projection.h"

namespace registrar_test {

/// One record as a test writes it.
struct Told {
  std::string kind, stream, step;
  base::json::Object fields = {};
  base::json::Object course = {};  // further fields, which the record shows in clear
  std::string at = "2026-03-02T09:00:00+08:00";
  std::string holder = {};
  std::string draft = {};
  law::Facts after = {};  // of the stream, as the fold of a real one would give them
};

/// `Projection` under test and the database it writes; the rules are the real lawbook's.
template <class Projection>
class Projected : public testing::Test {
 protected:
  Projected() {
    std::string pattern = std::filesystem::temp_directory_path() / "mingjing-projected-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    writer_ = session();
    EXPECT_TRUE(projection_.create(*writer_));
  }
  ~Projected() override {
    writer_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::unique_ptr<sql::Session> session() const {
    return sql::open_sqlite(directory_ / "test.db", sql::Access::read_write).value();
  }
  /// The leaf of the record told as number `index`, made up like all of it.
  static base::Hash leaf_of(std::uint64_t index) {
    base::Bytes leaf;
    base::put_u64be(leaf, index);
    return base::to_hash(leaf + base::Bytes(sizeof(base::Hash) - leaf.size(), 'l')).value();
  }
  void tell(const Told& told) {
    static const auto lawbook =
        law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook").value();
    law::StepView view;
    view.pos = places_[told.stream]++;
    view.step = told.step;
    view.at = view.recorded = base::parse_instant(told.at).value();
    view.holder = told.holder;
    view.draft = told.draft;
    view.fields = told.fields;
    for (const auto& field : told.course) view.fields.emplace(field.key(), field.value());
    ledger::StoredRecord stored;
    stored.index = told_++;
    stored.stream = told.stream;
    stored.pos = view.pos;
    stored.kind = told.kind;
    stored.leaf = leaf_of(stored.index);
    stored.structure = structure_of(told);
    const std::string procedure = told.kind == "case" ? "penalty.ordinary" : told.kind;
    const auto done = projection_.apply({.stored = stored,
                                         .view = view,
                                         .after = told.after,
                                         .procedure = *lawbook->procedure(procedure, base::date_of(view.at)),
                                         .calendar = lawbook->calendar()},
                                        *writer_);
    ASSERT_TRUE(done) << told.step << ": " << done.error().code << " " << done.error().text;
  }
  /// As before a rebuild: the tables are dropped and made anew.
  void begin_again() {
    ASSERT_TRUE(projection_.create(*writer_));
    places_.clear();
    told_ = 0;
  }

  static std::vector<std::string> structure_of(const Told& told) {
    const auto shown = [](std::string name, base::json::Value value) {
      return ledger::encode_disclosure(
          {.salt = base::Bytes(16, 's'), .name = std::move(name), .value = std::move(value)});
    };
    std::vector<std::string> out{shown("stream", base::json::Value(told.stream)),
                                 shown("step", base::json::Value(told.step)),
                                 shown("at", base::json::Value(told.at))};
    for (const auto& field : told.course) out.push_back(shown(std::string(field.key()), field.value()));
    return out;
  }

  std::filesystem::path directory_;
  Projection projection_;
  std::unique_ptr<sql::Session> writer_;
  std::map<std::string, std::int64_t> places_;
  std::uint64_t told_ = 0;
};

}  // namespace registrar_test
