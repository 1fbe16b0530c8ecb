#pragma once
// The office's clock. Only an origin that begins with `demo.` has one that can be set, so that a fictional
// year can be played in minutes (architecture.md, Programs).

#include <atomic>

#include "base/time.h"

namespace office {

/// Never runs backwards past `floor`, the newest instant that the log has seen.
class DemoClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override;
  /// Time stands at `instant` until set again.
  void stand_at(base::Instant instant);
  /// Back to the machine's clock; where that is behind what was played, time goes on from there.
  void run();

 private:
  std::atomic<std::int64_t> standing_ms_{-1};
  std::atomic<std::int64_t> ahead_ms_{0};
  std::atomic<std::int64_t> latest_ms_{0};
};

}  // namespace office
