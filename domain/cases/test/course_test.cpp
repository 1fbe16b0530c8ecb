// 全过程: what stands in the index of a stream, and what never does.

#include "cases/course.h"

#include <gmock/gmock.h>

#include "projected.h"

namespace {

using testing::HasSubstr;
using testing::Not;

class CourseTest : public registrar_test::Projected<cases::CourseProjection> {
 protected:
  const cases::Course course_{session()};

  void two_records_of(const std::string& stream, const std::string& kind = "case") {
    tell({.kind = kind,
          .stream = stream,
          .step = kind == "case" ? "register_lead" : "register_officer",
          .fields = {{"party.name", "某某"}},
          .course = {{"procedure", "penalty.ordinary"}}});
    tell({.kind = kind, .stream = stream, .step = "verify_lead"});
  }
};

TEST_F(CourseTest, a_line_holds_place_leaf_and_structure) {
  two_records_of("a");
  const auto lines = course_.lines("case", base::StreamId("a"), 2).value();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].pos, 0);
  EXPECT_EQ(lines[0].index, 0U);
  EXPECT_EQ(lines[1].index, 1U);
  EXPECT_EQ(base::from_base64(lines[1].leaf)->size(), 32U);
  EXPECT_EQ(base::json::canonical(lines[0].structure),
            R"({"at":"2026-03-02T09:00:00+08:00","procedure":"penalty.ordinary","step":"register_lead"})");
}

TEST_F(CourseTest, a_private_value_is_nowhere_in_it) {
  two_records_of("a");
  const auto rows = session()->rows("SELECT structure FROM cases_course").value();
  for (const auto& row : rows) EXPECT_THAT(row.text(0), Not(HasSubstr("某某")));
}

TEST_F(CourseTest, gives_no_more_lines_than_are_asked_for) {
  two_records_of("a");
  EXPECT_EQ(course_.lines("case", base::StreamId("a"), 1)->size(), 1U);
}

TEST_F(CourseTest, a_stream_of_another_kind_is_not_this_one) {
  two_records_of("o", "officer");
  EXPECT_EQ(course_.lines("case", base::StreamId("o"), 9).error().code, "unknown_stream");
  EXPECT_EQ(course_.lines("officer", base::StreamId("o"), 9)->size(), 2U);
  EXPECT_EQ(course_.index_of("case", base::StreamId("o"), 0).error().code, "unknown_record");
}

TEST_F(CourseTest, a_record_that_became_void_keeps_its_place_and_is_marked) {
  two_records_of("a");
  const auto before = course_.lines("case", base::StreamId("a"), 2).value();
  const auto writer = session();
  ASSERT_TRUE(projection_.forget("a", *writer));
  EXPECT_EQ(course_.lines("case", base::StreamId("a"), 2).error().code, "unknown_stream");
  ledger::StoredRecord stored;
  stored.stream = "a";
  stored.kind = "case";
  ASSERT_TRUE(projection_.keep_place(stored, *writer));
  const auto lines = course_.lines("case", base::StreamId("a"), 2).value();
  EXPECT_TRUE(lines.at(0).says_nothing);
  EXPECT_FALSE(before.at(0).says_nothing);
}

TEST_F(CourseTest, finds_the_place_of_a_record_in_the_tree) {
  two_records_of("a");
  two_records_of("b");
  EXPECT_EQ(course_.index_of("case", base::StreamId("b"), 1).value(), 3U);
  EXPECT_EQ(course_.index_of("case", base::StreamId("b"), 2).error().code, "unknown_record");
  EXPECT_EQ(course_.lines("case", base::StreamId("c"), 9).error().code, "unknown_stream");
}

}  // namespace
