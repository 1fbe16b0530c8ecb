#pragma once

#include "frame.h"

namespace portal {

/// /hecha: the answer to a number, a check code, a credit code; empty query: the forms alone.
[[nodiscard]] Page check_page(const Picture& picture, const std::string& query);
/// The answer to an uploaded file's fingerprint.
[[nodiscard]] Page check_fingerprint_page(const Picture& picture, const ledger::Hash& sm3);
/// The decision whose issued document bears this check code (portal-tokens.md §4), nullptr if none is shown.
[[nodiscard]] const Item* by_check_code(const Picture& picture, std::string_view typed);
/// Content of the part named `file` of a multipart/form-data body. Error: `form`.
[[nodiscard]] base::Result<std::string_view> uploaded_file(std::string_view content_type,
                                                           std::string_view body);
[[nodiscard]] Page log_page(const Picture& picture, const Config& config);
/// feed.md §5.
[[nodiscard]] std::string status_json(const Picture& picture);

}  // namespace portal
