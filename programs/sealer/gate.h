#pragma once
// The third check of the gate (sealer.md §4, groups 4–10): may this draft become this decision? Pure: it
// reads the request, the sealer's memory, the editions and the time it is given, and changes nothing.

#include "law/lawbook.h"
#include "ledger/note.h"
#include "refused.h"
#include "state.h"

namespace sealer {

/// Numbers of one form: `澄明市监处罚`, and the first number of a year in which the sealer did not begin
/// with 1.
struct Series {
  std::string prefix;
  std::map<int, std::int64_t> first;
};

struct GateRules {
  std::string own_key;                   // id of the sealer's act key
  std::map<std::string, Series> series;  // by form (D45)
  ledger::LogPolicy log;                 // cosignatures_required > 0: the order must be witnessed (group 10)
};

/// A case that may be sealed, opened.
struct Approved {
  std::string stream;
  std::string draft;    // root
  json::Object fields;  // of the draft and its continuations, by name
  std::vector<law::StepView> steps;
  std::shared_ptr<const law::Lawbook> edition;  // of the draft's form
  const law::Form* form = nullptr;
  SeriesYear series;  // of the next number; not of an order that has one already
  std::int64_t first_number = 1;
  std::size_t digests = 0;  // N that the form of issue_document prescribes, 0 if none
};

/// Codes: behind_log not_head no_structure stream unopened seal_order lawbook text clock witness_required and
/// those of transparency-log.md §3b.
[[nodiscard]] Verdict<Approved> check_gate(const seal::SealOrder& order, const State& state,
                                           const law::Editions& editions, const GateRules& rules,
                                           base::Instant now);

}  // namespace sealer
