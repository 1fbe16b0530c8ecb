// What a witness finds and reports (transparency-log.md §3b, §7, key b).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "file/durable.h"
#include "town.h"

namespace witness::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using Indexes = std::set<std::uint64_t>;

class Following : public testing::Test {
 protected:
  /// Reports it and has it confirmed, so that the record is void; the index of the confirmation.
  std::uint64_t declare_void(std::uint64_t index) {
    const std::string stream = bureau.new_stream();
    bureau.write(stream, {.step = "report_incident",
                          .role = "agency_head",
                          .by = "director",
                          .fields = {{"incident.index", static_cast<std::int64_t>(index)},
                                     {"incident.leaf", bureau.leaf(index)},
                                     {"incident.guards", town::json::Array{"review.not_passed"}},
                                     {"incident.text", "误操作。"}}});
    return bureau.write(stream, {.step = "confirm_incident",
                                 .role = "supervising_authority",
                                 .by = "supervisor",
                                 .fields = {{"confirms", bureau.head(stream)}}});
  }
  /// Index of the newest `step` of the stream.
  [[nodiscard]] std::uint64_t find(const std::string& stream, const std::string& step) const {
    for (std::uint64_t i = bureau.log().size(); i-- > 0;)
      if (bureau.log()[i].stream == stream && bureau.log()[i].step == step) return i;
    ADD_FAILURE() << "no " << step;
    return 0;
  }
  [[nodiscard]] Indexes open() const {
    const auto reports = house.reports();
    return feed::open_findings(reports);
  }

  town::Bureau bureau;
  House house{bureau};
};

TEST_F(Following, a_lawful_log_gives_contiguous_reports_without_a_finding) {
  bureau.run_case();
  const feed::Report first = house.cosign_and_follow();
  bureau.run_case();
  const feed::Report second = house.cosign_and_follow();
  EXPECT_EQ(first.from, 0U);
  EXPECT_EQ(first.to, second.from);
  EXPECT_EQ(second.to, bureau.log().size());
  EXPECT_EQ(second.time, bureau.clock.now());
  EXPECT_THAT(open(), IsEmpty());
  EXPECT_THAT(second.note, testing::HasSubstr(base::base64(bureau.tree().root())));
  EXPECT_THAT(second.note, testing::HasSubstr(bureau.lawbook->rules()));
}

TEST_F(Following, a_witness_that_joins_late_works_through_the_whole_log) {
  for (int i = 0; i < 21; ++i) bureau.run_case();
  ASSERT_GT(bureau.log().size(), kBundleWidth);
  const feed::Report report = house.cosign_and_follow();
  EXPECT_EQ(report.from, 0U);
  EXPECT_EQ(report.to, bureau.log().size());
  EXPECT_THAT(open(), IsEmpty());
}

TEST_F(Following, who_follows_step_by_step_reports_the_same_as_who_joins_late) {
  bureau.run_case({"pass_review"});
  House late{bureau};
  for (const std::uint64_t size : {3U, 4U, 17U, 22U}) {
    EXPECT_EQ(house.ask(house.request(size)).answer.status, 200);
    EXPECT_TRUE(house.witness->follow(&house.source));
  }
  house.cosign_and_follow();
  late.cosign_and_follow();
  EXPECT_EQ(open(), feed::open_findings(late.reports()));
  EXPECT_EQ(house.witness->standing().unlawful, late.witness->standing().unlawful);
}

TEST_F(Following, a_forged_decision_is_cosigned_and_reported_with_its_guards) {
  const std::string stream = bureau.run_case({"submit_review", "pass_review", "order_seal"});
  const std::uint64_t decision = find(stream, "decide_penalty");
  const feed::Report report = house.cosign_and_follow();
  EXPECT_TRUE(report.unlawful.contains(decision));
  EXPECT_THAT(report.guards.at(decision), Contains("review.not_passed"));
  EXPECT_EQ(house.witness->standing().cosigned.checkpoint.size, bureau.log().size());
  EXPECT_TRUE(house.witness->standing().unlawful.contains(decision));
}

TEST_F(Following, a_restarted_witness_goes_on_with_what_it_held) {
  bureau.run_case({"pass_review"});
  house.cosign_and_follow();
  const auto before = house.reports();
  house.restart();
  house.source.reachable = false;  // everything is in the copy
  EXPECT_TRUE(house.witness->follow(nullptr));
  EXPECT_EQ(house.reports().size(), before.size());
  house.source.reachable = true;
  bureau.run_case();
  const feed::Report next = house.cosign_and_follow();
  EXPECT_EQ(next.from, before.back().to);
  EXPECT_THAT(next.unlawful, IsEmpty());
  EXPECT_THAT(next.closed, IsEmpty());
}

TEST_F(Following, a_lost_or_damaged_copy_is_fetched_again) {
  bureau.run_case({"pass_review"});
  house.cosign_and_follow();
  const Indexes before = open();
  house.witness.reset();
  put(house.layout().replica() + "/000", "rubbish");
  house.restart();
  EXPECT_FALSE(house.witness->follow(nullptr));
  bureau.run_case();
  house.cosign_and_follow();
  EXPECT_EQ(open(), before);
}

TEST_F(Following, records_that_are_not_those_of_the_checkpoint_give_no_report) {
  bureau.run_case();
  house.source.other_entry[4] = bureau.log()[5].record.entry;
  EXPECT_EQ(house.ask(house.request(bureau.log().size())).answer.status, 200);
  const auto followed = house.witness->follow(&house.source);
  ASSERT_FALSE(followed);
  EXPECT_EQ(followed.error().code, "root");
  EXPECT_EQ(house.witness->newest_report(), "");
  EXPECT_NE(house.witness->standing().trouble, "");
  house.source.other_entry.clear();
  EXPECT_TRUE(house.witness->follow(&house.source));
  EXPECT_EQ(house.witness->standing().reported, bureau.log().size());
  EXPECT_EQ(house.witness->standing().trouble, "");
}

TEST_F(Following, structure_that_is_missing_is_listed_and_closed_when_it_comes) {
  const std::string stream = bureau.run_case();
  const std::uint64_t review = find(stream, "pass_review");
  house.source.withheld = {review};
  const feed::Report report = house.cosign_and_follow();
  EXPECT_EQ(report.missing, (Indexes{review}));
  EXPECT_THAT(report.unlawful, IsEmpty()) << "what comes after it cannot be judged";
  house.source.withheld.clear();
  bureau.run_case();
  const feed::Report next = house.cosign_and_follow();
  EXPECT_EQ(next.closed, (Indexes{review}));
  EXPECT_THAT(next.unlawful, IsEmpty());
  EXPECT_THAT(open(), IsEmpty());
}

TEST_F(Following, what_a_late_delivery_shows_is_listed_although_its_range_is_over) {
  const std::string stream = bureau.run_case({"pass_review"});
  house.source.withheld = {find(stream, "register_lead")};
  EXPECT_THAT(house.cosign_and_follow().unlawful, IsEmpty());
  house.source.withheld.clear();
  bureau.run_case();
  const feed::Report next = house.cosign_and_follow();
  EXPECT_TRUE(next.unlawful.contains(find(stream, "decide_penalty")));
}

TEST_F(Following, a_key_whose_enrolment_is_missing_makes_nobody_unlawful) {
  const std::uint64_t enrolment = 4;  // of the reviewer: the third pair of records
  ASSERT_EQ(bureau.log()[enrolment].step, "enrol_key");
  const std::string stream = bureau.run_case();
  house.source.withheld = {enrolment};
  const feed::Report report = house.cosign_and_follow();
  EXPECT_EQ(report.missing, (Indexes{enrolment}));
  EXPECT_THAT(report.unlawful, IsEmpty());
  house.source.withheld.clear();
  bureau.run_case();
  EXPECT_EQ(house.cosign_and_follow().closed, (Indexes{enrolment}));
  EXPECT_THAT(open(), IsEmpty());
}

TEST_F(Following, an_unlawful_record_is_closed_by_an_incident_alone) {
  const std::string stream = bureau.run_case({"pass_review", "order_seal"});
  house.cosign_and_follow();
  ASSERT_TRUE(open().contains(find(stream, "decide_penalty")));
  // What rested on a void record is unlawful in turn, until nothing of it is left.
  for (Indexes found = open(); !found.empty(); found = open()) {
    for (const std::uint64_t index : found) declare_void(index);
    EXPECT_EQ(house.cosign_and_follow().closed, found);
  }
  house.restart();
  bureau.run_case();
  EXPECT_THAT(house.cosign_and_follow().unlawful, IsEmpty());
  EXPECT_THAT(open(), IsEmpty());
}

TEST_F(Following, an_incident_that_the_authority_did_not_confirm_closes_nothing) {
  const std::string stream = bureau.run_case({"pass_review", "order_seal"});
  const std::uint64_t decision = find(stream, "decide_penalty");
  house.cosign_and_follow();
  const std::string incident = bureau.new_stream();
  bureau.write(incident, {.step = "report_incident",
                          .role = "agency_head",
                          .by = "director",
                          .fields = {{"incident.index", static_cast<std::int64_t>(decision)},
                                     {"incident.leaf", bureau.leaf(decision)},
                                     {"incident.guards", town::json::Array{"review.not_passed"}},
                                     {"incident.text", "误操作。"}}});
  const std::uint64_t confirmation =
      bureau.write(incident, {.step = "confirm_incident",
                              .role = "agency_head",
                              .by = "director",
                              .fields = {{"confirms", bureau.head(incident)}}});
  const feed::Report report = house.cosign_and_follow();
  EXPECT_THAT(report.closed, IsEmpty());
  EXPECT_THAT(report.guards.at(confirmation), Contains("role.wrong"));
  EXPECT_TRUE(open().contains(decision));
}

TEST_F(Following, what_rested_on_a_void_record_is_unlawful) {
  const std::string stream = bureau.run_case();
  house.cosign_and_follow();
  declare_void(find(stream, "pass_review"));
  const feed::Report report = house.cosign_and_follow();
  EXPECT_THAT(report.guards.at(find(stream, "decide_penalty")), Contains("review.not_passed"));
}

TEST_F(Following, two_records_at_one_position_are_a_fork_until_one_is_void) {
  const std::string stream = bureau.new_stream();
  const town::Deed lead{.step = "register_lead",
                        .role = "handler",
                        .by = "handler",
                        .fields = {{"procedure", "penalty.ordinary"},
                                   {"lead.source", "inspection"},
                                   {"lead.text", "日常检查发现。"},
                                   {"party.kind", "organisation"},
                                   {"party.name", "临澄市示范物业服务有限公司"}},
                        .is_signed = false};
  const std::uint64_t first = bureau.write(stream, lead);
  const std::uint64_t second = bureau.write_beside(stream, lead);
  EXPECT_THAT(house.cosign_and_follow().guards.at(second), ElementsAre("chain.fork"));
  declare_void(first);
  EXPECT_EQ(house.cosign_and_follow().closed, (Indexes{second}));
  EXPECT_THAT(open(), IsEmpty());
}

TEST_F(Following, an_act_by_somebody_without_the_role_is_named_by_the_chain) {
  const std::string stream = bureau.run_case({"order_seal"});
  bureau.order_seal(stream, "reviewer");
  const feed::Report report = house.cosign_and_follow();
  EXPECT_THAT(report.guards.at(find(stream, "order_seal")), ElementsAre("chain.actor"));
}

TEST_F(Following, records_of_an_edition_that_is_not_installed_cannot_be_judged) {
  bureau.run_case();
  house.witness.reset();
  const std::string editions = house.layout().editions();
  const std::string name = file::list_directory(editions)->front();
  const Bytes installed = file::read_file(editions + "/" + name).value();
  std::filesystem::remove(editions + "/" + name);
  const auto other = law::Lawbook::from_files({{"bureau.yaml", "name: 另一个机关\n"}});
  ASSERT_TRUE(other) << other.error().text;
  const auto rules = base::from_base64((*other)->rules());
  put(editions + "/" + base::hex(*rules) + ".json", (*other)->edition());
  house.restart();
  const feed::Report report = house.cosign_and_follow();
  EXPECT_EQ(report.missing.size(), bureau.log().size());
  EXPECT_THAT(report.unlawful, IsEmpty());
  EXPECT_THAT(house.witness->standing().unknown_editions, ElementsAre(bureau.lawbook->rules()));
  put(editions + "/" + name, installed);
  house.restart();
  bureau.run_case();
  EXPECT_EQ(house.cosign_and_follow().closed, report.missing);
  EXPECT_THAT(open(), IsEmpty());
}

TEST_F(Following, many_findings_make_several_reports_that_each_fit) {
  const std::string stream = bureau.run_case();
  for (int i = 0; i < 400; ++i)
    bureau.write(stream, {.step = "conclude_investigation",
                          .role = "handler",
                          .by = "keeper",
                          .fields = {{"conclusion.report", "见附件。"}}});
  house.cosign_and_follow();
  const auto reports = house.reports();
  ASSERT_GT(reports.size(), 1U);
  std::uint64_t from = 0;
  std::size_t listed = 0;
  for (const feed::Report& report : reports) {
    EXPECT_EQ(report.from, from);
    EXPECT_LE(report.note.size(), feed::kReportBytesMax);
    for (const std::uint64_t index : report.unlawful) {
      EXPECT_TRUE(report.covers(index));
      ++listed;
    }
    from = report.to;
  }
  EXPECT_EQ(from, bureau.log().size());
  EXPECT_EQ(listed, 400U);
}

}  // namespace
}  // namespace witness::test
