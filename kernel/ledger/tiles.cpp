#include "ledger/tiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>

namespace ledger {
namespace {

constexpr int kTileWidth = 256;
constexpr int kBitsPerLevel = 8;
constexpr int kLevelMax = 63;
constexpr std::string_view kPrefix = "tile/";
constexpr std::string_view kPartial = ".p/";
constexpr std::size_t kEntryBytesMax = 65'535;

std::string with_width(std::string path, int width) {
  if (width != kTileWidth) path += fmt::format("{}{}", kPartial, width);
  return path;
}

template <class Number>
std::optional<Number> decimal(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Number of a tile from its groups of three digits; the caller checks that they were written as we would.
std::optional<std::uint64_t> index_of(std::string_view groups) {
  std::string digits;
  std::ranges::copy_if(groups, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return decimal<std::uint64_t>(digits);
}

}  // namespace

std::string tile_index_path(std::uint64_t index) {
  std::string path = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index != 0; index /= 1000) path = fmt::format("x{:03}/{}", index % 1000, path);
  return path;
}

std::string tile_path(const TileId& id) {
  return with_width(fmt::format("{}{}/{}", kPrefix, id.level, tile_index_path(id.index)), id.width);
}

std::string bundle_path(std::uint64_t index, int width) {
  return with_width(fmt::format("{}entries/{}", kPrefix, tile_index_path(index)), width);
}

base::Result<TileId> parse_tile_path(std::string_view path) {
  const auto refused = base::fail("path", "not the path of a tile");
  if (!path.starts_with(kPrefix)) return refused;
  std::string_view rest = path.substr(kPrefix.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return refused;
  const auto level = decimal<int>(rest.substr(0, slash));
  rest.remove_prefix(slash + 1);
  const std::size_t partial = rest.find(kPartial);
  const auto index = index_of(rest.substr(0, partial));
  const auto width = partial == std::string_view::npos ? std::optional(kTileWidth)
                                                       : decimal<int>(rest.substr(partial + kPartial.size()));
  if (!level || !index || !width) return refused;
  const TileId id{*level, *index, *width};
  if (id.level < 0 || id.level > kLevelMax || id.width < 1 || id.width > kTileWidth) return refused;
  if (tile_path(id) != path) return refused;  // one tile, one spelling
  return id;
}

base::Result<TileId> parse_bundle_number(std::string_view number) {
  return parse_tile_path("tile/0/" + std::string(number));  // spelled like a tile of level 0
}

bool has_tile(std::uint64_t size, const TileId& id) {
  const int bits = id.level * kBitsPerLevel;
  const std::uint64_t nodes = bits < 64 ? size >> bits : 0;
  // Divided, not multiplied: a number near 2^64 must not come round.
  return nodes / kTileWidth > id.index ||
         (nodes / kTileWidth == id.index && nodes % kTileWidth >= static_cast<std::uint64_t>(id.width));
}

std::vector<TileId> tiles_of(std::uint64_t size, std::uint64_t since) {
  std::vector<TileId> tiles;
  for (int level = 0; level * kBitsPerLevel < 64; ++level) {
    const std::uint64_t nodes = size >> (level * kBitsPerLevel);
    const std::uint64_t before = since >> (level * kBitsPerLevel);
    if (nodes <= before) continue;
    for (std::uint64_t first = before / kTileWidth * kTileWidth; first < nodes; first += kTileWidth) {
      const std::uint64_t width = std::min<std::uint64_t>(kTileWidth, nodes - first);
      tiles.push_back({level, first / kTileWidth, static_cast<int>(width)});
    }
  }
  return tiles;
}

Bytes tile_bytes(const Tree& tree, const TileId& id) {
  Bytes out;
  out.reserve(static_cast<std::size_t>(id.width) * sizeof(Hash));
  for (int i = 0; i < id.width; ++i) {
    const std::uint64_t node = id.index * kTileWidth + static_cast<std::uint64_t>(i);
    out += base::view(tree.full_node(id.level * kBitsPerLevel, node));
  }
  return out;
}

Bytes bundle_bytes(std::uint64_t index, int width, const std::function<Bytes(std::uint64_t)>& entry_at) {
  Bytes out;
  for (int i = 0; i < width; ++i) {
    const Bytes entry = entry_at(index * kTileWidth + static_cast<std::uint64_t>(i));
    assert(!entry.empty() && entry.size() <= kEntryBytesMax);
    base::put_u16be(out, static_cast<std::uint16_t>(entry.size()));
    out += entry;
  }
  return out;
}

base::Result<std::vector<Bytes>> parse_bundle(std::string_view bytes, int width) {
  if (width < 1 || width > kTileWidth) return base::fail("bundle", "width is not 1…256");
  std::vector<Bytes> entries;
  for (int i = 0; i < width; ++i) {
    if (bytes.size() < 2) return base::fail("bundle", "ends before its last entry");
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    const std::size_t size = static_cast<std::size_t>(byte(0)) << 8 | byte(1);
    bytes.remove_prefix(2);
    if (size == 0 || size > bytes.size()) return base::fail("bundle", "an entry is empty or cut short");
    entries.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  if (!bytes.empty()) return base::fail("bundle", "bytes after the last entry");
  return entries;
}

}  // namespace ledger
