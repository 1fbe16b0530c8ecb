#pragma once
// Records declared void (transparency-log.md §7, "Closing a listed index"): the agency's head says which
// record is unlawful, the supervising authority confirms, and from then on the record sets no fact. It keeps
// its place.

#include <map>
#include <optional>
#include <string>

#include "ledger/merkle.h"

namespace ledger {

/// What an incident speaks of: a record by its place in the log and its leaf hash, so that no other can be
/// meant.
struct IncidentTarget {
  std::uint64_t index = 0;
  std::string leaf;  // base64
  bool operator==(const IncidentTarget&) const = default;
};

/// A value, grown record by record. The caller has checked signatures and roles of what it hands in.
class Incidents {
 public:
  /// A `report_incident`; `leaf` is its own, by which it is confirmed.
  void report(std::string leaf, IncidentTarget target);
  /// A `confirm_incident`: what is void from now on; nullopt when nothing of that leaf was reported.
  [[nodiscard]] std::optional<IncidentTarget> confirm(std::string_view leaf_of_report);

  /// What a report of that leaf spoke of, nullptr if there is none.
  [[nodiscard]] const IncidentTarget* reported(std::string_view leaf_of_report) const;
  [[nodiscard]] bool is_void(std::uint64_t index, const Hash& leaf) const;
  [[nodiscard]] bool none_void() const { return void_.empty(); }

 private:
  std::map<std::string, IncidentTarget, std::less<>> reported_;  // by the report's leaf
  std::map<std::uint64_t, std::string> void_;                    // index → leaf
};

}  // namespace ledger
