#include "replica.h"

#include "file/durable.h"
#include "ledger/tiles.h"
#include "ledger/witness_exchange.h"

namespace witness {
namespace {

constexpr std::size_t kHeadBytes = 2 + 4;  // count, length of the entry bundle
constexpr std::uint64_t kFileBytesMax = std::uint64_t{128} << 20;

Bytes encode(const Shelf& shelf) {
  const int count = static_cast<int>(shelf.entries.size());
  const Bytes entries = ledger::bundle_bytes(
      0, count, [&](std::uint64_t i) { return shelf.entries[static_cast<std::size_t>(i)]; });
  Bytes out;
  base::put_u16be(out, static_cast<std::uint16_t>(count));
  base::put_u32be(out, static_cast<std::uint32_t>(entries.size()));
  return out + entries + ledger::structure_bytes(shelf.structure);
}

base::Result<Shelf> decode(std::string_view bytes) {
  if (bytes.size() < kHeadBytes) return base::fail("replica", "cut short");
  const int count = static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]);
  const std::size_t entries = base::get_u32be(bytes.substr(2));
  bytes.remove_prefix(kHeadBytes);
  if (entries > bytes.size()) return base::fail("replica", "cut short");
  Shelf shelf;
  MJ_TRY(shelf.entries, ledger::parse_bundle(bytes.substr(0, entries), count));
  MJ_TRY(shelf.structure, ledger::parse_structure(bytes.substr(entries), count));
  return shelf;
}

}  // namespace

base::Result<Replica> Replica::open(std::string directory) {
  MJ_CHECK(file::make_private_directory(directory));
  return Replica(std::move(directory));
}

std::string Replica::path_of(std::uint64_t number) const {
  return directory_ + "/" + ledger::tile_index_path(number);
}

base::Result<const Shelf*> Replica::read(std::uint64_t number) const {
  if (last_read_ && last_read_->first == number) return &last_read_->second;
  Bytes bytes;
  if (const std::string path = path_of(number); file::exists(path)) {
    MJ_TRY(bytes, file::read_file(path, kFileBytesMax));
  }
  last_read_ = {number, decode(bytes).value_or(Shelf{})};  // what is damaged is fetched again
  return &last_read_->second;
}

base::Result<Shelf> Replica::shelf(std::uint64_t number) const {
  MJ_TRY(const Shelf* held, read(number));
  return *held;
}

base::Result<void> Replica::put(std::uint64_t number, const Shelf& shelf) {
  const std::string path = path_of(number);
  MJ_CHECK(file::make_private_directory(path.substr(0, path.rfind('/'))));
  last_read_.reset();
  return file::write_file_durably(path, encode(shelf));
}

base::Result<LogRecord> Replica::record(std::uint64_t index) const {
  MJ_TRY(const Shelf* held, read(index / kBundleWidth));
  const auto place = static_cast<std::size_t>(index % kBundleWidth);
  if (place >= held->entries.size())
    return base::fail("replica", "record " + std::to_string(index) + " is not held");
  return LogRecord{index, held->entries[place], held->structure[place]};
}

}  // namespace witness
