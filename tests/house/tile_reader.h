#pragma once
// A reader of the main log's static files, written from transparency-log.md §1 and §6 and sharing nothing
// with the house but SM3 and base64: what a stranger with an afternoon would write.

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "crypto/hash.h"

namespace house_test {

/// Files below `/log`, "" where there is none.
using Fetch = std::function<std::string(const std::string& path)>;

class TileReader {
 public:
  explicit TileReader(Fetch fetch) : fetch_(std::move(fetch)) {
    const std::string note = fetch_("checkpoint");
    const auto first = note.find('\n'), second = note.find('\n', first + 1),
               third = note.find('\n', second + 1);
    if (third == std::string::npos) return;
    size_ = std::stoull(note.substr(first + 1, second - first - 1));
    root_ = base::from_base64(note.substr(second + 1, third - second - 1)).value_or("");
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Whether the entry with this number lies under the signed root, by the tiles alone.
  [[nodiscard]] bool holds(std::uint64_t index, const std::string& entry) {
    return subtree(0, size_, index, hash(std::string(1, '\0') + entry)) == root_;
  }
  /// The entry with this number.
  [[nodiscard]] std::string entry(std::uint64_t index) {
    const std::string bundle = file("tile/entries/", index / kWidth, size_);
    std::size_t at = 0;
    for (std::uint64_t i = 0; i < index % kWidth && at + 2 <= bundle.size(); ++i)
      at += 2 + length(bundle, at);
    return at + 2 <= bundle.size() ? bundle.substr(at + 2, length(bundle, at)) : "";
  }

 private:
  static constexpr std::uint64_t kWidth = 256;
  static std::size_t length(const std::string& bundle, std::size_t at) {
    return static_cast<unsigned char>(bundle[at]) << 8 | static_cast<unsigned char>(bundle[at + 1]);
  }
  static std::string hash(const std::string& bytes) { return std::string(base::view(crypto::sm3(bytes))); }
  static std::string node(const std::string& left, const std::string& right) {
    return hash('\x01' + left + right);
  }

  /// Root of [lo, hi) with `leaf` put in at `index`; what does not hold `index` comes from the tiles.
  std::string subtree(std::uint64_t lo, std::uint64_t hi, std::uint64_t index, const std::string& leaf) {
    if (hi - lo == 1) return lo == index ? leaf : tile_hash(0, lo);
    const bool outside = index < lo || index >= hi;
    if (outside && hi - lo == kWidth && lo % kWidth == 0) return tile_hash(1, lo / kWidth);
    std::uint64_t k = 1;
    while (k * 2 < hi - lo) k *= 2;
    return node(subtree(lo, lo + k, index, leaf), subtree(lo + k, hi, index, leaf));
  }
  std::string tile_hash(int level, std::uint64_t n) {
    const std::uint64_t count = level == 0 ? size_ : size_ / kWidth;
    const std::string tile = file("tile/" + std::to_string(level) + "/", n / kWidth, count);
    return tile.size() >= (n % kWidth + 1) * 32 ? tile.substr(n % kWidth * 32, 32) : "";
  }
  /// Tile or bundle number `n` of those that hold `count` things; logs of the test have fewer than 1000 of
  /// them.
  std::string file(const std::string& folder, std::uint64_t n, std::uint64_t count) {
    const std::uint64_t width = std::min(kWidth, count - n * kWidth);
    std::string digits = std::to_string(n);
    digits.insert(0, 3 - digits.size(), '0');
    const std::string path = folder + digits + (width < kWidth ? ".p/" + std::to_string(width) : "");
    auto [known, fresh] = files_.try_emplace(path);
    if (fresh) known->second = fetch_(path);
    return known->second;
  }

  Fetch fetch_;
  std::uint64_t size_ = 0;
  std::string root_;
  std::map<std::string, std::string> files_;
};

}  // namespace house_test
