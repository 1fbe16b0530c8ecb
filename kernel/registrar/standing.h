#pragma once
// What the log itself has settled about its records: which keys are good (transparency-log.md §3c, Keys) and
// which records are void (§7).

#include <memory>

#include "ledger/incidents.h"
#include "ledger/keys.h"
#include "ledger/record.h"

namespace registrar {

inline constexpr std::string_view kKeyKind = "key";
inline constexpr std::string_view kIncidentKind = "incident";

/// A value: a group of records works on a copy, which takes the place of this one after the commit.
struct Standing {
  ledger::KeyDirectory keys;
  std::map<std::string, std::vector<ledger::KeyDirectory::KeyRecord>, std::less<>> key_streams;
  ledger::Incidents incidents;

  explicit Standing(const std::vector<ledger::RootKey>& roots) : keys(roots) {}
  /// Takes the next record of a stream of kind `key` or `incident`; others mean nothing here. What has become
  /// void, if something has. Errors: `key`, `incident` with the reason: such a record did not come through
  /// this door.
  [[nodiscard]] base::Result<std::optional<ledger::IncidentTarget>> take(const ledger::StoredRecord& record);

 private:
  [[nodiscard]] base::Result<void> take_key(const ledger::StoredRecord& record);
  [[nodiscard]] base::Result<std::optional<ledger::IncidentTarget>> take_incident(
      const ledger::StoredRecord& record);
};
using StandingPtr = std::shared_ptr<const Standing>;

/// Whether an enrolment shows that the new key is in its holder's hands: found out before the stream begins,
/// because a stream that can never be confirmed would stay for ever.
[[nodiscard]] bool enrolment_proves_possession(const ledger::json::Object& fields);

/// The record that a `report_incident` speaks of. Error: `incident` when it names none.
[[nodiscard]] base::Result<ledger::IncidentTarget> incident_target(const ledger::json::Object& fields);

}  // namespace registrar
