#include "unit_tree.h"

#include <gtest/gtest.h>

namespace office {
namespace {

using base::PersonId, base::StreamId;
using Units = std::vector<people::Unit>;
using People = std::vector<people::Person>;

people::Unit unit(const char* id, const char* parent = "") {
  return {StreamId(id), std::string("单位") + id, StreamId(parent)};
}
people::Person person(const char* holder, const char* unit_id, const char* unit_name = "") {
  return {PersonId(holder), "某", unit_name, "科员", StreamId(unit_id)};
}
/// The tree in short: a[person b[…]].
std::string drawn(const base::json::Array& units) {
  std::string out;
  for (const auto& one : units) {
    const std::string id = base::json::text_or_empty(base::json::find(one, "id"));
    out += id.empty() ? base::json::text_or_empty(base::json::find(one, "name")) : id;
    out += "[";
    for (const auto& member : base::json::find(one, "people")->get_array())
      out += base::json::text_or_empty(base::json::find(member, "holder"));
    out += drawn(base::json::find(one, "units")->get_array()) + "]";
  }
  return out;
}

TEST(UnitTree, units_hold_their_people_and_the_units_below) {
  EXPECT_EQ(drawn(unit_tree({unit("a"), unit("b", "a"), unit("c", "b"), unit("d")},
                            {person("1", "a"), person("2", "c"), person("3", "c")})),
            "a[1b[c[23]]]d[]");
}

TEST(UnitTree, a_unit_whose_superior_does_not_stand_is_at_the_top) {
  EXPECT_EQ(drawn(unit_tree({unit("b", "gone")}, {})), "b[]");
}

TEST(UnitTree, a_circle_however_it_was_recorded_hides_nobody) {
  EXPECT_EQ(drawn(unit_tree({unit("a", "b"), unit("b", "a"), unit("c", "c")},
                            {person("1", "a"), person("2", "c")})),
            "a[1]b[]c[2]");
}

TEST(UnitTree, people_without_a_unit_that_stands_come_last_under_the_name_recorded) {
  EXPECT_EQ(
      drawn(unit_tree({unit("a")}, {person("1", "", "旧股"), person("2", "a"), person("3", "", "旧股")})),
      "a[2]旧股[13]");
}

TEST(UnitTree, within_is_the_unit_itself_and_all_below_it) {
  const Units units{unit("a"), unit("b", "a"), unit("c", "b")};
  EXPECT_TRUE(is_within(units, StreamId("c"), StreamId("a")));
  EXPECT_TRUE(is_within(units, StreamId("a"), StreamId("a")));
  EXPECT_FALSE(is_within(units, StreamId("a"), StreamId("c")));
  EXPECT_FALSE(is_within(units, StreamId("x"), StreamId("a")));
}

}  // namespace
}  // namespace office
