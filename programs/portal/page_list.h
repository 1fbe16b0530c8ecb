#pragma once

#include "frame.h"
#include "search.h"

namespace portal {

/// One entry of a list of decisions.
[[nodiscard]] std::string row(const Item& item, const std::string& query, bool with_tags);
[[nodiscard]] Page list_page(const Picture& picture, const Query& query);
/// All records of one subject; empty content when there is none.
[[nodiscard]] Page firm_page(const Picture& picture, const std::string& uscc);
[[nodiscard]] Page withdrawn_page(const Picture& picture);

}  // namespace portal
