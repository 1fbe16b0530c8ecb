#include "seal/messages.h"

#include <gtest/gtest.h>

namespace {

using seal::json::Object;

ledger::SealedRecord some_record() {
  const auto act = ledger::make_act({{"step", "order_seal"}, {"stream", "s"}}, nullptr);
  return *ledger::seal_record(*act, {.pos = 0, .prev = "", .rules = "r", .recorded = {}});
}

ledger::Bundle bundle_of(const ledger::SealedRecord& record) {
  return {.entry = record.entry, .digests = record.digests, .disclosures = record.disclosures, .proof = ""};
}

TEST(Messages, advance_reads_back_what_was_written) {
  seal::Advance advance;
  advance.checkpoint = "demo.x\n1\nroot\n";
  advance.proof = {base::Hash{}};
  advance.entries = {"entry", "other"};
  advance.structure = {ledger::to_json(bundle_of(some_record())), nullptr};
  advance.from = 7;
  advance.late = {{3, ledger::to_json(bundle_of(some_record()))}};
  const auto back = seal::advance_from_json(seal::to_json(advance));
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(seal::to_json(*back), seal::to_json(advance));
}

TEST(Messages, seal_order_reads_back_what_was_written) {
  const auto record = some_record();
  seal::SealOrder order;
  order.order = base::base64(record.leaf);
  order.records = {{.index = 4, .bundle = bundle_of(record), .decoys = record.decoys, .erased = false},
                   {.index = 9, .bundle = bundle_of(record), .decoys = {}, .erased = true}};
  order.texts["doc.facts"] = {.body = {Object{{"t", "事实"}}}, .seed = base::Bytes(32, 's')};
  const auto back = seal::seal_order_from_json(seal::to_json(order));
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(seal::to_json(*back), seal::to_json(order));
}

TEST(Messages, seal_order_with_a_member_too_many_or_too_few_is_malformed) {
  seal::SealOrder order;
  const auto record = some_record();
  order.order = base::base64(record.leaf);
  order.records = {{.index = 0, .bundle = bundle_of(record), .decoys = {}, .erased = false}};
  for (const char* member : {"order", "records", "texts"}) {
    Object request = seal::to_json(order);
    request.erase(member);
    EXPECT_EQ(seal::seal_order_from_json(request).error().code, "malformed") << member;
  }
  Object request = seal::to_json(order);
  request["force"] = true;
  EXPECT_EQ(seal::seal_order_from_json(request).error().code, "malformed");
}

TEST(Messages, advance_beyond_4096_entries_is_too_large) {
  seal::Advance advance;
  advance.entries.assign(seal::kEntriesMax + 1, "e");
  advance.structure.assign(seal::kEntriesMax + 1, nullptr);
  EXPECT_EQ(seal::advance_from_json(seal::to_json(advance)).error().code, "too_large");
}

TEST(Messages, refusal_tells_code_words_and_every_article) {
  const std::vector<seal::Refusal> reasons{
      {.article = "行政处罚法 第五十八条", .code = "review.other_draft", .text = "审核的是另一份草案"}};
  const auto answer = seal::answer_from_json(seal::refused("lawbook", "不能盖章", reasons));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->ok);
  EXPECT_EQ(answer->code, "lawbook");
  EXPECT_EQ(answer->say, "不能盖章");
  EXPECT_EQ(answer->refusals, reasons);
}

TEST(Messages, sealed_document_reads_back_what_was_written) {
  seal::Sealed sealed;
  sealed.no = "澄明市监处罚〔2026〕1号";
  sealed.date = *base::parse_date("2026-03-09");
  sealed.pdf = "%PDF-";
  sealed.act = *ledger::make_act({{"step", "issue_document"}}, nullptr);
  sealed.text = {{"doc.facts", Object{{"t", "rtext"}}}};
  sealed.token = "MECA60ZZYE24DAYMBZ71";
  const auto back = seal::sealed_from_json(seal::to_json(sealed, {}));
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(back->no, sealed.no);
  EXPECT_EQ(back->date, sealed.date);
  EXPECT_EQ(back->pdf, sealed.pdf);
  EXPECT_EQ(back->act.disclosures, sealed.act.disclosures);
  EXPECT_EQ(back->act.decoys, sealed.act.decoys);
  EXPECT_EQ(back->act.n, sealed.act.n);
  EXPECT_EQ(back->text, sealed.text);
  EXPECT_EQ(back->token, sealed.token);
}

}  // namespace
