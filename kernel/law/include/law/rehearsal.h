#pragma once
// A stream that grows step by step without a ledger: fictional people, fields from lawbook/tests/cast.yaml.
// For the stories a lawyer reads.

#include "law/lawbook.h"

namespace law {

/// What a story says of one act; everything else comes from the cast.
struct Act {
  std::string step;
  std::string by = {};
  std::string draft = {};                  // label; "" = the newest
  std::vector<std::string> handlers = {};  // names; empty = the cast's
  json::Object fields = {};                // besides those of the cast; a null takes one away
};

/// Stream id of a fictional person of this name.
[[nodiscard]] std::string fictional_holder(const std::string& name);
/// base64 of some 32 bytes that belong to `seed`.
[[nodiscard]] std::string fictional_hash(const std::string& seed);

class Rehearsal {
 public:
  /// Keeps references. Everybody of the cast has a valid certificate and no interest in the case.
  Rehearsal(const Lawbook& lawbook, const json::Value& cast, const Procedure& procedure, base::Date day);
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
  [[nodiscard]] json::Object fields(const Act& act, const Step* step) const;
  [[nodiscard]] std::string draft(const Act& act) const;
  [[nodiscard]] StepView view(const Command& command) const;

  const Lawbook* lawbook_;
  const json::Value* cast_;
  const Procedure* procedure_;
  std::map<std::string, Person, std::less<>> people_;
  std::map<std::string, std::string> drafts_;
  std::string newest_;
  base::Instant now_;
  Facts facts_;
  std::vector<StepView> records_;
};

}  // namespace law
