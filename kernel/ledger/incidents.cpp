#include "ledger/incidents.h"

#include "base/encoding.h"

namespace ledger {

void Incidents::report(std::string leaf, IncidentTarget target) {
  reported_.emplace(std::move(leaf), std::move(target));
}

std::optional<IncidentTarget> Incidents::confirm(std::string_view leaf_of_report) {
  const IncidentTarget* target = reported(leaf_of_report);
  if (target == nullptr) return {};
  void_.emplace(target->index, target->leaf);
  return *target;
}

const IncidentTarget* Incidents::reported(std::string_view leaf_of_report) const {
  const auto found = reported_.find(leaf_of_report);
  return found == reported_.end() ? nullptr : &found->second;
}

bool Incidents::is_void(std::uint64_t index, const Hash& leaf) const {
  const auto found = void_.find(index);
  return found != void_.end() && found->second == base::base64(leaf);
}

}  // namespace ledger
