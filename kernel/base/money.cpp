#include "base/money.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace base {
namespace {

constexpr std::int64_t kFenMax = (std::int64_t{1} << 53) - 1;
constexpr std::array kCapitals = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

std::unexpected<Error> no_sum(std::string_view text) {
  return fail("money", fmt::format("不是金额：{}", text));
}

bool is_figures(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The figures of `1234` or `1,234`; "" where the commas do not part thousands.
std::string without_commas(std::string_view whole) {
  const std::size_t first = whole.find(',');
  std::string figures(whole.substr(0, first));
  if (first == std::string_view::npos) return figures;
  if (first == 0 || first > 3) return {};
  for (whole.remove_prefix(first); !whole.empty(); whole.remove_prefix(4)) {
    if (whole.size() < 4 || whole[0] != ',') return {};
    figures += whole.substr(1, 3);
  }
  return figures;
}

std::string with_fen(std::string whole, std::int64_t fen) {
  return fen == 0 ? whole : fmt::format("{}.{:02}", whole, fen);
}

/// Four figures. `inside`: something stands before them, so a missing thousand is a 零.
std::string group_words(std::int64_t group, bool inside) {
  static constexpr std::array kUnits = {"仟", "佰", "拾", ""};
  static constexpr std::array kPlaces = {1000, 100, 10, 1};
  std::string out;
  bool zero = false;
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    const auto figure = static_cast<std::size_t>(group / kPlaces[i] % 10);
    if (figure == 0) {
      zero = inside || !out.empty();
      continue;
    }
    if (zero) out += kCapitals[0];
    zero = false;
    out.append(kCapitals[figure]).append(kUnits[i]);
  }
  return out;
}

/// Up to eight figures: 万 and ones.
std::string double_group_words(std::int64_t number, bool inside) {
  const std::int64_t high = number / 10'000;
  const std::int64_t low = number % 10'000;
  std::string out;
  if (high != 0) out = group_words(high, inside) + "万";
  if (low == 0) return out;
  const bool skipped = high == 0 && inside;  // the whole 万 group is missing
  return out + (skipped && low >= 1000 ? kCapitals[0] : "") + group_words(low, inside || high != 0);
}

std::string whole_words(std::int64_t yuan) {
  const std::int64_t high = yuan / 100'000'000;
  std::string out;
  if (high != 0) out = double_group_words(high, false) + "亿";
  return out + double_group_words(yuan % 100'000'000, high != 0);
}

}  // namespace

Result<Money> Money::from_fen(std::int64_t fen) {
  if (fen < 0 || fen > kFenMax) return no_sum(fmt::format("{} 分", fen));
  return Money(fen);
}

Result<Money> Money::from_yuan(std::string_view text) {
  const std::size_t dot = text.find('.');
  std::string figures = without_commas(text.substr(0, dot));
  if (!is_figures(figures)) return no_sum(text);
  std::string fen = "00";
  if (dot != std::string_view::npos) {
    fen = text.substr(dot + 1);
    if (!is_figures(fen) || fen.size() > 2) return no_sum(text);
    fen.resize(2, '0');
  }
  figures += fen;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(figures.data(), figures.data() + figures.size(), value);
  if (error != std::errc{} || value > kFenMax) return no_sum(text);
  return Money(value);
}

Result<Money> add(Money a, Money b) {
  return Money::from_fen(a.fen() + b.fen());  // two sums below 2^53 do not overflow
}

Result<Money> money_from_json(const json::Value& fen) {
  if (!fen.is_int64()) return no_sum("fen");
  return Money::from_fen(fen.get_int64());
}

std::string yuan_figures(Money money) {
  return with_fen(std::to_string(money.fen() / 100), money.fen() % 100);
}

std::string yuan_grouped(Money money) {
  std::string whole = std::to_string(money.fen() / 100);
  for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, ",");
  return with_fen(std::move(whole), money.fen() % 100);
}

std::string yuan_capitals(Money money) {
  const auto jiao = static_cast<std::size_t>(money.fen() / 10 % 10);
  const auto fen = static_cast<std::size_t>(money.fen() % 10);
  std::string out = whole_words(money.fen() / 100);
  if (money.fen() == 0) return "零元整";
  if (!out.empty()) out += "元";
  if (jiao != 0) out.append(kCapitals[jiao]).append("角");
  if (fen == 0) return out + "整";
  if (jiao == 0 && !out.empty()) out += kCapitals[0];
  return out.append(kCapitals[fen]).append("分");
}

}  // namespace base
