#pragma once

#include <optional>
#include <string>

#include "typeset/document.h"

namespace typeset {

/// The document as <article class="paper">, in the classes of the portal's style sheet; everything escaped,
/// no script, no style. A bar is <span class="rd" role="img" aria-label="此处依法不公开：…">. With `seal` the
/// drawn seal is part of the signature block.
[[nodiscard]] std::string html(const Document& document, const std::optional<Seal>& seal = std::nullopt);

}  // namespace typeset
