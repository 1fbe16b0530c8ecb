#include "memory.h"

#include <fmt/format.h>

#include "crypto/hash.h"
#include "file/durable.h"

namespace sealer {
namespace {

constexpr std::size_t kLineBytesMax = 64U << 20;
constexpr std::uint64_t kAnswerBytesMax = 64U << 20;

std::string journal_path(const std::string& directory) {
  return directory + "/journal";
}

std::string answer_directory(const std::string& directory) {
  return directory + "/answers";
}

std::string answer_name(std::string_view order) {
  return base::hex(base::from_base64(order).value_or(Bytes{}));
}

/// SM3(previous h ‖ line without h).
Hash chain(const Hash& previous, const json::Object& line) {
  crypto::Sm3 hash;
  hash.update(base::view(previous));
  hash.update(json::canonical(line));
  return hash.finish();
}

}  // namespace

Memory::Memory(std::string directory, file::FileLock lock, file::Journal journal,
               const std::vector<ledger::RootKey>& roots)
    : directory_(std::move(directory)),
      lock_(std::move(lock)),
      journal_(std::move(journal)),
      roots_(roots),
      state_(roots) {}

base::Result<Memory> Memory::open(const std::string& directory, const std::vector<ledger::RootKey>& roots) {
  MJ_CHECK(file::make_private_directory(directory));
  MJ_CHECK(file::make_private_directory(answer_directory(directory)));
  MJ_TRY(file::FileLock lock, file::FileLock::take(directory + "/lock"));
  MJ_TRY(auto opened, file::Journal::open(journal_path(directory)));
  Memory memory(directory, std::move(lock), std::move(opened.journal), roots);
  memory.bytes_cut_ = opened.bytes_cut;
  MJ_CHECK(memory.fold(opened.lines));
  MJ_CHECK(memory.remove_orphans());
  return memory;
}

base::Result<void> Memory::fold(const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto damaged = [&](std::string_view why) {
      return base::fail("journal", fmt::format("{}, line {}: {}", journal_path(directory_), i + 1, why));
    };
    auto value = json::parse_canonical(lines[i], {.bytes_max = kLineBytesMax, .depth_max = 16});
    if (!value || !value->is_object()) return damaged("not a canonical object");
    json::Object line = std::move(value->as_object());
    const std::string stated = json::text_or_empty(line.if_contains("h"));
    line.erase("h");
    chained_ = chain(chained_, line);
    if (stated != base::base64(chained_)) return damaged("does not match its h");
    if (auto good = state_.apply(line); !good) return damaged(good.error().text);
  }
  return {};
}

base::Result<void> Memory::remove_orphans() const {
  std::set<std::string> known;
  for (const auto& [series, year] : state_.numbers)
    for (const auto& [which, number] : year)
      if (!number.answer_sm3.empty()) known.insert(answer_name(number.order));
  MJ_TRY(const auto names, file::list_directory(answer_directory(directory_)));
  for (const std::string& name : names)
    if (!known.contains(name)) MJ_CHECK(file::remove_durably(answer_directory(directory_) + "/" + name));
  return {};
}

base::Result<void> Memory::append(json::Object line) {
  if (lost_) return base::fail("storage_unavailable", "the journal could not be read again");
  const Hash next = chain(chained_, line);
  line["h"] = base::base64(next);
  MJ_CHECK(journal_.append(json::canonical(line)));
  chained_ = next;
  return {};
}

base::Result<void> Memory::write(json::Object line) {
  if (auto written = append(line); !written) {
    read_again();
    return written;
  }
  return state_.apply(line);
}

base::Result<void> Memory::commit(json::Object checkpoint) {
  if (auto written = append(checkpoint); !written) {
    read_again();
    return written;
  }
  checkpoint["followed"] = json::Array();
  return state_.apply(checkpoint);
}

void Memory::read_again() {
  auto opened = file::Journal::open(journal_path(directory_));
  state_ = State(roots_);
  chained_ = Hash{};
  lost_ = !opened;
  if (lost_) return;
  journal_ = std::move(opened->journal);
  lost_ = !fold(opened->lines);
}

base::Result<void> Memory::put_answer(std::string_view order, std::string_view bytes) {
  return file::write_file_durably(answer_directory(directory_) + "/" + answer_name(order), bytes);
}

base::Result<Bytes> Memory::answer(const Number& number) const {
  MJ_TRY(Bytes bytes,
         file::read_file(answer_directory(directory_) + "/" + answer_name(number.order), kAnswerBytesMax));
  if (base::base64(crypto::sm3(bytes)) != number.answer_sm3)
    return base::fail("answer", "the answer file is not the one the journal names");
  return bytes;
}

base::Result<void> Memory::keep_evidence(std::string_view evidence) {
  const std::string name = base::hex(crypto::sm3(evidence)).substr(0, 16);
  return file::write_file_durably(fmt::format("{}/evidence-{}.txt", directory_, name), evidence);
}

base::Result<std::uint64_t> Memory::free_bytes() const {
  return file::free_bytes(directory_);
}

}  // namespace sealer
