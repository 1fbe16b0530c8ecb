#include "law/in_force.h"

#include <gtest/gtest.h>

namespace law::test {
namespace {

TEST(InForce, an_adoption_ends_what_was_in_use_before_and_nothing_that_comes_after) {
  InForce editions;
  editions.use("first", 0);
  editions.use("second", 10);
  editions.adopt("second", 12);
  EXPECT_FALSE(editions.superseded("first", 12));
  EXPECT_TRUE(editions.superseded("first", 13));
  EXPECT_FALSE(editions.superseded("second", 13));
  editions.use("third", 20);
  EXPECT_FALSE(editions.superseded("third", 20)) << "in use before it is adopted";
  editions.adopt("third", 21);
  EXPECT_TRUE(editions.superseded("second", 22));
}

TEST(InForce, an_edition_that_is_adopted_again_is_in_force_again) {
  InForce editions;
  editions.use("first", 0);
  editions.use("second", 1);
  editions.adopt("second", 2);
  editions.adopt("first", 5);
  EXPECT_TRUE(editions.superseded("first", 4));
  EXPECT_FALSE(editions.superseded("first", 6));
  EXPECT_TRUE(editions.superseded("second", 6));
}

TEST(InForce, what_is_heard_late_changes_nothing_of_the_answer) {
  InForce editions;
  editions.adopt("second", 12);
  EXPECT_FALSE(editions.superseded("first", 13)) << "nobody says it was in use";
  editions.use("first", 13);
  EXPECT_FALSE(editions.superseded("first", 13));
  editions.use("first", 3);
  EXPECT_TRUE(editions.superseded("first", 13));
}

}  // namespace
}  // namespace law::test
