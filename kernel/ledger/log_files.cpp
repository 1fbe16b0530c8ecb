#include "ledger/log_files.h"

#include "ledger/witness_exchange.h"

namespace ledger {
namespace {

constexpr std::uint64_t kTileWidth = 256;

/// Records number 256·index …, exactly `width` of them.
base::Result<std::vector<StoredRecord>> records_of(const RecordReader& reader, std::uint64_t index,
                                                   int width) {
  const std::uint64_t first = index * kTileWidth;
  std::vector<StoredRecord> records;
  MJ_CHECK(reader.scan(first, first + static_cast<std::uint64_t>(width), [&](const StoredRecord& record) {
    records.push_back(record);
    return true;
  }));
  if (records.size() != static_cast<std::size_t>(width))
    return base::fail("unknown_file", "日志还没有这么多条");
  return records;
}

/// Numbers and widths of the bundles that a log of `size` has and one of `since` had not.
std::vector<TileId> bundles_of(std::uint64_t since, std::uint64_t size) {
  std::vector<TileId> bundles = tiles_of(size, since);
  std::erase_if(bundles, [](const TileId& id) { return id.level != 0; });
  return bundles;
}

}  // namespace

base::Result<Bytes> entry_bundle(const RecordReader& reader, std::uint64_t index, int width) {
  MJ_TRY(const auto records, records_of(reader, index, width));
  return bundle_bytes(index, width, [&](std::uint64_t i) { return records[i - index * kTileWidth].entry; });
}

base::Result<Bytes> structure_file(const RecordReader& reader, std::uint64_t index, int width) {
  MJ_TRY(const auto records, records_of(reader, index, width));
  std::vector<Bytes> bundles;
  for (const StoredRecord& record : records)
    bundles.push_back(json::canonical(to_json(structure_bundle(record))));
  return structure_bytes(bundles);
}

std::vector<NamedFile> tile_files(const Tree& tree, std::uint64_t since, std::uint64_t size) {
  std::vector<NamedFile> files;
  for (const TileId& id : tiles_of(size, since)) files.emplace_back(tile_path(id), tile_bytes(tree, id));
  return files;
}

base::Result<std::vector<NamedFile>> bundle_files(const RecordReader& reader, std::uint64_t since,
                                                  std::uint64_t size) {
  std::vector<NamedFile> files;
  for (const TileId& id : bundles_of(since, size)) {
    MJ_TRY(Bytes bytes, entry_bundle(reader, id.index, id.width));
    files.emplace_back(bundle_path(id.index, id.width), std::move(bytes));
  }
  return files;
}

base::Result<std::vector<NamedFile>> structure_files(const RecordReader& reader, std::uint64_t since,
                                                     std::uint64_t size) {
  std::vector<NamedFile> files;
  for (const TileId& id : bundles_of(since, size)) {
    MJ_TRY(Bytes bytes, structure_file(reader, id.index, id.width));
    files.emplace_back(structure_path(id.index, id.width), std::move(bytes));
  }
  return files;
}

}  // namespace ledger
