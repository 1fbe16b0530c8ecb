#pragma once
// What the witness must not forget: the newest cosigned checkpoint, contradictions of the log, that it does
// not go on, our own reports. Files of one directory, held by one process (programs/witness/README.md).

#include <map>

#include "add_checkpoint.h"
#include "feed/report.h"
#include "file/journal.h"

namespace witness {

/// The newest cosigned checkpoint. A line is durable before the cosignature leaves the house.
class CosignedStore {
 public:
  /// Errors: `journal` (a whole line makes no sense: restore it), as file's.
  [[nodiscard]] static base::Result<CosignedStore> open(const std::string& path, const Cosigner& cosigner);
  [[nodiscard]] const Cosigned& newest() const { return newest_; }
  /// On error the newest is as it was.
  [[nodiscard]] base::Result<void> put(Cosigned next);

 private:
  CosignedStore(file::Journal journal, Cosigned newest)
      : journal_(std::move(journal)), newest_(std::move(newest)) {}
  file::Journal journal_;
  Cosigned newest_;
};

/// Forks of the log, in files named by the checkpoint that contradicts: the request as it came, and what it
/// proves (§7). Whoever stole the log's key can make any number of them; a hundred say as much.
class Evidence {
 public:
  static constexpr std::size_t kForksMax = 100;
  [[nodiscard]] static base::Result<Evidence> open(std::string directory);
  /// Whether it was kept: the same fork again changes nothing, nor does one too many.
  [[nodiscard]] base::Result<bool> keep(std::string_view request, const Fork& fork);
  [[nodiscard]] std::size_t forks() const;

 private:
  explicit Evidence(std::string directory) : directory_(std::move(directory)) {}
  std::string directory_;
  std::set<std::string> names_;
};

/// The log came with a checkpoint that was not shown to continue what we cosigned, and has not done better
/// since.
struct Standstill {
  std::uint64_t offered = 0;  // its size
  base::Instant since;
};

/// The first of them since the last cosignature; outlives the process.
class StandstillStore {
 public:
  /// Error: `standstill` (the file makes no sense), as file's.
  [[nodiscard]] static base::Result<StandstillStore> open(std::string path);
  [[nodiscard]] const std::optional<Standstill>& current() const { return current_; }
  /// Changes nothing while one stands.
  [[nodiscard]] base::Result<void> begin(const Standstill& standstill);
  [[nodiscard]] base::Result<void> end();

 private:
  explicit StandstillStore(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::optional<Standstill> current_;
};

/// Signed reports, contiguous from 0.
class ReportShelf {
 public:
  /// Error: `report` (a file is not our report, or one is missing), as file's.
  [[nodiscard]] static base::Result<ReportShelf> open(std::string directory, std::string_view origin,
                                                      const ledger::VerifierKey& procedure);
  [[nodiscard]] std::uint64_t reported() const;
  [[nodiscard]] const feed::Report* newest() const;
  [[nodiscard]] const feed::Report* ending_at(std::uint64_t to) const;
  /// Those that begin at or after `from`.
  [[nodiscard]] std::vector<const feed::Report*> since(std::uint64_t from) const;
  /// Indexes listed and not closed since.
  [[nodiscard]] const std::map<std::uint64_t, std::vector<std::string>>& unlawful() const {
    return unlawful_;
  }
  [[nodiscard]] const std::set<std::uint64_t>& missing() const { return missing_; }
  /// Durable when it returns. `report` begins where the newest ends.
  [[nodiscard]] base::Result<void> add(feed::Report report);

 private:
  explicit ReportShelf(std::string directory) : directory_(std::move(directory)) {}
  void note_findings(const feed::Report& report);
  std::string directory_;
  std::map<std::uint64_t, feed::Report> by_end_;
  std::map<std::uint64_t, std::vector<std::string>> unlawful_;
  std::set<std::uint64_t> missing_;
};

}  // namespace witness
