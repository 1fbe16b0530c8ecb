#pragma once
// The Merkle tree of RFC 6962/9162 over SM3 (transparency-log.md §1). All functions are pure.

#include <cstdint>
#include <span>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"

namespace ledger {

using base::Bytes;
using base::Hash;

enum class HashAlg { sm3, sha256 };  // sha256 only for interoperability tests and the twin log

[[nodiscard]] Hash hash_of(HashAlg alg, std::string_view bytes);
[[nodiscard]] Hash leaf_hash(std::string_view entry, HashAlg alg = HashAlg::sm3);
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right, HashAlg alg = HashAlg::sm3);

/// A growing tree that keeps its leaf hashes and every full subtree's root (64 bytes a leaf in all).
class Tree {
 public:
  explicit Tree(HashAlg alg = HashAlg::sm3);
  void append(const Hash& leaf);
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] HashAlg alg() const;
  [[nodiscard]] const Hash& leaf(std::uint64_t index) const;
  [[nodiscard]] Hash root() const;
  /// Root of the first `size` leaves; size ≤ size().
  [[nodiscard]] Hash root_at(std::uint64_t size) const;
  /// Root of the full subtree of 2^level leaves number `index`; it must be complete.
  [[nodiscard]] const Hash& full_node(int level, std::uint64_t index) const;
  /// Path of leaf `index` in the tree of the first `size` leaves; index < size ≤ size().
  [[nodiscard]] std::vector<Hash> inclusion(std::uint64_t index, std::uint64_t size) const;
  /// 0 < from ≤ to ≤ size(). Empty when from is 0 or equals to.
  [[nodiscard]] std::vector<Hash> consistency(std::uint64_t from, std::uint64_t to) const;

 private:
  [[nodiscard]] Hash range(std::uint64_t lo, std::uint64_t hi) const;
  HashAlg alg_;
  std::vector<std::vector<Hash>> levels_;
};

/// The right edge of a growing tree over SM3: roots of its full subtrees, the largest first. Enough to append
/// leaves and to know every later root, without keeping a single leaf.
class Frontier {
 public:
  Frontier() = default;
  /// Error: `peaks` when there are not as many as a tree of `size` leaves has.
  [[nodiscard]] static base::Result<Frontier> from_peaks(std::vector<Hash> peaks, std::uint64_t size);
  void append(const Hash& leaf);
  [[nodiscard]] Hash root() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::vector<Hash>& peaks() const { return peaks_; }

 private:
  std::vector<Hash> peaks_;
  std::uint64_t size_ = 0;
};

[[nodiscard]] Hash root_of(std::span<const Hash> leaf_hashes, HashAlg alg = HashAlg::sm3);
[[nodiscard]] bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                    std::span<const Hash> path, const Hash& root, HashAlg alg = HashAlg::sm3);
[[nodiscard]] bool verify_consistency(std::uint64_t from, std::uint64_t to, const Hash& root_from,
                                      const Hash& root_to, std::span<const Hash> proof,
                                      HashAlg alg = HashAlg::sm3);
/// Whether the proof shows that the tree of `root_to` began with other leaves than the tree of `root_from`:
/// not merely a bad proof, but evidence that whoever signed both roots has rewritten the log. Where `from` is
/// a power of two no proof can show it.
[[nodiscard]] bool shows_other_past(std::uint64_t from, std::uint64_t to, const Hash& root_from,
                                    const Hash& root_to, std::span<const Hash> proof,
                                    HashAlg alg = HashAlg::sm3);

}  // namespace ledger
