// Crashes (sealer.md §6): one number, one document.

#include <gtest/gtest.h>

#include "ready.h"

namespace {

using town::Crash;
using town::Ready;
using town::sealed;
using town::states;

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

TEST_P(Crashes, a_number_given_before_midnight_of_the_last_day_stays_that_years) {
  Ready ready;
  ready.town.clock.set(*base::parse_instant("2026-12-31T23:59:59+08:00"));
  ready.house.crash_at = GetParam();
  EXPECT_THROW(static_cast<void>(ready.house.seal(ready.stream)), Crash);
  ready.house.crash_at.clear();
  ready.house.restart();
  ready.town.clock.set(*base::parse_instant("2027-01-01T00:00:01+08:00"));
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  EXPECT_EQ(document.no, "澄明市监处罚〔2026〕1号");
  EXPECT_EQ(base::format(document.date), "2026-12-31");
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

}  // namespace
