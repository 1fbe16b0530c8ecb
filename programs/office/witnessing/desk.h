#pragma once
// The worker that talks with the witnesses, and a cosignature for whoever needs one at once: for a draw, in
// the room (transparency-log.md §7, cadence).

#include <condition_variable>

#include "witnessing/witnessing.h"

namespace office::witnessing {

/// A checkpoint that as many witnesses cosigned as the configuration asks for.
struct Witnessed {
  std::uint64_t size = 0;
  std::string note;                     // with all signatures
  std::uint64_t unix_seconds = 0;       // when the last of those that were needed signed
  std::vector<ledger::Cosignature> by;  // earliest first
};

/// How long somebody waits for a witness, and how soon the next may ask: a witness is not to be hammered.
struct DeskLimits {
  std::chrono::milliseconds patience{10'000}, between{3'000};
};

/// Any thread.
class Desk {
 public:
  explicit Desk(WitnessingParts parts, DeskLimits limits = {});

  /// As Witnessing::start; before the first wake().
  [[nodiscard]] base::Result<void> start() { return asking_.start(); }
  /// Never blocks.
  void wake() { worker_.wake(); }

  /// The newest witnessed checkpoint, once it covers `size` records: at once where it does, else a checkpoint
  /// over everything is signed and every witness asked. One at a time. Errors: `no_witness`, `unknown_size`
  /// (more than there are), `signing_stopped`, `asked_already` (somebody has just asked), `carry_needed` (no
  /// wire leads to a witness; the checkpoint is signed), `witness_refused`, `witness_silent`; all say what to
  /// do.
  [[nodiscard]] base::Result<Witnessed> obtain(std::uint64_t size);

 private:
  base::Result<Pause> round();
  base::Result<void> begin(std::uint64_t size);
  [[nodiscard]] base::Result<Witnessed> outcome(std::uint64_t size, std::uint64_t mine) const;
  [[nodiscard]] std::optional<Witnessed> covering(std::uint64_t size) const;
  void look_again();

  WitnessingParts parts_;
  DeskLimits limits_;
  mutable std::mutex mutex_;  // down to failure_
  std::condition_variable changed_;
  bool somebody_waits_ = false;
  std::optional<std::chrono::steady_clock::time_point> last_asked_;
  std::uint64_t wanted_ = 0, done_ = 0;  // rounds that were asked for, and the newest of them that ended
  base::Error failure_;                  // of that one; without a code when all went well
  Witnessing asking_;
  Worker worker_;  // last: its thread uses everything above
};

}  // namespace office::witnessing
