// Following the log (sealer.md §3).

#include <gtest/gtest.h>

#include <filesystem>

#include "town.h"

namespace {

using town::Deed;
using town::House;
using town::Town;

TEST(Follow, an_honest_log_is_followed_and_the_size_survives_a_restart) {
  Town town;
  House house(town);
  const std::string stream = town.run_case();
  const auto answer = house.advance();
  ASSERT_TRUE(answer.ok) << answer.code << answer.say;
  EXPECT_EQ(answer.body.at("size").as_int64(), static_cast<std::int64_t>(town.log().size()));
  EXPECT_TRUE(answer.body.at("unlawful").as_array().empty());
  EXPECT_TRUE(answer.body.at("missing").as_array().empty());
  house.restart();
  const auto status = house.ask(seal::status_request());
  EXPECT_EQ(status.body.at("size"), answer.body.at("size"));
  EXPECT_EQ(status.body.at("root"), answer.body.at("root"));
  EXPECT_EQ(status.body.at("streams").as_int64(), 8);  // seven keys, one case
}

TEST(Follow, the_log_may_come_in_many_pieces) {
  Town town;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  const std::string stream = town.new_stream();
  for (int i = 0; i < 5; ++i) {
    town.write(stream, {.step = "record_payment", .role = "finance_clerk", .by = "unit", .is_signed = false});
    const auto answer = house.advance();
    ASSERT_TRUE(answer.ok) << answer.say;
    EXPECT_TRUE(answer.body.at("unlawful").as_array().empty());
  }
}

TEST(Follow, a_log_behind_the_sealer_is_told_the_size_and_changes_nothing) {
  Town town;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  auto older = town.advance(0);
  EXPECT_EQ(house.ask(seal::to_json(older)).code, "behind_sealer");
  older.from = town.log().size() + 1;
  EXPECT_EQ(house.ask(seal::to_json(older)).code, "behind_sealer");
}

TEST(Follow, a_checkpoint_of_another_key_or_origin_is_refused) {
  Town town, other;
  House house(town);
  EXPECT_EQ(house.ask(seal::to_json(other.advance(0))).code, "checkpoint");
  auto garbled = town.advance(0);
  garbled.checkpoint = "no note";
  EXPECT_EQ(house.ask(seal::to_json(garbled)).code, "checkpoint");
}

TEST(Follow, entries_that_do_not_give_the_root_are_refused) {
  Town town;
  House house(town);
  auto advance = town.advance(0);
  advance.entries[1] = advance.entries[0];
  EXPECT_EQ(house.ask(seal::to_json(advance)).code, "leaves");
  EXPECT_TRUE(house.advance().ok);
}

int evidence_in(const House& house) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(house.directory() + "/state"))
    files += entry.path().filename().string().starts_with("evidence-") ? 1 : 0;
  return files;
}

/// A town whose log has the same key and another history.
struct Twin {
  Town town;
  explicit Twin(const Town& honest) {
    town.origin = honest.origin;
    town.log_key = *crypto::Sm2Key::from_scalar(honest.log_key.scalar());
  }
};

const sealer::Caller kOperator{.operator_socket = true, .name = "uid 0"};

TEST(Follow, a_proof_that_another_past_was_signed_stops_the_sealer_and_is_kept) {
  Town town;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  Twin twin(town);
  twin.town.run_case();
  EXPECT_EQ(house.ask(seal::to_json(twin.town.advance(town.log().size()))).code, "consistency");
  EXPECT_EQ(house.ask(seal::to_json(town.advance(town.log().size()))).code, "stopped");
  EXPECT_EQ(evidence_in(house), 1);
  EXPECT_FALSE(house.ask(seal::resume_request()).ok);  // not the operator's socket
  EXPECT_TRUE(house.ask(seal::resume_request(), kOperator).ok);
  EXPECT_TRUE(house.ask(seal::to_json(town.advance(town.log().size()))).ok);
}

TEST(Follow, two_signed_notes_of_one_size_that_differ_stop_the_sealer_and_are_kept) {
  Town town;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  Twin twin(town);
  EXPECT_EQ(house.ask(seal::to_json(twin.town.advance(town.log().size()))).code, "consistency");
  EXPECT_EQ(house.ask(seal::to_json(town.advance(town.log().size()))).code, "stopped");
  EXPECT_EQ(evidence_in(house), 1);
}

TEST(Follow, a_note_of_one_size_that_differs_and_is_signed_by_nobody_stops_nothing) {
  Town town, other;
  other.origin = town.origin;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.ask(seal::to_json(other.advance(town.log().size()))).code, "behind_sealer");
  EXPECT_TRUE(house.ask(seal::to_json(town.advance(town.log().size()))).ok);
  EXPECT_EQ(evidence_in(house), 0);
}

TEST(Follow, a_bad_proof_or_bad_entries_are_refused_and_stop_nothing) {
  Town town;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  const std::uint64_t from = town.log().size();
  town.run_case();
  auto rubbish = town.advance(from);
  rubbish.proof.back()[0] ^= 1;
  EXPECT_EQ(house.ask(seal::to_json(rubbish)).code, "proof");
  rubbish.proof.clear();
  EXPECT_EQ(house.ask(seal::to_json(rubbish)).code, "proof");
  rubbish = town.advance(from);
  rubbish.entries[1] = rubbish.entries[0];
  EXPECT_EQ(house.ask(seal::to_json(rubbish)).code, "leaves");
  rubbish.proof.front()[0] ^= 1;
  EXPECT_EQ(house.ask(seal::to_json(rubbish)).code, "proof");
  EXPECT_TRUE(house.ask(seal::status_request()).body.at("stopped").as_array().empty());
  EXPECT_EQ(evidence_in(house), 0);
  EXPECT_TRUE(house.advance().ok);
}

/// Writes a record the office would not have written, and says how the sealer marks it.
std::string mark_of(House& house, const std::string& stream) {
  const auto answer = house.advance();
  EXPECT_TRUE(answer.ok) << answer.say;
  const auto status = house.ask(seal::status_request());
  for (const auto& mark : status.body.at("unlawful").as_array())
    if (base::json::text_or_empty(&mark.at("stream")) == stream)
      return base::json::text_or_empty(&mark.at("code"));
  return "";
}

TEST(Follow, a_key_that_was_never_enrolled_marks_the_stream) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.write(stream, {.step = "discuss_collectively", .role = "agency_head", .by = "stranger"});
  EXPECT_EQ(mark_of(house, stream), "actor");
}

TEST(Follow, a_role_the_key_does_not_have_marks_the_stream) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.write(stream, {.step = "discuss_collectively", .role = "agency_head", .by = "handler"});
  EXPECT_EQ(mark_of(house, stream), "actor");
}

TEST(Follow, a_key_confirmed_by_somebody_who_is_no_key_keeper_is_not_good) {
  Town town;
  House house(town);
  town.enrol("stranger", {"agency_head"}, "director", "handler");
  const std::string stream = town.run_case({"order_seal"});
  town.write(stream, {.step = "discuss_collectively", .role = "agency_head", .by = "stranger"});
  EXPECT_EQ(mark_of(house, stream), "actor");
}

TEST(Follow, a_retired_key_is_good_no_more) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  const std::string keys = town.log()[6].stream;  // of the seal keeper: the fourth enrolment
  town.write(keys, {.step = "retire_key", .role = "key_keeper", .by = "head"});
  town.order_seal(stream);
  EXPECT_EQ(mark_of(house, stream), "actor");
}

TEST(Follow, the_same_act_entered_twice_is_a_replay) {
  Town town;
  House house(town);
  const std::string stream = town.new_stream();
  const auto act = ledger::make_act({{"stream", base::json::Value(stream)},
                                     {"step", "archive_case"},
                                     {"at", base::json::Value(base::format(town.clock.now()))},
                                     {"actor", base::json::Value(town.person("unit").id())},
                                     {"role", "archive_keeper"}},
                                    nullptr);
  town.append(stream, "archive_case", *act);
  town.append(stream, "archive_case", *act);
  EXPECT_EQ(mark_of(house, stream), "replay");
}

TEST(Follow, a_record_whose_structure_is_withheld_is_noted_and_can_be_delivered_later) {
  Town town;
  House house(town);
  EXPECT_TRUE(house.advance().ok);
  const std::uint64_t from = town.log().size();
  const std::string stream = town.run_case();
  auto advance = town.advance(from);
  advance.structure[2] = nullptr;
  const auto answer = house.ask(seal::to_json(advance));
  ASSERT_TRUE(answer.ok) << answer.say;
  EXPECT_EQ(answer.body.at("missing").as_array().size(), 1U);
  EXPECT_TRUE(answer.body.at("unlawful").as_array().empty());  // the rest waits for the missing one
  house.restart();
  EXPECT_EQ(house.seal(stream).code, "not_head");
  auto late = town.advance(town.log().size());
  late.late.emplace(from + 2, town.structure(from + 2));
  const auto delivered = house.ask(seal::to_json(late));
  ASSERT_TRUE(delivered.ok) << delivered.say;
  EXPECT_TRUE(delivered.body.at("missing").as_array().empty());
  EXPECT_TRUE(house.seal(stream).ok);
}

TEST(Follow, an_unsigned_issue_or_void_means_nothing_even_under_an_edition_that_is_not_installed) {
  Town town;
  House house(town);
  const std::string stream = town.run_case();
  EXPECT_TRUE(house.advance().ok);
  EXPECT_TRUE(house.seal(stream).ok);
  town.editions = law::Editions{};
  town.write(stream, {.step = "void_number",
                      .role = "seal_keeper",
                      .by = "keeper",
                      .fields = {{"void.ground", "printing"}},
                      .is_signed = false});
  const std::string record = town.head(stream);
  town.write(stream,
             {.step = "issue_document", .role = "sealer", .by = "sealer", .seen = true, .is_signed = false});
  EXPECT_TRUE(house.advance().ok);
  EXPECT_TRUE(house.ask(seal::status_request()).body.at("stopped").as_array().empty());
  EXPECT_EQ(house.ask(seal::void_request(record)).code, "void");
  const auto account = house.ask(seal::account_request("澄明市监处罚", 2026));
  EXPECT_EQ(base::json::text_or_empty(&account.body.at("numbers").at(0).at("state")), "answered");
}

TEST(Follow, an_incident_confirmed_by_the_supervising_authority_lifts_the_mark) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  const std::uint64_t bad =
      town.write(stream, {.step = "discuss_collectively", .role = "agency_head", .by = "stranger"});
  EXPECT_EQ(mark_of(house, stream), "actor");
  const std::string incident = town.new_stream();
  town.write(incident, {.step = "report_incident",
                        .role = "agency_head",
                        .by = "director",
                        .fields = {{"incident.index", static_cast<std::int64_t>(bad)},
                                   {"incident.leaf", town.leaf(bad)},
                                   {"incident.guards", base::json::Array{"chain.actor"}}}});
  EXPECT_EQ(mark_of(house, stream), "actor");
  town.write(incident, {.step = "confirm_incident",
                        .role = "supervising_authority",
                        .by = "supervisor",
                        .fields = {{"confirms", town.head(incident)}}});
  EXPECT_EQ(mark_of(house, stream), "");
  house.restart();
  EXPECT_EQ(mark_of(house, stream), "");
  town.order_seal(stream);
  EXPECT_TRUE(house.advance().ok);
  const seal::Answer answer = house.seal(stream);
  EXPECT_TRUE(answer.ok) << answer.code << " " << answer.say;
}

}  // namespace
