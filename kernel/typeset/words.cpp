#include "words.h"

#include <fmt/format.h>

#include <array>

namespace typeset {
namespace {

constexpr std::array kOrdinals = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
std::string digits_words(int number) {
  std::string out;
  for (const char c : std::to_string(number)) out += kOrdinals[static_cast<std::size_t>(c - '0')];
  return out;
}

}  // namespace

std::string money_words(base::Money money) {
  return fmt::format("人民币{}（{}元）", base::yuan_capitals(money), base::yuan_figures(money));
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
