#pragma once
// The real lawbook, a cast of people, and a stream that grows step by step without a ledger.

#include <deque>

#include "law/lawbook.h"

namespace law::test {

[[nodiscard]] std::string file_text(const std::string& path);
/// lawbook/ of the source tree; ends the program with the problems when it does not load.
[[nodiscard]] const Lawbook& lawbook();
[[nodiscard]] std::shared_ptr<const Lawbook> lawbook_ptr();
/// Stream id of a person of this name.
[[nodiscard]] std::string holder(const std::string& name);
/// base64 of some 32 bytes that belong to `seed`.
[[nodiscard]] std::string some_hash(const std::string& seed);
[[nodiscard]] base::Instant at(const std::string& text);
[[nodiscard]] base::Date day(const std::string& text);
[[nodiscard]] std::set<std::string> codes(const std::vector<Refusal>& refusals);

/// What a test says of one act; everything else comes from lawbook/tests/cast.yaml.
struct Act {
  std::string step;
  std::string by = {};
  std::string draft = {};                  // label; "" = the newest
  std::vector<std::string> handlers = {};  // names; empty = the cast's
  json::Object fields = {};                // besides those of the cast; a null takes one away
};

/// lawbook/tests/cast.yaml.
[[nodiscard]] const json::Value& cast();

class CaseFile {
 public:
  CaseFile(const std::string& procedure, base::Date day);
  void set_person(const std::string& name, Truth certificate_valid, Truth recused);
  void days_pass(int working_days, int days);
  [[nodiscard]] Command command(const Act& act) const;
  [[nodiscard]] std::vector<Refusal> refusals(const Act& act) const;
  [[nodiscard]] std::vector<Refusal> answer(const Command& command) const;
  /// Checks and records; the refusals if there are any, and then nothing is recorded.
  std::vector<Refusal> take(const Act& act);
  [[nodiscard]] const Facts& facts() const { return facts_; }
  [[nodiscard]] const Procedure& procedure() const { return *procedure_; }
  [[nodiscard]] base::Instant now() const { return now_; }
  /// The records so far, as the office sees them.
  [[nodiscard]] const std::vector<StepView>& records() const { return records_; }

 private:
  [[nodiscard]] json::Value fill(const json::Value& value) const;
  [[nodiscard]] StepView view(const Command& command) const;

  const Procedure* procedure_;
  std::map<std::string, Person, std::less<>> people_;
  std::map<std::string, std::string> drafts_;
  std::string newest_;
  base::Instant now_;
  Facts facts_;
  std::vector<StepView> records_;
};

/// Takes the steps in order; false and a failure of the test at the first that is refused.
bool take_all(CaseFile& file, const std::vector<Act>& acts);
/// From the lead to the passed review of draft a, its notice served.
[[nodiscard]] std::vector<Act> until_notice();

}  // namespace law::test
