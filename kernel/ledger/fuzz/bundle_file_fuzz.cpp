// Entry bundles and tile paths are read from a log that may lie. The first byte chooses the width.

#include <cstdint>
#include <cstdlib>

#include "ledger/tiles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int width = data[0] + 1;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (const auto entries = ledger::parse_bundle(bytes, width)) {
    const auto entry_at = [&](std::uint64_t i) { return (*entries)[i]; };
    if (ledger::bundle_bytes(0, width, entry_at) != bytes) std::abort();
  }
  const auto tile = ledger::parse_tile_path(bytes);
  if (tile && ledger::tile_path(*tile) != bytes) std::abort();
  return 0;
}
