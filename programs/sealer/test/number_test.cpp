// Numbers without gaps (sealer.md §5).

#include <gtest/gtest.h>

#include "ready.h"

namespace {

using base::json::Object;
using town::declare_void;
using town::Ready;
using town::sealed;
using town::states;

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

TEST(Numbers, an_order_withdrawn_before_it_had_a_number_costs_none) {
  Ready ready;
  const auto before = ready.town.order(ready.stream);
  const std::string record = declare_void(ready.town, ready.stream, "order_withdrawn", "unit");
  EXPECT_TRUE(ready.house.advance().ok);
  const auto answer = ready.house.ask(seal::void_request(record));
  ASSERT_TRUE(answer.ok) << answer.say;
  EXPECT_FALSE(answer.body.contains("no"));
  EXPECT_EQ(ready.house.ask(seal::to_json(before)).code, "not_head");
  ready.town.order_seal(ready.stream);
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(sealed(ready.house.seal(ready.stream)).no, "澄明市监处罚〔2026〕1号");
}

TEST(Numbers, a_document_that_comes_after_its_number_is_void_is_unlawful) {
  Ready ready;
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  const std::string record = declare_void(ready.town, ready.stream, "printing", "unit");
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_TRUE(ready.house.ask(seal::void_request(record)).ok);
  ready.town.append(ready.stream, "issue_document", document.act);
  const auto advanced = ready.house.advance();
  ASSERT_TRUE(advanced.ok) << advanced.say;
  EXPECT_EQ(advanced.body.at("unlawful").as_array().size(), 1U);
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"void"});
  ready.house.restart();
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"void"});
}

TEST(Numbers, a_document_that_overtakes_the_voiding_of_its_number_is_unlawful_too) {
  Ready ready;
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  const std::string record = declare_void(ready.town, ready.stream, "printing", "unit");
  ready.town.append(ready.stream, "issue_document", document.act);
  EXPECT_EQ(ready.house.advance().body.at("unlawful").as_array().size(), 1U);
  EXPECT_TRUE(ready.house.ask(seal::void_request(record)).ok);
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"void"});
}

TEST(Numbers, a_new_year_begins_with_one_and_the_old_year_is_left_as_it_was) {
  Ready ready;
  EXPECT_EQ(sealed(ready.house.seal(ready.stream)).no, "澄明市监处罚〔2026〕1号");
  ready.town.clock.set(*base::parse_instant("2027-01-01T09:00:00+08:00"));
  const std::string next = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(sealed(ready.house.seal(next)).no, "澄明市监处罚〔2027〕1号");
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"answered"});
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

TEST(Numbers, a_number_without_an_answer_shows_in_the_status_at_once) {
  Ready ready;
  ready.house.press.broken = true;
  EXPECT_EQ(ready.house.seal(ready.stream).code, "render");
  const Object status = ready.house.ask(seal::status_request()).body;
  ASSERT_EQ(status.at("unrecorded").as_array().size(), 1U);
  EXPECT_EQ(status.at("unrecorded").at(0).at("state"), "allotted");
  const Object& series = status.at("series").at(0).as_object();
  EXPECT_EQ(series.at("allotted"), 1);
  EXPECT_EQ(series.at("last"), 1);
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

}  // namespace
