#include "base/id.h"

#include <gtest/gtest.h>

#include <map>
#include <type_traits>
#include <unordered_set>

namespace {

using base::KeyId;
using base::PersonId;
using base::StreamId;

TEST(Id, is_not_made_from_a_text_nor_from_another_id_by_accident) {
  static_assert(!std::is_convertible_v<std::string, StreamId>);
  static_assert(!std::is_convertible_v<const char*, StreamId>);
  static_assert(!std::is_convertible_v<StreamId, std::string>);
  static_assert(!std::is_constructible_v<StreamId, PersonId>);
  static_assert(!std::is_constructible_v<KeyId, StreamId>);
  EXPECT_EQ(PersonId(StreamId("a").text()), PersonId("a")) << "on purpose it is";
}

TEST(Id, is_empty_where_there_is_none) {
  EXPECT_TRUE(StreamId().empty());
  EXPECT_FALSE(StreamId("a").empty());
}

TEST(Id, is_a_key_of_maps_and_sets) {
  EXPECT_LT(StreamId("a"), StreamId("b"));
  EXPECT_NE(StreamId("a"), StreamId("b"));
  const std::map<StreamId, int> ordered{{StreamId("b"), 2}, {StreamId("a"), 1}};
  EXPECT_EQ(ordered.begin()->second, 1);
  const std::unordered_set<PersonId> hashed{PersonId("p"), PersonId("p"), PersonId("q")};
  EXPECT_EQ(hashed.size(), 2U);
}

TEST(Id, is_written_as_its_text) {
  EXPECT_EQ(fmt::format("{}", KeyId("k1")), "k1");
}

}  // namespace
