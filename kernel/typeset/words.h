#pragma once
// Numbers, sums and days as official documents write them.

#include <cstdint>
#include <string>

#include "base/money.h"
#include "base/time.h"

namespace typeset {

/// 人民币叁万元整（30000元）.
[[nodiscard]] std::string money_words(base::Money money);

/// 2026年3月2日 (documents.md §3: Arabic, complete, no leading zero).
[[nodiscard]] std::string date_words(base::Date date);
/// 二〇二六年三月二日.
[[nodiscard]] std::string long_date_words(base::Date date);
/// 一 … 九十九, for numbered items. Other numbers in Arabic figures.
[[nodiscard]] std::string ordinal_words(std::int64_t n);

}  // namespace typeset
