#include "carry.h"

#include <charconv>

#include "file/durable.h"

namespace witness {
namespace {

constexpr std::uint64_t kRequestBytesMax = 128 << 10;
constexpr std::string_view kRequest = ".req";

/// Requests of this log by the size in their name.
base::Result<std::map<std::uint64_t, std::string>> requests_on(const std::string& medium,
                                                               const std::string& origin) {
  MJ_TRY(const auto names, file::list_directory(medium));
  std::map<std::uint64_t, std::string> requests;
  for (const std::string& name : names) {
    if (!name.ends_with(kRequest)) continue;
    const std::string stem = name.substr(0, name.size() - kRequest.size());
    const std::size_t dash = stem.rfind('-');
    std::uint64_t size = 0;
    if (dash != std::string::npos) std::from_chars(stem.data() + dash + 1, stem.data() + stem.size(), size);
    if (stem == ledger::carried_name(origin, size)) requests.emplace(size, medium + "/" + stem);
  }
  return requests;
}

base::Result<void> answer(Witness& witness, const std::string& stem, Carried& carried) {
  MJ_TRY(const Bytes request, file::read_file(stem + std::string(kRequest), kRequestBytesMax));
  MJ_TRY(const Processed processed, witness.add_checkpoint(request));
  MJ_CHECK(file::write_file_durably(stem + ".resp", ledger::format_carried(processed.answer)));
  ++carried.answered;
  carried.cosigned += processed.answer.status == 200 ? 1 : 0;
  return {};
}

base::Result<void> write_report(Witness& witness, const std::string& medium, std::uint64_t to,
                                const std::string& note, Carried& carried) {
  ++carried.reports;
  return file::write_file_durably(
      medium + "/" + ledger::carried_name(witness.config().origin(), to) + ".report", note);
}

}  // namespace

base::Result<Carried> carry(Witness& witness, const std::string& medium) {
  Carried carried;
  MJ_TRY(const auto requests, requests_on(medium, witness.config().origin()));
  for (const auto& [size, stem] : requests) MJ_CHECK(answer(witness, stem, carried));
  const std::uint64_t reported = witness.standing().reported;
  const auto source = carried_source(medium);
  if (const auto followed = witness.follow(source.get()); !followed) carried.trouble = followed.error().text;
  for (const auto& [to, note] : witness.reports_since(reported))
    MJ_CHECK(write_report(witness, medium, to, note, carried));
  // A medium that was lost on its way back is asked for again: its report was made the first time.
  for (const auto& [size, stem] : requests)
    if (const std::string note = witness.report(size); !note.empty() && size <= reported)
      MJ_CHECK(write_report(witness, medium, size, note, carried));
  return carried;
}

}  // namespace witness
