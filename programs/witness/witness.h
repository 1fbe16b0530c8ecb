#pragma once
// The witness as one object, independent of sockets and media: requests in, answers out; reports follow by
// themselves (transparency-log.md §7).

#include <atomic>
#include <mutex>

#include "config.h"
#include "file/lock.h"

namespace witness {

/// The machine's clock; a demo's can be set, so that a year is played in seconds.
class WitnessClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override;
  /// nullopt: the machine's again.
  void stand(std::optional<base::Instant> at);

 private:
  static constexpr std::int64_t kRuns = -1;
  std::atomic<std::int64_t> stands_ms_{kRuns};
};

/// What a person wants to know at a glance.
struct Standing {
  Cosigned cosigned;
  std::uint64_t reported = 0;
  std::optional<base::Instant> reported_at;
  std::map<std::uint64_t, std::vector<std::string>> unlawful;  // open, with guards
  std::set<std::uint64_t> missing;                             // open
  std::map<std::uint64_t, Unread> unread;                      // why, as far as they were looked at
  std::set<std::string> unknown_editions;
  std::size_t forks = 0;  // at most Evidence::kForksMax are kept
  std::optional<Standstill> standstill;
  std::string trouble;  // why records could not be followed the last time, "" when they were
};

class Witness {
 public:
  /// Takes the directory's lock. Errors: `locked`, `journal`, `report`, `config`, as file's.
  [[nodiscard]] static base::Result<std::unique_ptr<Witness>> open(const Layout& layout,
                                                                   const base::Clock& clock);

  /// add-checkpoint: durable before it returns; a fork that was known is not told again. Thread-safe, one at
  /// a time. Error: as file's; nothing was cosigned then.
  [[nodiscard]] base::Result<Processed> add_checkpoint(std::string_view body);

  /// Follows the records up to the newest cosigned checkpoint and reports. One caller at a time; never holds
  /// up add_checkpoint. Errors: as Follower::follow.
  [[nodiscard]] base::Result<void> follow(Source* source);

  [[nodiscard]] Standing standing() const;
  [[nodiscard]] std::string cosigned_note() const;           // "" before the first
  [[nodiscard]] std::string newest_report() const;           // "" before the first
  [[nodiscard]] std::string report(std::uint64_t to) const;  // "" when none ends there
  /// Names (`to`) and notes of the reports that begin at `from` or later.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> reports_since(std::uint64_t from) const;

  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const law::Editions& editions() const { return editions_; }
  /// A new connection to the source of the configuration, nullptr where there is none. Error: `config`.
  [[nodiscard]] base::Result<std::unique_ptr<Source>> source() const;

 private:
  struct Parts;
  Witness(Layout layout, Config config, Parts parts, const base::Clock& clock);
  [[nodiscard]] base::Result<void> remember(std::string_view body, Processed& processed);
  [[nodiscard]] base::Result<void> publish(feed::Report report);

  Layout layout_;
  Config config_;
  law::Editions editions_;
  file::FileLock lock_;
  Cosigner cosigner_;
  Reporter reporter_;
  const base::Clock& clock_;

  mutable std::mutex cosigning_;  // down to leaves_
  CosignedStore store_;
  Evidence evidence_;
  StandstillStore standstill_;
  ledger::Tree leaves_;  // of the records that were followed

  mutable std::mutex reporting_;  // reports_ and what follow() leaves below
  ReportShelf reports_;
  std::string trouble_;
  std::set<std::string> unknown_editions_;
  std::map<std::uint64_t, Unread> unread_;

  Follower follower_;  // follow()'s alone
};

}  // namespace witness
