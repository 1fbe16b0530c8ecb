#pragma once
// Sums of renminbi (人民币). In records, forms and rules a sum is an integer count of fen (分); here it is a
// type of its own, so that it is never added to a count or printed a hundred times too large.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace base {

/// Exact to the fen; never negative; at most 2^53−1 fen, what an integer of the log can hold.
class Money {
 public:
  constexpr Money() = default;
  /// Error: `money` (negative or too large).
  [[nodiscard]] static Result<Money> from_fen(std::int64_t fen);
  /// Yuan as people type them, without a unit: `1234`, `1234.5`, `1,234.56`. Error: `money`.
  [[nodiscard]] static Result<Money> from_yuan(std::string_view text);

  [[nodiscard]] constexpr std::int64_t fen() const { return fen_; }
  auto operator<=>(const Money&) const = default;

 private:
  explicit constexpr Money(std::int64_t fen) : fen_(fen) {}
  std::int64_t fen_ = 0;
};

/// Error: `money` (too large).
[[nodiscard]] Result<Money> add(Money a, Money b);
/// The sum a field holds as an integer of fen. Error: `money` for any other value.
[[nodiscard]] Result<Money> money_from_json(const json::Value& fen);

/// `30000`, `120.05`: fen only where there are any, then two figures.
[[nodiscard]] std::string yuan_figures(Money money);
/// `30,000`, `1,234.50`.
[[nodiscard]] std::string yuan_grouped(Money money);
/// 大写金额, as on documents and cheques (中国人民银行《正确填写票据和结算凭证的基本规定》一、二): 叁万元整,
/// 壹佰贰拾元伍角整, 壹佰贰拾元零伍分.
[[nodiscard]] std::string yuan_capitals(Money money);

}  // namespace base
