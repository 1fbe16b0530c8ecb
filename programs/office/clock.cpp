#include "clock.h"

#include <algorithm>

namespace office {

base::Instant DemoClock::now() const {
  if (const std::int64_t standing = standing_ms_; standing >= 0) return {standing};
  return {base::SystemClock().now().ms + ahead_ms_};
}

void DemoClock::stand_at(base::Instant instant) {
  standing_ms_ = instant.ms;
  latest_ms_ = std::max(latest_ms_.load(), instant.ms);
}

void DemoClock::run() {
  ahead_ms_ = std::max<std::int64_t>(0, latest_ms_ - base::SystemClock().now().ms);
  standing_ms_ = -1;
}

}  // namespace office
