#pragma once
// The check of a chain (transparency-log.md §3b) for who follows a log record by record and keeps of each
// stream only its end.

#include <unordered_set>

#include "ledger/chain.h"

namespace ledger {

/// A record that shows what its viewer gets, no less.
struct ShownRecord {
  ChainStep step;
  std::vector<Hash> digests;  // all of its entry
};
/// Bundle, names and types, structure of the step under its edition. Error: `bundle`.
[[nodiscard]] base::Result<ShownRecord> read_shown(const ChainRecord& record, View view,
                                                   const ChainRules& rules);

/// The end of a stream as its next record must find it. A value; about 8 bytes a digest.
class ChainHead {
 public:
  /// Whether the record may come next: as check_chain, from `stream` on. Error: the first that fails of
  /// `stream`, `pos`, `prev`, `replay`, `order`, `actor`, `sig`, `seen`, `rules`.
  [[nodiscard]] base::Result<void> check_next(const ShownRecord& record, const ChainRules& rules,
                                              const KeyDirectory& keys) const;
  /// The record is the stream's newest from now on, whatever was found of it.
  void move_to(const ShownRecord& record);

  [[nodiscard]] std::int64_t pos() const { return pos_; }  // −1 before the first
  [[nodiscard]] std::uint64_t index() const { return index_; }

 private:
  [[nodiscard]] base::Result<void> check_course(const ShownRecord& record) const;
  std::string stream_, leaf_;
  std::int64_t pos_ = -1;
  std::uint64_t index_ = 0;
  base::Instant recorded_;
  std::unordered_set<std::uint64_t> digests_;  // first 8 bytes: two that differ are told apart
};

}  // namespace ledger
