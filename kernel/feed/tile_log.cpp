#include "feed/tile_log.h"

#include <algorithm>
#include <bit>

#include "disk.h"

namespace feed {

using base::fail;
using ledger::Bytes;
using ledger::Hash;

namespace {

constexpr std::uint64_t kTileWidth = 256;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kBundleBytesMax = kTileWidth * (65535 + 2);

std::uint64_t split(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

}  // namespace

TileLog::TileLog(std::filesystem::path folder, std::uint64_t size)
    : folder_(std::move(folder)), size_(size) {}

int TileLog::width(int level, std::uint64_t tile) const {
  const std::uint64_t hashes = level * 8 >= 64 ? 0 : size_ >> (level * 8);
  const std::uint64_t before = tile * kTileWidth;
  return before >= hashes ? 0 : static_cast<int>(std::min(kTileWidth, hashes - before));
}

base::Result<const Bytes*> TileLog::tile(int level, std::uint64_t index) {
  const auto key = std::pair(level, index);
  if (const auto found = tiles_.find(key); found != tiles_.end()) return &found->second;
  const int wanted = width(level, index);
  if (wanted == 0) return fail("tile", "beyond the size of the log");
  auto bytes = disk::read(folder_ / ledger::tile_path({level, index, wanted}), kTileWidth * kHashBytes);
  // Once the full tile exists the partial ones may be gone; its beginning says the same.
  if (!bytes && wanted < 256) bytes = disk::read(folder_ / ledger::tile_path({level, index, 256}));
  if (!bytes || bytes->size() < static_cast<std::size_t>(wanted) * kHashBytes)
    return fail("tile", "missing: " + ledger::tile_path({level, index, wanted}));
  return &tiles_.emplace(key, std::move(*bytes)).first->second;
}

base::Result<Hash> TileLog::full_node(int level, std::uint64_t index) {
  if (level % 8 != 0) {
    MJ_TRY(const Hash left, full_node(level - 1, index * 2));
    MJ_TRY(const Hash right, full_node(level - 1, index * 2 + 1));
    return ledger::node_hash(left, right);
  }
  MJ_TRY(const Bytes* bytes, tile(level / 8, index / kTileWidth));
  const std::size_t at = (index % kTileWidth) * kHashBytes;
  if (at + kHashBytes > bytes->size()) return fail("tile", "cut short");
  return base::to_hash(std::string_view(*bytes).substr(at, kHashBytes));
}

base::Result<Hash> TileLog::range(std::uint64_t lo, std::uint64_t hi) {
  const std::uint64_t n = hi - lo;
  if (std::has_single_bit(n) && lo % n == 0) return full_node(std::countr_zero(n), lo / n);
  const std::uint64_t k = split(n);
  MJ_TRY(const Hash left, range(lo, lo + k));
  MJ_TRY(const Hash right, range(lo + k, hi));
  return ledger::node_hash(left, right);
}

base::Result<Hash> TileLog::root() {
  return size_ == 0 ? base::Result<Hash>(ledger::root_of({})) : range(0, size_);
}

base::Result<Hash> TileLog::leaf(std::uint64_t index) {
  if (index >= size_) return fail("tile", "beyond the size of the log");
  return full_node(0, index);
}

base::Result<std::vector<Hash>> TileLog::inclusion(std::uint64_t index) {
  if (index >= size_) return fail("tile", "beyond the size of the log");
  std::vector<Hash> path;
  std::uint64_t lo = 0;
  std::uint64_t hi = size_;
  while (hi - lo > 1) {  // from the root downwards, so the path is built back to front
    const std::uint64_t middle = lo + split(hi - lo);
    const bool left = index < middle;
    MJ_TRY(const Hash sibling, left ? range(middle, hi) : range(lo, middle));
    path.push_back(sibling);
    (left ? hi : lo) = middle;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

base::Result<std::vector<Hash>> TileLog::consistency(std::uint64_t from) {
  if (from > size_) return fail("tile", "beyond the size of the log");
  std::vector<Hash> proof;
  if (from == 0 || from == size_) return proof;
  std::uint64_t lo = 0;
  std::uint64_t hi = size_;
  bool whole = true;  // the old tree is still exactly [0, from) of what is looked at
  while (from != hi) {
    const std::uint64_t middle = lo + split(hi - lo);
    const bool left = from <= middle;
    MJ_TRY(const Hash sibling, left ? range(middle, hi) : range(lo, middle));
    proof.push_back(sibling);
    if (!left) whole = false;
    (left ? hi : lo) = middle;
  }
  if (!whole) {
    MJ_TRY(const Hash last, range(lo, hi));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

base::Result<std::vector<Bytes>> TileLog::bundle(std::uint64_t index) {
  const int wanted = width(0, index);
  auto bytes = disk::read(folder_ / ledger::bundle_path(index, wanted), kBundleBytesMax);
  if (bytes) return ledger::parse_bundle(*bytes, wanted);
  if (wanted < 256) bytes = disk::read(folder_ / ledger::bundle_path(index, 256), kBundleBytesMax);
  if (!bytes) return fail("tile", "missing: " + ledger::bundle_path(index, wanted));
  return ledger::parse_bundle(*bytes, 256);
}

base::Result<std::vector<Bytes>> TileLog::entries(std::uint64_t from, std::uint64_t to) {
  std::vector<Bytes> result;
  if (to > size_) return fail("tile", "beyond the size of the log");
  for (std::uint64_t at = from; at < to;) {
    MJ_TRY(const std::vector<Bytes> piece, bundle(at / kTileWidth));
    const std::uint64_t end = std::min(to, (at / kTileWidth + 1) * kTileWidth);
    for (; at < end; ++at) {
      if (at % kTileWidth >= piece.size()) return fail("tile", "bundle cut short");
      result.push_back(piece[at % kTileWidth]);
    }
  }
  return result;
}

}  // namespace feed
