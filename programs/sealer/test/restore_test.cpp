// After a restore (sealer.md §6).

#include <gtest/gtest.h>

#include "ready.h"

namespace {

using town::declare_void;
using town::House;
using town::Ready;
using town::sealed;
using town::states;

const sealer::Caller kOperator{.operator_socket = true, .name = "uid 0"};

/// What the office hands over when it is asked for one document.
seal::Answer resync(House& house, std::uint64_t index) {
  seal::Resync resync;
  resync.records = {{.index = index, .bundle = house.town.bundle(index)}};
  return house.ask(seal::to_json(resync));
}

TEST(Restore, a_memory_older_than_the_log_seals_nothing_until_the_numbers_are_known_again) {
  Ready ready;
  const seal::Sealed first = sealed(ready.house.seal(ready.stream));
  ready.town.append(ready.stream, "issue_document", first.act);
  const std::uint64_t issued = ready.town.head_index(ready.stream);
  const std::string second = ready.town.run_case();

  House restored(ready.town);  // another, empty memory with the same key
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_EQ(restored.seal(second).code, "stopped");
  EXPECT_EQ(restored.ask(seal::resume_request(), kOperator).code, "stopped");
  const auto answer = resync(restored, issued);
  ASSERT_TRUE(answer.ok) << answer.say;
  EXPECT_TRUE(answer.body.at("unknown").as_array().empty());
  EXPECT_TRUE(restored.ask(seal::resume_request(), kOperator).ok);
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
  EXPECT_TRUE(resync(restored, issued).ok);
  EXPECT_EQ(states(restored), (std::vector<std::string>{"hole", "recorded"}));
  EXPECT_EQ(restored.ask(seal::resume_request(), kOperator).code, "stopped");
  const std::string record = declare_void(ready.town, ready.stream, "case_changed", "unit");
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_TRUE(restored.ask(seal::void_request(record, "澄明市监处罚〔2026〕1号")).ok);
  EXPECT_TRUE(restored.ask(seal::resume_request(), kOperator).ok);
  ready.town.order_seal(ready.stream);
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_EQ(sealed(restored.seal(ready.stream)).no, "澄明市监处罚〔2026〕3号");
}

TEST(Restore, a_document_found_after_its_number_was_void_is_unlawful) {
  Ready ready;
  const seal::Sealed lost = sealed(ready.house.seal(ready.stream));  // number 1
  const std::string second = ready.town.run_case(), third = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  ready.town.append(second, "issue_document", sealed(ready.house.seal(second)).act);

  House restored(ready.town);
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_TRUE(resync(restored, ready.town.head_index(second)).ok);
  const std::string record = declare_void(ready.town, third, "case_changed", "unit");
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_EQ(restored.ask(seal::void_request(record)).code, "void") << "which number must be said";
  EXPECT_TRUE(restored.ask(seal::void_request(record, "澄明市监处罚〔2026〕1号")).ok);
  EXPECT_EQ(states(restored), (std::vector<std::string>{"void", "recorded"}));

  ready.town.append(ready.stream, "issue_document", lost.act);
  EXPECT_TRUE(restored.advance().ok);
  EXPECT_TRUE(resync(restored, ready.town.head_index(ready.stream)).ok);
  EXPECT_EQ(states(restored), (std::vector<std::string>{"void", "recorded"}));
  const auto status = restored.ask(seal::status_request()).body;
  EXPECT_EQ(status.at("unlawful").at(0).at("code"), "number");
  EXPECT_EQ(status.at("unlawful").at(0).at("stream"), base::json::Value(ready.stream));
  EXPECT_TRUE(restored.ask(seal::resume_request(), kOperator).ok);
  restored.restart();
  EXPECT_EQ(states(restored), (std::vector<std::string>{"void", "recorded"}));
}

TEST(Restore, a_memory_from_an_older_copy_learns_what_it_gave_since) {
  Ready ready;
  ready.house.back_up();
  ready.town.append(ready.stream, "issue_document", sealed(ready.house.seal(ready.stream)).act);
  const std::string second = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);

  ready.house.restore();
  ASSERT_TRUE(ready.house.sealer->note_restored());
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(ready.house.seal(second).code, "stopped");
  EXPECT_EQ(ready.house.ask(seal::status_request()).body.at("unknown").as_array().size(), 1U);
  EXPECT_TRUE(resync(ready.house, ready.town.head_index(ready.stream)).ok);
  EXPECT_TRUE(ready.house.ask(seal::resume_request(), kOperator).ok);
  EXPECT_EQ(sealed(ready.house.seal(second)).no, "澄明市监处罚〔2026〕2号");
}

TEST(Restore, an_office_from_an_older_copy_is_told_so_and_gets_nothing_sealed) {
  Ready ready;
  const std::uint64_t copied = ready.town.log().size();
  ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  const std::uint64_t followed = ready.town.log().size();

  ready.town.go_back(copied);
  EXPECT_EQ(ready.house.advance().code, "behind_sealer");
  const std::string regrown = ready.town.run_case();  // under the same origin, as must never be
  EXPECT_EQ(ready.town.log().size(), followed);
  EXPECT_EQ(ready.house.seal(regrown).code, "not_head");
  EXPECT_EQ(ready.house.advance().code, "consistency");
  EXPECT_EQ(ready.house.seal(ready.stream).code, "stopped");
  EXPECT_TRUE(states(ready.house).empty());
}

TEST(Restore, both_from_older_copies_learn_a_lost_number_from_anybodys_proof) {
  Ready ready;
  ready.house.back_up();
  const std::uint64_t copied = ready.town.log().size();
  const seal::Sealed document = sealed(ready.house.seal(ready.stream));
  ready.town.append(ready.stream, "issue_document", document.act);
  const std::uint64_t issued = ready.town.head_index(ready.stream);
  seal::Resync proof;
  proof.records = {{.index = issued, .bundle = ready.town.bundle(issued)}};

  ready.town.go_back(copied);
  ready.house.restore();
  ASSERT_TRUE(ready.house.sealer->note_restored());
  EXPECT_TRUE(ready.house.ask(seal::to_json(proof)).ok);
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"hole"}) << "this log does not hold it";
  EXPECT_EQ(ready.house.ask(seal::resume_request(), kOperator).code, "stopped");
  ready.town.append(ready.stream, "issue_document", document.act);  // from the blob store or the proof
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(states(ready.house), std::vector<std::string>{"recorded"});
  EXPECT_TRUE(ready.house.ask(seal::resume_request(), kOperator).ok);
  const std::string second = ready.town.run_case();
  EXPECT_TRUE(ready.house.advance().ok);
  EXPECT_EQ(sealed(ready.house.seal(second)).no, "澄明市监处罚〔2026〕2号");
}

TEST(Restore, a_document_of_another_key_teaches_nothing) {
  Ready ready;
  const auto act = ledger::make_act({{"stream", base::json::Value(ready.stream)},
                                     {"step", "issue_document"},
                                     {"at", base::json::Value(base::format(ready.town.clock.now()))},
                                     {"actor", base::json::Value(ready.town.person("keeper").id())},
                                     {"role", "seal_keeper"},
                                     {"doc.no", "澄明市监处罚〔2026〕9号"}},
                                    &ready.town.person("keeper").key);
  ASSERT_TRUE(act);
  const std::uint64_t forged = ready.town.append(ready.stream, "issue_document", *act);
  seal::Resync proof;
  proof.records = {{.index = forged, .bundle = ready.town.bundle(forged)}};
  EXPECT_EQ(ready.house.ask(seal::to_json(proof)).code, "bundle");
  EXPECT_TRUE(states(ready.house).empty());
}

}  // namespace
