// The history of exchanges of tests/vectors/16-feed.json, and the same state from nothing.

#include "vectors.h"

#include "feed/follower.h"
#include "folder.h"

namespace feed::test {
namespace {

FollowerOptions options_in(const Folder& folder, const base::json::Value& all) {
  const auto key = key_of(all);
  return {.tree = folder / "tree",
          .state = folder / "state",
          .feed = key,
          .log = {.log = key, .witnesses = {}, .cosignatures_required = 0},
          .procedure = {}};
}

std::set<std::uint64_t> indexes(const base::json::Value& list) {
  std::set<std::uint64_t> result;
  for (const auto& item : list.as_array())
    result.insert(static_cast<std::uint64_t>(item.is_array() ? item.at(0).as_int64() : item.as_int64()));
  return result;
}

void expect_state(const Follower& follower, const base::json::Value& state) {
  EXPECT_EQ(follower.manifest().size(), static_cast<std::uint64_t>(state.at("size").as_int64()));
  EXPECT_EQ(follower.in_force(), indexes(state.at("in_force")));
  EXPECT_EQ(follower.awaiting(), indexes(state.at("awaiting")));
  EXPECT_EQ(follower.refused(), indexes(state.at("refused")));
  std::map<std::string, std::string> gone;
  for (const auto& [index, why] : follower.gone()) gone.emplace(std::to_string(index), name(why));
  std::map<std::string, std::string> wanted;
  for (const auto& [index, why] : state.at("gone").as_object())
    wanted.emplace(index, std::string(why.as_string()));
  EXPECT_EQ(gone, wanted);
}

// The vectors count every payload named by a line in force; a refused file itself is thrown away (feed.md
// §5).
std::set<std::string> kept_files(const Folder& folder) {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder / "state"))
    if (file.path().string().find("/payload/") != std::string::npos && file.is_regular_file())
      names.insert(file.path().filename().string());
  return names;
}

std::set<std::string> wanted_files(const Follower& follower, const base::json::Value& kept) {
  std::set<std::string> names;
  for (const auto& name : kept.as_array()) names.insert(std::string(name.as_string()));
  for (const std::uint64_t index : follower.refused())
    EXPECT_EQ(names.erase(base::hex(*follower.manifest().lines()[index].payload)), 1U);
  return names;
}

TEST(FeedVectors, a_follower_goes_through_the_history_of_exchanges) {
  const auto all = vectors();
  const Folder folder("feed-history");
  std::map<std::string, Bytes> arrived;
  const auto source = [&](const Hash& hash) {
    const auto found = arrived.find(base::hex(hash));
    return found == arrived.end() ? std::optional<Bytes>() : found->second;
  };
  int cases = 0;
  for (const auto& step : all.at("cases").as_array()) {
    SCOPED_TRACE(std::string(step.at("case").as_string()));
    auto follower = Follower::open(options_in(folder, all));  // each exchange by a follower started anew
    ASSERT_TRUE(follower.has_value());
    if (!step.at("exchange").is_null()) {
      const auto taken = follower->take(exchange_of(step.at("exchange")));
      EXPECT_EQ(taken ? "ok" : taken.error().code, std::string(step.at("result").as_string()));
      if (taken) arrived.merge(payloads_of(step.at("exchange")));
    }
    ASSERT_TRUE(follower->sweep(day_of(step.at("day")), source).has_value());
    expect_state(*follower, step.at("state"));
    EXPECT_EQ(kept_files(folder), wanted_files(*follower, step.at("payloads_kept")));
    ++cases;
  }
  EXPECT_EQ(cases, 18);
  EXPECT_TRUE(std::filesystem::exists(folder / "state/evidence/feed-fork"));
}

TEST(FeedVectors, a_follower_that_starts_at_the_end_stands_where_the_others_stand) {
  const auto all = vectors();
  const Folder folder("feed-rebuild");
  auto follower = Follower::open(options_in(folder, all));
  ASSERT_TRUE(follower.has_value());
  ASSERT_TRUE(follower->take(exchange_of(all.at("rebuild"))).has_value());
  const auto payloads = payloads_of(all.at("rebuild"));
  const auto& last = all.at("cases").as_array().back();
  const auto swept = follower->sweep(day_of(last.at("day")), [&](const Hash& hash) {
    const auto found = payloads.find(base::hex(hash));
    return found == payloads.end() ? std::optional<Bytes>() : found->second;
  });
  ASSERT_TRUE(swept.has_value());
  expect_state(*follower, last.at("state"));
  EXPECT_EQ(kept_files(folder), wanted_files(*follower, last.at("payloads_kept")));
}

TEST(FeedVectors, a_line_of_the_vectors_is_written_as_it_was_read) {
  const auto all = vectors();
  std::uint64_t index = 0;
  for (const auto& entry : exchange_of(all.at("rebuild")).entries) {
    const auto line = parse_line(entry, index++);
    ASSERT_TRUE(line.has_value());
    if (line->kind == Kind::other) continue;
    EXPECT_EQ(encode(*line), entry);
  }
  EXPECT_EQ(index, 15U);
}

}  // namespace
}  // namespace feed::test
