#pragma once
// Whether a publication shows more than the law lets the public see (transparency-log.md §3b: of `witness`
// steps stream, pos and prev, and no more). The publisher's own system may be wrong or taken over: every
// follower checks.

#include "law/lawbook.h"

namespace feed {

/// Every shown step is a public one of procedure `kind` under its own edition, and each of its fields is
/// reserved, of the course or public; of a draft, one that its form publishes. Error: `bundle`, naming
/// position and field.
[[nodiscard]] base::Result<void> check_shown(const std::vector<ledger::ChainStep>& chain,
                                             std::string_view kind, const law::Editions& editions);

}  // namespace feed
