#pragma once
// 待办: the open cases with the periods that run in them and the steps that can be taken.

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "base/id.h"
#include "law/lawbook.h"
#include "registrar/projection.h"

namespace cases {

/// An open case as it stands on a day.
struct AgendaItem {
  base::StreamId stream;
  std::int64_t newest = 0;                    // index of its newest record in the tree
  const law::Procedure* procedure = nullptr;  // in force on that day
  std::vector<law::ClockView> running;        // the agency's before the party's, the first to end first
  std::vector<const law::Step*> possible;     // by people, in the order of the procedure
  std::shared_ptr<const law::Facts> facts;    // as far as steps and clocks are read from them
};

class AgendaProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "cases.agenda", .version = 1}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Thread-safe. Keeps what it has worked out until a case gets a record or the day ends.
class Agenda {
 public:
  using Items = std::vector<std::shared_ptr<const AgendaItem>>;

  Agenda(std::unique_ptr<sql::Session> session, std::shared_ptr<const law::Lawbook> lawbook);
  /// Every open case, the one whose first running clock ends first before the others, those without a clock
  /// last. Points into the lawbook.
  [[nodiscard]] base::Result<std::shared_ptr<const Items>> items(base::Date today) const;

 private:
  struct Known {
    std::int64_t newest = 0, told = 0;
    std::shared_ptr<const AgendaItem> item;
  };
  [[nodiscard]] base::Result<bool> bring_up() const;
  [[nodiscard]] base::Result<Known> load(const std::string& stream) const;
  [[nodiscard]] std::shared_ptr<const AgendaItem> work_out(const AgendaItem& item) const;

  std::unique_ptr<sql::Session> session_;
  std::shared_ptr<const law::Lawbook> lawbook_;
  mutable std::mutex mutex_;
  mutable base::Date day_;
  mutable std::map<std::string, Known, std::less<>> known_;
  mutable std::shared_ptr<const Items> items_;
};

}  // namespace cases
