#pragma once
// A journey: a case told step by step in a YAML file that a lawyer can read; and the town it happens in.

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "law/calendar.h"

namespace office::play {

namespace json = base::json;

struct JourneyStep {
  std::string as;                    // who, by name
  std::string step;                  // verb of the lawbook
  base::Instant at;                  // computed from `after` and `time`
  std::string draft;                 // label of the draft it makes or names; "" = the newest
  json::Object fields;               // as written: names of people, sums in yuan, files by path
  json::Array redact;                // publish_decision: [{text, hide, reason, label}]
  std::string key;                   // of a step of `procedure: key`: which key of this journey it is about
  std::string about;                 // report_incident: the step of this case whose newest record is unlawful
  std::string signed_by;             // a key of this journey, a person (his key) or kNobody; "" = as's own
  std::vector<std::string> refused;  // expected codes; empty = accepted
  std::string unsealed;              // order_seal: why the order waits, as the office says; "" = it is sealed
};

/// `signed_by`: the act bears no signature.
inline constexpr const char* kNobody = "无人";

struct Journey {
  std::filesystem::path file;
  std::string title;
  std::string procedure;
  std::vector<JourneyStep> steps;
};

/// Errors: `journey` with file, line and reason.
[[nodiscard]] base::Result<Journey> load_journey(const std::filesystem::path& file,
                                                 const law::WorkCalendar& calendar);

struct Certificate {
  std::string no, category, area, from, to;
};

struct Townsman {
  std::string login, name, unit, post, founder;  // founder: director | legal_head | administrator | ""
  std::vector<std::string> roles;
  bool has_key = true;  // `key: later`: a journey tells how he gets it
  std::optional<Certificate> certificate;
};

struct TownUnit {
  std::string name, under;  // under: "" at the top
};

struct Town {
  std::string title;
  std::string passphrase;  // of every demo account; printed, because it protects nothing
  base::Instant opens;
  std::vector<TownUnit> units;  // each after the one it is under
  std::vector<Townsman> people;
  [[nodiscard]] const Townsman* named(std::string_view name) const;
  [[nodiscard]] const Townsman* founder(std::string_view kind) const;
  [[nodiscard]] const Townsman* with_role(std::string_view role) const;
};

[[nodiscard]] base::Result<Town> load_town(const std::filesystem::path& file);

}  // namespace office::play
