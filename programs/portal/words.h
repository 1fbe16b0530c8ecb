#pragma once
// How values are said on the pages.

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"
#include "law/procedure.h"

namespace portal {

[[nodiscard]] std::string long_date(base::Date day);               ///< 2026年3月2日
[[nodiscard]] std::string short_date(base::Date day);              ///< 3月2日
[[nodiscard]] std::string minute(base::Instant at);                ///< 2026年3月2日 9:27
[[nodiscard]] std::string thousands(std::uint64_t n);              ///< 12,345
[[nodiscard]] std::string_view kind_title(std::string_view kind);  ///< penalty.ordinary → 行政处罚
[[nodiscard]] std::string length(int count, law::Unit unit);       ///< 7 个工作日
/// Every sanction of a draft's fields, joined: 责令…；警告；罚款 30,000 元.
[[nodiscard]] std::string penalty_words(const base::json::Object& draft);
/// Values of a repeated field (`doc.law` → doc.law.001 …) that are strings, joined.
[[nodiscard]] std::string joined_values(const base::json::Object& draft, std::string_view stem);
/// Why an item is not shown, in words (feed.md §5).
[[nodiscard]] std::string refusal_words(std::string_view code, std::string_view guard);
[[nodiscard]] std::string fault_words(std::string_view code);

}  // namespace portal
