#include "ledger/tiles.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "own_vectors.h"

namespace {

using base::hex;
using base::json::Value;
using ledger::Bytes;
using ledger::HashAlg;
using ledger::TileId;
using ledger::Tree;
using ledger::test::at;
using ledger::test::list;
using ledger::test::text;

const Value& file() {
  static const Value value = ledger::test::vectors("04-tiles.json");
  return value;
}
std::uint64_t number(const Value& value, std::string_view name) {
  return static_cast<std::uint64_t>(base::json::int_member(value, name).value());
}

Bytes entry(std::uint64_t i) {
  Bytes out = "entry " + std::to_string(i) + " ";
  for (std::uint64_t n = 0; n < i % 4; ++n) out += "证";
  return out;
}

TEST(TilePath, is_written_as_published) {
  for (const Value& item : list(file(), "index_paths"))
    EXPECT_EQ(ledger::tile_index_path(number(item, "index")), text(item, "path"));
  EXPECT_EQ(ledger::tile_path({1, 1'234'067, 17}), "tile/1/x001/x234/067.p/17");
  EXPECT_EQ(ledger::bundle_path(1000, 256), "tile/entries/x001/000");
}

TEST(TilePath, has_one_spelling) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/0/x000/000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/",
                           "tile/0/000/",
                           "/tile/0/000",
                           "tile/0/001/000",
                           "tile/0/x001/x000",
                           "tile/entries/000",
                           "tile/0/000.p/1/",
                           "tile/0/x1/000",
                           "tile/0/../000",
                           "tile/0/x99/x999/x999/x999/x999/x999/x999/999",
                           "tile/0/ 00"})
    EXPECT_FALSE(ledger::parse_tile_path(path)) << path;
  EXPECT_EQ(ledger::parse_tile_path("tile/63/x001/000.p/255").value(), (TileId{63, 1000, 255}));
}

RC_GTEST_PROP(TilePath, is_read_as_it_was_written, ()) {
  const TileId id{*rc::gen::inRange(0, 64), *rc::gen::arbitrary<std::uint64_t>() >> *rc::gen::inRange(0, 64),
                  *rc::gen::inRange(1, 257)};
  RC_ASSERT(ledger::parse_tile_path(ledger::tile_path(id)).value() == id);
}

TEST(Tiles, of_a_size_are_those_published) {
  for (const Value& item : list(file(), "trees")) {
    const auto tiles = ledger::tiles_of(number(item, "size"));
    EXPECT_EQ(tiles.size(), number(item, "count_tiles"));
    std::map<std::string, std::int64_t> full;
    std::vector<std::string> partial;
    for (const TileId& id : tiles) {
      if (id.width == 256) ++full[std::to_string(id.level)];
      if (id.width != 256) partial.push_back(ledger::tile_path(id));
    }
    EXPECT_EQ(partial, base::json::strings(at(item, "partial")).value());
    for (const auto& member : at(item, "full_tiles_per_level").as_object())
      EXPECT_EQ(full[std::string(member.key())], member.value().as_int64());
  }
}

RC_GTEST_PROP(Tiles, since_a_size_are_those_it_did_not_have, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, 200'000);
  const auto since = *rc::gen::inRange<std::uint64_t>(0, size + 1);
  const auto before = ledger::tiles_of(since);
  const std::set<TileId> had(before.begin(), before.end());
  std::vector<TileId> expected;
  for (const TileId& id : ledger::tiles_of(size))
    if (!had.contains(id)) expected.push_back(id);
  RC_ASSERT(ledger::tiles_of(size, since) == expected);
}

TEST(Tiles, of_a_smaller_size_than_before_are_none) {
  EXPECT_TRUE(ledger::tiles_of(5, 9).empty());
  EXPECT_TRUE(ledger::tiles_of(0).empty());
}

TEST(Tiles, hold_the_published_bytes) {
  const Value& content = at(file(), "content");
  for (const HashAlg alg : {HashAlg::sm3, HashAlg::sha256}) {
    const std::string name = alg == HashAlg::sm3 ? "sm3" : "sha256";
    Tree tree(alg);
    while (tree.size() < number(content, "size")) tree.append(ledger::leaf_hash(entry(tree.size()), alg));
    EXPECT_EQ(hex(tree.root()), text(content, name + "_root"));
    for (const Value& item : list(content, "tiles")) {
      if (text(item, "hash") != name) continue;
      const Bytes bytes = ledger::tile_bytes(tree, ledger::parse_tile_path(text(item, "path")).value());
      EXPECT_EQ(bytes.size(), number(item, "bytes"));
      EXPECT_EQ(hex(std::string_view(bytes).substr(0, 32)), text(item, "first32"));
      EXPECT_EQ(hex(ledger::hash_of(HashAlg::sm3, bytes)), text(item, "sm3_of_file"));
      EXPECT_EQ(hex(ledger::hash_of(HashAlg::sha256, bytes)), text(item, "sha256_of_file"));
    }
  }
}

TEST(Bundles, hold_the_published_bytes) {
  int n = 0;
  for (const Value& item : list(at(file(), "content"), "bundles")) {
    const std::uint64_t index = static_cast<std::uint64_t>(n++);
    const int width = index == 0 ? 256 : 44;
    EXPECT_EQ(ledger::bundle_path(index, width), text(item, "path"));
    const Bytes bytes = ledger::bundle_bytes(index, width, entry);
    EXPECT_EQ(bytes.size(), number(item, "bytes"));
    EXPECT_EQ(hex(ledger::hash_of(HashAlg::sm3, bytes)), text(item, "sm3_of_file"));
    EXPECT_TRUE(hex(bytes).starts_with(text(item, "head_hex")));
    const auto entries = ledger::parse_bundle(bytes, width).value();
    for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i], entry(index * 256 + i));
  }
  EXPECT_EQ(n, 2);
}

TEST(Bundles, are_refused_when_a_byte_or_an_entry_is_missing_or_left_over) {
  const Bytes bytes = ledger::bundle_bytes(0, 3, entry);
  EXPECT_EQ(ledger::parse_bundle(bytes, 2).error().code, "bundle");
  EXPECT_EQ(ledger::parse_bundle(bytes, 4).error().code, "bundle");
  EXPECT_EQ(ledger::parse_bundle(bytes, 0).error().code, "bundle");
  EXPECT_EQ(ledger::parse_bundle(bytes, 257).error().code, "bundle");
  EXPECT_FALSE(ledger::parse_bundle(bytes + '\0', 3));
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(ledger::parse_bundle(bytes.substr(0, cut), 3));
  EXPECT_FALSE(ledger::parse_bundle(std::string(2, '\0'), 1));  // an entry of no bytes
}

TEST(Bundles, hold_entries_up_to_65535_bytes) {
  const auto entries = [](std::uint64_t i) { return Bytes(i == 0 ? 65'535 : 1, 'x'); };
  const auto back = ledger::parse_bundle(ledger::bundle_bytes(0, 2, entries), 2).value();
  EXPECT_EQ(back[0].size(), 65'535U);
  EXPECT_EQ(back[1], "x");
}

}  // namespace
