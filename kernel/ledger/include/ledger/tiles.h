#pragma once
// Static tiles and entry bundles of C2SP tlog-tiles (transparency-log.md §6): pure layout, no files.

#include <functional>
#include <string>
#include <vector>

#include "ledger/merkle.h"

namespace ledger {

/// `x001/x234/067` of tile number 1234067.
[[nodiscard]] std::string tile_index_path(std::uint64_t index);

struct TileId {
  int level = 0;            // 0…63
  std::uint64_t index = 0;  // n-th tile of its level
  int width = 256;          // 1…255 for a partial tile
  auto operator<=>(const TileId&) const = default;
};

[[nodiscard]] std::string tile_path(const TileId& id);                      // tile/<L>/<N>[.p/<W>]
[[nodiscard]] std::string bundle_path(std::uint64_t index, int width);      // tile/entries/<N>[.p/<W>]
[[nodiscard]] base::Result<TileId> parse_tile_path(std::string_view path);  // error: `path`
/// The part of a bundle's path that says which: `x001/000.p/34`; its level is 0. Error: `path`.
[[nodiscard]] base::Result<TileId> parse_bundle_number(std::string_view number);

/// Whether a tree of `size` has that tile, or a fuller one.
[[nodiscard]] bool has_tile(std::uint64_t size, const TileId& id);

/// Every tile a tree of `size` has, lowest level first; `since` leaves out those a tree of that size already
/// had.
[[nodiscard]] std::vector<TileId> tiles_of(std::uint64_t size, std::uint64_t since = 0);
[[nodiscard]] Bytes tile_bytes(const Tree& tree, const TileId& id);
/// Entries number 256·index … as u16be length ‖ bytes.
[[nodiscard]] Bytes bundle_bytes(std::uint64_t index, int width,
                                 const std::function<Bytes(std::uint64_t)>& entry_at);
/// Error: `bundle` when the bytes are not exactly `width` entries.
[[nodiscard]] base::Result<std::vector<Bytes>> parse_bundle(std::string_view bytes, int width);

}  // namespace ledger
