#include "agenda_facts.h"

namespace cases {
namespace {

namespace json = base::json;

json::Value day_of(const std::optional<base::Date>& day) {
  return day ? json::Value(day->days) : json::Value(nullptr);
}

std::optional<base::Date> day_from(const json::Value* value) {
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return base::Date{static_cast<std::int32_t>(value->get_int64())};
}

json::Object clock_of(const law::ClockState& clock) {
  json::Array excluded;
  for (const auto& interval : clock.excluded)
    excluded.push_back(json::Array{day_of(interval.from), day_of(interval.to)});
  return {{"excluded", std::move(excluded)},
          {"extension", clock.extension},
          {"known", clock.known},
          {"met", day_of(clock.met)},
          {"start", clock.start.days}};
}

base::Result<law::ClockState> clock_from(const json::Value& kept) {
  law::ClockState out;
  MJ_TRY(const auto start, json::int_member(kept, "start"));
  MJ_TRY(const auto extension, json::int_member(kept, "extension"));
  MJ_TRY(const json::Array* excluded, json::array_member(kept, "excluded"));
  out.start = {static_cast<std::int32_t>(start)};
  out.extension = static_cast<int>(extension);
  out.met = day_from(json::find(kept, "met"));
  out.known = json::find(kept, "known") != nullptr && *json::find(kept, "known") == json::Value(true);
  for (const auto& interval : *excluded) {
    const json::Array& ends = interval.get_array();
    out.excluded.push_back(
        {.from = day_from(&ends.at(0)).value_or(base::Date{}), .to = day_from(&ends.at(1))});
  }
  return out;
}

}  // namespace

json::Object kept_facts(const law::Facts& facts) {
  json::Object clocks, counters, flags, holders;
  for (const auto& [name, clock] : facts.clocks) clocks[name] = clock_of(clock);
  for (const auto& [name, count] : facts.counters) counters[name] = count;
  for (const auto& [name, truth] : facts.flags) flags[name] = static_cast<int>(truth);
  for (const auto& [capacity, people] : facts.holders)
    holders[capacity] = json::string_array({people.begin(), people.end()});
  return {{"clocks", std::move(clocks)}, {"counters", std::move(counters)}, {"flags", std::move(flags)},
          {"hidden", facts.hidden_seen}, {"holders", std::move(holders)},   {"procedure", facts.procedure}};
}

base::Result<law::Facts> facts_from(const json::Value& kept) {
  law::Facts out;
  MJ_TRY(out.procedure, json::string_member(kept, "procedure"));
  MJ_TRY(const json::Object* clocks, json::object_member(kept, "clocks"));
  for (const auto& clock : *clocks) {
    MJ_TRY(out.clocks[std::string(clock.key())], clock_from(clock.value()));
  }
  MJ_TRY(const json::Object* counters, json::object_member(kept, "counters"));
  for (const auto& counter : *counters)
    out.counters[std::string(counter.key())] = static_cast<int>(counter.value().as_int64());
  MJ_TRY(const json::Object* flags, json::object_member(kept, "flags"));
  for (const auto& flag : *flags)
    out.flags[std::string(flag.key())] = static_cast<law::Truth>(flag.value().as_int64());
  MJ_TRY(const json::Object* holders, json::object_member(kept, "holders"));
  for (const auto& capacity : *holders) {
    MJ_TRY(const auto people, json::strings(capacity.value()));
    out.holders[std::string(capacity.key())] = {people.begin(), people.end()};
  }
  out.hidden_seen = json::find(kept, "hidden") != nullptr && *json::find(kept, "hidden") == json::Value(true);
  return out;
}

}  // namespace cases
