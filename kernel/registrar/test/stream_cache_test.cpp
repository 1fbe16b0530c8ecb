#include <gtest/gtest.h>

#include "stream_state.h"

namespace {

using registrar::StreamCache;
using registrar::StreamState;

registrar::StreamStatePtr state(const std::string& kind) {
  return std::make_shared<StreamState>(StreamState{.facts = {}, .kind = kind});
}

TEST(StreamCache, forgets_the_stream_that_was_not_used_for_the_longest_time) {
  StreamCache cache(2);
  cache.put("a", state("1"));
  cache.put("b", state("2"));
  EXPECT_NE(cache.find("a"), nullptr);
  cache.put("c", state("3"));
  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_EQ(cache.find("a")->kind, "1");
  EXPECT_EQ(cache.find("c")->kind, "3");
}

TEST(StreamCache, holds_the_newest_state_of_a_stream_once) {
  StreamCache cache(2);
  cache.put("a", state("1"));
  cache.put("b", state("2"));
  cache.put("a", state("3"));
  EXPECT_EQ(cache.find("a")->kind, "3");
  EXPECT_NE(cache.find("b"), nullptr);
}

}  // namespace
