#include "law/in_force.h"

#include <algorithm>

namespace law {

void InForce::use(const std::string& edition, std::uint64_t index) {
  const auto known = first_use_.emplace(edition, index).first;
  known->second = std::min(known->second, index);
}

void InForce::adopt(const std::string& edition, std::uint64_t index) {
  adopted_[index] = edition;
}

bool InForce::knows(const std::string& edition, std::uint64_t index) const {
  const auto known = first_use_.find(edition);
  return known != first_use_.end() && known->second <= index;
}

bool InForce::superseded(const std::string& edition, std::uint64_t index) const {
  const auto later = adopted_.lower_bound(index);
  if (later == adopted_.begin()) return false;
  const auto& [since, adopted] = *std::prev(later);
  return adopted != edition && knows(edition, since);
}

}  // namespace law
