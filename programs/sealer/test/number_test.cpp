// Numbers without gaps (sealer.md §5).

#include <gtest/gtest.h>

#include "ready.h"

namespace {

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

}  // namespace
