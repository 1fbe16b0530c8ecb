#include "reading.h"

#include <spdlog/spdlog.h>

namespace office {

base::Result<ReadRecord> read_record(const Office& office, const Reading& reading) {
  ReadRecord out;
  MJ_TRY(out.index, office.course->index_of(reading.kind, reading.stream, reading.pos));
  base::Result<ledger::OpenedRecord> opened = base::fail("unknown_record", "没有这条记录");
  MJ_CHECK(office.reader->scan(out.index, out.index + 1, [&](const ledger::StoredRecord& stored) {
    out.leaf = stored.leaf;
    opened = ledger::open_record(stored, *office.data_keys, office.master);
    return true;
  }));
  if (!opened) return std::unexpected(std::move(opened).error());
  out.opened = std::move(*opened);
  spdlog::info("reading: {} reads {}/{}/{}", reading.holder, reading.kind, reading.stream, reading.pos);
  return out;
}

}  // namespace office
