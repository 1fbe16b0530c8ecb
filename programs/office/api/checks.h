#pragma once
// Checks of a record that need more than the rules can see: what a publication shows
// (disclosure/publication.h), whose account is opened, which unit somebody or something belongs to. A
// malformed act passes here: the registrar refuses it.

#include "ledger/act.h"
#include "office.h"

namespace office::api {

/// For `publish_decision` what its form and its draft do not allow to be shown or hidden; for `open_account`
/// a login or a person that has an account already; for officers and units a unit that does not stand, stands
/// below itself, or is closed with people in it. Empty for every other act. Errors, so that nothing passes
/// unchecked: of the records, `unknown_record` (no such draft), `unknown_form`.
[[nodiscard]] base::Result<std::vector<law::Refusal>> check_beyond_rules(const Office& office,
                                                                         const ledger::Act& act);

}  // namespace office::api
