#pragma once
// A procedure as data: steps, who may take them, what must hold before, the clocks they start, each with its
// source. Plain values; lawbook.h loads them, check.h runs them.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace law {

namespace json = base::json;
struct Form;  // form.h

/// Article of a law, or section of the bureau's plan; at least one for everything that binds somebody.
using Sources = std::vector<std::string>;

/// What a person reads when something is refused: code (stable), what is missing, what to do about it.
struct Words {
  std::string code;
  std::string say;
  std::string remedy;
  Sources source;
};

/// A condition over facts. `negation` has one part. A guard may carry its own words; else its fact's words
/// are used.
struct Guard {
  enum class Kind { fact, all, any, negation };
  Kind kind = Kind::fact;
  std::string fact;  // `case.filed`, `expired.party_reply`, `running.decide`
  std::vector<Guard> parts;
  std::optional<Words> words;
};

/// A fact that a step sets or clears: boolean. `missing` is said when it is needed and does not hold,
/// `present` when it is forbidden and holds.
struct FactDefinition {
  std::string name;
  std::string title;
  Words missing;
  Words present;
};

/// A number enters the rules only through a named threshold, computed from the fields of the step that
/// `set_by` names.
struct Threshold {
  std::string fact;
  std::string title;
  std::string set_by;         // step
  std::string field;          // money or integer field; "doc.penalty.*.fen" sums over a repeated object field
  std::int64_t at_least = 0;  // value for parties not listed below
  std::string party_field;    // enum field that says the kind of party, "" if none
  std::map<std::string, std::int64_t> at_least_by_party;
  std::string kinds_field;  // "doc.penalty.*.kind": any of `kinds` sets the fact too
  std::set<std::string> kinds;
  Sources source;
};

enum class Course { open, witness };  // YAML: public | witness (副卷)

/// Whom the step names in its course field `handlers` (roles.md S5): how many, and what must hold for each.
struct HandlersRule {
  int at_least = 0;
  std::vector<std::string> each;         // `certificate.valid`, `not.recused`
  std::vector<std::string> not_same_as;  // capacities that nobody named may have held in this case
  bool appoints = false;                 // those named, and only they, handle the case from now on
  Sources source;
};

/// A fact that the step sets only sometimes. Either `field`, a course field of type boolean: the fact becomes
/// what it says. Or `when`: the fact becomes true if the guard holds before the step, else stays as it is.
struct ConditionalFact {
  std::string fact;
  std::string field;
  std::string needed_while;  // with `field`: while this holds, the field must be true; "" = never
  std::optional<Guard> when;
};

/// A value that must equal what the newest record of another step said.
struct Repeat {
  std::string field;
  std::string of;       // step
  bool record = false;  // the field holds that record's leaf hash, not its field of the same name
  Words words;
};

/// What must also hold where a choice of the step says so: 公告送达 needs an announcement that has run out.
struct ChoiceNeeds {
  std::string field;  // of type choice
  std::string is;     // one of its options
  std::vector<Guard> needs;
};

/// How a step names a draft: `marks` remembers its draft under that name, `same_as` must equal these marks.
struct DraftRule {
  bool makes = false;  // the step's own record is the draft (draft_document): `marks` gets its root
  std::string marks;
  std::vector<std::string> same_as;
};

struct Extension {
  std::string clock;
  int count = 0;      // in the clock's unit
  std::string field;  // or the course field (integer) that says how many
};

struct Step {
  std::string name;
  std::string title;
  std::string role;
  bool is_signed = false;
  bool seen = false;
  bool among_handlers = false;           // the actor is one of the case's appointed handlers
  std::string among_handlers_since;      // the same, but only while this fact holds; "" = no such fact
  bool own_stream = false;               // the stream is the actor's own
  std::vector<std::string> apart;        // no person may hold two of these capacities in the case
  std::vector<std::string> not_same_as;  // capacities whose holders may not take this step
  std::vector<std::string> same_as;      // the actor must be one of these capacities
  std::map<std::string, Sources, std::less<>> separation_source;  // capacity → article, where it has its own
  std::optional<HandlersRule> handlers;
  std::vector<Guard> needs;    // all of them
  std::vector<Guard> forbids;  // none of them
  std::vector<ChoiceNeeds> needs_if;
  std::vector<std::string> sets, clears;
  std::vector<ConditionalFact> sets_if;
  std::vector<Repeat> repeats;
  std::map<std::string, int> counts;  // counter → bound
  std::optional<DraftRule> draft;
  std::vector<std::string> starts, meets, pauses, resumes;
  std::vector<Extension> extends;
  std::string form;                        // name of a form, "" if the step has only reserved fields
  std::shared_ptr<const Form> definition;  // that form
  Course course = Course::open;
  bool earlier_hidden = false;  // YAML `earlier: witness`: superseded rounds go out hidden (proof.md §1)
  bool major = false;           // the gate's properties apply
  bool opens = false;           // may be at pos 0
  bool by_machine = false;      // the sealer's or the office's own act
  std::string stage;            // 启动 | 调查取证 | 审核决定 | 送达执行 (plan 四(二))
  std::string recording;        // text | m (mandatory sound and picture) | c (by circumstances)
  std::string time_field;       // date field from which the step's clocks run ("" = day of `at`)
  std::vector<std::string> time_after;  // steps, or clocks (their last day), before which it must not lie
  std::vector<std::string> time_until;  // clocks after whose last day it must not lie
  Sources source;
};

/// How long before its recording an act that a clock governs may be dated.
struct Backdating {
  int working_days = 0;
  Sources source;
};

enum class Unit { hours, days, working_days, months };

/// Length of a clock that started on or before `to`, under the law of that time.
struct EarlierLength {
  base::Date to;
  int count = 0;  // in the clock's unit
  Sources source;
};

struct ClockDefinition {
  std::string name;
  std::string title;
  int count = 0;
  std::string field;  // or the course field (integer) of the step that starts it, which says how many
  Unit unit = Unit::days;
  bool partys =
      false;  // the party's time: its expiry opens something; else the agency's: its expiry is a breach
  std::string starts_while;            // fact without which, after the step, nothing starts it ("" = always)
  bool inclusive = false;              // P14: the first day counts, the last is never moved by a holiday
  std::vector<int> warn_at;            // counted days left
  std::vector<EarlierLength> earlier;  // ascending
  Sources source;
};

struct DraftWords {
  std::string mark;  // `reviewed`
  std::string title;
  Words other;  // said when another draft is named
};

/// While a fact holds, only these steps may be taken (sealer.md §4: between seal order and sealed document).
struct Lock {
  std::string while_fact;
  std::vector<std::string> only;
  Words words;
};

/// What part which steps play in the properties that are proven before a lawbook is used (explore.h). The
/// properties remember these steps by themselves; they do not trust the procedure's facts.
struct Proof {
  struct Review {
    std::vector<std::string> passed_by, returned_by;
    std::vector<std::string> reopened_by;  // after them (and after each new draft) a further round is due
    Sources source;
  };
  /// A right of the party to be heard before a major decision.
  struct Hearing {
    std::string right;                // 陈述申辩
    std::string when;                 // the right exists only while this fact holds; "" = always
    std::string clock;                // the party's time for it
    std::vector<std::string> before;  // major steps that must wait for it
    std::vector<std::string> told_by, waived_by;
    std::vector<std::string> spoken_by, answered_by;  // what was said waits for its answer
    Sources source;
  };
  struct Publication {
    std::vector<std::string> served_by, published_by, withdrawn_by;
    Sources source;
  };
  /// A measure that burdens somebody for a limited time (行政强制法 第二十五条).
  struct Term {
    std::string measure;  // 查封、扣押
    std::string clock;
    std::vector<std::string> imposed_by, ended_by;
    std::vector<std::string> after_term;  // of ended_by: all that may be done once the time is over
    Sources source;
  };
  std::optional<Review> review;
  std::vector<Hearing> heard;
  std::vector<Term> terms;
  std::vector<std::string> unheard;  // major steps that burden nobody, so that nobody need be heard before
  std::optional<Publication> published;
  std::vector<std::string> final_facts;  // a stream is at its end while any of these holds
  std::string endless;                   // or why it never is
};

struct Procedure {
  std::string id;  // penalty.ordinary
  std::string title;
  std::string kind;  // stream kind of its stream
  std::string act_kind;
  base::Date from;
  std::optional<base::Date> to;
  std::string law_of;  // step
  std::map<std::string, FactDefinition, std::less<>> facts;
  std::vector<Threshold> thresholds;
  std::vector<Step> steps;
  std::map<std::string, ClockDefinition, std::less<>> clocks;
  std::map<std::string, DraftWords, std::less<>> drafts;
  std::vector<Lock> locks;
  std::optional<Backdating> backdating;
  Proof proof;
  std::map<std::string, std::string, std::less<>> titles;  // of roles and capacities, for sentences
  Sources source;
  [[nodiscard]] const Step* step(std::string_view name) const;
};

}  // namespace law
