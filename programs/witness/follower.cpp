#include "follower.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "ledger/tiles.h"
#include "ledger/witness_exchange.h"

namespace witness {
namespace {

/// A report is closed once its findings take so much; the rest is room for its head and a last record.
constexpr std::size_t kFullBytes = 16 << 10;
constexpr std::size_t kFindingsBytesMax = 28 << 10;
constexpr std::size_t kIndexBytes = 20;
constexpr std::size_t kUnlawfulBytes = 24 + kIndexBytes;

std::size_t bytes_of(const Guards& guards) {
  std::size_t bytes = kUnlawfulBytes;
  for (const std::string& guard : guards) bytes += guard.size() + 3;
  return bytes;
}

std::size_t bytes_of(const feed::ReportDraft& draft) {
  std::size_t bytes = (draft.missing.size() + draft.closed.size()) * kIndexBytes;
  for (const auto& [index, guards] : draft.unlawful) bytes += bytes_of(guards);
  return bytes;
}

/// What does not fit waits for the next report, the oldest first: those must list what is new in their range.
void cut_to_size(feed::ReportDraft& draft) {
  std::size_t over = bytes_of(draft);
  const auto take_out = [&](auto& from, auto bytes) {
    while (over > kFindingsBytesMax && !from.empty()) {
      over -= bytes(*from.begin());
      from.erase(from.begin());
    }
  };
  const auto index_bytes = [](const auto&) { return kIndexBytes; };
  take_out(draft.closed, index_bytes);
  take_out(draft.missing, index_bytes);
  take_out(draft.unlawful, [](const auto& item) { return bytes_of(item.second); });
}

int width_of(std::uint64_t number, std::uint64_t size) {
  return static_cast<int>(std::min(kBundleWidth, size - number * kBundleWidth));
}

/// Structure as the source gives it; nothing where it has none or none that can be read.
base::Result<std::vector<Bytes>> structure_from(Source& source, std::uint64_t number, int width) {
  MJ_TRY(const std::optional<Bytes> file, source.structure(number, width));
  std::vector<Bytes> none(static_cast<std::size_t>(width));
  if (!file) return none;
  return ledger::parse_structure(*file, width).value_or(none);
}

}  // namespace

Follower::Follower(Replica replica, law::Editions editions, const std::vector<ledger::RootKey>& roots,
                   FollowerParts parts)
    : replica_(std::move(replica)),
      examiner_(std::move(editions), roots, [this](std::uint64_t index) { return replica_.record(index); }),
      parts_(std::move(parts)) {}

base::Result<void> Follower::follow(const ledger::Checkpoint& cosigned, Source* source) {
  if (cosigned.size < edge_.size()) return base::fail("root", "the copy is ahead of what was cosigned");
  MJ_TRY(Bundles bundles, checked_entries(cosigned, source));
  if (source != nullptr) MJ_CHECK(fetch_late(cosigned.size, *source));
  for (auto& [number, entries] : bundles) {
    MJ_TRY(const Shelf shelf, keep(number, std::move(entries), source));
    MJ_CHECK(take(number, shelf, cosigned.size));
  }
  return {};
}

base::Result<std::vector<Bytes>> Follower::entries(std::uint64_t number, int width, Source* source,
                                                   bool from_copy) const {
  if (from_copy) {
    MJ_TRY(Shelf held, replica_.shelf(number));
    if (held.entries.size() >= static_cast<std::size_t>(width)) {
      held.entries.resize(static_cast<std::size_t>(width));
      return std::move(held.entries);
    }
  }
  if (source == nullptr) return base::fail("source", "副本不全，又没有来源可以补取");
  MJ_TRY(const Bytes bundle, source->entries(number, width));
  auto entries = ledger::parse_bundle(bundle, width);
  if (!entries) return base::fail("source", entries.error().text);
  return entries;
}

base::Result<Follower::Bundles> Follower::entries_up_to(std::uint64_t size, Source* source,
                                                        bool from_copy) const {
  Bundles bundles;
  if (edge_.size() == size) return bundles;
  for (std::uint64_t number = edge_.size() / kBundleWidth; number * kBundleWidth < size; ++number) {
    MJ_TRY(bundles[number], entries(number, width_of(number, size), source, from_copy));
  }
  return bundles;
}

bool Follower::leads_to(const Bundles& bundles, const ledger::Checkpoint& cosigned) const {
  ledger::Frontier edge = edge_;
  for (const auto& [number, entries] : bundles)
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (number * kBundleWidth + i >= edge_.size()) edge.append(ledger::leaf_hash(entries[i]));
  return edge.size() == cosigned.size && edge.root() == cosigned.root;
}

base::Result<Follower::Bundles> Follower::checked_entries(const ledger::Checkpoint& cosigned,
                                                          Source* source) const {
  MJ_TRY(Bundles bundles, entries_up_to(cosigned.size, source, true));
  if (leads_to(bundles, cosigned)) return bundles;
  if (source != nullptr) {  // a damaged copy is no reason to accuse anybody
    MJ_TRY(bundles, entries_up_to(cosigned.size, source, false));
    if (leads_to(bundles, cosigned)) return bundles;
  }
  return base::fail("root", fmt::format("取来的前 {} 条记录算不出已经见证的根", cosigned.size));
}

base::Result<void> Follower::fetch_late(std::uint64_t size, Source& source) {
  std::map<std::uint64_t, std::vector<std::uint64_t>> wanted;
  for (const auto& [index, unread] : examiner_.missing()) wanted[index / kBundleWidth].push_back(index);
  std::vector<std::uint64_t> delivered;
  for (const auto& [number, indexes] : wanted) {
    MJ_TRY(const auto given, structure_from(source, number, width_of(number, size)));
    MJ_TRY(Shelf held, replica_.shelf(number));
    const std::size_t before = delivered.size();
    for (const std::uint64_t index : indexes) {
      const auto place = static_cast<std::size_t>(index % kBundleWidth);
      if (given[place].empty() || given[place] == held.structure[place]) continue;
      held.structure[place] = given[place];
      delivered.push_back(index);
    }
    if (delivered.size() > before) MJ_CHECK(replica_.put(number, held));
  }
  examiner_.deliver(delivered);
  return {};
}

base::Result<Shelf> Follower::keep(std::uint64_t number, std::vector<Bytes> entries, Source* source) {
  MJ_TRY(Shelf held, replica_.shelf(number));
  const std::size_t width = entries.size();
  const bool same =
      held.entries.size() >= width && std::ranges::equal(entries, std::span(held.entries).first(width));
  if (same) {
    held.entries.resize(width);
    held.structure.resize(width);
    return held;
  }
  std::vector<Bytes> given(width);
  if (source != nullptr) {
    MJ_TRY(given, structure_from(*source, number, static_cast<int>(width)));
  }
  held.structure.resize(width);
  for (std::size_t i = 0; i < width; ++i) {
    const bool known = number * kBundleWidth + i < edge_.size();
    if (!known || held.structure[i].empty()) held.structure[i] = std::move(given[i]);
  }
  held.entries = std::move(entries);
  MJ_CHECK(replica_.put(number, held));
  return held;
}

base::Result<void> Follower::take(std::uint64_t number, const Shelf& shelf, std::uint64_t size) {
  for (std::size_t i = 0; i < shelf.entries.size(); ++i) {
    const std::uint64_t index = number * kBundleWidth + i;
    if (index < edge_.size()) continue;
    const base::Hash leaf = ledger::leaf_hash(shelf.entries[i]);
    edge_.append(leaf);
    parts_.followed(leaf);
    examiner_.take({index, shelf.entries[i], shelf.structure[i]});
    rules_.merge(examiner_.editions_met());
    if (edge_.size() <= parts_.reports.reported()) {
      rules_.clear();
      continue;
    }
    if (edge_.size() == size || is_full()) MJ_CHECK(report());
  }
  return {};
}

feed::ReportDraft Follower::findings() const {
  feed::ReportDraft draft;
  const auto& listed = parts_.reports.unlawful();
  const auto& listed_missing = parts_.reports.missing();
  for (const auto& [index, guards] : examiner_.unlawful())
    if (!listed.contains(index)) draft.unlawful.emplace(index, guards);
  const auto missing = std::views::keys(examiner_.missing());
  std::ranges::set_difference(missing, listed_missing, std::inserter(draft.missing, draft.missing.end()));
  std::ranges::set_difference(listed_missing, missing, std::inserter(draft.closed, draft.closed.end()));
  // A finding ends by an incident alone, whatever a later edition of this program thinks of it.
  for (const auto& [index, guards] : listed)
    if (!examiner_.unlawful().contains(index) && examiner_.touched_by_incident(index))
      draft.closed.insert(index);
  return draft;
}

bool Follower::is_full() {
  if (changes_seen_ == examiner_.changes()) return false;
  changes_seen_ = examiner_.changes();
  return bytes_of(findings()) > kFullBytes;
}

base::Result<void> Follower::report() {
  feed::ReportDraft draft = findings();
  cut_to_size(draft);
  draft.origin = parts_.origin;
  draft.from = parts_.reports.reported();
  draft.to = edge_.size();
  draft.root = edge_.root();
  draft.time = parts_.clock.now();
  draft.rules = std::exchange(rules_, {});
  ledger::Note note{.text = feed::report_text(draft), .signatures = {}};
  ledger::sign(note, parts_.reporter.name, parts_.reporter.key);
  const ledger::VerifierKey vkey = parts_.reporter.vkey();
  MJ_TRY(feed::Report report, feed::read_report(ledger::format(note), parts_.origin, {&vkey, 1}));
  return parts_.publish(std::move(report));
}

}  // namespace witness
