#include "state.h"

#include <fmt/format.h>

#include <array>

#include "followed.h"

namespace sealer {
namespace {

std::unexpected<base::Error> broken(std::string_view what) {
  return base::fail("journal", "a line of the journal makes no sense: " + std::string(what));
}

std::string text(const json::Object& line, std::string_view name) {
  return json::text_or_empty(line.if_contains(name));
}

base::Result<std::int64_t> number(const json::Object& line, std::string_view name) {
  const json::Value* value = line.if_contains(name);
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return broken(name);
  return value->get_int64();
}

base::Result<SeriesYear> series_year(const json::Object& line) {
  MJ_TRY(const std::int64_t year, number(line, "year"));
  return SeriesYear{text(line, "series"), static_cast<int>(year)};
}

base::Result<ledger::Frontier> edge_of(const json::Array& peaks, std::int64_t size) {
  std::vector<Hash> hashes;
  for (const json::Value& peak : peaks) {
    const auto hash = base::hash_from_base64(json::text_or_empty(&peak));
    if (!hash) return broken("peaks");
    hashes.push_back(*hash);
  }
  auto edge = ledger::Frontier::from_peaks(std::move(hashes), static_cast<std::uint64_t>(size));
  if (!edge) return broken("peaks");
  return edge;
}

}  // namespace

json::Array peaks_of(const ledger::Frontier& edge) {
  json::Array array;
  for (const Hash& peak : edge.peaks()) array.emplace_back(base::base64(peak));
  return array;
}

base::Result<void> State::apply(const json::Object& line) {
  const std::string kind = text(line, "j");
  if (kind == "checkpoint") return apply_checkpoint(line);
  if (kind == "allot") return apply_allot(line);
  if (kind == "answer") return apply_answer(line);
  if (kind == "void") return apply_void(line);
  if (kind == "known") return apply_known(line);
  if (kind == "stop") return stops.insert(text(line, "cause")), base::Result<void>{};
  if (kind == "resume") return stops.clear(), base::Result<void>{};
  return broken("j");
}

base::Result<void> State::apply_checkpoint(const json::Object& line) {
  const json::Value* followed = line.if_contains("followed");
  const json::Value* peaks = line.if_contains("peaks");
  if (followed == nullptr || !followed->is_array() || peaks == nullptr || !peaks->is_array())
    return broken("checkpoint");
  for (const json::Value& item : followed->as_array()) {
    if (!item.is_object()) return broken("followed");
    MJ_CHECK(apply_followed(item.as_object()));
  }
  MJ_TRY(const std::int64_t size, number(line, "size"));
  MJ_TRY(edge, edge_of(peaks->as_array(), size));
  if (text(line, "root") != base::base64(edge.root())) return broken("root");
  note = text(line, "note");
  return {};
}

/// A record in its place that breaks no rule, and what examine() (followed.cpp) says it means.
struct State::Lawful {
  const json::Object& followed;
  const std::string& stream;
  const std::string& leaf;
  std::uint64_t index;
  Head& head;
};

base::Result<void> State::apply_followed(const json::Object& followed) {
  MJ_TRY(const std::int64_t at, number(followed, "index"));
  const auto index = static_cast<std::uint64_t>(at);
  const std::string leaf = text(followed, "leaf"), stream = text(followed, "stream"),
                    code = text(followed, "mark");
  if (followed.contains("missing")) return missing[index] = leaf, base::Result<void>{};
  missing.erase(index);
  MJ_TRY(const std::int64_t pos, number(followed, "pos"));
  if (followed.contains("held"))
    return held[stream][pos] = {index, followed.at("held")}, base::Result<void>{};
  no_longer_held(stream, pos);
  if (!code.empty()) marks[index] = {stream, leaf, code};
  if (code == "pos" || code == "prev") return {};  // not in its place: the stream's head stays
  Head& head = heads[stream];
  head.pos = pos;
  head.index = index;
  head.leaf = leaf;
  for (const std::uint64_t digest : unpack_digests(text(followed, "digests"))) head.digests.insert(digest);
  if (!code.empty()) return {};  // an unlawful record keeps its place and sets nothing
  if (followed.contains("uses")) in_force.use(text(followed, "uses"), index);
  if (followed.contains("adopts")) in_force.adopt(text(followed, "adopts"), index);
  return apply_meaning({followed, stream, leaf, index, head});
}

void State::no_longer_held(const std::string& stream, std::int64_t pos) {
  const auto waiting = held.find(stream);
  if (waiting == held.end()) return;
  waiting->second.erase(pos);
  if (waiting->second.empty()) held.erase(waiting);
}

base::Result<void> State::apply_meaning(const Lawful& record) {
  struct Meaning {
    std::string_view member, step;  // "": whatever it is
    base::Result<void> (State::*apply)(const Lawful&);
  };
  static constexpr auto kMeanings =
      std::to_array<Meaning>({{"orders", "", &State::apply_order},
                              {"order", "", &State::apply_issue},
                              {"holder", "", &State::apply_void_record},
                              {"", "confirm_void", &State::apply_confirm_void},
                              {"", "report_incident", &State::apply_incident},
                              {"", "confirm_incident", &State::apply_confirm_incident},
                              {"key", "", &State::apply_key}});
  const std::string step = text(record.followed, "step");
  for (const Meaning& meaning : kMeanings) {
    if (!meaning.member.empty() && !record.followed.contains(meaning.member)) continue;
    if (!meaning.step.empty() && meaning.step != step) continue;
    MJ_CHECK((this->*meaning.apply)(record));
  }
  return {};
}

base::Result<void> State::apply_order(const Lawful& record) {
  record.head.last_order = record.leaf;
  return {};
}

base::Result<void> State::apply_issue(const Lawful& record) {
  Number* number = of_order(text(record.followed, "order"));
  if (number == nullptr) {
    unknown[record.index] = record.leaf;
    return {};
  }
  if (number->state == NumberState::voided) return broken("issue_document of a void number");
  number->state = NumberState::recorded;
  number->index = record.index;
  number->leaf = record.leaf;
  return {};
}

base::Result<void> State::apply_void_record(const Lawful& record) {
  void_records[record.leaf] = {.stream = record.stream,
                               .holder = text(record.followed, "holder"),
                               .ground = text(record.followed, "ground"),
                               .order = record.head.last_order,
                               .index = record.index,
                               .confirmed_by = ""};
  return {};
}

base::Result<void> State::apply_confirm_void(const Lawful& record) {
  const auto found = void_records.find(text(record.followed, "confirms"));
  if (found != void_records.end()) found->second.confirmed_by = record.leaf;
  return {};
}

base::Result<void> State::apply_incident(const Lawful& record) {
  MJ_TRY(const std::int64_t target, number(record.followed, "closes"));
  incidents.report(record.leaf, {static_cast<std::uint64_t>(target), text(record.followed, "closes_leaf")});
  return {};
}

base::Result<void> State::apply_confirm_incident(const Lawful& record) {
  const auto target = incidents.confirm(text(record.followed, "confirms"));
  if (!target) return broken("confirm_incident");
  marks.erase(target->index);
  return {};
}

base::Result<void> State::apply_key(const Lawful& record) {
  auto bundle = ledger::bundle_from_json(record.followed.at("key"));
  if (!bundle) return broken("key");
  auto opened = ledger::open_key_record(record.index, std::move(*bundle));
  if (!opened) return broken("key");
  std::vector<ledger::KeyDirectory::KeyRecord>& records = key_streams[record.stream];
  records.push_back(std::move(*opened));
  const std::string step = text(record.followed, "step");
  if (step == "confirm_key" && !keys.enrol(records)) return broken("confirm_key");
  if (step == "retire_key")
    keys.retire(json::text_or_empty(records.front().revealed.find("key.id")), record.index);
  return {};
}

base::Result<void> State::apply_allot(const json::Object& line) {
  MJ_TRY(const SeriesYear series, series_year(line));
  Number entry;
  entry.series = series.series;
  entry.year = series.year;
  MJ_TRY(entry.number, number(line, "number"));
  entry.date = text(line, "date");
  entry.order = text(line, "order");
  entry.request = text(line, "request");
  entry.code = text(line, "code");
  entry.token = text(line, "token");
  if (entry.order.empty() || by_order.contains(entry.order)) return broken("allot");
  by_order[entry.order] = {series, entry.number};
  if (!numbers[series].emplace(entry.number, entry).second) return broken("allot");
  return {};
}

base::Result<void> State::apply_answer(const json::Object& line) {
  Number* number = of_order(text(line, "order"));
  if (number == nullptr) return broken("answer");
  if (number->state == NumberState::allotted) number->state = NumberState::answered;
  number->answer_sm3 = text(line, "sm3");
  number->answered_at = text(line, "at");
  return {};
}

base::Result<void> State::apply_void(const json::Object& line) {
  MJ_TRY(const SeriesYear series, series_year(line));
  MJ_TRY(const std::int64_t which, number(line, "number"));
  const auto year = numbers.find(series);
  if (year == numbers.end() || !year->second.contains(which)) return broken("void");
  Number& number = year->second.at(which);
  number.state = NumberState::voided;
  number.ground = text(line, "ground");
  number.leaf = text(line, "leaf");
  return {};
}

base::Result<void> State::apply_known(const json::Object& line) {
  MJ_TRY(const SeriesYear series, series_year(line));
  MJ_TRY(const std::int64_t which, number(line, "number"));
  MJ_TRY(const std::int64_t first, number(line, "first"));
  std::optional<std::uint64_t> index;  // none: our signature says it was made, but this log does not hold it
  if (line.contains("index")) {
    MJ_TRY(index, number(line, "index"));
    unknown.erase(*index);
  }
  auto& year = numbers[series];
  // Every number below the highest known one was given to somebody: until a record says to whom, it is a
  // hole.
  for (std::int64_t n = std::max(last(series) + 1, first); n <= which; ++n) {
    Number hole;
    hole.series = series.series;
    hole.year = series.year;
    hole.number = n;
    hole.state = NumberState::hole;
    year.emplace(n, hole);
  }
  Number& number = year[which];
  const std::string order = text(line, "order"), leaf = text(line, "leaf");
  if (number.state == NumberState::voided || (!number.order.empty() && number.order != order)) {
    if (index) marks[*index] = {text(line, "stream"), leaf, "number"};
    return {};
  }
  number.series = series.series;
  number.year = series.year;
  number.number = which;
  number.order = order;
  number.date = text(line, "date");
  number.index = index;
  number.leaf = leaf;
  number.state = index ? NumberState::recorded : NumberState::hole;
  if (!number.order.empty()) by_order[number.order] = {series, which};
  return {};
}

Number* State::of_order(std::string_view order) {
  const auto found = by_order.find(std::string(order));
  if (found == by_order.end()) return nullptr;
  return &numbers.at(found->second.first).at(found->second.second);
}

const Number* State::of_order(std::string_view order) const {
  return const_cast<State*>(this)->of_order(order);
}

std::int64_t State::last(const SeriesYear& series) const {
  const auto year = numbers.find(series);
  return year == numbers.end() || year->second.empty() ? 0 : year->second.rbegin()->first;
}

std::string State::last_date() const {
  std::string newest;
  for (const auto& [series, year] : numbers)
    for (const auto& [which, number] : year) newest = std::max(newest, number.date);
  return newest;
}

bool State::marked(std::string_view stream) const {
  for (const auto& [index, mark] : marks)
    if (mark.stream == stream) return true;
  return false;
}

std::string_view name_of(NumberState state) {
  switch (state) {
    case NumberState::allotted:
      return "allotted";
    case NumberState::answered:
      return "answered";
    case NumberState::recorded:
      return "recorded";
    case NumberState::voided:
      return "void";
    case NumberState::hole:
      return "hole";
  }
  return "";
}

std::string number_text(const Number& number) {
  return fmt::format("{}〔{}〕{}号", number.series, number.year, number.number);
}

std::optional<NumberParts> parse_number(std::string_view text) {
  const std::size_t open = text.find("〔"), close = text.find("〕"), end = text.find("号", close);
  constexpr std::size_t kCharacter = 3;  // bytes of each of the three marks
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  if (end == std::string_view::npos || end + kCharacter != text.size()) return {};
  const std::string year(text.substr(open + kCharacter, close - open - kCharacter));
  const std::string number(text.substr(close + kCharacter, end - close - kCharacter));
  const auto digits = [](const std::string& figures, std::size_t most) {
    return !figures.empty() && figures.size() <= most && figures.front() != '0' &&
           figures.find_first_not_of("0123456789") == std::string::npos;
  };
  if (!digits(year, 4) || !digits(number, 9)) return {};
  return NumberParts{{std::string(text.substr(0, open)), std::stoi(year)}, std::stoll(number)};
}

}  // namespace sealer
