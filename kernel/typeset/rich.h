#pragma once

#include <vector>

#include "fields.h"
#include "typeset/document.h"

namespace typeset {

/// The blocks of a redactable text's body, published or not (redactable-text.md §1, §3). Accepts every
/// sequence of marks: a hidden mark may leave a cell without a row. Unknown marks are paragraphs. At the
/// marks `no` and `date` the fields doc.no and doc.date appear. Errors: `item`, `field_missing`,
/// `field_form`.
[[nodiscard]] base::Result<std::vector<Part>> rich_parts(const base::json::Array& body, const Scope& scope);

/// The mark's kind; paragraph for unknown marks.
[[nodiscard]] Kind kind_of(std::string_view mark);

}  // namespace typeset
