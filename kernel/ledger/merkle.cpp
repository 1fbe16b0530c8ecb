#include "ledger/merkle.h"

#include <bit>
#include <cassert>
#include <optional>

#include "crypto/hash.h"

namespace ledger {
namespace {

constexpr std::uint64_t kSizeEnd = std::uint64_t{1} << 63;
constexpr std::size_t kProofMax = 63;

/// The largest power of two smaller than n; n > 1.
std::uint64_t split(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

/// Where a path stands: node `at` of a level whose last node is `last` (RFC 9162 §2.1.3.2, fn and sn).
struct Cursor {
  std::uint64_t at;
  std::uint64_t last;

  /// Whether the sibling lies to the left. A last node that is a left child has no sibling on its level and
  /// is carried up unchanged; so is `at` when it is that node.
  [[nodiscard]] bool sibling_is_left() const { return (at & 1) != 0 || at == last; }
  void up() {
    at >>= 1;
    last >>= 1;
  }
  void skip_levels_without_sibling() {
    while ((at & 1) == 0 && at != 0) up();
  }
};

}  // namespace

Hash hash_of(HashAlg alg, std::string_view bytes) {
  return alg == HashAlg::sm3 ? crypto::sm3(bytes) : crypto::sha256(bytes);
}

Hash leaf_hash(std::string_view entry, HashAlg alg) {
  Bytes bytes;
  bytes.reserve(entry.size() + 1);
  bytes += '\0';
  bytes += entry;
  return hash_of(alg, bytes);
}

Hash node_hash(const Hash& left, const Hash& right, HashAlg alg) {
  std::array<char, 65> bytes;
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 33);
  return hash_of(alg, {bytes.data(), bytes.size()});
}

Tree::Tree(HashAlg alg) : alg_(alg), levels_(1) {}

void Tree::append(const Hash& leaf) {
  levels_[0].push_back(leaf);
  for (std::size_t level = 0; levels_[level].size() % 2 == 0; ++level) {
    if (level + 1 == levels_.size()) levels_.emplace_back();
    const std::vector<Hash>& below = levels_[level];
    levels_[level + 1].push_back(node_hash(below[below.size() - 2], below.back(), alg_));
  }
}

std::uint64_t Tree::size() const {
  return levels_[0].size();
}
HashAlg Tree::alg() const {
  return alg_;
}
const Hash& Tree::leaf(std::uint64_t index) const {
  assert(index < size());
  return levels_[0][index];
}
const Hash& Tree::full_node(int level, std::uint64_t index) const {
  assert(level >= 0 && static_cast<std::size_t>(level) < levels_.size());
  const std::vector<Hash>& nodes = levels_[static_cast<std::size_t>(level)];
  assert(index < nodes.size());
  return nodes[index];
}

Hash Tree::root() const {
  return root_at(size());
}
Hash Tree::root_at(std::uint64_t size) const {
  assert(size <= this->size());
  return size == 0 ? hash_of(alg_, "") : range(0, size);
}

/// MTH of leaves lo…hi−1. `lo` is a multiple of the power of two not below the length, as in every split.
Hash Tree::range(std::uint64_t lo, std::uint64_t hi) const {
  const std::uint64_t n = hi - lo;
  if (std::has_single_bit(n)) {
    const int level = std::countr_zero(n);
    return full_node(level, lo >> level);
  }
  const std::uint64_t middle = lo + split(n);
  return node_hash(range(lo, middle), range(middle, hi), alg_);
}

std::vector<Hash> Tree::inclusion(std::uint64_t index, std::uint64_t size) const {
  assert(index < size && size <= this->size());
  std::vector<Hash> from_root;
  std::uint64_t lo = 0;
  std::uint64_t hi = size;
  while (hi - lo > 1) {
    const std::uint64_t middle = lo + split(hi - lo);
    if (index < middle) {
      from_root.push_back(range(middle, hi));
      hi = middle;
    } else {
      from_root.push_back(range(lo, middle));
      lo = middle;
    }
  }
  return {from_root.rbegin(), from_root.rend()};
}

std::vector<Hash> Tree::consistency(std::uint64_t from, std::uint64_t to) const {
  assert(from <= to && to <= size());
  if (from == 0 || from == to) return {};
  std::vector<Hash> from_root;
  std::uint64_t lo = 0;
  std::uint64_t hi = to;
  while (hi != from) {
    const std::uint64_t middle = lo + split(hi - lo);
    if (from <= middle) {
      from_root.push_back(range(middle, hi));
      hi = middle;
    } else {
      from_root.push_back(range(lo, middle));
      lo = middle;
    }
  }
  // The verifier knows the old root, so it is named only where it is not a whole left subtree.
  if (lo != 0) from_root.push_back(range(lo, hi));
  return {from_root.rbegin(), from_root.rend()};
}

base::Result<Frontier> Frontier::from_peaks(std::vector<Hash> peaks, std::uint64_t size) {
  if (peaks.size() != static_cast<std::size_t>(std::popcount(size)))
    return base::fail("peaks", "not as many as the size has full subtrees");
  Frontier frontier;
  frontier.peaks_ = std::move(peaks);
  frontier.size_ = size;
  return frontier;
}

void Frontier::append(const Hash& leaf) {
  peaks_.push_back(leaf);
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    const Hash right = peaks_.back();
    peaks_.pop_back();
    peaks_.back() = node_hash(peaks_.back(), right);
  }
  ++size_;
}

Hash Frontier::root() const {
  if (peaks_.empty()) return hash_of(HashAlg::sm3, "");
  Hash root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = node_hash(peaks_[i], root);
  return root;
}

Hash root_of(std::span<const Hash> leaf_hashes, HashAlg alg) {
  if (leaf_hashes.empty()) return hash_of(alg, "");
  std::vector<Hash> full;  // roots of full subtrees, larger ones first
  const auto join_last_two = [&] {
    const Hash right = full.back();
    full.pop_back();
    full.back() = node_hash(full.back(), right, alg);
  };
  for (std::uint64_t i = 0; i < leaf_hashes.size(); ++i) {
    full.push_back(leaf_hashes[i]);
    for (std::uint64_t bits = i; (bits & 1) != 0; bits >>= 1) join_last_two();
  }
  while (full.size() > 1) join_last_two();
  return full.front();
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> path,
                      const Hash& root, HashAlg alg) {
  if (index >= size || size >= kSizeEnd || path.size() > kProofMax) return false;
  Cursor cursor{index, size - 1};
  Hash hash = leaf;
  for (const Hash& sibling : path) {
    if (cursor.last == 0) return false;
    if (cursor.sibling_is_left()) {
      hash = node_hash(sibling, hash, alg);
      cursor.skip_levels_without_sibling();
    } else {
      hash = node_hash(hash, sibling, alg);
    }
    cursor.up();
  }
  return cursor.last == 0 && hash == root;
}

namespace {

struct BothRoots {
  Hash from, to;
};

/// Folds a non-empty proof between two different sizes > 0 into both roots (RFC 9162 §2.1.4.2); nullopt when
/// it has not the length of such a proof.
std::optional<BothRoots> fold_consistency(Cursor cursor, const Hash& seed, std::span<const Hash> proof,
                                          HashAlg alg) {
  while ((cursor.at & 1) != 0) cursor.up();
  Hash old_hash = seed;
  Hash new_hash = seed;
  for (const Hash& sibling : proof) {
    if (cursor.last == 0) return {};
    if (cursor.sibling_is_left()) {
      old_hash = node_hash(sibling, old_hash, alg);
      new_hash = node_hash(sibling, new_hash, alg);
      cursor.skip_levels_without_sibling();
    } else {
      new_hash = node_hash(new_hash, sibling, alg);
    }
    cursor.up();
  }
  if (cursor.last != 0) return {};
  return BothRoots{old_hash, new_hash};
}

/// Both roots that a proof between two different sizes > 0 shows.
std::optional<BothRoots> roots_of_proof(std::uint64_t from, std::uint64_t to, const Hash& root_from,
                                        std::span<const Hash> proof, HashAlg alg) {
  if (from == 0 || from >= to || to >= kSizeEnd || proof.empty() || proof.size() > kProofMax) return {};
  const bool whole_subtree = std::has_single_bit(from);  // then its root is the seed and not repeated
  const Hash seed = whole_subtree ? root_from : proof.front();
  return fold_consistency({from - 1, to - 1}, seed, whole_subtree ? proof : proof.subspan(1), alg);
}

}  // namespace

bool verify_consistency(std::uint64_t from, std::uint64_t to, const Hash& root_from, const Hash& root_to,
                        std::span<const Hash> proof, HashAlg alg) {
  if (from > to || to >= kSizeEnd || proof.size() > kProofMax) return false;
  if (from == to) return proof.empty() && root_from == root_to;
  if (from == 0) return proof.empty() && root_from == hash_of(alg, "");
  const auto roots = roots_of_proof(from, to, root_from, proof, alg);
  return roots && roots->from == root_from && roots->to == root_to;
}

bool shows_other_past(std::uint64_t from, std::uint64_t to, const Hash& root_from, const Hash& root_to,
                      std::span<const Hash> proof, HashAlg alg) {
  const auto roots = roots_of_proof(from, to, root_from, proof, alg);
  return roots && roots->to == root_to && roots->from != root_from;
}

}  // namespace ledger
