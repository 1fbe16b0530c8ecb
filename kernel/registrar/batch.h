#pragma once
// A group of submissions on its way to one commit. It works on copies: until the commit nothing of the
// registrar's own state has changed, so a failed group leaves no trace.

#include "intake.h"
#include "projections.h"

namespace registrar {

/// What is true after the newest commit.
struct LogState {
  ledger::Tree tree;
  StandingPtr standing;
  std::vector<std::string> distrusted;  // records of kind key or incident that mean nothing, and why
  base::Instant last_recorded;
};

/// What a group needs of the registrar. References outlive it.
struct BatchParts {
  const RegistrarParts& parts;
  const Shelf& shelf;
  const Projections& projections;
  StreamCache& streams;
  const LogState& log;
};

class Batch {
 public:
  /// `now` is the time of the group; never before the log's newest `recorded`.
  Batch(BatchParts parts, base::Instant now);

  /// Whether this group has a record in the own stream of a person of whom the check of `prepared` asks:
  /// PeopleFacts reads what is committed, so such a submission belongs into the next group. So does what
  /// FurtherChecks are concerned with, and an incident: it tells again the records of the stream it changes.
  [[nodiscard]] bool must_commit_before(const Prepared& prepared) const;
  /// Checks a submission against all that came before it, this group included, and takes it. The receipt
  /// counts only after commit().
  [[nodiscard]] std::expected<Receipt, Refused> add(const Prepared& prepared);
  [[nodiscard]] bool empty() const { return items_.empty(); }
  /// Durable when it returns. Errors: as RecordAppender::append.
  [[nodiscard]] base::Result<void> commit();

  /// After the commit: what the log has become. The caller keeps readers out meanwhile.
  void hand_over(LogState& log) const;
  [[nodiscard]] std::vector<Committed> told() const;

 private:
  struct Item {
    Append append;
    OpenedView opened;
    StreamStatePtr after;
    const law::Procedure* procedure;
    Receipt receipt;
    std::string retold;  // stream in which this record made another one void, "" for most
  };
  /// What is settled about a submission before it is closed.
  struct Place {
    StreamStatePtr stream;  // nullptr: it opens one
    const law::Procedure* procedure = nullptr;
    std::uint64_t index = 0;
    [[nodiscard]] std::int64_t pos() const { return stream ? stream->facts.next_pos : 0; }
  };
  [[nodiscard]] std::uint64_t next_index() const { return parts_.log.tree.size() + items_.size(); }
  [[nodiscard]] base::Result<StreamStatePtr> stream(const std::string& id) const;
  [[nodiscard]] std::expected<Place, Refused> place(const Prepared& prepared) const;
  [[nodiscard]] std::vector<law::Refusal> check(const Prepared& prepared, const Place& place) const;
  [[nodiscard]] base::Result<void> check_further(const Prepared& prepared,
                                                 std::vector<law::Refusal>& out) const;
  [[nodiscard]] bool concerns_further(const Prepared& prepared) const;
  [[nodiscard]] bool names_record(const law::Command& command) const;
  [[nodiscard]] base::Result<Item> close(const Prepared& prepared, const Place& place) const;
  [[nodiscard]] base::Result<Append> sealed(const Prepared& prepared, const Place& place,
                                            ledger::SealedRecord& made) const;
  [[nodiscard]] std::expected<Receipt, Refused> take(Item item);
  [[nodiscard]] base::Result<std::string> undo(const ledger::IncidentTarget& target);
  [[nodiscard]] base::Result<void> project(sql::Session& session) const;

  BatchParts parts_;
  base::Instant recorded_;
  std::vector<Item> items_;
  std::map<std::string, StreamStatePtr> streams_;
  std::map<std::string, std::string> receipts_;  // stored form, by Repetition::key
  std::set<base::Bytes> messages_;
  StandingPtr standing_;
};

}  // namespace registrar
