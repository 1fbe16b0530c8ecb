#include "opening.h"

#include <algorithm>
#include <limits>

namespace registrar {

namespace {

std::unexpected<base::Error> damaged(std::uint64_t index, std::string_view what) {
  return base::fail("log_damaged", "record " + std::to_string(index) + ": " + std::string(what) +
                                       "; restore the log from a backup");
}

base::Result<void> take(const ledger::StoredRecord& record, LogState& log, Standing& standing) {
  const std::uint64_t index = log.tree.size();
  if (record.index != index) return damaged(index, "missing");
  if (ledger::leaf_hash(record.entry) != record.leaf) return damaged(index, "its entry was altered");
  log.tree.append(record.leaf);
  // A forged record of these kinds means nothing; it stays, for sealer and witness to name
  // (transparency-log.md §7).
  if (auto taken = standing.take(record); !taken)
    log.distrusted.push_back("record " + std::to_string(index) + ": " + taken.error().text);
  return {};
}

base::Result<base::Instant> recorded_of(const ledger::StoredRecord& record) {
  MJ_TRY(const auto fields, ledger::structure_fields(record));
  const auto recorded = std::ranges::find(fields, "recorded", &ledger::Field::name);
  if (recorded == fields.end()) return damaged(record.index, "without a time of recording");
  return base::parse_instant(base::json::text_or_empty(&recorded->value));
}

}  // namespace

base::Result<LogState> read_log(const ledger::RecordReader& reader,
                                const std::vector<ledger::RootKey>& roots) {
  LogState log;
  auto standing = std::make_shared<Standing>(roots);
  base::Result<void> taken;
  ledger::StoredRecord last;
  MJ_CHECK(reader.scan(0, std::numeric_limits<std::int64_t>::max(), [&](const ledger::StoredRecord& record) {
    taken = take(record, log, *standing);
    last = record;
    return taken.has_value();
  }));
  MJ_CHECK(taken);
  if (log.tree.size() > 0) {
    MJ_TRY(log.last_recorded, recorded_of(last));
  }
  log.standing = std::move(standing);
  return log;
}

base::Result<std::uint64_t> check_checkpoint(const std::string& note, const std::string& origin,
                                             const crypto::Sm2Key& log_key, const ledger::Tree& tree) {
  if (note.empty()) return 0;
  const auto key = ledger::make_vkey(origin, ledger::NoteType::note, log_key.public_key());
  const auto verified =
      ledger::verify_checkpoint(note, {.log = key, .witnesses = {}, .cosignatures_required = 0});
  if (!verified) return base::fail("behind_checkpoint", "the newest checkpoint: " + verified.error().text);
  const ledger::Checkpoint& checkpoint = verified->checkpoint;
  if (checkpoint.size > tree.size())
    return base::fail("behind_checkpoint", "a checkpoint over " + std::to_string(checkpoint.size) +
                                               " records was signed, only " + std::to_string(tree.size()) +
                                               " are here; restore the missing ones");
  if (tree.root_at(checkpoint.size) != checkpoint.root)
    return base::fail("behind_checkpoint", "the records are not those of the signed checkpoint over " +
                                               std::to_string(checkpoint.size));
  return checkpoint.size;
}

}  // namespace registrar
