#pragma once
// Statement b (transparency-log.md §7): brings copy, findings and reports up to a cosigned checkpoint. What a
// report says is the difference between what is found now and what earlier reports left open, so a crash at
// any point costs nothing.

#include "examiner.h"
#include "source.h"
#include "store.h"

namespace witness {

/// Key b.
struct Reporter {
  std::string name;
  crypto::Sm2Key key;
  [[nodiscard]] ledger::VerifierKey vkey() const {
    return ledger::make_vkey(name, ledger::NoteType::note, key.public_key());
  }
};

struct FollowerParts {
  std::string origin;
  const Reporter& reporter;
  const ReportShelf& reports;
  const base::Clock& clock;
  std::function<void(const base::Hash&)> followed;          // the leaf of every record, in their order
  std::function<base::Result<void>(feed::Report)> publish;  // adds to `reports`
};

/// Not for two threads at once.
class Follower {
 public:
  Follower(Replica replica, law::Editions editions, const std::vector<ledger::RootKey>& roots,
           FollowerParts parts);
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Takes what is new up to `cosigned`, from the copy or from `source` (may be nullptr), and reports on it.
  /// Errors: `source`, `root` (the records are not those of the checkpoint), as file's. What was done until
  /// then stays done.
  [[nodiscard]] base::Result<void> follow(const ledger::Checkpoint& cosigned, Source* source);

  [[nodiscard]] const Examiner& examiner() const { return examiner_; }

 private:
  using Bundles = std::map<std::uint64_t, std::vector<Bytes>>;  // entries by number of the bundle
  [[nodiscard]] base::Result<Bundles> entries_up_to(std::uint64_t size, Source* source, bool from_copy) const;
  [[nodiscard]] base::Result<std::vector<Bytes>> entries(std::uint64_t number, int width, Source* source,
                                                         bool from_copy) const;
  [[nodiscard]] base::Result<Bundles> checked_entries(const ledger::Checkpoint& cosigned,
                                                      Source* source) const;
  [[nodiscard]] bool leads_to(const Bundles& bundles, const ledger::Checkpoint& cosigned) const;
  [[nodiscard]] base::Result<void> fetch_late(std::uint64_t size, Source& source);
  [[nodiscard]] base::Result<Shelf> keep(std::uint64_t number, std::vector<Bytes> entries, Source* source);
  [[nodiscard]] base::Result<void> take(std::uint64_t number, const Shelf& shelf, std::uint64_t size);
  [[nodiscard]] feed::ReportDraft findings() const;
  [[nodiscard]] bool is_full();
  [[nodiscard]] base::Result<void> report();

  Replica replica_;
  Examiner examiner_;
  FollowerParts parts_;
  ledger::Frontier edge_;
  std::set<std::string> rules_;  // editions met since the last report
  std::uint64_t changes_seen_ = 0;
};

}  // namespace witness
