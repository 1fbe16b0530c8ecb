#include "documents/numbers.h"

#include <algorithm>
#include <set>

#include "words.h"

namespace documents {
namespace {

namespace json = base::json;

std::string text(const json::Value& holder, std::string_view name) {
  return json::text_or_empty(json::find(holder, name));
}

base::Result<json::Value> ask(seal::Client& sealer, const json::Object& request) {
  MJ_TRY(auto answer, sealer.call(request));
  if (!answer.ok) return std::unexpected(words(answer));
  return json::Value(std::move(answer.body));
}

/// Numbers the sealer itself calls open.
base::Result<std::set<std::string>> open_numbers(const json::Value& status) {
  std::set<std::string> open;
  MJ_TRY(const json::Array* list, json::array_member(status, "unrecorded"));
  for (const json::Value& number : *list) open.insert(text(number, "no"));
  return open;
}

NumberLine unlisted(const std::string& no, const std::string& stream) {
  return {.no = no, .state = "unknown", .date = {}, .stream = stream, .leaf = {}, .ground = {}, .open = true};
}

/// `in_log`: the documents of this log, number → case; what is found there is taken out.
base::Result<NumberLine> line_of(const json::Value& number, const std::set<std::string>& open,
                                 const Issued& issued, std::map<std::string, std::string>& in_log) {
  NumberLine line{.no = text(number, "no"),
                  .state = text(number, "state"),
                  .date = text(number, "date"),
                  .stream = {},
                  .leaf = text(number, "leaf"),
                  .ground = text(number, "ground"),
                  .open = open.contains(text(number, "no"))};
  MJ_TRY(line.stream, issued.stream_of_order(text(number, "order")));
  const auto found = in_log.find(line.no);
  const bool held = found != in_log.end();
  if (line.state == "recorded") line.open = !held || found->second != line.stream;
  if (held && line.state != "recorded" && line.state != "answered") line.open = true;
  if (held) in_log.erase(found);
  return line;
}

/// Numbers in [from, to) that the sealer does not list: it never leaves one out by itself.
void add_left_out(std::vector<NumberLine>& lines, const std::string& series, int year,
                  std::pair<std::int64_t, std::int64_t> range) {
  for (std::int64_t n = range.first; n < range.second; ++n)
    lines.push_back(unlisted(series + "〔" + std::to_string(year) + "〕" + std::to_string(n) + "号", ""));
}

}  // namespace

bool NumbersOfYear::accounted() const {
  return std::ranges::none_of(numbers, &NumberLine::open);
}

base::Result<NumbersOfYear> numbers_of_year(seal::Client& sealer, const Issued& issued, int year) {
  MJ_TRY(const json::Value status, ask(sealer, seal::status_request()));
  MJ_TRY(const std::set<std::string> open, open_numbers(status));
  MJ_TRY(auto in_log, issued.numbers(year));
  NumbersOfYear all;
  MJ_TRY(const json::Array* stopped, json::array_member(status, "stopped"));
  for (const json::Value& cause : *stopped) all.stopped.push_back(json::text_or_empty(&cause));
  MJ_TRY(const json::Array* series, json::array_member(status, "series"));
  for (const json::Value& one : *series) {
    MJ_TRY(const std::int64_t of, json::int_member(one, "year"));
    if (of != year) continue;
    MJ_TRY(const json::Value account, ask(sealer, seal::account_request(text(one, "series"), year)));
    MJ_TRY(const json::Array* numbers, json::array_member(account, "numbers"));
    std::int64_t last = 0;
    for (const json::Value& number : *numbers) {
      MJ_TRY(const std::int64_t which, json::int_member(number, "number"));
      if (last > 0) add_left_out(all.numbers, text(one, "series"), year, {last + 1, which});
      MJ_TRY(NumberLine line, line_of(number, open, issued, in_log));
      all.numbers.push_back(std::move(line));
      last = which;
    }
  }
  for (const auto& [no, stream] : in_log) all.numbers.push_back(unlisted(no, stream));
  return all;
}

}  // namespace documents
