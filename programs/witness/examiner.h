#pragma once
// What a witness finds of the records of a log (transparency-log.md §3b, §7): chain and rules over the full
// structure, three-valued, so that only what is certainly false is held against anybody. Follows record by
// record and keeps of each stream its end; a stream is told again only when something earlier has changed.

#include <functional>

#include "law/in_force.h"
#include "law/lawbook.h"
#include "ledger/chain_head.h"
#include "ledger/incidents.h"
#include "replica.h"

namespace witness {

using Guards = std::set<std::string>;

/// A record that cannot be judged. Why: `missing.none` (no structure was given), `missing.signature` (its
/// step must be signed and it is not), `missing.structure` (not a valid one of that entry), `missing.edition`
/// (of the lawbook, not installed).
struct Unread {
  std::string why;
  std::string step;   // the step it says it is, "" when that cannot be read
  std::string rules;  // and under which edition
};

class Examiner {
 public:
  /// Gives a record that was taken before, as it is held now. Error: as Replica::record.
  using Recall = std::function<base::Result<LogRecord>(std::uint64_t index)>;

  Examiner(law::Editions editions, const std::vector<ledger::RootKey>& roots, Recall recall);

  /// The next record of the log.
  void take(const LogRecord& record);
  /// Structure of records that were missing and may now be recalled. The streams they belong to, and those
  /// that waited, are told again.
  void deliver(const std::vector<std::uint64_t>& indexes);

  /// Certainly unlawful, void ones left out: index → refusal codes of the lawbook, `chain.` + code of §3b,
  /// `chain.fork`, `chain.superseded` (under an edition of the lawbook that is over).
  [[nodiscard]] const std::map<std::uint64_t, Guards>& unlawful() const { return unlawful_; }
  /// Records without a structure that can be judged.
  [[nodiscard]] const std::map<std::uint64_t, Unread>& missing() const { return missing_; }
  /// Editions asked for that are not installed (base64).
  [[nodiscard]] const std::set<std::string>& unknown_editions() const { return unknown_editions_; }
  /// Whether the record is void, or of a stream in which a record is: then an earlier finding of it may end.
  [[nodiscard]] bool touched_by_incident(std::uint64_t index) const;
  /// Grows whenever unlawful() or missing() has changed.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }
  /// Editions of the records taken since this was last asked.
  [[nodiscard]] std::set<std::string> editions_met() { return std::exchange(editions_met_, {}); }

 private:
  struct Stream {
    std::vector<std::uint64_t> records;  // all that say they belong to it, ascending
    std::vector<std::uint64_t> placed;   // at each position
    ledger::ChainHead head;
    law::Facts facts;
    bool waits = false;  // from its next record on, for structure that is missing
  };
  using Records = std::vector<ledger::ShownRecord>;

  [[nodiscard]] base::Result<ledger::ShownRecord> open(const LogRecord& record) const;
  /// Not to know the edition is not to find something wrong.
  [[nodiscard]] bool can_judge(const ledger::ShownRecord& record);
  [[nodiscard]] Unread why_unread(const LogRecord& record) const;
  [[nodiscard]] Records recall(const std::vector<std::uint64_t>& indexes) const;
  void add(const ledger::ShownRecord& record);
  void tell_again(const std::string& stream);
  void place(Stream& stream, const ledger::ShownRecord& record);
  void place_next(Stream& stream, const ledger::ShownRecord& record, const Guards& guards);
  [[nodiscard]] bool must_wait(const Stream& stream, const ledger::ChainStep& step) const;
  [[nodiscard]] bool is_void(const ledger::ChainStep& step) const;
  [[nodiscard]] std::set<std::uint64_t> losers(const Records& records) const;
  void find(std::uint64_t index, Guards guards);
  void clear(std::uint64_t index);

  void act_on(const Stream& stream, const ledger::ShownRecord& record);
  void enrol(const Stream& stream, const ledger::ShownRecord& confirm);
  void adopt(const ledger::ChainStep& step);
  void report_incident(const ledger::ChainStep& step);
  void confirm_incident(const ledger::ChainStep& step);

  law::Editions editions_;
  ledger::ChainRules rules_;
  ledger::KeyDirectory keys_;
  ledger::Incidents incidents_;
  law::InForce in_force_;
  Recall recall_;
  std::map<std::string, Stream, std::less<>> streams_;
  std::map<std::uint64_t, Guards> unlawful_;
  std::map<std::uint64_t, Unread> missing_;
  std::set<std::uint64_t> touched_;  // records of streams in which a record is void
  std::set<std::string> editions_met_, unknown_editions_;
  std::uint64_t changes_ = 0;
};

}  // namespace witness
