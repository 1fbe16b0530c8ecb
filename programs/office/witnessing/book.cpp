#include "witnessing/book.h"

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "file/durable.h"

namespace office::witnessing {

namespace json = base::json;

namespace {

constexpr std::size_t kNoteBytesMax = 64 * 1024;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

base::Result<std::unique_ptr<Book>> Book::open(std::filesystem::path folder, const Config& config,
                                               const ledger::RecordReader& reader) {
  std::unique_ptr<Book> book(new Book(std::move(folder), config));
  MJ_CHECK(file::make_private_directory((book->folder_ / "report").string()));
  for (const Witness& witness : config.witnesses)
    MJ_CHECK(file::make_private_directory(book->inbox(witness).string()));
  MJ_CHECK(book->read_known());
  MJ_CHECK(book->read_reports());
  MJ_CHECK(book->read_witnessed(reader));
  return book;
}

base::Result<void> Book::read_known() {
  if (!file::exists((folder_ / "known.json").string())) return {};
  MJ_TRY(const std::string text, file::read_file((folder_ / "known.json").string()));
  MJ_TRY(const json::Value value, json::parse(text));
  if (!value.is_object()) return base::fail("witness_book", "witnessing/known.json is not an object");
  for (const auto& [name, size] : value.get_object()) {
    if (!size.is_int64() || size.get_int64() < 0)
      return base::fail("witness_book", "witnessing/known.json: not a size");
    known_[std::string(name)] = static_cast<std::uint64_t>(size.get_int64());
  }
  return {};
}

base::Result<void> Book::read_reports() {
  MJ_TRY(const auto names, file::list_directory((folder_ / "report").string()));
  for (const std::string& name : names) {
    const auto to = number(name);
    if (!to) continue;  // a file that was being written when the power went
    MJ_TRY(reports_[*to], file::read_file((folder_ / "report" / name).string(), kNoteBytesMax));
  }
  return {};
}

/// Witnesses know at least what they cosigned, so the search begins at what enough of them know.
base::Result<void> Book::read_witnessed(const ledger::RecordReader& reader) {
  std::vector<std::uint64_t> sizes;
  for (const Witness& witness : config_.witnesses) sizes.push_back(known(witness));
  std::ranges::sort(sizes, std::greater<>());
  const auto needed = static_cast<std::size_t>(config_.cosignatures);
  if (sizes.size() < needed) return {};
  for (std::uint64_t size = sizes[needed - 1]; size > 0;) {
    MJ_TRY(const std::string note, reader.checkpoint_up_to(size));
    if (note.empty()) return {};
    MJ_TRY(const auto checkpoint, checkpoint_of(note));
    take_note(checkpoint.size, note);
    if (!witnessed_.empty() || checkpoint.size == 0) return {};
    size = checkpoint.size - 1;
  }
  return {};
}

std::uint64_t Book::known(const Witness& witness) const {
  const std::scoped_lock lock(mutex_);
  const auto found = known_.find(witness.cosignature.name);
  return found == known_.end() ? 0 : found->second;
}

base::Result<void> Book::know(const Witness& witness, std::uint64_t size) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = known_.find(witness.cosignature.name);
      found != known_.end() && found->second == size)
    return {};
  auto next = known_;
  next[witness.cosignature.name] = size;
  json::Object object;
  for (const auto& [name, has] : next) object[name] = static_cast<std::int64_t>(has);
  MJ_CHECK(file::write_file_durably((folder_ / "known.json").string(), json::canonical(object)));
  known_ = std::move(next);
  return {};
}

bool Book::enough(const std::string& note) const {
  const auto parsed = ledger::parse_note(note);
  if (!parsed) return false;
  int count = 0;
  for (const Witness& witness : config_.witnesses) {
    const auto cosigned = ledger::check_cosignature(*parsed, witness.cosignature);
    count += cosigned && *cosigned ? 1 : 0;
  }
  return count >= config_.cosignatures;
}

void Book::take_note(std::uint64_t size, const std::string& note) {
  if (!enough(note)) return;
  const std::scoped_lock lock(mutex_);
  if (size < witnessed_size_) return;
  witnessed_size_ = size;
  witnessed_ = note;
}

std::string Book::witnessed() const {
  const std::scoped_lock lock(mutex_);
  return witnessed_;
}

std::uint64_t Book::reported() const {
  const std::scoped_lock lock(mutex_);
  return reports_.empty() ? 0 : reports_.rbegin()->first;
}

base::Result<void> Book::add_report(const feed::Report& report) {
  if (report.from != reported() || report.to <= report.from)
    return base::fail("gap", "这份报告从第 " + std::to_string(report.from) + " 条开始，上一份到第 " +
                                 std::to_string(reported()) + " 条为止");
  MJ_CHECK(file::write_file_durably((folder_ / "report" / std::to_string(report.to)).string(), report.note));
  const std::scoped_lock lock(mutex_);
  reports_[report.to] = report.note;
  return {};
}

std::vector<std::pair<std::uint64_t, std::string>> Book::reports_after(std::uint64_t to) const {
  const std::scoped_lock lock(mutex_);
  return {reports_.upper_bound(to), reports_.end()};
}

base::Result<void> Book::stop(const std::string& evidence) {
  return file::write_file_durably(stop_file().string(), evidence);
}

base::Result<std::string> Book::stopped() const {
  if (!file::exists(stop_file().string())) return std::string();
  return file::read_file(stop_file().string());
}

std::filesystem::path Book::inbox(const Witness& witness) const {
  return folder_ / "inbox" / ledger::fingerprint(witness.cosignature);
}

}  // namespace office::witnessing
