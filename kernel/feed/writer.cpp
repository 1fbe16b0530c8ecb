#include "feed/writer.h"

#include <algorithm>
#include <set>

#include "crypto/hash.h"
#include "disk.h"
#include "feed/state.h"
#include "feed/tile_log.h"

namespace feed {

namespace fs = std::filesystem;
using base::fail;

struct FeedWriter::State {
  fs::path folder;
  std::string origin;
  crypto::Sm2Key key;
  ledger::Tree tree;           // of published and staged lines
  std::vector<Bytes> entries;  // the same lines as bytes
  std::vector<Line> lines;
  std::set<std::uint64_t> ended;
  std::uint64_t published = 0;

  std::uint64_t stage(Line line);
  base::Result<void> check_of(const std::vector<std::uint64_t>& of) const;
  base::Result<void> take_over(const std::string& note);
  base::Result<void> write_tiles() const;
  base::Result<void> write_log(const LogFiles& log) const;
  base::Result<void> sign_checkpoint() const;
  base::Result<void> delete_ended(std::uint64_t from);
  base::Result<void> delete_orphans() const;
};

std::uint64_t FeedWriter::State::stage(Line line) {
  line.index = lines.size();
  entries.push_back(encode(line));
  tree.append(ledger::leaf_hash(entries.back()));
  ended.insert(line.of.begin(), line.of.end());
  lines.push_back(std::move(line));
  return lines.back().index;
}

base::Result<void> FeedWriter::State::check_of(const std::vector<std::uint64_t>& of) const {
  if (of.empty()) return fail("of", "names no line");
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (of[i] >= lines.size()) return fail("of", "names a line that is not there");
    if (i > 0 && of[i - 1] >= of[i]) return fail("of", "not ascending");
    if (ended.contains(of[i])) return fail("of", "line " + std::to_string(of[i]) + " is gone already");
  }
  return {};
}

// What stands in the folder must be ours and whole: continuing anything else would fork the feed.
base::Result<void> FeedWriter::State::take_over(const std::string& note) {
  Manifest manifest(ledger::make_vkey(origin, ledger::NoteType::note, key.public_key()));
  auto target = manifest.check_note(note);
  if (!target) return fail("feed_key", "feed/checkpoint is not signed by this key: " + target.error().text);
  TileLog log(folder / "feed", target->size);
  auto found = log.entries(0, target->size);
  if (!found) return fail("feed_damaged", found.error().text);
  auto applied = manifest.apply({.from = 0, .checkpoint = note, .proof = {}, .entries = *found});
  if (!applied) return fail("feed_damaged", applied.error().code + ": " + applied.error().text);
  tree = manifest.tree();
  lines = manifest.lines();
  entries = std::move(*found);
  published = lines.size();
  for (const Line& line : lines) ended.insert(line.of.begin(), line.of.end());
  return {};
}

base::Result<void> FeedWriter::State::write_tiles() const {
  for (const ledger::TileId& id : ledger::tiles_of(tree.size(), published)) {
    MJ_CHECK(disk::write_soon(folder / "feed" / ledger::tile_path(id), ledger::tile_bytes(tree, id)));
    if (id.level != 0) continue;
    const Bytes bundle =
        ledger::bundle_bytes(id.index, id.width, [&](std::uint64_t i) { return entries[i]; });
    MJ_CHECK(disk::write_soon(folder / "feed" / ledger::bundle_path(id.index, id.width), bundle));
  }
  return {};
}

base::Result<void> FeedWriter::State::write_log(const LogFiles& log) const {
  for (const auto& [path, bytes] : log.tiles) MJ_CHECK(disk::write_soon(folder / "log" / path, bytes));
  for (const auto& [to, note] : log.reports) {
    MJ_CHECK(disk::write_soon(folder / "log/report" / std::to_string(to), note));
    MJ_CHECK(disk::write_soon(folder / "log/report/newest", note));
  }
  // Whatever a checkpoint covers must be there before it is.
  MJ_CHECK(disk::make_directories(folder));
  MJ_CHECK(disk::sync_all(folder));
  for (const auto& [path, note] :
       {std::pair("log/checkpoint", &log.checkpoint), std::pair("log/witnessed", &log.witnessed),
        std::pair("log/sha256/checkpoint", &log.twin)})
    if (!note->empty()) MJ_CHECK(disk::write_durably(folder / path, *note));
  return {};
}

base::Result<void> FeedWriter::State::sign_checkpoint() const {
  const ledger::Checkpoint checkpoint{.origin = origin, .size = tree.size(), .root = tree.root()};
  ledger::Note note{.text = ledger::checkpoint_text(checkpoint), .signatures = {}};
  ledger::sign(note, origin, key);
  return disk::write_durably(folder / "feed/checkpoint", ledger::format(note));
}

base::Result<void> FeedWriter::State::delete_ended(std::uint64_t from) {
  for (std::uint64_t i = from; i < lines.size(); ++i)
    for (const std::uint64_t of : lines[i].of)
      if (lines[of].payload) MJ_CHECK(disk::remove_durably(folder / payload_path(*lines[of].payload)));
  return {};
}

// Payload files whose line was never published, because the program ended between the two.
base::Result<void> FeedWriter::State::delete_orphans() const {
  std::set<std::string> named;
  for (const Line& line : lines)
    if (line.payload && !ended.contains(line.index)) named.insert(base::hex(*line.payload));
  std::vector<fs::path> orphans;
  disk::each_file(folder / "payload", [&](const fs::path& path) {
    if (!named.contains(path.filename().string())) orphans.push_back(path);
  });
  for (const fs::path& path : orphans) MJ_CHECK(disk::remove_durably(path));
  return {};
}

FeedWriter::FeedWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
FeedWriter::FeedWriter(FeedWriter&&) noexcept = default;
FeedWriter& FeedWriter::operator=(FeedWriter&&) noexcept = default;
FeedWriter::~FeedWriter() = default;

base::Result<FeedWriter> FeedWriter::open(fs::path folder, std::string origin, crypto::Sm2Key key) {
  auto state = std::unique_ptr<State>(new State{.folder = std::move(folder),
                                                .origin = std::move(origin),
                                                .key = std::move(key),
                                                .tree = ledger::Tree(),
                                                .entries = {},
                                                .lines = {},
                                                .ended = {}});
  if (const auto note = disk::read(state->folder / "feed/checkpoint", 64 * 1024))
    MJ_CHECK(state->take_over(*note));
  MJ_CHECK(state->delete_orphans());
  return FeedWriter(std::move(state));
}

base::Result<std::uint64_t> FeedWriter::put_payload(Kind kind, std::string_view content, base::Instant at,
                                                    std::optional<base::Date> until) {
  if (kind == Kind::remove || kind == Kind::replace || kind == Kind::other)
    return fail("payload", "this kind of line has no payload of its own");
  if (until && kind != Kind::decision) return fail("payload", "only a decision has a last day");
  const Bytes file = wrap_payload(content);
  Line line{.index = 0,
            .kind = kind,
            .at = at,
            .payload = crypto::sm3(file),
            .bytes = static_cast<std::int64_t>(file.size()),
            .until = until,
            .of = {},
            .by = {},
            .cause = {}};
  MJ_CHECK(check_payload(line, file));
  MJ_CHECK(disk::write_soon(state_->folder / payload_path(*line.payload), file));
  return state_->stage(std::move(line));
}

base::Result<std::uint64_t> FeedWriter::remove(std::vector<std::uint64_t> of, Cause cause, base::Instant at,
                                               std::string_view tombstone) {
  MJ_CHECK(state_->check_of(of));
  if ((cause == Cause::unlawful) == tombstone.empty())
    return fail("tombstone", "a tombstone belongs to the removal of what was unlawful, and to no other");
  Line line{.index = 0,
            .kind = Kind::remove,
            .at = at,
            .payload = {},
            .until = {},
            .of = std::move(of),
            .by = {},
            .cause = cause};
  if (!tombstone.empty()) {
    const Bytes file = wrap_payload(tombstone);
    line.payload = crypto::sm3(file);
    line.bytes = static_cast<std::int64_t>(file.size());
    MJ_CHECK(disk::write_soon(state_->folder / payload_path(*line.payload), file));
  }
  return state_->stage(std::move(line));
}

base::Result<std::uint64_t> FeedWriter::replace(std::vector<std::uint64_t> of, std::uint64_t by,
                                                base::Instant at) {
  MJ_CHECK(state_->check_of(of));
  if (by >= state_->lines.size() || std::binary_search(of.begin(), of.end(), by))
    return fail("by", "names no other line that is there");
  return state_->stage({.index = 0,
                        .kind = Kind::replace,
                        .at = at,
                        .payload = {},
                        .until = {},
                        .of = std::move(of),
                        .by = by,
                        .cause = {}});
}

base::Result<void> FeedWriter::publish(const LogFiles& log) {
  const bool first = state_->published == 0 && !fs::exists(state_->folder / "feed/checkpoint");
  if (state_->published < state_->lines.size()) MJ_CHECK(state_->write_tiles());
  MJ_CHECK(state_->write_log(log));
  if (!first && state_->published == state_->lines.size()) return {};
  MJ_CHECK(state_->sign_checkpoint());
  const std::uint64_t from = std::exchange(state_->published, state_->lines.size());
  return state_->delete_ended(from);
}

std::uint64_t FeedWriter::size() const {
  return state_->lines.size();
}

const std::vector<Line>& FeedWriter::lines() const {
  return state_->lines;
}

}  // namespace feed
