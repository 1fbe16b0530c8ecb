#include "ledger/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "own_vectors.h"

namespace {

using base::hex;
using base::json::Value;
using ledger::Hash;
using ledger::HashAlg;
using ledger::Tree;
using ledger::test::from_hex;
using ledger::test::list;
using ledger::test::text;

Hash hash_at(const Value& value, std::string_view name) {
  return base::to_hash(from_hex(value, name)).value();
}
Hash hash_in(const Value& hex_text) {
  return base::to_hash(base::from_hex(base::json::text_or_empty(&hex_text)).value()).value();
}
std::vector<Hash> hashes(const Value& value, std::string_view name) {
  std::vector<Hash> out;
  for (const Value& item : list(value, name)) out.push_back(hash_in(item));
  return out;
}
std::uint64_t number(const Value& value, std::string_view name) {
  return static_cast<std::uint64_t>(base::json::int_member(value, name).value());
}

struct TestFile {
  std::string name;
  HashAlg alg;
};

class MerkleFile : public testing::TestWithParam<TestFile> {
 protected:
  MerkleFile() : file_(ledger::test::vectors(GetParam().name)), roots_(hashes(file_, "roots")) {
    for (const Value& leaf : list(file_, "leaves_hex"))
      tree_.append(ledger::leaf_hash(base::from_hex(base::json::text_or_empty(&leaf)).value(), alg()));
  }
  static HashAlg alg() { return GetParam().alg; }

  Value file_;
  std::vector<Hash> roots_;
  Tree tree_{alg()};
};

TEST_P(MerkleFile, gives_the_published_leaf_hashes_and_roots) {
  const auto leaves = hashes(file_, "leaf_hashes");
  ASSERT_EQ(tree_.size(), leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) EXPECT_EQ(tree_.leaf(i), leaves[i]);
  for (std::size_t size = 0; size < roots_.size(); ++size) {
    EXPECT_EQ(hex(tree_.root_at(size)), hex(roots_[size]));
    EXPECT_EQ(ledger::root_of(std::span(leaves).first(size), alg()), roots_[size]);
  }
}

TEST_P(MerkleFile, gives_and_accepts_the_published_inclusion_proofs) {
  for (const Value& item : list(file_, "inclusion")) {
    const std::uint64_t index = number(item, "index");
    const std::uint64_t size = number(item, "size");
    const auto proof = hashes(item, "proof");
    EXPECT_EQ(tree_.inclusion(index, size), proof);
    EXPECT_TRUE(ledger::verify_inclusion(index, size, tree_.leaf(index), proof, roots_[size], alg()));
  }
}

TEST_P(MerkleFile, gives_and_accepts_the_published_consistency_proofs) {
  for (const Value& item : list(file_, "consistency")) {
    const std::uint64_t from = number(item, "first");
    const std::uint64_t to = number(item, "second");
    const auto proof = hashes(item, "proof");
    EXPECT_EQ(tree_.consistency(from, to), proof);
    EXPECT_TRUE(ledger::verify_consistency(from, to, roots_[from], roots_[to], proof, alg()));
  }
}

TEST_P(MerkleFile, refuses_the_published_proofs_that_must_fail) {
  for (const Value& item : list(file_, "must_fail")) {
    const auto proof = hashes(item, "proof");
    const bool accepted =
        text(item, "case").starts_with("inclusion")
            ? ledger::verify_inclusion(number(item, "index"), number(item, "size"),
                                       hash_at(item, "leaf_hash"), proof, hash_at(item, "root"), alg())
            : ledger::verify_consistency(number(item, "first"), number(item, "second"),
                                         hash_at(item, "root1"), hash_at(item, "root2"), proof, alg());
    EXPECT_FALSE(accepted) << text(item, "case");
  }
}

TEST_P(MerkleFile, gives_the_published_roots_of_large_trees) {
  Tree tree(alg());
  const Value& large = ledger::test::at(file_, "large");
  for (const Value& item : list(large, "roots")) {
    const std::uint64_t size = number(item, "size");
    while (tree.size() < size) tree.append(ledger::leaf_hash(std::to_string(tree.size()), alg()));
    EXPECT_EQ(hex(tree.root_at(size)), text(item, "root")) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Merkle, MerkleFile,
                         testing::Values(TestFile{"03-merkle-sm3.json", HashAlg::sm3},
                                         TestFile{"03-merkle-sha256.json", HashAlg::sha256}),
                         [](const auto& suite) {
                           return suite.param.alg == HashAlg::sm3 ? "sm3" : "sha256";
                         });

TEST(Merkle, agrees_with_the_reference_tree_of_certificate_transparency) {
  const Value file = ledger::test::vectors("03-merkle-rfc6962-reference.json");
  for (const auto& [alg, empty, roots] : {std::tuple{HashAlg::sha256, "empty_sha256", "sha256_roots_1_to_8"},
                                          {HashAlg::sm3, "empty_sm3", "sm3_roots_1_to_8"}}) {
    Tree tree(alg);
    EXPECT_EQ(tree.root(), hash_at(file, empty));
    const auto expected = hashes(file, roots);
    for (const Value& leaf : list(file, "leaves_hex")) {
      tree.append(ledger::leaf_hash(base::from_hex(base::json::text_or_empty(&leaf)).value(), alg));
      EXPECT_EQ(tree.root(), expected.at(tree.size() - 1));
    }
  }
}

Tree tree_of(std::uint64_t size, std::uint32_t seed = 0) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i)
    tree.append(ledger::leaf_hash(std::to_string(seed) + "/" + std::to_string(i)));
  return tree;
}

Hash flip(Hash hash, std::size_t bit) {
  hash[bit / 8] = static_cast<unsigned char>(hash[bit / 8] ^ 1U << bit % 8);
  return hash;
}

RC_GTEST_PROP(Merkle, proves_inclusion_in_trees_of_any_size, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 600);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  const Tree tree = tree_of(size + *rc::gen::inRange<std::uint64_t>(0, 40));
  const auto path = tree.inclusion(index, size);
  const Hash root = tree.root_at(size);
  RC_ASSERT(ledger::verify_inclusion(index, size, tree.leaf(index), path, root));
  RC_ASSERT(!ledger::verify_inclusion(index, size, ledger::leaf_hash("other"), path, root));
  RC_ASSERT(!ledger::verify_inclusion((index + 1) % (size + 1), size, tree.leaf(index), path, root));
  auto longer = path;
  longer.push_back(root);
  RC_ASSERT(!ledger::verify_inclusion(index, size, tree.leaf(index), longer, root));
}

TEST(Merkle, a_proof_of_another_past_is_told_from_a_bad_proof) {
  Tree ours, theirs;
  for (int i = 0; i < 11; ++i) {
    ours.append(ledger::leaf_hash(std::to_string(i)));
    theirs.append(ledger::leaf_hash(std::to_string(i == 3 ? 99 : i)));
  }
  for (const std::uint64_t from : {5U, 6U, 7U, 9U, 10U}) {
    const auto honest = ours.consistency(from, 11), rewritten = theirs.consistency(from, 11);
    EXPECT_TRUE(ledger::shows_other_past(from, 11, ours.root_at(from), theirs.root(), rewritten)) << from;
    EXPECT_FALSE(ledger::shows_other_past(from, 11, ours.root_at(from), ours.root(), honest)) << from;
    EXPECT_FALSE(ledger::shows_other_past(from, 11, ours.root_at(from), theirs.root(), honest)) << from;
    EXPECT_FALSE(ledger::shows_other_past(from, 11, ours.root_at(from), theirs.root(), {})) << from;
  }
  // The root of a full subtree is not part of the proof: nothing is shown.
  EXPECT_FALSE(ledger::shows_other_past(8, 11, ours.root_at(8), theirs.root(), theirs.consistency(8, 11)));
}

RC_GTEST_PROP(Merkle, proves_consistency_between_any_two_sizes, ()) {
  const auto to = *rc::gen::inRange<std::uint64_t>(1, 600);
  const auto from = *rc::gen::inRange<std::uint64_t>(0, to + 1);
  const Tree tree = tree_of(to);
  const auto proof = tree.consistency(from, to);
  RC_ASSERT(ledger::verify_consistency(from, to, tree.root_at(from), tree.root(), proof));
  const Tree other = tree_of(to, 1);
  RC_ASSERT(!ledger::verify_consistency(from, to, tree.root_at(from), ledger::leaf_hash("x"), proof) ||
            from == 0);
  RC_ASSERT(from == 0 || !ledger::verify_consistency(from, to, other.root_at(from), tree.root(), proof));
}

TEST(Merkle, refuses_a_proof_with_any_bit_flipped) {
  const Tree tree = tree_of(27);
  const Hash root = tree.root();
  const auto path = tree.inclusion(19, 27);
  const auto proof = tree.consistency(13, 27);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    for (std::size_t i = 0; i < path.size(); ++i) {
      auto bad = path;
      bad[i] = flip(bad[i], bit);
      ASSERT_FALSE(ledger::verify_inclusion(19, 27, tree.leaf(19), bad, root));
    }
    for (std::size_t i = 0; i < proof.size(); ++i) {
      auto bad = proof;
      bad[i] = flip(bad[i], bit);
      ASSERT_FALSE(ledger::verify_consistency(13, 27, tree.root_at(13), root, bad));
    }
    ASSERT_FALSE(ledger::verify_inclusion(19, 27, flip(tree.leaf(19), bit), path, root));
    ASSERT_FALSE(ledger::verify_inclusion(19, 27, tree.leaf(19), path, flip(root, bit)));
    ASSERT_FALSE(ledger::verify_consistency(13, 27, flip(tree.root_at(13), bit), root, proof));
  }
}

TEST(Merkle, keeps_the_borders_of_sizes_and_proofs) {
  const Tree tree = tree_of(3);
  const Hash root = tree.root();
  const Hash empty = ledger::hash_of(HashAlg::sm3, "");
  EXPECT_TRUE(ledger::verify_consistency(0, 3, empty, root, {}));
  EXPECT_FALSE(ledger::verify_consistency(0, 3, root, root, {}));
  EXPECT_FALSE(ledger::verify_consistency(0, 3, empty, root, tree.consistency(1, 3)));
  EXPECT_TRUE(ledger::verify_consistency(0, 0, empty, empty, {}));
  EXPECT_FALSE(ledger::verify_inclusion(0, 0, root, {}, root));
  const std::uint64_t huge = std::uint64_t{1} << 63;
  EXPECT_FALSE(ledger::verify_consistency(3, huge, root, root, std::vector<Hash>(2, root)));
  EXPECT_FALSE(ledger::verify_inclusion(0, huge, root, std::vector<Hash>(63, root), root));
  EXPECT_FALSE(ledger::verify_inclusion(0, huge - 1, root, std::vector<Hash>(64, root), root));
}

// A log of 2^62 + 1 leaves, all equal: every full subtree has one root, so its proofs can be written down.
TEST(Merkle, verifies_positions_beyond_32_bits) {
  std::vector<Hash> roots{ledger::leaf_hash("x")};
  for (int level = 0; level < 62; ++level) roots.push_back(ledger::node_hash(roots.back(), roots.back()));
  const std::uint64_t size = (std::uint64_t{1} << 62) + 1;
  const Hash root = ledger::node_hash(roots[62], roots[0]);
  std::vector<Hash> path(roots.begin(), roots.begin() + 62);
  path.push_back(roots[0]);
  EXPECT_TRUE(ledger::verify_inclusion(12'345'678'901, size, roots[0], path, root));
  EXPECT_TRUE(ledger::verify_inclusion(size - 1, size, roots[0], std::vector{roots[62]}, root));
  EXPECT_TRUE(ledger::verify_consistency(size - 1, size, roots[62], root, std::vector{roots[0]}));
  EXPECT_FALSE(ledger::verify_inclusion(size, size, roots[0], std::vector{roots[62]}, root));
}

TEST(Tree, keeps_the_roots_of_full_subtrees) {
  const Tree tree = tree_of(13);
  EXPECT_EQ(tree.full_node(0, 12), tree.leaf(12));
  EXPECT_EQ(tree.full_node(3, 0), tree.root_at(8));
  EXPECT_EQ(tree.full_node(1, 5), ledger::node_hash(tree.leaf(10), tree.leaf(11)));
  EXPECT_EQ(tree.alg(), HashAlg::sm3);
}

TEST(Frontier, gives_the_root_of_the_tree_at_every_size) {
  Tree tree;
  ledger::Frontier frontier;
  EXPECT_EQ(frontier.root(), tree.root());
  for (int i = 0; i < 70; ++i) {
    const Hash leaf = ledger::leaf_hash(std::to_string(i));
    tree.append(leaf);
    frontier.append(leaf);
    ASSERT_EQ(frontier.size(), tree.size());
    ASSERT_EQ(frontier.root(), tree.root()) << i;
  }
}

TEST(Frontier, grows_on_from_its_peaks) {
  ledger::Frontier frontier;
  for (int i = 0; i < 13; ++i) frontier.append(ledger::leaf_hash(std::to_string(i)));
  auto again = ledger::Frontier::from_peaks(frontier.peaks(), frontier.size());
  ASSERT_TRUE(again);
  frontier.append(ledger::leaf_hash("next"));
  again->append(ledger::leaf_hash("next"));
  EXPECT_EQ(again->root(), frontier.root());
}

TEST(Frontier, has_as_many_peaks_as_its_size_has_full_subtrees) {
  const std::vector<Hash> three(3);
  EXPECT_TRUE(ledger::Frontier::from_peaks(three, 13));
  EXPECT_EQ(ledger::Frontier::from_peaks(three, 12).error().code, "peaks");
  EXPECT_EQ(ledger::Frontier::from_peaks({}, 1).error().code, "peaks");
}

}  // namespace
