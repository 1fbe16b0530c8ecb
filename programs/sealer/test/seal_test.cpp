// Sealing: the honest case, and the same request again (sealer.md §4).

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "ready.h"

namespace {

using town::House;
using town::Ready;
using town::sealed;
using town::states;
using town::Town;

std::string field(const ledger::OpenedAct& act, const char* name) {
  return base::json::text_or_empty(act.find(name));
}

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

}  // namespace
