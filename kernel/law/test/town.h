#pragma once
// The real lawbook, its cast of people, and small words.

#include "law/rehearsal.h"

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

/// lawbook/tests/cast.yaml.
[[nodiscard]] const json::Value& cast();

/// A rehearsal over the real lawbook.
class CaseFile : public Rehearsal {
 public:
  CaseFile(const std::string& procedure, base::Date day);
};

/// Takes the steps in order; false and a failure of the test at the first that is refused.
bool take_all(CaseFile& file, const std::vector<Act>& acts);
/// From the lead to the passed review of draft a, its notice served.
[[nodiscard]] std::vector<Act> until_notice();

}  // namespace law::test
