// Sealing: each refusal of sealer.md §4, in their order.

#include <gtest/gtest.h>

#include "ready.h"

namespace {

using base::json::Object;
using town::House;
using town::Ready;
using town::sealed;
using town::states;
using town::Town;

TEST(Gate, malformed_requests_are_refused) {
  Ready ready;
  EXPECT_EQ(ready.house.ask({{"op", "seal"}, {"v", 1}}).code, "malformed");
  EXPECT_EQ(ready.house.ask({{"op", "open"}, {"v", 1}}).code, "malformed");
  EXPECT_EQ(ready.house.ask({{"op", "status"}, {"v", 2}}).code, "malformed");
}

TEST(Gate, an_order_the_sealer_has_not_followed_to_is_behind_the_log) {
  Ready ready;
  const std::string later = ready.town.run_case();
  EXPECT_EQ(ready.house.seal(later).code, "behind_log");
}

TEST(Gate, a_record_after_the_order_cannot_be_withheld) {
  Ready ready;
  const auto before = ready.town.order(ready.stream);
  ready.town.write(ready.stream, {.step = "void_number",
                                  .role = "seal_keeper",
                                  .by = "keeper",
                                  .fields = {{"void.ground", "order_withdrawn"}}});
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(ready.house.ask(seal::to_json(before)).code, "not_head");
}

TEST(Gate, structure_missing_after_the_order_may_be_a_withheld_return) {
  Ready ready;
  const auto before = ready.town.order(ready.stream);
  const std::uint64_t from = ready.town.log().size();
  ready.town.write(ready.stream, {.step = "return_review", .role = "legal_reviewer", .by = "reviewer"});
  auto advance = ready.town.advance(from);
  advance.structure[0] = nullptr;
  EXPECT_TRUE(ready.house.ask(seal::to_json(advance)).ok);
  EXPECT_EQ(ready.house.ask(seal::to_json(before)).code, "no_structure");
}

TEST(Gate, a_record_left_out_in_the_middle_is_noticed) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  order.records.erase(order.records.begin() + 4);
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "pos");
}

TEST(Gate, a_digest_that_does_not_open_may_hide_a_second_value) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  order.records[3].decoys.pop_back();
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "unopened");
}

TEST(Gate, of_a_record_whose_values_were_erased_the_structure_is_enough) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  seal::FullRecord& lead = order.records[0];
  lead.bundle = *ledger::bundle_from_json(ready.town.structure(lead.index));
  lead.decoys.clear();
  lead.erased = true;
  EXPECT_EQ(sealed(ready.house.ask(seal::to_json(order))).no, "澄明市监处罚〔2026〕1号");
}

TEST(Gate, a_stream_with_an_unlawful_record_is_not_sealed) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.write(stream, {.step = "discuss_collectively", .role = "agency_head", .by = "stranger"});
  town.order_seal(stream);
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "actor");
}

TEST(Gate, records_of_another_case_cannot_stand_in) {
  Ready ready;
  const std::string other = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  auto order = ready.town.order(ready.stream);
  const auto foreign = ready.town.order(other);
  order.records.front() = foreign.records.front();
  const auto answer = ready.house.ask(seal::to_json(order));
  EXPECT_TRUE(answer.code == "stream" || answer.code == "order") << answer.code;
}

TEST(Gate, what_the_signer_had_seen_must_be_the_predecessor) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  const std::string older = town.leaf(town.head_index(stream) - 2);
  town.write(stream, {.step = "order_seal",
                      .role = "seal_keeper",
                      .by = "keeper",
                      .fields = {{"seal.series", "澄明市监处罚〔2026〕"}, {"seal.form", "D45"}},
                      .draft = town.draft_of(stream),
                      .seen = true,
                      .seen_leaf = older});
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "seen");
}

TEST(Gate, a_handler_of_the_case_cannot_order_the_seal) {
  Town town;
  House house(town);
  town.enrol("second_as_keeper", {"seal_keeper"});
  const std::string stream = town.run_case({"order_seal"});
  town.order_seal(stream, "second_as_keeper");
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "seal_order");
}

TEST(Gate, the_head_must_be_an_order_to_seal) {
  Ready ready({"order_seal"});
  EXPECT_EQ(ready.house.seal(ready.stream).code, "seal_order");
}

TEST(Gate, another_draft_than_the_one_reviewed_and_decided_is_refused) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.draft(stream);  // changed after review and decision
  town.order_seal(stream);
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "seal_order");
}

TEST(Gate, without_a_passed_review_the_lawbook_refuses_with_its_article) {
  Ready ready({"pass_review"});
  const auto answer = ready.house.seal(ready.stream);
  EXPECT_EQ(answer.code, "lawbook");
  EXPECT_TRUE(House::codes(answer).contains("review.not_passed")) << answer.say;
  bool cited = false;
  for (const seal::Refusal& refusal : answer.refusals)
    cited = cited || refusal.article.find("行政处罚法 第五十八条") != std::string::npos;
  EXPECT_TRUE(cited);
}

TEST(Gate, without_a_served_notice_the_lawbook_refuses) {
  Ready ready({"serve_notice", "waive_defence"});
  const auto answer = ready.house.seal(ready.stream);
  EXPECT_EQ(answer.code, "lawbook");
  EXPECT_TRUE(House::codes(answer).contains("notice.not_served")) << answer.say;
}

TEST(Gate, a_review_returned_after_it_had_passed_is_no_review) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.write(stream, {.step = "return_review",
                      .role = "legal_reviewer",
                      .by = "reviewer",
                      .fields = {{"review.opinion", "correct"}, {"review.text", "请补充。"}},
                      .draft = town.draft_of(stream),
                      .seen = true});
  town.order_seal(stream);
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "lawbook");
}

TEST(Gate, an_edition_the_sealer_does_not_have_is_refused) {
  Ready ready;
  ready.town.editions = law::Editions{};
  EXPECT_EQ(ready.house.seal(ready.stream).code, "rules");
}

TEST(Gate, text_that_is_not_the_one_committed_is_refused) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  order.texts.at("doc.facts").body = {Object{{"t", "电梯检验合格。"}}};
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "text");
  order = ready.town.order(ready.stream);
  order.texts.erase("doc.facts");
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "text");
  order = ready.town.order(ready.stream);
  order.texts["doc.extra"] = order.texts.at("doc.facts");
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "text");
  EXPECT_TRUE(states(ready.house).empty());
}

TEST(Gate, a_clock_that_was_set_back_stops_the_sealing) {
  Ready ready;
  const auto now = ready.town.clock.now();
  ready.town.clock.pass(-30);
  EXPECT_EQ(ready.house.seal(ready.stream).code, "clock");
  ready.town.clock.set(now);
  EXPECT_TRUE(ready.house.seal(ready.stream).ok);
  const std::string second = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  ready.town.clock.pass(-24 * 60);
  EXPECT_EQ(ready.house.seal(second).code, "clock");
}

TEST(Gate, an_order_of_last_year_is_not_numbered_this_year) {
  Ready ready;
  ready.town.clock.set(*base::parse_instant("2027-01-01T00:00:00+08:00"));
  EXPECT_EQ(ready.house.seal(ready.stream).code, "clock");
}

TEST(Gate, where_a_witness_is_required_the_order_must_be_witnessed) {
  Town town;
  const std::string stream = town.run_case();
  House house(town);
  const auto witness = crypto::Sm2Key::generate();
  house.witnesses = {ledger::make_vkey("sfj.example", ledger::NoteType::cosignature, witness.public_key())};
  house.cosignatures = 1;
  house.restart();
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "witness_required");
  auto cosigned = town.advance(town.log().size());
  auto note = ledger::parse_note(cosigned.checkpoint);
  ledger::cosign(*note, "sfj.example", witness, 1'770'000'000);
  cosigned.checkpoint = ledger::format(*note);
  EXPECT_TRUE(house.ask(seal::to_json(cosigned)).ok);
  EXPECT_EQ(sealed(house.seal(stream)).no, "澄明市监处罚〔2026〕1号");
}

TEST(Gate, only_a_demo_lets_its_clock_be_set) {
  Ready ready;
  const auto later = *base::parse_instant("2026-05-01T10:00:00+08:00");
  EXPECT_TRUE(ready.house.ask(seal::clock_request(later)).ok);
  EXPECT_EQ(base::format(sealed(ready.house.seal(ready.stream)).date), "2026-05-01");
  EXPECT_TRUE(ready.house.ask(seal::clock_request(std::nullopt)).ok);
  Town real;
  real.origin = "zf.example.gov.cn/log/2026";
  House house(real);
  EXPECT_EQ(house.ask(seal::clock_request(later)).code, "clock");
}

}  // namespace
