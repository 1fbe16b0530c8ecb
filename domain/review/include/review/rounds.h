#pragma once
// 法制审核: every request for a legal review with its draft, its last day and its opinion, derived from the
// records of cases (程序规定 第五十三条 to 第五十五条).

#include <mutex>

#include "base/id.h"
#include "registrar/projection.h"

namespace review {

enum class State {
  open,      // waits for an opinion
  passed,    // 审核通过
  returned,  // 退回
  lapsed,    // the draft was changed, or the case moved on, before an opinion was given
};
[[nodiscard]] std::string_view to_string(State state);

/// 一轮审核.
struct Round {
  base::StreamId stream;
  int number = 1;            // within the case
  std::string draft;         // root of the draft under review, base64
  std::string requested_at;  // instant
  base::PersonId requested_by;
  base::Date due;                    // the last of the ten working days, as things stand
  std::vector<std::string> missing;  // papers that had to be there and were not, in Chinese; empty = complete
  State state = State::open;
  std::string answered_at;  // instant of the opinion, "" without one
  base::PersonId reviewer;  // who gave it
  std::string opinion;      // agree correct supplement other, "" without one
};

class RoundsProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "review.rounds", .version = 1}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Thread-safe.
class Rounds {
 public:
  explicit Rounds(std::unique_ptr<sql::Session> session);
  /// The reviewer's queue: what waits, the most urgent first.
  [[nodiscard]] base::Result<std::vector<Round>> open(int limit) const;
  /// What is over, newest opinion first.
  [[nodiscard]] base::Result<std::vector<Round>> answered(int limit) const;
  /// All rounds of a case, first to last; empty when it was never reviewed.
  [[nodiscard]] base::Result<std::vector<Round>> of(const base::StreamId& stream) const;

 private:
  [[nodiscard]] base::Result<std::vector<Round>> read(std::string_view where_and_order,
                                                      const sql::Values& values) const;
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace review
