#pragma once
// An edition of the lawbook: one file, whose hash is `rules` (lawbook.md rule 7), and the set of editions
// met.

#include <memory>

#include "law/check.h"

namespace law {

class Lawbook {
 public:
  /// Files by path relative to the lawbook directory (`procedures/penalty_ordinary.yaml`). Every file is
  /// checked against its schema; errors `lawbook` name file, line and what is wrong, all of them, one a line.
  [[nodiscard]] static base::Result<std::shared_ptr<const Lawbook>> from_files(
      std::map<std::string, std::string> files);
  [[nodiscard]] static base::Result<std::shared_ptr<const Lawbook>> from_directory(const std::string& path);
  /// An edition file: JCS [[path, text], …], paths ascending.
  [[nodiscard]] static base::Result<std::shared_ptr<const Lawbook>> from_edition(std::string_view bytes);

  [[nodiscard]] const std::string& edition() const;  // the file's bytes
  [[nodiscard]] const std::string& rules() const;    // base64 SM3 of them

  /// The version in force on `day`, nullptr if none.
  [[nodiscard]] const Procedure* procedure(std::string_view id, base::Date day) const;
  /// The procedure that `step` opens on a stream of `kind`; `wanted` chooses where several do ("" = the only
  /// one).
  [[nodiscard]] const Procedure* opened_by(std::string_view step, std::string_view wanted,
                                           base::Date day) const;
  [[nodiscard]] const std::vector<Procedure>& procedures() const;
  [[nodiscard]] const Form* form(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, Form, std::less<>>& forms() const;
  /// layouts/<name>.yaml as JSON; nullptr if there is none.
  [[nodiscard]] const json::Value* layout(std::string_view name) const;
  /// bureau.yaml and other plain data files as JSON, by path without extension.
  [[nodiscard]] const json::Value* data(std::string_view name) const;
  [[nodiscard]] const WorkCalendar& calendar() const;
  /// Marks of a step for the chain check; nullptr for an unknown step.
  [[nodiscard]] const ledger::StepMarks* marks(std::string_view step) const;
  [[nodiscard]] const std::set<std::string, std::less<>>& course_fields() const;

 private:
  struct Content;
  explicit Lawbook(std::shared_ptr<const Content> content);
  std::shared_ptr<const Content> content_;
};

/// Editions by `rules`: each record is folded under its own.
class Editions {
 public:
  void add(std::shared_ptr<const Lawbook> edition);
  [[nodiscard]] std::shared_ptr<const Lawbook> find(std::string_view rules) const;
  /// For ledger::check_chain.
  [[nodiscard]] ledger::ChainRules chain_rules(bool private_fields_allowed) const;
  [[nodiscard]] const std::map<std::string, std::shared_ptr<const Lawbook>, std::less<>>& all() const;

 private:
  std::map<std::string, std::shared_ptr<const Lawbook>, std::less<>> editions_;
};

/// Facts after a record, under the record's own edition `rules`. Errors: `rules` (unknown edition),
/// `procedure` (none opened by this step, or none in force on the day of the record). Of a hidden record
/// `rules` is not read: it may have been made under any edition met.
[[nodiscard]] base::Result<Facts> fold(const Editions& editions, Facts facts, const StepView& record,
                                       std::string_view rules);

/// What the rule function says of one record of a chain. Only `guards` make it unlawful; `unseen` is told,
/// not held against it.
struct Finding {
  std::int64_t pos = 0;
  std::uint64_t index = 0;
  std::vector<std::string> guards;  // codes, ascending
  std::vector<std::string> unseen;  // codes that could not be seen, ascending
  [[nodiscard]] bool unlawful() const { return !guards.empty(); }
};
/// Runs check over every visible record of a checked chain, three-valued; records without a finding are left
/// out. `procedure` names it where the opening record is hidden and several procedures have the visible
/// steps (feed.md `kind`). Errors as fold.
[[nodiscard]] base::Result<std::vector<Finding>> judge(const Editions& editions,
                                                       const std::vector<ledger::ChainStep>& chain,
                                                       const ledger::KeyDirectory& keys,
                                                       std::string_view procedure = {});

/// The same for who follows a log record by record: what is found of a visible record after `facts`, which it
/// then moves on. Errors as fold; `facts` are then as they were.
[[nodiscard]] base::Result<Finding> judge_next(const Editions& editions, Facts& facts,
                                               const ledger::ChainStep& step,
                                               const ledger::KeyDirectory& keys);

}  // namespace law
