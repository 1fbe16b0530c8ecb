// Documents with a number, and the orders that still wait for one.

#include "documents/issued.h"

#include <gmock/gmock.h>

#include "projected.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class IssuedTest : public registrar_test::Projected<documents::IssuedProjection> {
 protected:
  const documents::Issued issued_{session()};

  void order(const std::string& stream) { tell({.kind = "case", .stream = stream, .step = "order_seal"}); }
  void issue(const std::string& stream, const std::string& no) {
    tell({.kind = "case",
          .stream = stream,
          .step = "issue_document",
          .fields = {{"doc.no", no}, {"doc.date", "2026-03-02"}, {"doc.sm3", "hash of " + no}}});
  }
  void serve(const std::string& stream, const std::string& no) {
    tell({.kind = "case",
          .stream = stream,
          .step = "serve_decision",
          .fields = {{"doc.sm3", "hash of " + no}}});
  }
  std::vector<std::string> states() const {
    std::vector<std::string> out;
    const auto list = issued_.list(100).value();
    for (const auto& document : list) out.push_back(document.no + " " + document.state);
    return out;
  }
};

TEST_F(IssuedTest, an_order_waits_until_its_document_is_issued) {
  order("b");
  order("a");
  EXPECT_THAT(issued_.ordered().value(), ElementsAre(base::StreamId("a"), base::StreamId("b")));
  issue("a", "1号");
  EXPECT_THAT(issued_.ordered().value(), ElementsAre(base::StreamId("b")));
}

TEST_F(IssuedTest, a_voided_number_ends_the_wait_without_a_document) {
  order("a");
  tell({.kind = "case", .stream = "a", .step = "void_number"});
  EXPECT_THAT(issued_.ordered().value(), IsEmpty());
  EXPECT_THAT(states(), IsEmpty());
  order("a");
  EXPECT_THAT(issued_.ordered().value(), ElementsAre(base::StreamId("a"))) << "and may be ordered again";
}

TEST_F(IssuedTest, a_void_counts_once_it_is_confirmed) {
  order("a");
  tell({.kind = "case", .stream = "a", .step = "void_number"});
  EXPECT_THAT(issued_.confirmed_voids().value(), IsEmpty());
  const std::string declared = base::base64(leaf_of(1));
  tell({.kind = "case", .stream = "a", .step = "confirm_void", .fields = {{"confirms", declared}}});
  EXPECT_THAT(issued_.confirmed_voids().value(), ElementsAre(declared));
}

TEST_F(IssuedTest, the_case_of_an_order_is_known_for_ever) {
  order("a");
  order("b");
  issue("a", "1号");
  EXPECT_EQ(issued_.stream_of_order(base::base64(leaf_of(0))).value(), "a");
  EXPECT_EQ(issued_.stream_of_order(base::base64(leaf_of(1))).value(), "b");
  EXPECT_EQ(issued_.stream_of_order("of another log").value(), "");
}

TEST_F(IssuedTest, a_document_is_listed_with_what_its_record_says) {
  issue("a", "1号");
  const auto list = issued_.list(10).value();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].no, "1号");
  EXPECT_EQ(list[0].date, "2026-03-02");
  EXPECT_EQ(list[0].sm3, "hash of 1号");
  EXPECT_EQ(list[0].stream, base::StreamId("a"));
  EXPECT_EQ(list[0].state, "issued");
}

TEST_F(IssuedTest, documents_are_issued_then_served_then_perhaps_revoked) {
  issue("a", "1号");
  issue("b", "2号");
  EXPECT_THAT(states(), ElementsAre("2号 issued", "1号 issued"));
  serve("a", "1号");
  EXPECT_THAT(states(), ElementsAre("2号 issued", "1号 served"));
  tell({.kind = "case", .stream = "a", .step = "revoke_decision"});
  EXPECT_THAT(states(), ElementsAre("2号 issued", "1号 revoked"));
}

TEST_F(IssuedTest, service_of_another_file_serves_nothing) {
  issue("a", "1号");
  serve("a", "9号");
  serve("b", "1号");
  EXPECT_THAT(states(), ElementsAre("1号 issued"));
}

TEST_F(IssuedTest, the_list_is_newest_first_and_no_longer_than_asked) {
  issue("a", "9号");
  issue("b", "10号");
  issue("c", "1号");
  const auto list = issued_.list(2).value();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].no, "1号");
  EXPECT_EQ(list[1].no, "10号");
}

}  // namespace
