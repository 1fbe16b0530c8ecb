// 查找: what is found, and that a query is only ever words.

#include "cases/search.h"

#include <gmock/gmock.h>

#include "projected.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SearchTest : public registrar_test::Projected<cases::SearchProjection> {
 protected:
  const cases::Search search_{session()};

  SearchTest() {
    tell({.kind = "case",
          .stream = "lift",
          .step = "register_lead",
          .fields = {{"party.name", "锦澄物业服务有限公司"}, {"party.uscc", "91219900MA0T3K8Q8Q"}}});
    tell({.kind = "case",
          .stream = "food",
          .step = "register_lead",
          .fields = {{"party.name", "柳岸食品店"}}});
    tell({.kind = "officer",
          .stream = "p",
          .step = "register_officer",
          .fields = {{"officer.name", "顾行舟"}}});
  }
  std::vector<std::string> found(std::string_view query, int limit = 20) const {
    std::vector<std::string> out;
    const auto hits = search_.find(query, limit).value();
    for (const auto& hit : hits) out.push_back(hit.stream.text());
    return out;
  }
};

TEST_F(SearchTest, finds_any_part_of_a_name_long_or_short) {
  EXPECT_THAT(found("锦澄物业"), ElementsAre("lift"));
  EXPECT_THAT(found("物业"), ElementsAre("lift"));
  EXPECT_THAT(found("岸"), ElementsAre("food"));
  EXPECT_THAT(found("顾行舟"), ElementsAre("p"));
  EXPECT_THAT(found("没有的名称"), IsEmpty());
}

TEST_F(SearchTest, finds_a_credit_code_in_either_case) {
  EXPECT_THAT(found("91219900ma0t3k8q8q"), ElementsAre("lift"));
  EXPECT_THAT(found("q8"), ElementsAre("lift"));
}

TEST_F(SearchTest, wants_every_word) {
  tell({.kind = "case", .stream = "lift", .step = "file_case", .fields = {{"case.cause", "涉嫌未检验"}}});
  EXPECT_THAT(found("锦澄 未检验"), ElementsAre("lift"));
  EXPECT_THAT(found(" 锦澄\u3000未检验 "), ElementsAre("lift"));
  EXPECT_THAT(found("柳岸 未检验"), IsEmpty());
}

TEST_F(SearchTest, says_when_it_was_a_document_that_was_looked_for) {
  tell({.kind = "case",
        .stream = "lift",
        .step = "issue_document",
        .fields = {{"doc.no", "澄处罚〔2026〕1号"}}});
  EXPECT_EQ(search_.find("〔2026〕1", 20)->at(0).number, "澄处罚〔2026〕1号");
  EXPECT_EQ(search_.find("锦澄", 20)->at(0).number, "");
}

TEST_F(SearchTest, knows_the_newest_name_and_shows_what_moved_last_first) {
  tell({.kind = "case",
        .stream = "food",
        .step = "draft_document",
        .fields = {{"doc.party.name", "锦澄食品店"}}});
  EXPECT_THAT(found("柳岸"), IsEmpty());
  EXPECT_THAT(found("锦澄"), ElementsAre("food", "lift"));
  EXPECT_THAT(found("锦澄", 1), ElementsAre("food"));
}

TEST_F(SearchTest, takes_everything_for_words) {
  for (const char* query :
       {"", "  ", "%", "\"", "\"\"\"", "锦澄\" OR \"柳", "NEAR(a b c)", "name:锦澄物", "*", "' OR 1=1 --"})
    EXPECT_THAT(found(query), IsEmpty()) << query;
  EXPECT_THAT(found("锦 澄 物 业 公 x"), ElementsAre("lift")) << "no more than five words are looked at";
}

TEST_F(SearchTest, a_stream_that_is_told_again_is_found_once) {
  ASSERT_TRUE(projection_.forget("lift", *writer_));
  EXPECT_THAT(found("锦澄物业"), IsEmpty());
  EXPECT_THAT(found("物业"), IsEmpty());
  tell({.kind = "case", .stream = "lift", .step = "register_lead", .fields = {{"party.name", "锦澄物业"}}});
  EXPECT_THAT(found("锦澄物业"), ElementsAre("lift"));
}

TEST_F(SearchTest, other_kinds_are_not_looked_at) {
  tell({.kind = "account", .stream = "x", .step = "open_account", .fields = {{"officer.name", "某账户"}}});
  EXPECT_THAT(found("某账户"), IsEmpty());
}

}  // namespace
