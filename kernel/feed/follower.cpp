#include "feed/follower.h"

#include <algorithm>

#include "base/json.h"
#include "disk.h"
#include "file/journal.h"

namespace feed {

namespace fs = std::filesystem;
namespace json = base::json;
using base::fail;

namespace {

constexpr std::size_t kNoteBytesMax = 64 * 1024;
constexpr std::size_t kEntriesOneByOne = 4;
constexpr unsigned kRefusedEvery = 60;  // a bad file is read again only now and then, it may be large

json::Value numbers(const std::set<std::uint64_t>& values) {
  json::Array list;
  for (const std::uint64_t value : values) list.emplace_back(static_cast<std::int64_t>(value));
  return list;
}

base::Result<std::set<std::uint64_t>> read_numbers(const json::Value& value, std::string_view member) {
  MJ_TRY(const json::Array* list, json::array_member(value, member));
  std::set<std::uint64_t> result;
  for (const json::Value& item : *list) {
    if (!item.is_int64()) return fail("member", std::string(member));
    result.insert(static_cast<std::uint64_t>(item.get_int64()));
  }
  return result;
}

bool is_storage(const base::Error& error) {
  return error.code.starts_with("storage_");
}

// Entries are canonical JSON, so none holds a line feed. A line of the journal costs a flush of its own, so
// many come with the whole file instead; so they do when a crash left entries behind the followed size.
base::Result<void> add_entries(const fs::path& path, std::uint64_t followed, std::span<const Bytes> fresh) {
  MJ_TRY(file::Journal::Opened opened, file::Journal::open(path.string()));
  if (opened.lines.size() == followed && fresh.size() <= kEntriesOneByOne) {
    for (const Bytes& entry : fresh) MJ_CHECK(opened.journal.append(entry));
    return {};
  }
  std::string all;
  for (std::uint64_t i = 0; i < followed; ++i) all += opened.lines[i] + "\n";
  for (const Bytes& entry : fresh) all += entry + "\n";
  return disk::write_durably(path, all);
}

}  // namespace

Follower::Follower(FollowerOptions options) : options_(std::move(options)), manifest_(options_.feed) {}

base::Result<Follower> Follower::open(FollowerOptions options) {
  Follower follower(std::move(options));
  MJ_CHECK(follower.restore());
  return follower;
}

// --- our own state
// ---------------------------------------------------------------------------------------------

base::Result<void> Follower::restore() {
  const auto bytes = disk::read(options_.state / "followed.json");
  if (!bytes) return {};
  const auto value = json::parse(*bytes, {.bytes_max = std::size_t{1} << 30});
  if (!value || !json::has_exactly(*value, {"dropped", "feed", "log", "v"}))
    return fail("state", "followed.json");
  MJ_TRY(const std::string note, json::string_member(*value, "feed"));
  MJ_TRY(dropped_, read_numbers(*value, "dropped"));
  if (!note.empty()) {
    auto target = manifest_.check_note(note);
    if (!target) return fail("state", "followed.json: the note is not of this feed's key");
    MJ_TRY(file::Journal::Opened journal, file::Journal::open((options_.state / "entries").string()));
    if (journal.lines.size() < target->size) return fail("state", "entries are missing");
    std::vector<Bytes> entries(journal.lines.begin(),
                               journal.lines.begin() + static_cast<std::ptrdiff_t>(target->size));
    auto applied =
        manifest_.apply({.from = 0, .checkpoint = note, .proof = {}, .entries = std::move(entries)});
    if (!applied) return fail("state", applied.error().code + ": " + applied.error().text);
  }
  MJ_TRY(log_note_, json::string_member(*value, "log"));
  if (!log_note_.empty()) {
    auto log = ledger::verify_checkpoint(log_note_, options_.log);
    if (!log) return fail("state", "followed.json: the log's note is not of this log's key");
    log_ = *log;
  }
  for (const Line& line : manifest_.lines())
    if (line.payload && content(line.index)) held_.insert(line.index);
  return {};
}

base::Result<void> Follower::save() const {
  const json::Object followed = {
      {"dropped", numbers(dropped_)}, {"feed", manifest_.checkpoint()}, {"log", log_note_}, {"v", 1}};
  return disk::write_durably(options_.state / "followed.json", json::canonical(followed));
}

base::Result<void> Follower::keep_evidence(std::string_view name, std::string_view old_note,
                                           std::string_view new_note) const {
  const std::string bytes = std::string(old_note) + "-----\n" + std::string(new_note);
  return disk::write_durably(options_.state / "evidence" / name, bytes);
}

fs::path Follower::stored(const Line& line) const {
  return options_.state / payload_path(*line.payload);
}

// --- the manifest
// ----------------------------------------------------------------------------------------------

base::Result<void> Follower::take(const Exchange& exchange) {
  Manifest next = manifest_;
  if (auto applied = next.apply(exchange); !applied) {
    if (applied.error().code == "fork")
      MJ_CHECK(keep_evidence("feed-fork", manifest_.checkpoint(), exchange.checkpoint));
    return applied;
  }
  MJ_CHECK(disk::make_directories(options_.state));
  MJ_CHECK(add_entries(options_.state / "entries", manifest_.size(),
                       std::span(exchange.entries).subspan(manifest_.size() - exchange.from)));
  manifest_ = std::move(next);
  return save();
}

base::Result<Exchange> Follower::read_exchange(const std::string& note) const {
  MJ_TRY(const ledger::Checkpoint target, manifest_.check_note(note));
  Exchange exchange{.from = manifest_.size(), .checkpoint = note, .proof = {}, .entries = {}};
  TileLog files(options_.tree / "feed", target.size);
  auto entries = files.entries(manifest_.size(), target.size);
  if (entries) exchange.entries = std::move(*entries);
  ledger::Tree grown = manifest_.tree();
  for (const Bytes& entry : exchange.entries) grown.append(ledger::leaf_hash(entry));
  if (grown.size() == target.size && grown.root() == target.root) {
    if (manifest_.size() > 0) exchange.proof = grown.consistency(manifest_.size(), target.size);
    return exchange;
  }
  // Something is wrong. Only complete tiles under the signed root can tell a fork from files that are not
  // there yet.
  const auto root = files.root();
  if (!root || *root != target.root) return fail("gap", "the tiles do not give the signed root");
  MJ_TRY(exchange.proof, files.consistency(manifest_.size()));
  return exchange;
}

base::Result<bool> Follower::poll_feed() {
  const auto note = disk::read(options_.tree / "feed/checkpoint", kNoteBytesMax);
  if (!note || *note == manifest_.checkpoint()) {
    // A fault ends when the tree shows again what we follow; a tree that is away is no fault of the feed.
    const bool changed = note && !feed_fault_.empty();
    if (note) feed_fault_.clear();
    return changed;
  }
  auto exchange = read_exchange(*note);
  auto taken = exchange ? take(*exchange) : base::Result<void>(std::unexpected(exchange.error()));
  if (!taken && is_storage(taken.error())) return std::unexpected(taken.error());
  const std::string fault = taken ? "" : taken.error().code;
  const bool changed = taken.has_value() || fault != feed_fault_;
  feed_fault_ = fault;
  return changed;
}

// --- payloads
// --------------------------------------------------------------------------------------------------

base::Result<bool> Follower::take_payload(const Line& line, const PayloadSource& source) {
  const auto file = source(*line.payload);
  if (!file) return false;
  if (!check_payload(line, *file)) return refused_.insert(line.index).second;
  MJ_CHECK(disk::write_soon(stored(line), *file));  // lost in a power cut, it is fetched again
  held_.insert(line.index);
  refused_.erase(line.index);
  return true;
}

base::Result<bool> Follower::drop_payload(const Line& line) {
  refused_.erase(line.index);
  if (!held_.contains(line.index)) return false;
  if (line.kind == Kind::decision) MJ_CHECK(drop_attachments(line));
  MJ_CHECK(disk::remove_durably(stored(line)));
  held_.erase(line.index);
  return true;
}

std::vector<std::uint64_t> Follower::attachments(const Line& decision) const {
  std::vector<std::uint64_t> result;
  const auto bytes = content(decision.index);
  if (!bytes) return result;
  const auto value = json::parse(*bytes, {.bytes_max = kDecisionBytesMax});
  if (!value) return result;
  const auto files = read_numbers(*value, "files");
  if (!files) return result;
  for (const std::uint64_t index : *files)
    if (index < manifest_.size() && manifest_.lines()[index].kind == Kind::file) result.push_back(index);
  return result;
}

// What another decision in force also names stays (§4).
base::Result<void> Follower::drop_attachments(const Line& decision) {
  std::vector<std::uint64_t> mine = attachments(decision);
  if (mine.empty()) return {};
  for (const Line& line : manifest_.lines()) {
    if (line.kind != Kind::decision || line.index == decision.index || gone_.contains(line.index)) continue;
    if (!held_.contains(line.index)) continue;
    for (const std::uint64_t shared : attachments(line)) std::erase(mine, shared);
  }
  for (const std::uint64_t index : mine) {
    dropped_.insert(index);
    if (!held_.contains(index)) continue;
    MJ_CHECK(disk::remove_durably(stored(manifest_.lines()[index])));
    held_.erase(index);
  }
  return save();
}

base::Result<bool> Follower::sweep(base::Date today, const PayloadSource& source) {
  const bool news = swept_on_ != today || swept_size_ != manifest_.size();
  const bool retry_refused = ++sweeps_ % kRefusedEvery == 0;
  if (!news && awaiting_.empty() && !(retry_refused && !refused_.empty())) return false;
  gone_ = manifest_.gone(today);
  bool changed = news;
  for (const Line& line : manifest_.lines()) {
    if (!line.payload) continue;
    const bool wanted = !gone_.contains(line.index) && !dropped_.contains(line.index);
    if (!wanted) {
      MJ_TRY(const bool dropped, drop_payload(line));
      changed = changed || dropped;
    } else if (!held_.contains(line.index) && (!refused_.contains(line.index) || retry_refused)) {
      MJ_TRY(const bool took, take_payload(line, source));
      changed = changed || took;
    }
  }
  in_force_.clear();
  awaiting_.clear();
  for (const Line& line : manifest_.lines()) {
    if (!line.payload || line.kind == Kind::other || gone_.contains(line.index)) continue;
    if (dropped_.contains(line.index) || refused_.contains(line.index)) continue;
    (held_.contains(line.index) ? in_force_ : awaiting_).insert(line.index);
  }
  swept_on_ = today;
  swept_size_ = manifest_.size();
  return changed;
}

base::Result<Bytes> Follower::stored_content(const fs::path& state, const Line& line) {
  if (!line.payload) return fail("payload", "a line without payload");
  const auto file = disk::read(state / payload_path(*line.payload), kPayloadBytesMax);
  if (!file) return fail("payload", "not held");
  MJ_TRY(const std::string_view inside, check_payload(line, *file));
  return Bytes(inside);
}

base::Result<Bytes> Follower::content(std::uint64_t index) const {
  if (index >= manifest_.size()) return fail("payload", "no such line");
  return stored_content(options_.state, manifest_.lines()[index]);
}

// --- the main log
// ----------------------------------------------------------------------------------------------

TileLog Follower::log_files() const {
  return {options_.tree / "log", log_.checkpoint.size};
}

base::Result<void> Follower::accept_log(const std::string& note) {
  MJ_TRY(const ledger::VerifiedCheckpoint next, ledger::verify_checkpoint(note, options_.log));
  const ledger::Checkpoint& old = log_.checkpoint;
  if (next.checkpoint.size < old.size) return fail("rollback");
  TileLog files(options_.tree / "log", next.checkpoint.size);
  if (!log_note_.empty()) {
    auto proof = files.consistency(old.size);
    if (!proof) return fail("awaiting", proof.error().text);
    if (!ledger::verify_consistency(old.size, next.checkpoint.size, old.root, next.checkpoint.root, *proof))
      return fail("fork");
  }
  log_ = next;
  log_note_ = note;
  return {};
}

base::Result<bool> Follower::poll_log() {
  const auto note = disk::read(options_.tree / "log/checkpoint", kNoteBytesMax);
  if (!note || *note == log_note_) {
    const bool changed = note && !log_fault_.empty();
    if (note) log_fault_.clear();
    return changed;
  }
  const std::string before = log_note_;
  if (auto accepted = accept_log(*note); !accepted) {
    if (accepted.error().code == "awaiting") return false;  // tiles still on their way
    if (accepted.error().code == "fork" && refused_log_note_ != *note)
      MJ_CHECK(keep_evidence("log-fork", before, *note));
    refused_log_note_ = *note;
    return std::exchange(log_fault_, "log") != "log";
  }
  log_fault_.clear();
  MJ_CHECK(save());
  return true;
}

/// A cosigned note counts when it is part of the log that is followed. Signed by the log and not part of it:
/// a fork, with both notes to show.
base::Result<bool> Follower::take_witnessed(const std::string& note) {
  const auto next = ledger::verify_checkpoint(note, options_.log);
  if (!next || next->cosignatures.empty() || next->checkpoint.size < witnessed_.checkpoint.size) return false;
  if (next->checkpoint.size > log_.checkpoint.size) return false;  // the newer log/checkpoint is on its way
  const auto proof = log_files().consistency(next->checkpoint.size);
  if (!proof) return false;
  if (!ledger::verify_consistency(next->checkpoint.size, log_.checkpoint.size, next->checkpoint.root,
                                  log_.checkpoint.root, *proof)) {
    MJ_CHECK(keep_evidence("log-fork", note, log_note_));
    refused_witnessed_note_ = note;
    return std::exchange(witnessed_fault_, "log") != "log";
  }
  witnessed_ = *next;
  witnessed_note_ = note;
  witnessed_fault_.clear();
  return true;
}

base::Result<bool> Follower::poll_witnessed() {
  // Cosigned in its own place, a checkpoint needs no second file.
  if (!log_.cosignatures.empty() && log_note_ != witnessed_note_) return take_witnessed(log_note_);
  const auto note = disk::read(options_.tree / "log/witnessed", kNoteBytesMax);
  if (!note || *note == witnessed_note_ || *note == refused_witnessed_note_) return false;
  return take_witnessed(*note);
}

bool Follower::poll_reports() {
  std::map<std::uint64_t, Report> found;
  const std::uint64_t last = reports_.empty() ? 0 : reports_.back().to;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(options_.tree / "log/report", ignored)) {
    const std::string name = file.path().filename().string();
    if (name.empty() || name.size() > 18 ||
        !std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
      continue;
    const std::uint64_t to = std::stoull(name);
    if (to <= last || to > log_.checkpoint.size) continue;
    const auto note = disk::read(file.path(), kNoteBytesMax);
    if (!note) continue;
    if (auto report = read_report(*note, options_.log.log.name, options_.procedure);
        report && report->to == to)
      found.emplace(to, std::move(*report));
  }
  for (auto& [to, report] : found) reports_.push_back(std::move(report));
  return !found.empty();
}

base::Result<bool> Follower::poll(base::Date today) {
  MJ_TRY(const bool feed_changed, poll_feed());
  MJ_TRY(const bool payloads_changed, sweep(today, [this](const Hash& hash) {
           return disk::read(options_.tree / payload_path(hash), kPayloadBytesMax);
         }));
  MJ_TRY(const bool log_changed, poll_log());
  MJ_TRY(const bool witness_changed, poll_witnessed());
  const bool reports_changed = poll_reports();
  return feed_changed || payloads_changed || log_changed || witness_changed || reports_changed;
}

}  // namespace feed
