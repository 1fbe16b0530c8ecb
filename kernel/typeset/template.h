#pragma once
// "当事人：{doc.party.name}" → characters and bars.

#include <cstdint>
#include <optional>
#include <string_view>

#include "fields.h"
#include "typeset/document.h"

namespace typeset {

/// Fills the places {name} and {name|form} of `sentence`. {n} is `number`. Forms: 日期 长日期 金额 大写 元
/// 汉字; without one, names ending in `_fen` are sums, `_on`, `_date` and `.date` days, `_at` the day of an
/// instant. A missing field is `hidden` in the published view when given, else an error. Errors: `layout`
/// (braces, unknown form), `field_missing`, `field_form`.
[[nodiscard]] base::Result<Inlines> fill(std::string_view sentence, const Scope& scope, std::int64_t number,
                                         const std::optional<Bar>& hidden);

/// True when the sentence has a place {n}.
[[nodiscard]] bool is_numbered(std::string_view sentence);

/// One value by the rule of fill(), e.g. 文号 and 日期 at their marks in a text.
[[nodiscard]] base::Result<std::string> value_words(std::string_view name, const Scope& scope);

}  // namespace typeset
