#include "store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "crypto/hash.h"
#include "file/durable.h"

namespace witness {
namespace {

namespace json = base::json;

constexpr std::size_t kLinesMax = 1000;
constexpr std::size_t kLineBytesMax = 256 << 10;
constexpr std::uint64_t kReportFileBytesMax = 64 << 10;

base::Result<Cosigned> read_line(const std::string& line, const Cosigner& cosigner) {
  MJ_TRY(const json::Value value, json::parse_canonical(line, {.bytes_max = kLineBytesMax}));
  MJ_TRY(const std::string note, json::string_member(value, "note"));
  return read_cosigned(note, cosigner);
}

std::optional<std::uint64_t> number(std::string_view name) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
  if (error != std::errc{} || end != name.data() + name.size() || std::to_string(value) != name) return {};
  return value;
}

}  // namespace

base::Result<CosignedStore> CosignedStore::open(const std::string& path, const Cosigner& cosigner) {
  MJ_TRY(auto opened, file::Journal::open(path));
  if (opened.lines.empty()) return CosignedStore(std::move(opened.journal), nothing_cosigned());
  auto newest = read_line(opened.lines.back(), cosigner);
  if (!newest) return base::fail("journal", path + ": " + newest.error().text);
  if (opened.lines.size() > kLinesMax) {  // the newest line says everything; nobody reads the others
    MJ_CHECK(file::write_file_durably(path, opened.lines.back() + '\n'));
    MJ_TRY(opened, file::Journal::open(path));
  }
  return CosignedStore(std::move(opened.journal), std::move(*newest));
}

base::Result<void> CosignedStore::put(Cosigned next) {
  MJ_CHECK(journal_.append(json::canonical(json::Object{{"note", next.note}, {"v", 1}})));
  newest_ = std::move(next);
  return {};
}

base::Result<Evidence> Evidence::open(std::string directory) {
  MJ_CHECK(file::make_private_directory(directory));
  Evidence evidence(std::move(directory));
  MJ_TRY(const auto names, file::list_directory(evidence.directory_));
  evidence.names_.insert(names.begin(), names.end());
  return evidence;
}

base::Result<bool> Evidence::keep(std::string_view request, const Fork& fork) {
  const std::string name = "fork-" + base::hex(crypto::sm3(fork.text)).substr(0, 16);
  if (names_.contains(name + ".txt") || forks() >= kForksMax) return false;
  MJ_CHECK(file::write_file_durably(directory_ + "/" + name + ".req", request));
  MJ_CHECK(file::write_file_durably(directory_ + "/" + name + ".txt", fork.evidence));
  names_.insert(name + ".txt");
  return true;
}

std::size_t Evidence::forks() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(names_, [](const std::string& name) { return name.ends_with(".txt"); }));
}

base::Result<StandstillStore> StandstillStore::open(std::string path) {
  StandstillStore store(std::move(path));
  if (!file::exists(store.path_)) return store;
  MJ_TRY(const std::string text, file::read_file(store.path_));
  const auto read = [&]() -> base::Result<Standstill> {
    MJ_TRY(const json::Value value, json::parse_canonical(text));
    MJ_TRY(const std::int64_t offered, json::int_member(value, "offered"));
    MJ_TRY(const std::string since, json::string_member(value, "since"));
    MJ_TRY(const base::Instant instant, base::parse_instant(since));
    return Standstill{static_cast<std::uint64_t>(offered), instant};
  };
  auto standstill = read();
  if (!standstill) return base::fail("standstill", store.path_ + ": " + standstill.error().text);
  store.current_ = *standstill;
  return store;
}

base::Result<void> StandstillStore::begin(const Standstill& standstill) {
  if (current_) return {};
  MJ_CHECK(file::write_file_durably(
      path_, json::canonical(json::Object{{"offered", static_cast<std::int64_t>(standstill.offered)},
                                          {"since", base::format(standstill.since)},
                                          {"v", 1}})));
  current_ = standstill;
  return {};
}

base::Result<void> StandstillStore::end() {
  if (!current_) return {};
  MJ_CHECK(file::remove_durably(path_));
  current_.reset();
  return {};
}

base::Result<ReportShelf> ReportShelf::open(std::string directory, std::string_view origin,
                                            const ledger::VerifierKey& procedure) {
  MJ_CHECK(file::make_private_directory(directory));
  ReportShelf shelf(std::move(directory));
  MJ_TRY(const auto names, file::list_directory(shelf.directory_));
  std::map<std::uint64_t, feed::Report> found;
  for (const std::string& name : names) {
    const auto to = number(name);
    if (!to) continue;  // left by a crash while it was written
    const std::string path = shelf.directory_ + "/" + name;
    MJ_TRY(const std::string note, file::read_file(path, kReportFileBytesMax));
    auto report = feed::read_report(note, origin, {&procedure, 1});
    if (!report || report->to != *to) return base::fail("report", path + ": not a report of this witness");
    found.emplace(*to, std::move(*report));
  }
  for (auto& [to, report] : found) {
    if (report.from != shelf.reported())
      return base::fail(
          "report", fmt::format("{}: the report that ends at {} is missing", shelf.directory_, report.from));
    shelf.note_findings(report);
    shelf.by_end_.emplace(to, std::move(report));
  }
  return shelf;
}

std::uint64_t ReportShelf::reported() const {
  return by_end_.empty() ? 0 : by_end_.rbegin()->first;
}

const feed::Report* ReportShelf::newest() const {
  return by_end_.empty() ? nullptr : &by_end_.rbegin()->second;
}

const feed::Report* ReportShelf::ending_at(std::uint64_t to) const {
  const auto found = by_end_.find(to);
  return found == by_end_.end() ? nullptr : &found->second;
}

std::vector<const feed::Report*> ReportShelf::since(std::uint64_t from) const {
  std::vector<const feed::Report*> reports;
  for (auto it = by_end_.upper_bound(from); it != by_end_.end(); ++it) reports.push_back(&it->second);
  return reports;
}

void ReportShelf::note_findings(const feed::Report& report) {
  for (const std::uint64_t index : report.closed) {
    unlawful_.erase(index);
    missing_.erase(index);
  }
  for (const auto& [index, guards] : report.guards) unlawful_[index] = guards;
  missing_.insert(report.missing.begin(), report.missing.end());
}

base::Result<void> ReportShelf::add(feed::Report report) {
  MJ_CHECK(file::write_file_durably(directory_ + "/" + std::to_string(report.to), report.note));
  note_findings(report);
  by_end_.emplace(report.to, std::move(report));
  return {};
}

}  // namespace witness
