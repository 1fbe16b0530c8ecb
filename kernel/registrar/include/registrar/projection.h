#pragma once
// A projection is a fold with a table: derived, thrown away and rebuilt when its version rises.

#include "law/lawbook.h"
#include "ledger/record.h"
#include "sql/session.h"

namespace registrar {

/// A record as projections see it: opened, with what it made of its stream and the rules that governed it.
struct ProjectedRecord {
  const ledger::StoredRecord& stored;
  const law::StepView& view;  // every field, private ones too (empty where erased)
  const law::Facts& after;
  const law::Procedure& procedure;
  const law::WorkCalendar& calendar;
};

class Projection {
 public:
  struct Identity {
    std::string name;  // "cases.docket"; its tables begin with cases_docket
    int version = 1;
  };
  virtual ~Projection() = default;
  [[nodiscard]] virtual Identity identity() const = 0;
  /// Drops and creates its tables.
  [[nodiscard]] virtual base::Result<void> create(sql::Session& session) = 0;
  /// Void records (transparency-log.md §7) never come here.
  [[nodiscard]] virtual base::Result<void> apply(const ProjectedRecord& record, sql::Session& session) = 0;
  /// A record that says nothing, being void or explained by no edition: it has its place in the stream all
  /// the same.
  [[nodiscard]] virtual base::Result<void> keep_place(const ledger::StoredRecord& /*record*/,
                                                      sql::Session& /*session*/) {
    return {};
  }
  /// Takes back whatever records of this stream wrote: one of them has become void, and the others are told
  /// again.
  [[nodiscard]] virtual base::Result<void> forget(const std::string& stream, sql::Session& session) = 0;
};

}  // namespace registrar
