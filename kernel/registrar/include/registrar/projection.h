#pragma once
// A projection is a fold with a table: derived, thrown away and rebuilt when its version rises.

#include "law/lawbook.h"
#include "ledger/record.h"
#include "sql/session.h"

namespace registrar {

/// A record as projections see it: opened, with the facts before and after.
struct ProjectedRecord {
  const ledger::StoredRecord& stored;
  const law::StepView& view;  // every field, private ones too (empty where erased)
  const std::map<std::string, ledger::KeptText>& texts;
  const law::Facts& after;
  const law::Procedure& procedure;
  const law::Lawbook& lawbook;
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
  [[nodiscard]] virtual base::Result<void> apply(const ProjectedRecord& record, sql::Session& session) = 0;
};

}  // namespace registrar
