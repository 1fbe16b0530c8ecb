#pragma once
// Facts: what is true of a stream so far, a pure fold over its records (architecture.md, "The pure core").

#include <map>
#include <set>
#include <string>

#include "law/calendar.h"
#include "law/procedure.h"
#include "ledger/chain.h"

namespace law {

/// What the runner does not know is unknown: office and sealer need `yes`, outsiders refuse only what is
/// `no`.
enum class Truth { no, unknown, yes };

struct ClockState {
  base::Date start;
  std::vector<Interval> excluded;
  int extension = 0;
  std::optional<base::Date> met;
  bool known = true;  // false once a hidden record may have touched it, or its first day cannot be seen
  bool operator==(const ClockState&) const = default;
};

struct Facts {
  std::string procedure;                            // "" before the first record
  std::map<std::string, Truth, std::less<>> flags;  // absent = no
  std::map<std::string, int, std::less<>> counters;
  /// Mark → root; "?" when a hidden record may have set it.
  std::map<std::string, std::string, std::less<>> drafts;
  std::set<std::string, std::less<>> draft_roots;  // of every draft seen; "?" when one may be hidden
  std::map<std::string, ClockState, std::less<>> clocks;
  /// Capacity → stream ids of the persons who acted in it; "" stands for one who could not be seen.
  /// `handlers` are all who were ever named, `case_handlers` those appointed now.
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> holders;
  std::int64_t next_pos = 0;
  std::string head;  // base64 leaf hash of the newest record, "" before the first
  base::Instant last_recorded;
  std::optional<base::Instant> first_at;  // `at` of the opening record, when seen
  std::optional<base::Instant> last_at;   // `at` of the newest record, when seen
  /// What later steps must repeat: `step` → leaf hash of its newest record, `step field` → that field's value
  /// as canonical JSON; "?" when it could not be seen.
  std::map<std::string, std::string, std::less<>> kept;
  std::map<std::string, base::Date, std::less<>> days;  // step → day of its newest record, where `time_after`
  bool hidden_seen = false;
  [[nodiscard]] Truth flag(std::string_view name) const;
  bool operator==(const Facts&) const = default;
};

/// One record as the fold sees it. Of a hidden one only `pos` and `leaf` are known.
struct StepView {
  bool hidden = false;
  /// Void by an incident (transparency-log.md §7): it keeps its place and sets no fact.
  bool is_void = false;
  /// All fields of the client are in `fields` (office, sealer). Only then is a threshold certainly not
  /// reached.
  bool complete = false;
  /// Hidden: steps whose superseded rounds are given out hidden and of which a later round is visible
  /// (proof.md §1), so that this record may be one of them.
  std::set<std::string, std::less<>> may_be;
  std::int64_t pos = 0;
  std::string step, role, holder, draft;
  base::Instant at, recorded;
  std::string leaf;     // base64
  std::string root;     // base64 root of its own entry
  json::Object fields;  // what this viewer sees, by name
};

/// Of a checked chain's step. `holder` is looked up in the keys; "" when unknown. `complete` when the viewer
/// was given every field.
[[nodiscard]] StepView step_view(const ledger::ChainStep& step, const ledger::KeyDirectory& keys,
                                 bool complete = false);

/// Pure. `procedure` is the one in force for this record, under the record's own edition.
[[nodiscard]] Facts apply(const Procedure& procedure, Facts facts, const StepView& record);

/// What becomes unknown because a hidden record may have been any step that this procedure lets be hidden.
/// Idempotent; does not count the record.
[[nodiscard]] Facts blur(const Procedure& procedure, Facts facts, const StepView& hidden);

}  // namespace law
