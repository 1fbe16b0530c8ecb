#include "disclosure/twin.h"

#include "ledger/log_files.h"
#include "ledger/note.h"

namespace disclosure {

Twin::Twin(const std::string& origin, crypto::Ed25519Key key)
    : origin_(origin_of(origin)), key_(std::move(key)) {}

std::string Twin::origin_of(const std::string& origin) {
  return origin + "/sha256";
}

base::Result<void> Twin::add_files(const ledger::RecordReader& reader, std::uint64_t since,
                                   std::uint64_t size, feed::LogFiles& files) {
  MJ_CHECK(reader.scan(tree_.size(), size, [&](const ledger::StoredRecord& record) {
    tree_.append(ledger::leaf_hash(record.entry, ledger::HashAlg::sha256));
    return true;
  }));
  const auto add = [&](std::vector<ledger::NamedFile> some) {
    for (auto& [path, bytes] : some) files.tiles.emplace_back("sha256/" + path, std::move(bytes));
  };
  add(ledger::tile_files(tree_, since, size));
  MJ_TRY(auto bundles, ledger::bundle_files(reader, since, size));
  add(std::move(bundles));
  ledger::Note note{.text = ledger::checkpoint_text({origin_, size, tree_.root_at(size)}), .signatures = {}};
  ledger::sign(note, origin_, key_);
  files.twin = ledger::format(note);
  return {};
}

}  // namespace disclosure
