#include <gtest/gtest.h>

#include "town.h"

namespace law::test {
namespace {

CaseFile noticed() {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_TRUE(take_all(file, until_notice()));
  return file;
}

TEST(Facts, are_a_pure_fold_equal_for_equal_records) {
  const CaseFile file = noticed();
  Facts again;
  for (const StepView& record : file.records()) again = apply(file.procedure(), std::move(again), record);
  EXPECT_EQ(again, file.facts());
  EXPECT_EQ(again.next_pos, 10);
  EXPECT_EQ(again.flag("notice.served"), Truth::yes);
  EXPECT_EQ(again.flag("review.requested"), Truth::no);
}

TEST(Facts, collect_who_acted_in_which_capacity) {
  const CaseFile file = noticed();
  using People = std::set<std::string, std::less<>>;
  EXPECT_EQ(file.facts().holders.at("handlers"), (People{holder("顾行舟"), holder("林疏影")}));
  EXPECT_EQ(file.facts().holders.at("legal_reviewer"), People{holder("周慎言")});
}

TEST(Facts, know_when_a_sum_reaches_the_threshold) {
  const auto reached = [](std::int64_t fen, const char* party, const char* kind) {
    CaseFile file("penalty.ordinary", day("2026-03-02"));
    std::vector<Act> acts = until_notice();
    acts.resize(6);
    acts[5].fields = {
        {"doc.party.kind", party},
        {"doc.public.party.name", "张某"},
        {"doc.penalty.001", json::Object{{"kind", kind}, {"fen", fen}, {"text", "处罚"}}},
        {"doc.penalty.002", json::Object{{"kind", "confiscate_income"}, {"fen", 1}, {"text", "没收"}}}};
    EXPECT_TRUE(take_all(file, acts));
    return file.facts().flag("fine.at_least_hearing_sum");
  };
  EXPECT_EQ(reached(9'999'998, "organisation", "fine"), Truth::no);
  EXPECT_EQ(reached(9'999'999, "organisation", "fine"), Truth::yes);  // P7: 以上 includes the number
  EXPECT_EQ(reached(999'999, "natural_person", "fine"), Truth::yes);
  EXPECT_EQ(reached(999'998, "natural_person", "fine"), Truth::no);
  EXPECT_EQ(reached(0, "organisation", "revoke_licence"), Truth::yes);
}

}  // namespace
}  // namespace law::test
