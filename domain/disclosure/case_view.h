#pragma once
// A case as the public may see it: which records show what (transparency-log.md §3b, proof.md §1).

#include <set>

#include "disclosure/publication.h"
#include "law/lawbook.h"
#include "ledger/incidents.h"

namespace disclosure {

struct CaseView {
  json::Array records;  // {"bundle","index"}
  json::Object acts;    // name → position
  json::Object texts;
  std::set<std::string> signers;  // key ids
  std::set<std::string> rules;    // editions met
  std::string document_no, document_date, procedure;
  std::string publication_rules;  // edition under which it was published
};

struct CaseParts {
  const ledger::DataKeyReader& data_keys;
  const ledger::MasterKey& master;
  const law::Editions& editions;
  const ledger::Incidents& incidents;
};

/// The view up to the record at `publication_pos` (a publish_decision). Errors: `case_view`, of the records.
[[nodiscard]] base::Result<CaseView> view_of(const std::vector<ledger::StoredRecord>& stream,
                                             std::int64_t publication_pos, const CaseParts& parts);

}  // namespace disclosure
