#include "words.h"

#include <fmt/format.h>

#include <array>

namespace typeset {
namespace {

constexpr std::array kCapitals = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::array kOrdinals = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::int64_t kFenMax = 99'999'999'999'999;  // below a trillion yuan: one 亿 group is enough

base::Result<void> in_range(std::int64_t fen) {
  if (fen < 0 || fen > kFenMax) return base::fail("field_form", fmt::format("金额{}分超出可书写的范围", fen));
  return {};
}

/// Four figures; `zero_before`: a 零 is due before the first figure that is not zero.
std::string group_words(int group, bool zero_before) {
  static constexpr std::array kUnits = {"仟", "佰", "拾", ""};
  static constexpr std::array kPlaces = {1000, 100, 10, 1};
  std::string out;
  bool zero = zero_before;
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    const auto figure = static_cast<std::size_t>(group / kPlaces[i] % 10);
    if (figure == 0) {
      zero = zero || !out.empty();
      continue;
    }
    if (zero) out += kCapitals[0];
    zero = false;
    out.append(kCapitals[figure]).append(kUnits[i]);
  }
  return out;
}

std::string integer_words(std::int64_t yuan) {
  static constexpr std::array kGroupUnits = {"亿", "万", ""};
  static constexpr std::array<std::int64_t, 3> kGroups = {100'000'000, 10'000, 1};
  std::string out;
  bool gap = false;  // an empty group or a trailing zero stood between what was written and what follows
  for (std::size_t i = 0; i < kGroups.size(); ++i) {
    const auto group = static_cast<int>(yuan / kGroups[i] % 10'000);
    if (group == 0) {
      gap = !out.empty();
      continue;
    }
    const bool leading_zero = !out.empty() && (gap || group < 1000);
    out.append(group_words(group, leading_zero)).append(kGroupUnits[i]);
    gap = false;
  }
  return out;
}

std::string digits_words(int number) {
  std::string out;
  for (const char c : std::to_string(number)) out += kOrdinals[static_cast<std::size_t>(c - '0')];
  return out;
}

}  // namespace

base::Result<std::string> capital_yuan(std::int64_t fen) {
  MJ_CHECK(in_range(fen));
  const auto jiao = static_cast<std::size_t>(fen / 10 % 10);
  const auto cents = static_cast<std::size_t>(fen % 10);
  std::string out = integer_words(fen / 100);
  if (out.empty() && jiao == 0 && cents == 0) return std::string("零元整");
  if (!out.empty()) out += "元";
  if (jiao != 0) out.append(kCapitals[jiao]).append("角");
  if (cents == 0) return out + "整";
  if (jiao == 0 && !out.empty()) out += kCapitals[0];
  return out.append(kCapitals[cents]).append("分");
}

base::Result<std::string> plain_yuan(std::int64_t fen) {
  MJ_CHECK(in_range(fen));
  if (fen % 100 == 0) return fmt::format("{}元", fen / 100);
  return fmt::format("{}.{:02}元", fen / 100, fen % 100);
}

base::Result<std::string> money(std::int64_t fen) {
  MJ_TRY(const std::string capital, capital_yuan(fen));
  MJ_TRY(const std::string plain, plain_yuan(fen));
  return "人民币" + capital + "（" + plain + "）";
}

std::string date_words(base::Date date) {
  const auto [year, month, day] = base::civil(date);
  return fmt::format("{}年{}月{}日", year, month, day);
}

std::string long_date_words(base::Date date) {
  const auto [year, month, day] = base::civil(date);
  return digits_words(year) + "年" + ordinal_words(month) + "月" + ordinal_words(day) + "日";
}

std::string ordinal_words(std::int64_t n) {
  if (n < 1 || n > 99) return std::to_string(n);
  std::string out;
  if (n >= 20) out += kOrdinals[static_cast<std::size_t>(n / 10)];
  if (n >= 10) out += "十";
  if (n % 10 != 0) out += kOrdinals[static_cast<std::size_t>(n % 10)];
  return out;
}

}  // namespace typeset
