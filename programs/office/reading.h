#pragma once
// 阅卷: somebody reads what a record holds. The one place where sealed values are opened for a person, so
// that no reading goes unnoticed (docs/decisions/0004-queries-and-readings.md).

#include "ledger/record.h"
#include "office.h"

namespace office {

/// Who reads which record.
struct Reading {
  base::PersonId holder;
  std::string kind;
  base::StreamId stream;
  std::int64_t pos = 0;
};

struct ReadRecord {
  std::uint64_t index = 0;
  base::Hash leaf{};
  ledger::OpenedRecord opened;
};

/// Every value of the record; the reading is left in the office's log. Who may read is decided before (the
/// access of the endpoint). Errors: `unknown_record`, as the reader's and ledger::open_record's.
[[nodiscard]] base::Result<ReadRecord> read_record(const Office& office, const Reading& reading);

}  // namespace office
