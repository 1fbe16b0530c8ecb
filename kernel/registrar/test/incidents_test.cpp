// A record found unlawful is declared void by two acts (transparency-log.md §7): it keeps its place and sets
// no fact.

#include "house.h"

namespace {

using namespace registrar_test;

class Incidents : public House {
 protected:
  registrar::Submission incident_act(const Person& by, const std::string& step, const std::string& role,
                                     const Fields& more) const {
    auto made = submission(by, fields(by, incident_, step, role, more), true);
    made.kind = "incident";
    return made;
  }
  registrar::Submission report(std::uint64_t index, const std::string& leaf) const {
    return incident_act(head_, "report_incident", "agency_head",
                        {{"incident.index", static_cast<std::int64_t>(index)}, {"incident.leaf", leaf}});
  }
  registrar::Submission confirm(const std::string& leaf) const {
    return incident_act(supervisor_, "confirm_incident", "supervising_authority", {{"confirms", leaf}});
  }
  void declare_void(const registrar::Receipt& record) {
    const auto reported = accepted(report(record.index, record.leaf));
    accepted(confirm(reported.leaf));
  }
  /// A visit that was begun, noted and closed; the receipt of its closing.
  registrar::Receipt closed_visit() {
    accepted(begin(visit_));
    accepted(note(visit_, "第一次"));
    return accepted(close(visit_));
  }
  const std::string visit_ = new_id(), incident_ = new_id();
};

TEST_F(Incidents, a_void_record_sets_no_fact_and_the_stream_goes_on_after_it) {
  const auto closing = closed_visit();
  EXPECT_EQ(refused(note(visit_, "第二次")), "visit.closed.present");
  const auto reported = accepted(report(closing.index, closing.leaf));
  EXPECT_EQ(refused(note(visit_, "第二次")), "visit.closed.present");
  accepted(confirm(reported.leaf));
  const auto next = accepted(note(visit_, "第二次"));
  EXPECT_EQ(next.pos, 3);
  EXPECT_TRUE(registrar_->incidents()->is_void(closing.index, *base::hash_from_base64(closing.leaf)));
  reopen();
  accepted(note(visit_, "第三次"));
}

TEST_F(Incidents, projections_forget_a_void_record_as_a_rebuild_does) {
  const auto closing = closed_visit();
  const std::string before = dump();
  declare_void(closing);
  accepted(note(visit_, "第二次"));
  const std::string after = dump();
  EXPECT_NE(before.find("close_visit"), std::string::npos);
  EXPECT_EQ(after.find("close_visit"), std::string::npos);
  EXPECT_NE(after.find("第二次"), std::string::npos);
  ASSERT_TRUE(registrar_->rebuild());
  EXPECT_EQ(dump(), after);
}

TEST_F(Incidents, only_a_record_that_is_there_can_be_reported) {
  const auto closing = closed_visit();
  EXPECT_EQ(refused(report(closing.index + 1, closing.leaf)), "incident.refused");
  EXPECT_EQ(refused(report(closing.index, base::base64(ledger::leaf_hash("another")))), "incident.refused");
  accepted(report(closing.index, closing.leaf));
}

TEST_F(Incidents, an_incident_cannot_be_undone_by_another) {
  const auto closing = closed_visit();
  const auto reported = accepted(report(closing.index, closing.leaf));
  const auto all = fields(
      head_, new_id(), "report_incident", "agency_head",
      {{"incident.index", static_cast<std::int64_t>(reported.index)}, {"incident.leaf", reported.leaf}});
  auto second = submission(head_, all, true);
  second.kind = "incident";
  EXPECT_EQ(refused(second), "incident.refused");
}

TEST_F(Incidents, the_confirmation_must_name_a_report) {
  const auto closing = closed_visit();
  accepted(report(closing.index, closing.leaf));
  EXPECT_EQ(refused(confirm(closing.leaf)), "incident.refused");
  EXPECT_EQ(refused(note(visit_, "第二次")), "visit.closed.present");
}

TEST_F(Incidents, one_that_was_written_past_the_door_means_nothing_and_is_told) {
  const auto closing = closed_visit();
  const auto reported = accepted(report(closing.index, closing.leaf));
  // Somebody with the database confirms in the supervising authority's name, without its key.
  const auto forged_fields = fields(supervisor_, incident_, "confirm_incident", "supervising_authority",
                                    {{"confirms", reported.leaf}});
  const auto made =
      ledger::seal_record(
          act_of(forged_fields, nullptr),
          {.pos = 1, .prev = reported.leaf, .rules = lawbook_->rules(), .recorded = clock_.now()})
          .value();
  auto blob = ledger::seal_blob(ledger::blob_plain({}, made.decoys, {}), made.leaf,
                                {.mid = "m001", .key = base::Bytes(32, 'k')});
  registrar::Append append;
  append.record = {.index = stored(),
                   .stream = incident_,
                   .pos = 1,
                   .kind = "incident",
                   .entry = made.entry,
                   .leaf = made.leaf,
                   .digests = made.digests,
                   .structure = made.disclosures,
                   .sealed = std::move(blob.blob)};
  append.kid = std::move(blob.kid);
  append.wrapped_key = std::move(blob.wrapped);
  ASSERT_TRUE(stores_->appender().append({append}, [](sql::Session&) { return base::Result<void>(); }));
  reopen();
  EXPECT_EQ(registrar_->distrusted().size(), 1U);
  EXPECT_FALSE(registrar_->incidents()->is_void(closing.index, *base::hash_from_base64(closing.leaf)));
  EXPECT_EQ(refused(note(visit_, "第二次")), "visit.closed.present");
}

}  // namespace
