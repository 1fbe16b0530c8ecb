#include "play/journey.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <set>

namespace office::play {
namespace {

/// Thrown inside this file only; load_* turn it into an error.
struct Wrong {
  std::string text;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& why) {
  throw Wrong{"line " + std::to_string(node.Mark().line + 1) + ": " + why};
}

json::Value to_json(const YAML::Node& node) {
  if (node.IsSequence()) {
    json::Array out;
    for (const auto& item : node) out.push_back(to_json(item));
    return out;
  }
  if (node.IsMap()) {
    json::Object out;
    for (const auto& item : node) out[item.first.as<std::string>()] = to_json(item.second);
    return out;
  }
  if (!node.IsScalar()) return nullptr;
  const std::string text = node.Scalar();
  if (node.Tag() == "!") return json::Value(text);  // quoted
  if (text == "true" || text == "false") return text == "true";
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  return json::Value(text);
}

void only(const YAML::Node& node, const std::set<std::string>& names) {
  for (const auto& item : node)
    if (!names.contains(item.first.as<std::string>()))
      wrong(item.first, "不认识的项 " + item.first.as<std::string>());
}

std::string text(const YAML::Node& node, const char* name, bool required = false) {
  if (!node[name]) {
    if (required) wrong(node, std::string("缺少 ") + name);
    return {};
  }
  return node[name].as<std::string>();
}

/// `5 working days` | `2 days` after the step before; nothing = the same day.
base::Date later(const YAML::Node& node, base::Date day, const law::WorkCalendar& calendar) {
  if (!node["after"]) return day;
  const std::string after = node["after"].as<std::string>();
  int count = 0;
  const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), count);
  const std::string unit(end, after.data() + after.size());
  if (error != std::errc{} || count < 0) wrong(node["after"], "after 应为“5 working days”或“2 days”");
  if (unit == " working days" || unit == " working day") return calendar.add_working_days(day, count);
  if (unit == " days" || unit == " day") return day + count;
  wrong(node["after"], "after 应为“5 working days”或“2 days”");
}

base::Instant time_on(const YAML::Node& node, base::Date day, base::Instant before) {
  constexpr std::int64_t kMinuteMs = 60'000;
  if (!node["time"]) {
    if (base::date_of(before) == day) return {before.ms + 10 * kMinuteMs};
    return {base::start_of(day).ms + 9 * 60 * kMinuteMs};
  }
  const auto instant =
      base::parse_instant(base::format(day) + "T" + node["time"].as<std::string>() + ":00+08:00");
  if (!instant) wrong(node["time"], "time 应为“09:30”");
  return *instant;
}

JourneyStep step_from(const YAML::Node& node, base::Instant before, const law::WorkCalendar& calendar) {
  only(node, {"as", "step", "after", "time", "draft", "fields", "redact", "key", "about", "signed_by",
              "refused", "unsealed"});
  JourneyStep out;
  out.as = text(node, "as", true);
  out.step = text(node, "step", true);
  out.draft = text(node, "draft");
  out.key = text(node, "key");
  out.about = text(node, "about");
  out.signed_by = text(node, "signed_by");
  out.unsealed = text(node, "unsealed");
  out.at = time_on(node, later(node, base::date_of(before), calendar), before);
  if (out.at < before) wrong(node, "时间倒退了");
  if (node["fields"]) out.fields = to_json(node["fields"]).get_object();
  if (node["redact"]) out.redact = to_json(node["redact"]).get_array();
  if (node["refused"]) out.refused = node["refused"].as<std::vector<std::string>>();
  return out;
}

Journey journey_from(const YAML::Node& node, const law::WorkCalendar& calendar) {
  only(node, {"journey", "about", "procedure", "starts", "steps"});
  Journey out;
  out.title = text(node, "journey", true);
  out.procedure = text(node, "procedure", true);
  const auto starts = base::parse_instant(text(node, "starts", true) + ":00+08:00");
  if (!starts) wrong(node["starts"], "starts 应为“2026-03-02T09:00”");
  base::Instant now = *starts;
  for (const auto& item : node["steps"]) {
    out.steps.push_back(step_from(item, now, calendar));
    now = out.steps.back().at;
  }
  return out;
}

Townsman townsman_from(const YAML::Node& node) {
  only(node, {"login", "name", "unit", "post", "roles", "founder", "key", "certificate"});
  Townsman out{.login = text(node, "login", true),
               .name = text(node, "name", true),
               .unit = text(node, "unit", true),
               .post = text(node, "post", true),
               .founder = text(node, "founder"),
               .roles = node["roles"].as<std::vector<std::string>>(),
               .certificate = {}};
  if (node["key"] && text(node, "key") != "later") wrong(node["key"], "key 只能是 later");
  out.has_key = !node["key"];
  if (const auto held = node["certificate"])
    out.certificate = Certificate{text(held, "no", true), text(held, "category", true),
                                  text(held, "area", true), text(held, "from", true), text(held, "to", true)};
  return out;
}

Town town_from(const YAML::Node& node) {
  only(node, {"town", "passphrase", "opens", "units", "people"});
  Town out;
  out.title = text(node, "town", true);
  out.passphrase = text(node, "passphrase", true);
  const auto opens = base::parse_instant(text(node, "opens", true) + ":00+08:00");
  if (!opens) wrong(node["opens"], "opens 应为“2026-03-02T08:00”");
  out.opens = *opens;
  for (const auto& item : node["units"]) {
    only(item, {"unit", "under"});
    out.units.push_back({text(item, "unit", true), text(item, "under")});
  }
  for (const auto& item : node["people"]) out.people.push_back(townsman_from(item));
  return out;
}

template <class Read>
auto read_yaml(const std::filesystem::path& file, Read read) -> base::Result<decltype(read(YAML::Node()))> {
  try {
    return read(YAML::LoadFile(file.string()));
  } catch (const Wrong& why) {
    return base::fail("journey", file.string() + ": " + why.text);
  } catch (const YAML::Exception& why) {
    return base::fail("journey", file.string() + ": " + why.what());
  }
}

}  // namespace

base::Result<Journey> load_journey(const std::filesystem::path& file, const law::WorkCalendar& calendar) {
  auto journey = read_yaml(file, [&](const YAML::Node& node) { return journey_from(node, calendar); });
  if (journey) journey->file = file;
  return journey;
}

base::Result<Town> load_town(const std::filesystem::path& file) {
  return read_yaml(file, town_from);
}

const Townsman* Town::named(std::string_view name) const {
  for (const auto& person : people)
    if (person.name == name) return &person;
  return nullptr;
}

const Townsman* Town::founder(std::string_view kind) const {
  for (const auto& person : people)
    if (person.founder == kind) return &person;
  return nullptr;
}

const Townsman* Town::with_role(std::string_view role) const {
  for (const auto& person : people)
    for (const auto& held : person.roles)
      if (held == role) return &person;
  return nullptr;
}

}  // namespace office::play
