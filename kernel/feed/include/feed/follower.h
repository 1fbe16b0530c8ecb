#pragma once
// Follows the tree of a feed in a folder (feed.md §5): verifies, keeps what is in force in a store of its
// own, and remembers what it has seen, so that a rollback or a fork cannot pass. Whole-feed faults stop the
// following, never the serving.

#include <filesystem>
#include <functional>

#include "feed/report.h"
#include "feed/state.h"
#include "feed/tile_log.h"

namespace feed {

struct FollowerOptions {
  std::filesystem::path tree;   ///< the feed's files, written by others
  std::filesystem::path state;  ///< our own store
  ledger::VerifierKey feed;
  ledger::LogPolicy log;  ///< cosignatures_required 0: a log without witness is followed and said to be so
  std::vector<ledger::VerifierKey> procedure;
};

/// Gives a payload file by hash, nothing when it has not arrived.
using PayloadSource = std::function<std::optional<Bytes>(const Hash&)>;

class Follower {
 public:
  /// Continues from `state`. Errors: `storage_…`, `state` (our own files are damaged: taking a new state
  /// directory starts again from nothing, and gives up what guards against a rollback).
  [[nodiscard]] static base::Result<Follower> open(FollowerOptions options);

  /// Looks at the tree once. True when anything changed: lines, payloads, the log, a fault. Error:
  /// `storage_…`.
  [[nodiscard]] base::Result<bool> poll(base::Date today);

  /// The two halves of poll, for other transports. Errors as Manifest::apply, and `storage_…`.
  [[nodiscard]] base::Result<void> take(const Exchange& exchange);
  /// Brings the store in line with the state in force on `today`: takes what has arrived, deletes what is
  /// gone.
  [[nodiscard]] base::Result<bool> sweep(base::Date today, const PayloadSource& source);

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  /// Lines with a payload held that are in force, ascending.
  [[nodiscard]] const std::set<std::uint64_t>& in_force() const { return in_force_; }
  [[nodiscard]] const std::set<std::uint64_t>& awaiting() const { return awaiting_; }
  /// Lines whose payload file is not what the line says.
  [[nodiscard]] const std::set<std::uint64_t>& refused() const { return refused_; }
  [[nodiscard]] const std::map<std::uint64_t, Gone>& gone() const { return gone_; }
  /// Content of a payload held, hash checked again. Error: `payload`.
  [[nodiscard]] base::Result<Bytes> content(std::uint64_t index) const;
  /// The same from a follower's store alone, for readers on other threads.
  [[nodiscard]] static base::Result<Bytes> stored_content(const std::filesystem::path& state,
                                                          const Line& line);

  /// `unsigned rollback fork gap noncanonical`, "" while following.
  [[nodiscard]] const std::string& feed_fault() const { return feed_fault_; }
  /// `log` (its checkpoint, or the one its witnesses cosigned, does not continue it), "" while following.
  [[nodiscard]] const std::string& log_fault() const {
    return log_fault_.empty() ? witnessed_fault_ : log_fault_;
  }
  /// Newest accepted checkpoint of the main log; size 0 and an empty note before the first.
  [[nodiscard]] const ledger::VerifiedCheckpoint& log() const { return log_; }
  [[nodiscard]] const std::string& log_note() const { return log_note_; }
  /// Newest accepted checkpoint of the main log that a known witness cosigned, of at most the size of log();
  /// size 0 and an empty note before the first. It may lie behind log(): a witness comes when it comes.
  [[nodiscard]] const ledger::VerifiedCheckpoint& witnessed() const { return witnessed_; }
  [[nodiscard]] const std::string& witnessed_note() const { return witnessed_note_; }
  /// The main log's files up to the accepted checkpoint.
  [[nodiscard]] TileLog log_files() const;
  /// Reports by known keys up to the accepted checkpoint, in the order of `to`.
  [[nodiscard]] const std::vector<Report>& reports() const { return reports_; }

 private:
  explicit Follower(FollowerOptions options);
  base::Result<void> restore();
  base::Result<void> save() const;
  base::Result<Exchange> read_exchange(const std::string& note) const;
  base::Result<bool> poll_feed();
  base::Result<bool> poll_log();
  base::Result<void> accept_log(const std::string& note);
  base::Result<bool> poll_witnessed();
  base::Result<bool> take_witnessed(const std::string& note);
  bool poll_reports();
  base::Result<void> keep_evidence(std::string_view name, std::string_view old_note,
                                   std::string_view new_note) const;
  base::Result<bool> take_payload(const Line& line, const PayloadSource& source);
  base::Result<bool> drop_payload(const Line& line);
  base::Result<void> drop_attachments(const Line& decision);
  [[nodiscard]] std::vector<std::uint64_t> attachments(const Line& decision) const;
  [[nodiscard]] std::filesystem::path stored(const Line& line) const;

  FollowerOptions options_;
  Manifest manifest_;
  std::set<std::uint64_t> in_force_, awaiting_, refused_, held_, dropped_;
  std::map<std::uint64_t, Gone> gone_;
  std::string feed_fault_, refused_note_, log_fault_, log_note_, refused_log_note_;
  ledger::VerifiedCheckpoint log_;
  std::string witnessed_fault_, witnessed_note_, refused_witnessed_note_;
  ledger::VerifiedCheckpoint witnessed_;
  std::vector<Report> reports_;
  std::optional<base::Date> swept_on_;
  std::uint64_t swept_size_ = 0;
  unsigned sweeps_ = 0;
};

}  // namespace feed
