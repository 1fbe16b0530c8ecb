#pragma once
// What the rules cannot say because they ask of other records: what a publication shows
// (disclosure/publication.h), whose account is opened, which unit somebody or something belongs to.

#include "office.h"

namespace office {

/// For `publish_decision` what its form and its draft do not allow to be shown or hidden; for `open_account`
/// a login or a person that has an account already; for officers and units a unit that does not stand, stands
/// below itself, or is closed with people in it. Nothing of every other step.
class FurtherChecks final : public registrar::FurtherChecks {
 public:
  /// `office` outlives it.
  explicit FurtherChecks(const Office& office) : office_(office) {}
  [[nodiscard]] bool concern(std::string_view step) const override;
  /// Errors, so that nothing passes unchecked: as the records' and the people's readers'.
  [[nodiscard]] base::Result<std::vector<law::Refusal>> check(const law::Command& command) const override;

 private:
  const Office& office_;
};

}  // namespace office
