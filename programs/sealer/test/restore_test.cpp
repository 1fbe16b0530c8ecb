// After a restore (sealer.md §6).

#include <gtest/gtest.h>

#include "ready.h"

namespace {

using town::declare_void;
using town::House;
using town::Ready;
using town::sealed;
using town::states;

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
