// Sealing: the honest case, each refusal of sealer.md §4, crashes (§6), numbers (§5).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "town.h"

namespace {

using base::json::Object;
using town::Crash;
using town::Deed;
using town::House;
using town::Town;

seal::Sealed sealed(const seal::Answer& answer) {
  EXPECT_TRUE(answer.ok) << answer.code << " " << answer.say;
  for (const seal::Refusal& refusal : answer.refusals) ADD_FAILURE() << refusal.code << " " << refusal.text;
  auto document = seal::sealed_from_json(answer.body);
  EXPECT_TRUE(document);
  return document.value_or(seal::Sealed{});
}

std::string field(const ledger::OpenedAct& act, const char* name) {
  return base::json::text_or_empty(act.find(name));
}

Object account(House& house) {
  return house.ask(seal::account_request("澄明市监处罚", 2026)).body;
}

std::vector<std::string> states(House& house) {
  std::vector<std::string> list;
  const Object all = account(house);
  for (const auto& number : all.at("numbers").as_array()) list.emplace_back(number.at("state").as_string());
  return list;
}

/// A town whose one case is ready, and a sealer that has followed it.
struct Ready {
  Town town;
  std::string stream;
  House house;
  explicit Ready(const std::set<std::string>& without = {}) : stream(town.run_case(without)), house(town) {
    EXPECT_TRUE(house.advance().ok);
  }
};

TEST(Seal, an_honest_case_gets_number_document_and_signed_record) {
  Ready ready;
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  EXPECT_EQ(document.no, "澄明市监处罚〔2026〕1号");
  EXPECT_EQ(base::format(document.date), "2026-03-02");
  EXPECT_EQ(document.token.size(), 20U);
  EXPECT_TRUE(ledger::verify_published_text(document.text.at("doc.facts")));
  const auto act = ledger::open_act(document.act);
  ASSERT_TRUE(act) << act.error().text;
  EXPECT_EQ(field(*act, "step"), "issue_document");
  EXPECT_EQ(field(*act, "role"), "sealer");
  EXPECT_EQ(field(*act, "draft"), ready.town.draft_of(ready.stream));
  EXPECT_EQ(field(*act, "seen"), ready.town.head(ready.stream));
  EXPECT_EQ(field(*act, "doc.no"), document.no);
  EXPECT_EQ(field(*act, "doc.sm3"), base::base64(crypto::sm3(document.pdf)));
  EXPECT_EQ(*act->find("doc.pages"), 3);
  const auto& person = ready.town.person("sealer");
  const auto signature = base::from_base64(act->sig->at("sig").as_string());
  EXPECT_TRUE(crypto::sm2_verify(person.key.public_key(), ledger::act_message(act->act_set, person.id()),
                                 *signature));
}

TEST(Seal, the_record_comes_back_with_the_log_and_the_number_is_recorded) {
  Ready ready;
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"answered"});
  ready.town.append(ready.stream, "issue_document", document.act);
  const auto advanced = ready.house.advance();
  ASSERT_TRUE(advanced.ok) << advanced.say;
  EXPECT_TRUE(advanced.body.at("unlawful").as_array().empty());
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"recorded"});
  EXPECT_TRUE(ready.house.ask(seal::status_request()).body.at("stopped").as_array().empty());
}

TEST(Seal, the_same_request_gets_the_same_bytes_and_a_different_one_for_the_order_nothing) {
  Ready ready;
  const auto first = ready.house.seal(ready.stream);
  EXPECT_EQ(ready.house.seal(ready.stream).body, first.body);
  EXPECT_EQ(ready.house.ask(seal::answer_request(ready.town.head(ready.stream))).body, first.body);
  ready.house.restart();
  EXPECT_EQ(ready.house.seal(ready.stream).body, first.body);
  auto other = ready.town.order(ready.stream);
  other.records.erase(other.records.begin());
  EXPECT_EQ(ready.house.ask(seal::to_json(other)).code, "request_differs");
  EXPECT_EQ(ready.house.press.printed, 1);
}

TEST(Seal, two_orders_get_consecutive_numbers) {
  Ready ready;
  const std::string second = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(sealed(ready.house.seal(second)).no, "澄明市监处罚〔2026〕1号");
  EXPECT_EQ(sealed(ready.house.seal(ready.stream)).no, "澄明市监处罚〔2026〕2号");
}

TEST(Seal, a_year_may_begin_with_a_configured_number) {
  Town town;
  const std::string stream = town.run_case();
  House house(town);
  house.first[2026] = 38;
  house.restart();
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(sealed(house.seal(stream)).no, "澄明市监处罚〔2026〕38号");
}

// ---- refusals of §4, in their order ----

TEST(Seal, malformed_requests_are_refused) {
  Ready ready;
  EXPECT_EQ(ready.house.ask({{"op", "seal"}, {"v", 1}}).code, "malformed");
  EXPECT_EQ(ready.house.ask({{"op", "open"}, {"v", 1}}).code, "malformed");
  EXPECT_EQ(ready.house.ask({{"op", "status"}, {"v", 2}}).code, "malformed");
}

TEST(Seal, an_order_the_sealer_has_not_followed_to_is_behind_the_log) {
  Ready ready;
  const std::string later = ready.town.run_case();
  EXPECT_EQ(ready.house.seal(later).code, "behind_log");
}

TEST(Seal, a_record_after_the_order_cannot_be_withheld) {
  Ready ready;
  const auto before = ready.town.order(ready.stream);
  ready.town.write(ready.stream, {.step = "void_number",
                                  .role = "seal_keeper",
                                  .by = "keeper",
                                  .fields = {{"void.ground", "order_withdrawn"}}});
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(ready.house.ask(seal::to_json(before)).code, "not_head");
}

TEST(Seal, structure_missing_after_the_order_may_be_a_withheld_return) {
  Ready ready;
  const auto before = ready.town.order(ready.stream);
  const std::uint64_t from = ready.town.log().size();
  ready.town.write(ready.stream, {.step = "return_review", .role = "legal_reviewer", .by = "reviewer"});
  auto advance = ready.town.advance(from);
  advance.structure[0] = nullptr;
  EXPECT_TRUE(ready.house.ask(seal::to_json(advance)).ok);
  EXPECT_EQ(ready.house.ask(seal::to_json(before)).code, "no_structure");
}

TEST(Seal, a_record_left_out_in_the_middle_is_noticed) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  order.records.erase(order.records.begin() + 4);
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "pos");
}

TEST(Seal, a_digest_that_does_not_open_may_hide_a_second_value) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  order.records[3].decoys.pop_back();
  EXPECT_EQ(ready.house.ask(seal::to_json(order)).code, "unopened");
}

TEST(Seal, of_a_record_whose_values_were_erased_the_structure_is_enough) {
  Ready ready;
  auto order = ready.town.order(ready.stream);
  seal::FullRecord& lead = order.records[0];
  lead.bundle = *ledger::bundle_from_json(ready.town.structure(lead.index));
  lead.decoys.clear();
  lead.erased = true;
  EXPECT_EQ(sealed(ready.house.ask(seal::to_json(order))).no, "澄明市监处罚〔2026〕1号");
}

TEST(Seal, a_stream_with_an_unlawful_record_is_not_sealed) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.write(stream, {.step = "discuss_collectively", .role = "agency_head", .by = "stranger"});
  town.order_seal(stream);
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "actor");
}

TEST(Seal, records_of_another_case_cannot_stand_in) {
  Ready ready;
  const std::string other = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  auto order = ready.town.order(ready.stream);
  const auto foreign = ready.town.order(other);
  order.records.front() = foreign.records.front();
  const auto answer = ready.house.ask(seal::to_json(order));
  EXPECT_TRUE(answer.code == "stream" || answer.code == "order") << answer.code;
}

TEST(Seal, what_the_signer_had_seen_must_be_the_predecessor) {
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

TEST(Seal, a_handler_of_the_case_cannot_order_the_seal) {
  Town town;
  House house(town);
  town.enrol("second_as_keeper", {"seal_keeper"});
  const std::string stream = town.run_case({"order_seal"});
  town.order_seal(stream, "second_as_keeper");
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "seal_order");
}

TEST(Seal, the_head_must_be_an_order_to_seal) {
  Ready ready({"order_seal"});
  EXPECT_EQ(ready.house.seal(ready.stream).code, "seal_order");
}

TEST(Seal, another_draft_than_the_one_reviewed_and_decided_is_refused) {
  Town town;
  House house(town);
  const std::string stream = town.run_case({"order_seal"});
  town.draft(stream);  // changed after review and decision
  town.order_seal(stream);
  EXPECT_TRUE(house.advance().ok);
  EXPECT_EQ(house.seal(stream).code, "seal_order");
}

TEST(Seal, without_a_passed_review_the_lawbook_refuses_with_its_article) {
  Ready ready({"pass_review"});
  const auto answer = ready.house.seal(ready.stream);
  EXPECT_EQ(answer.code, "lawbook");
  EXPECT_TRUE(House::codes(answer).contains("review.not_passed")) << answer.say;
  bool cited = false;
  for (const seal::Refusal& refusal : answer.refusals)
    cited = cited || refusal.article.find("行政处罚法 第五十八条") != std::string::npos;
  EXPECT_TRUE(cited);
}

TEST(Seal, without_a_served_notice_the_lawbook_refuses) {
  Ready ready({"serve_notice", "waive_defence"});
  const auto answer = ready.house.seal(ready.stream);
  EXPECT_EQ(answer.code, "lawbook");
  EXPECT_TRUE(House::codes(answer).contains("notice.not_served")) << answer.say;
}

TEST(Seal, a_review_returned_after_it_had_passed_is_no_review) {
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

TEST(Seal, an_edition_the_sealer_does_not_have_is_refused) {
  Ready ready;
  ready.town.editions = law::Editions{};
  EXPECT_EQ(ready.house.seal(ready.stream).code, "rules");
}

TEST(Seal, text_that_is_not_the_one_committed_is_refused) {
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

TEST(Seal, a_clock_that_was_set_back_stops_the_sealing) {
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

TEST(Seal, an_order_of_last_year_is_not_numbered_this_year) {
  Ready ready;
  ready.town.clock.set(*base::parse_instant("2027-01-01T00:00:00+08:00"));
  EXPECT_EQ(ready.house.seal(ready.stream).code, "clock");
}

TEST(Seal, where_a_witness_is_required_the_order_must_be_witnessed) {
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

TEST(Seal, only_a_demo_lets_its_clock_be_set) {
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

// ---- crashes (§6): one number, one document ----

class Crashes : public testing::TestWithParam<const char*> {};

TEST_P(Crashes, the_same_request_afterwards_ends_in_one_number_and_one_document) {
  Ready ready;
  ready.house.crash_at = GetParam();
  EXPECT_THROW(static_cast<void>(ready.house.seal(ready.stream)), Crash);
  ready.house.crash_at.clear();
  ready.house.restart();
  const auto answer = ready.house.seal(ready.stream);
  EXPECT_EQ(sealed(answer).no, "澄明市监处罚〔2026〕1号");
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"answered"});
  EXPECT_EQ(ready.house.seal(ready.stream).body, answer.body);
}

TEST_P(Crashes, another_request_for_the_order_is_refused_and_the_number_stays_with_it) {
  Ready ready;
  ready.house.crash_at = GetParam();
  EXPECT_THROW(static_cast<void>(ready.house.seal(ready.stream)), Crash);
  ready.house.crash_at.clear();
  ready.house.restart();
  auto other = ready.town.order(ready.stream);
  other.records.erase(other.records.begin());
  EXPECT_EQ(ready.house.ask(seal::to_json(other)).code, "request_differs");
  const std::string second = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(sealed(ready.house.seal(second)).no, "澄明市监处罚〔2026〕2号");
}

INSTANTIATE_TEST_SUITE_P(EveryPoint, Crashes, testing::Values("after_allot", "after_file", "after_answer"));

TEST(Seal, a_document_that_cannot_be_printed_keeps_its_number_until_it_is_void) {
  Ready ready;
  ready.house.press.broken = true;
  EXPECT_EQ(ready.house.seal(ready.stream).code, "render");
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"allotted"});
  ready.house.press.broken = false;
  EXPECT_EQ(sealed(ready.house.seal(ready.stream)).no, "澄明市监处罚〔2026〕1号");
}

// ---- numbers (§5) ----

std::string declare_void(Town& town, const std::string& stream, const char* ground,
                         const std::string& confirmer) {
  town.write(
      stream,
      {.step = "void_number", .role = "seal_keeper", .by = "keeper", .fields = {{"void.ground", ground}}});
  const std::string record = town.head(stream);
  if (!confirmer.empty())
    town.write(
        stream,
        {.step = "confirm_void", .role = "unit_head", .by = confirmer, .fields = {{"confirms", record}}});
  return record;
}

TEST(Numbers, a_void_number_is_never_used_again) {
  Ready ready;
  EXPECT_EQ(sealed(ready.house.seal(ready.stream)).no, "澄明市监处罚〔2026〕1号");
  const auto before = ready.town.order(ready.stream);
  const std::string record = declare_void(ready.town, ready.stream, "printing", "unit");
  EXPECT_EQ(ready.house.ask(seal::void_request(record)).code, "void");  // not followed yet
  EXPECT_TRUE(ready.house.advance().ok);
  const auto answer = ready.house.ask(seal::void_request(record));
  ASSERT_TRUE(answer.ok) << answer.say;
  EXPECT_EQ(answer.body.at("no"), "澄明市监处罚〔2026〕1号");
  EXPECT_EQ(ready.house.ask(seal::void_request(record)).body, answer.body);
  EXPECT_EQ(ready.house.ask(seal::to_json(before)).code, "voided");
  ready.town.order_seal(ready.stream);
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(sealed(ready.house.seal(ready.stream)).no, "澄明市监处罚〔2026〕2号");
  EXPECT_EQ(states(ready.house), (std::vector<std::string>{"void", "answered"}));
  ready.house.restart();
  EXPECT_EQ(states(ready.house), (std::vector<std::string>{"void", "answered"}));
}

TEST(Numbers, voiding_needs_a_second_person_and_a_ground_from_the_list) {
  Ready ready;
  EXPECT_TRUE(ready.house.seal(ready.stream).ok);
  const std::string unconfirmed = declare_void(ready.town, ready.stream, "printing", "");
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(ready.house.ask(seal::void_request(unconfirmed)).code, "void");
  const std::string other_ground = declare_void(ready.town, ready.stream, "mistake", "unit");
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(ready.house.ask(seal::void_request(other_ground)).code, "void");
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"answered"});
}

TEST(Numbers, a_recorded_number_cannot_be_void) {
  Ready ready;
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  ready.town.append(ready.stream, "issue_document", document.act);
  const std::string record = declare_void(ready.town, ready.stream, "printing", "unit");
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(ready.house.ask(seal::void_request(record)).code, "void");
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"recorded"});
}

TEST(Numbers, an_answer_that_is_not_recorded_for_a_day_shows_in_the_status) {
  Ready ready;
  EXPECT_TRUE(ready.house.seal(ready.stream).ok);
  const auto waiting = [&] {
    return ready.house.ask(seal::status_request()).body.at("unrecorded").as_array().size();
  };
  EXPECT_EQ(waiting(), 0U);
  ready.town.clock.pass(25 * 60);
  EXPECT_EQ(waiting(), 1U);
}

// ---- restore (§6) ----

TEST(Restore, a_memory_older_than_the_log_seals_nothing_until_the_numbers_are_known_again) {
  Ready ready;
  const seal::Sealed first = sealed(ready.house.seal(ready.stream));
  ready.town.append(ready.stream, "issue_document", first.act);
  const std::uint64_t issued = ready.town.head_index(ready.stream);
  const std::string second = ready.town.run_case();

  House restored(ready.town);  // another, empty memory with the same key
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_EQ(restored.seal(second).code, "stopped");
  const sealer::Caller operator_{.operator_socket = true, .name = "uid 0"};
  EXPECT_EQ(restored.ask(seal::resume_request(), operator_).code, "stopped");
  seal::Resync resync;
  resync.records = {{.index = issued, .bundle = ready.town.bundle(issued)}};
  const auto answer = restored.ask(seal::to_json(resync));
  ASSERT_TRUE(answer.ok) << answer.say;
  EXPECT_TRUE(answer.body.at("unknown").as_array().empty());
  EXPECT_TRUE(restored.ask(seal::resume_request(), operator_).ok);
  EXPECT_EQ(sealed(restored.seal(second)).no, "澄明市监处罚〔2026〕2号");
}

TEST(Restore, a_hole_must_be_voided_by_record_before_sealing_goes_on) {
  Ready ready;
  EXPECT_TRUE(ready.house.seal(ready.stream).ok);  // number 1, never recorded
  const std::string second = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  const seal::Sealed document = sealed(ready.house.seal(second));
  ready.town.append(second, "issue_document", document.act);
  const std::uint64_t issued = ready.town.head_index(second);

  House restored(ready.town);
  EXPECT_TRUE(restored.advance().ok);
  seal::Resync resync;
  resync.records = {{.index = issued, .bundle = ready.town.bundle(issued)}};
  EXPECT_TRUE(restored.ask(seal::to_json(resync)).ok);
  EXPECT_EQ(states(restored), (std::vector<std::string>{"hole", "recorded"}));
  const sealer::Caller operator_{.operator_socket = true, .name = "uid 0"};
  EXPECT_EQ(restored.ask(seal::resume_request(), operator_).code, "stopped");
  const std::string record = declare_void(ready.town, ready.stream, "case_changed", "unit");
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_TRUE(restored.ask(seal::void_request(record, "澄明市监处罚〔2026〕1号")).ok);
  EXPECT_TRUE(restored.ask(seal::resume_request(), operator_).ok);
  ready.town.order_seal(ready.stream);
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_EQ(sealed(restored.seal(ready.stream)).no, "澄明市监处罚〔2026〕3号");
}

}  // namespace
