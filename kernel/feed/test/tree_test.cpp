// Writer and follower over one folder.

#include <gtest/gtest.h>

#include <fstream>

#include "feed/follower.h"
#include "feed/writer.h"
#include "folder.h"

namespace feed::test {
namespace {

const base::Instant kNoon = *base::parse_instant("2026-03-10T12:00:00+08:00");
const base::Date kToday = *base::parse_date("2026-03-20");
constexpr auto kOrigin = "zf.example.gov.cn/feed/test";

// One key for writer and follower; a second object of the same key for each reopening.
struct House {
  Folder folder{"feed-tree"};
  Bytes scalar = crypto::Sm2Key::generate().scalar();
  crypto::Sm2Key log_key = crypto::Sm2Key::generate();
  crypto::Sm2Key witness_key = crypto::Sm2Key::generate();
  bool cosigns = false;
  ledger::Tree log;

  FeedWriter writer() {
    return std::move(*FeedWriter::open(folder / "tree", kOrigin, *crypto::Sm2Key::from_scalar(scalar)));
  }
  ledger::VerifierKey feed_key() {
    return ledger::make_vkey(kOrigin, ledger::NoteType::note,
                             crypto::Sm2Key::from_scalar(scalar)->public_key());
  }
  Follower follower() {
    const auto log_vkey =
        ledger::make_vkey("zf.example.gov.cn/log/test", ledger::NoteType::note, log_key.public_key());
    return std::move(*Follower::open(
        {.tree = folder / "tree",
         .state = folder / "state",
         .feed = feed_key(),
         .log = {.log = log_vkey,
                 .witnesses = {ledger::make_vkey("sfj.example.gov.cn/witness/1",
                                                 ledger::NoteType::cosignature, witness_key.public_key())},
                 .cosignatures_required = 0},
         .procedure = {}}));
  }
  // `n` more leaves, and the files of the log for all of them.
  LogFiles grow_log(int n) {
    const std::uint64_t before = log.size();
    for (int i = 0; i < n; ++i) log.append(ledger::leaf_hash("entry " + std::to_string(log.size())));
    LogFiles files;
    for (const auto& id : ledger::tiles_of(log.size(), before))
      files.tiles.emplace_back(ledger::tile_path(id), ledger::tile_bytes(log, id));
    const ledger::Checkpoint checkpoint{"zf.example.gov.cn/log/test", log.size(), log.root()};
    ledger::Note note{.text = ledger::checkpoint_text(checkpoint), .signatures = {}};
    ledger::sign(note, checkpoint.origin, log_key);
    files.checkpoint = ledger::format(note);
    if (cosigns) {
      ledger::cosign(note, "sfj.example.gov.cn/witness/1", witness_key, 1'774'000'000);
      files.witnessed = ledger::format(note);
    }
    return files;
  }
};

std::size_t payload_files(const House& house, const std::string& root) {
  std::size_t n = 0;
  if (!std::filesystem::exists(house.folder / (root + "/payload"))) return 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(house.folder / (root + "/payload")))
    n += file.is_regular_file() ? 1 : 0;
  return n;
}

TEST(FeedTree, what_is_published_is_followed_and_read_back) {
  House house;
  FeedWriter writer = house.writer();
  const auto line = writer.put_payload(Kind::list, R"({"list":"officers"})", kNoon);
  ASSERT_TRUE(line.has_value());
  ASSERT_TRUE(writer.publish(house.grow_log(3)).has_value());
  Follower follower = house.follower();
  EXPECT_EQ(follower.poll(kToday).value(), true);
  EXPECT_EQ(follower.content(*line).value(), R"({"list":"officers"})");
  EXPECT_EQ(follower.log().checkpoint.size, 3U);
  EXPECT_EQ(follower.poll(kToday).value(), false);
}

TEST(FeedTree, nothing_staged_is_seen_before_it_is_published) {
  House house;
  FeedWriter writer = house.writer();
  ASSERT_TRUE(writer.publish({}).has_value());
  ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.manifest().size(), 0U);
}

TEST(FeedTree, a_writer_opened_again_continues_across_a_full_tile) {
  House house;
  for (int round = 0; round < 3; ++round) {
    FeedWriter writer = house.writer();
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
    ASSERT_TRUE(writer.publish(house.grow_log(100)).has_value());
    Follower follower = house.follower();
    ASSERT_TRUE(follower.poll(kToday).has_value());
    EXPECT_EQ(follower.feed_fault(), "");
    EXPECT_EQ(follower.manifest().size(), 100U * (round + 1));
    EXPECT_EQ(follower.log().checkpoint.size, 100U * (round + 1));
  }
}

TEST(FeedTree, what_was_staged_when_the_writer_ended_leaves_no_file_behind) {
  House house;
  {
    FeedWriter writer = house.writer();
    ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
  }
  EXPECT_EQ(payload_files(house, "tree"), 1U);
  FeedWriter writer = house.writer();
  EXPECT_EQ(payload_files(house, "tree"), 0U);
  EXPECT_EQ(writer.size(), 0U);
}

TEST(FeedTree, a_removed_payload_leaves_the_tree_and_every_follower) {
  House house;
  FeedWriter writer = house.writer();
  const auto gone = writer.put_payload(Kind::list, "{}", kNoon);
  ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
  ASSERT_TRUE(writer.publish({}).has_value());
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(payload_files(house, "state"), 2U);
  ASSERT_TRUE(writer.remove({*gone}, Cause::unlawful, kNoon, R"({"t":"tombstone"})").has_value());
  ASSERT_TRUE(writer.publish({}).has_value());
  EXPECT_EQ(payload_files(house, "tree"), 2U);  // the other list and the tombstone
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(payload_files(house, "state"), 2U);
  EXPECT_FALSE(follower.content(*gone).has_value());
  EXPECT_EQ(follower.gone().at(*gone), Gone::unlawful);
}

std::string decision_with_files(const std::string& files) {
  return R"({"acts":{},"files":[)" + files + R"(],"id":"x","t":"decision","v":1})";
}

TEST(FeedTree, an_attachment_another_decision_names_outlives_the_first) {
  House house;
  FeedWriter writer = house.writer();
  const auto own = writer.put_payload(Kind::file, "own", kNoon);
  const auto shared = writer.put_payload(Kind::file, "shared", kNoon);
  const auto day = *base::parse_date("2026-03-21");
  ASSERT_TRUE(writer.put_payload(Kind::decision, decision_with_files("0,1"), kNoon, day).has_value());
  ASSERT_TRUE(writer.put_payload(Kind::decision, decision_with_files("1"), kNoon).has_value());
  ASSERT_TRUE(writer.publish({}).has_value());
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.in_force().size(), 4U);
  ASSERT_TRUE(follower.poll(day + 1).has_value());  // its term ends with no line of the office
  EXPECT_FALSE(follower.content(*own).has_value());
  EXPECT_EQ(follower.content(*shared).value(), "shared");
  EXPECT_EQ(follower.in_force(), (std::set<std::uint64_t>{1, 3}));
  EXPECT_TRUE(follower.awaiting().empty());
}

TEST(FeedTree, a_feed_begun_anew_under_the_same_key_is_a_fork_or_a_rollback) {
  House house;
  {
    FeedWriter writer = house.writer();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
    ASSERT_TRUE(writer.publish({}).has_value());
  }
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  std::filesystem::remove_all(house.folder / "tree");
  FeedWriter other = house.writer();
  ASSERT_TRUE(other.put_payload(Kind::list, "{}", kNoon).has_value());
  ASSERT_TRUE(other.publish({}).has_value());
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.feed_fault(), "rollback");
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(other.put_payload(Kind::list, "{}", kNoon).has_value());
  ASSERT_TRUE(other.publish({}).has_value());
  EXPECT_TRUE(follower.poll(kToday).value());
  EXPECT_EQ(follower.feed_fault(), "fork");
  EXPECT_EQ(follower.in_force().size(), 3U);  // the last good state is kept
  Follower again = house.follower();          // also after a restart
  ASSERT_TRUE(again.poll(kToday).has_value());
  EXPECT_EQ(again.feed_fault(), "fork");
}

TEST(FeedTree, files_that_have_not_come_yet_are_a_gap_and_heal) {
  House house;
  FeedWriter writer = house.writer();
  ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
  ASSERT_TRUE(writer.publish({}).has_value());
  std::filesystem::rename(house.folder / "tree/feed/tile", house.folder / "aside");
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.feed_fault(), "gap");
  std::filesystem::rename(house.folder / "aside", house.folder / "tree/feed/tile");
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.feed_fault(), "");
  EXPECT_EQ(follower.in_force().size(), 1U);
}

TEST(FeedTree, a_log_that_changed_its_past_stops_only_the_log) {
  House house;
  FeedWriter writer = house.writer();
  ASSERT_TRUE(writer.publish(house.grow_log(5)).has_value());
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  house.log = ledger::Tree();
  house.log.append(ledger::leaf_hash("another past"));
  ASSERT_TRUE(writer.put_payload(Kind::list, "{}", kNoon).has_value());
  ASSERT_TRUE(writer.publish(house.grow_log(8)).has_value());
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.log_fault(), "log");
  EXPECT_EQ(follower.log().checkpoint.size, 5U);
  EXPECT_EQ(follower.in_force().size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(house.folder / "state/evidence/log-fork"));
}

TEST(FeedTree, a_removal_must_name_lines_that_stand) {
  House house;
  FeedWriter writer = house.writer();
  const auto line = writer.put_payload(Kind::list, "{}", kNoon);
  EXPECT_EQ(writer.remove({7}, Cause::expired, kNoon).error().code, "of");
  EXPECT_EQ(writer.remove({}, Cause::expired, kNoon).error().code, "of");
  EXPECT_EQ(writer.remove({*line}, Cause::unlawful, kNoon).error().code, "tombstone");
  ASSERT_TRUE(writer.remove({*line}, Cause::expired, kNoon).has_value());
  EXPECT_EQ(writer.remove({*line}, Cause::expired, kNoon).error().code, "of");
}

TEST(FeedTree, a_folder_of_another_key_is_not_continued) {
  House house;
  {
    FeedWriter writer = house.writer();
    ASSERT_TRUE(writer.publish({}).has_value());
  }
  house.scalar = crypto::Sm2Key::generate().scalar();
  const auto opened =
      FeedWriter::open(house.folder / "tree", kOrigin, *crypto::Sm2Key::from_scalar(house.scalar));
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, "feed_key");
}

TEST(TileLog, proofs_from_tiles_equal_those_of_the_tree) {
  House house;
  FeedWriter writer = house.writer();
  ASSERT_TRUE(writer.publish(house.grow_log(700)).has_value());
  TileLog log(house.folder / "tree/log", 700);
  ASSERT_EQ(log.root().value(), house.log.root());
  for (const std::uint64_t index : {0, 1, 255, 256, 511, 512, 640, 698, 699})
    EXPECT_EQ(log.inclusion(index).value(), house.log.inclusion(index, 700)) << index;
  for (const std::uint64_t from : {1, 2, 3, 255, 256, 257, 512, 513, 699, 700})
    EXPECT_EQ(log.consistency(from).value(), house.log.consistency(from, 700)) << from;
  EXPECT_EQ(log.inclusion(700).error().code, "tile");
}

TEST(FeedTree, a_cosigned_checkpoint_is_remembered_while_the_log_grows_beyond_it) {
  House house;
  FeedWriter writer = house.writer();
  house.cosigns = true;
  ASSERT_TRUE(writer.publish(house.grow_log(5)).has_value());
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.witnessed().checkpoint.size, 5U);
  house.cosigns = false;
  ASSERT_TRUE(writer.publish(house.grow_log(300)).has_value());
  ASSERT_TRUE(follower.poll(kToday).has_value());
  EXPECT_EQ(follower.log().checkpoint.size, 305U);
  EXPECT_EQ(follower.witnessed().checkpoint.size, 5U);
  Follower later = house.follower();
  ASSERT_TRUE(later.poll(kToday).has_value());
  EXPECT_EQ(later.witnessed_note(), follower.witnessed_note()) << "one who comes later sees the same";
}

TEST(FeedTree, a_cosigned_checkpoint_of_another_tree_is_a_fork_with_evidence) {
  House house;
  FeedWriter writer = house.writer();
  ASSERT_TRUE(writer.publish(house.grow_log(9)).has_value());
  Follower follower = house.follower();
  ASSERT_TRUE(follower.poll(kToday).has_value());
  LogFiles files;
  ledger::Note note{.text = ledger::checkpoint_text({"zf.example.gov.cn/log/test", 4, {}}), .signatures = {}};
  ledger::sign(note, "zf.example.gov.cn/log/test", house.log_key);
  ledger::cosign(note, "sfj.example.gov.cn/witness/1", house.witness_key, 1'774'000'000);
  files.witnessed = ledger::format(note);
  ASSERT_TRUE(writer.publish(files).has_value());
  EXPECT_EQ(follower.poll(kToday).value(), true);
  EXPECT_EQ(follower.log_fault(), "log");
  EXPECT_EQ(follower.witnessed_note(), "");
  EXPECT_TRUE(std::filesystem::exists(house.folder / "state/evidence/log-fork"));
  EXPECT_EQ(follower.poll(kToday).value(), false);
  EXPECT_EQ(follower.log_fault(), "log");
}

}  // namespace
}  // namespace feed::test
