#pragma once
// The one check of a record that needs another module's words: what a publication shows
// (disclosure/publication.h).

#include "ledger/act.h"
#include "office.h"

namespace office::api {

/// Empty for every act but `publish_decision`; for that what its form and its draft do not allow to be shown
/// or hidden. A malformed act gives nothing here: the registrar refuses it.
[[nodiscard]] std::vector<law::Refusal> publication_refusals(const Office& office, const ledger::Act& act);

}  // namespace office::api
