#include <bit>
#include <cassert>

#include "redactable_text_parts.h"

namespace ledger {
namespace {

constexpr std::size_t kHashBytes = 32;

Hash take(std::string_view& hashes) {
  const Hash out = base::to_hash(hashes.substr(0, kHashBytes)).value();
  hashes.remove_prefix(kHashBytes);
  return out;
}

}  // namespace

TextTree::TextTree(const std::vector<Unit>& units, HashAlg alg) : units_(units), alg_(alg) {
  std::vector<bool> hidden(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) hidden[i] = units[i].kind == UnitKind::hidden;
  count_hidden(hidden);
}

Hash TextTree::root(const Hash& seed) {
  if (units_.empty()) return closed({});
  return closed(base::view(subtree({0, units_.size()}, seed)));
}

Hash TextTree::root_and_cover(const Hash& seed, const std::vector<bool>& hidden, Cover& cover) {
  assert(hidden.size() == units_.size());
  count_hidden(hidden);
  if (units_.empty()) return closed({});
  return closed(base::view(visit({0, units_.size()}, seed, cover)));
}

base::Result<Hash> TextTree::proven_root(const Cover& cover) {
  std::size_t seeds_wanted = 0;
  std::size_t hashes_wanted = 0;
  if (!units_.empty()) measure({0, units_.size()}, seeds_wanted, hashes_wanted);
  if (cover.seeds.size() != seeds_wanted * kHashBytes || cover.hashes.size() != hashes_wanted * kHashBytes)
    return base::fail("proof", "the numbers of seeds and hashes are not those of the body");
  if (units_.empty()) return closed({});
  std::string_view seeds = cover.seeds;
  std::string_view hashes = cover.hashes;
  return closed(base::view(prove({0, units_.size()}, seeds, hashes)));
}

void TextTree::count_hidden(const std::vector<bool>& hidden) {
  hidden_before_.assign(hidden.size() + 1, 0);
  for (std::size_t i = 0; i < hidden.size(); ++i)
    hidden_before_[i + 1] = hidden_before_[i] + (hidden[i] ? 1 : 0);
}

std::size_t TextTree::hidden_in(Range range) const {
  return hidden_before_[range.hi] - hidden_before_[range.lo];
}

/// Split of RFC 6962: the left part is the largest power of two below the whole.
std::size_t TextTree::middle(Range range) {
  return range.lo + std::bit_floor(range.size() - 1);
}

Hash TextTree::subtree(Range range, const Hash& seed) {
  if (range.size() == 1) return leaf(seed, units_[range.lo]);
  const std::size_t mid = middle(range);
  const Hash left = subtree({range.lo, mid}, child_seed(seed, '\0'));
  return node(left, subtree({mid, range.hi}, child_seed(seed, '\1')));
}

Hash TextTree::visit(Range range, const Hash& seed, Cover& cover) {
  const std::size_t hidden = hidden_in(range);
  if (hidden == 0) {
    cover.seeds += base::view(seed);
    return subtree(range, seed);
  }
  if (hidden == range.size()) {
    const Hash hash = subtree(range, seed);
    cover.hashes += base::view(hash);
    return hash;
  }
  const std::size_t mid = middle(range);
  const Hash left = visit({range.lo, mid}, child_seed(seed, '\0'), cover);
  return node(left, visit({mid, range.hi}, child_seed(seed, '\1'), cover));
}

void TextTree::measure(Range range, std::size_t& seeds, std::size_t& hashes) const {
  const std::size_t hidden = hidden_in(range);
  if (hidden == 0) {
    ++seeds;
  } else if (hidden == range.size()) {
    ++hashes;
  } else {
    const std::size_t mid = middle(range);
    measure({range.lo, mid}, seeds, hashes);
    measure({mid, range.hi}, seeds, hashes);
  }
}

Hash TextTree::prove(Range range, std::string_view& seeds, std::string_view& hashes) {
  const std::size_t hidden = hidden_in(range);
  if (hidden == 0) return subtree(range, take(seeds));
  if (hidden == range.size()) return take(hashes);
  const std::size_t mid = middle(range);
  const Hash left = prove({range.lo, mid}, seeds, hashes);
  return node(left, prove({mid, range.hi}, seeds, hashes));
}

Hash TextTree::child_seed(const Hash& seed, char side) {
  buffer_.assign("rtext-seed/v1\n").append(1, side).append(base::view(seed));
  return hash_of(alg_, buffer_);
}

Hash TextTree::leaf(const Hash& salt, const Unit& unit) {
  buffer_.assign("rtext-leaf/v1\n").append(base::view(salt));
  buffer_.append(1, static_cast<char>(unit.kind)).append(unit.bytes);
  return hash_of(alg_, buffer_);
}

Hash TextTree::node(const Hash& left, const Hash& right) {
  buffer_.assign("rtext-node/v1\n").append(base::view(left)).append(base::view(right));
  return hash_of(alg_, buffer_);
}

Hash TextTree::closed(std::string_view top) {
  buffer_.assign("rtext-root/v1\n");
  base::put_u32be(buffer_, static_cast<std::uint32_t>(units_.size()));
  buffer_.append(top);
  return hash_of(alg_, buffer_);
}

}  // namespace ledger
