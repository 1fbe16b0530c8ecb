#include "file/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include "file/durable.h"
#include "system.h"

namespace file {

namespace {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

base::Result<Journal::Opened> Journal::open(const std::string& path) {
  const bool is_new = !exists(path);
  MJ_TRY(auto opened, open_file(path, O_WRONLY | O_APPEND | O_CREAT, 0600));
  if (is_new) MJ_CHECK(flush_directory_of(path));
  MJ_TRY(auto text, read_file(path));
  const std::size_t end = text.rfind('\n') + 1;  // npos + 1 = 0: not one whole line
  const std::uint64_t cut = text.size() - end;
  if (cut > 0) {
    if (::ftruncate(opened.get(), static_cast<off_t>(end)) != 0) return system_failure(path);
    MJ_CHECK(flush(opened.get(), path));
    text.resize(end);
  }
  return Opened{
      .journal = Journal(path, std::move(opened), end), .lines = split_lines(text), .bytes_cut = cut};
}

base::Error Journal::undo(base::Error error) {
  // Half a line would be joined to the next one. A failed flush leaves unknown what the disk holds.
  if (::ftruncate(file_.get(), static_cast<off_t>(length_)) != 0 || ::fsync(file_.get()) != 0) broken_ = true;
  return error;
}

base::Result<void> Journal::append(std::string_view line) {
  if (broken_) return base::fail("storage_unavailable", path_ + ": an earlier write failed; open it again");
  if (line.find('\n') != std::string_view::npos) return base::fail("line", path_ + ": a line feed in a line");
  const std::string whole = std::string(line) + '\n';
  if (auto written = write_all(file_.get(), whole, path_); !written)
    return std::unexpected(undo(std::move(written).error()));
  if (auto flushed = flush(file_.get(), path_); !flushed) {
    broken_ = true;
    return flushed;
  }
  length_ += whole.size();
  return {};
}

}  // namespace file
