#include "base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <utility>

namespace {

using base::Money;

constexpr std::int64_t kMost = 9007199254740991;

Money fen(std::int64_t n) {
  return Money::from_fen(n).value();
}

/// Small and large sums, and those with many zeros, where the words are hard.
Money any_money() {
  std::int64_t n = *rc::gen::inRange<std::int64_t>(0, kMost + 1);
  for (int i = *rc::gen::inRange(0, 16); i > 0; --i) n /= 10;
  for (std::int64_t place = 1; place < 1'000'000'000'000'000; place *= 10)
    if (*rc::gen::inRange(0, 3) == 0) n -= n / place % 10 * place;
  return fen(n);
}

/// What capitals say, read by their units alone: 零 and 整 say nothing.
std::int64_t read_capitals(std::string_view words) {
  static constexpr std::array<std::string_view, 10> kFigures = {"零", "壹", "贰", "叁", "肆",
                                                                "伍", "陆", "柒", "捌", "玖"};
  std::int64_t yuan = 0, eight = 0, four = 0, figure = 0, fen = 0;
  for (; !words.empty(); words.remove_prefix(3)) {
    const std::string_view word = words.substr(0, 3);
    for (std::size_t i = 0; i < kFigures.size(); ++i)
      if (word == kFigures[i]) figure = static_cast<std::int64_t>(i);
    const auto times = [&](std::int64_t unit) { four += std::exchange(figure, 0) * unit; };
    if (word == "拾") times(10);
    if (word == "佰") times(100);
    if (word == "仟") times(1000);
    if (word == "万") eight = (std::exchange(four, 0) + std::exchange(figure, 0)) * 10'000;
    if (word == "亿")
      yuan = (std::exchange(eight, 0) + std::exchange(four, 0) + std::exchange(figure, 0)) * 100'000'000;
    if (word == "元") yuan += eight + four + std::exchange(figure, 0);
    if (word == "角") fen += std::exchange(figure, 0) * 10;
    if (word == "分") fen += std::exchange(figure, 0);
  }
  return yuan * 100 + fen;
}

TEST(Money, is_never_negative_and_never_more_than_the_log_can_hold) {
  EXPECT_EQ(Money().fen(), 0);
  EXPECT_EQ(fen(kMost).fen(), kMost);
  EXPECT_EQ(Money::from_fen(-1).error().code, "money");
  EXPECT_EQ(Money::from_fen(kMost + 1).error().code, "money");
  EXPECT_EQ(add(fen(kMost), fen(1)).error().code, "money");
  EXPECT_EQ(add(fen(1), fen(2)), fen(3));
}

TEST(Money, is_read_from_yuan_as_people_type_them) {
  EXPECT_EQ(Money::from_yuan("1234.56"), fen(123456));
  EXPECT_EQ(Money::from_yuan("1,234.56"), fen(123456));
  EXPECT_EQ(Money::from_yuan("12,345,678"), fen(1234567800));
  EXPECT_EQ(Money::from_yuan("0.5"), fen(50));
  EXPECT_EQ(Money::from_yuan("90071992547409.91"), fen(kMost));
}

TEST(Money, is_not_guessed_from_anything_else) {
  for (const char* text : {"",
                           ".",
                           ".5",
                           "5.",
                           "1.234",
                           "-1",
                           "+1",
                           "1 000",
                           "1,23",
                           "1234,567",
                           ",123",
                           "1,,234",
                           "1,234,",
                           "1.2,3",
                           "1e3",
                           "３",
                           "三元",
                           "30000元",
                           "90071992547409.92",
                           "99999999999999999999999"}) {
    ASSERT_FALSE(Money::from_yuan(text)) << text;
    EXPECT_EQ(Money::from_yuan(text).error(), (base::Error{"money", std::string("不是金额：") + text}));
  }
}

TEST(Money, is_an_integer_of_fen_in_json) {
  EXPECT_EQ(base::money_from_json(120), fen(120));
  for (const base::json::Value& bad : {base::json::Value("120"), base::json::Value(-1), base::json::Value()})
    EXPECT_EQ(base::money_from_json(bad).error().code, "money");
}

TEST(Money, shows_fen_in_figures_only_where_there_are_any) {
  EXPECT_EQ(yuan_figures(fen(12'005)), "120.05");
  EXPECT_EQ(yuan_figures(fen(3'000'000)), "30000");
  EXPECT_EQ(yuan_grouped(fen(123'450)), "1,234.50");
  EXPECT_EQ(yuan_grouped(fen(100'000'000)), "1,000,000");
  EXPECT_EQ(yuan_grouped(fen(99'900)), "999");
  EXPECT_EQ(yuan_grouped(fen(0)), "0");
}

TEST(Money, places_zeros_in_capitals_as_cheques_do) {
  EXPECT_EQ(yuan_capitals(fen(0)), "零元整");
  EXPECT_EQ(yuan_capitals(fen(123'456)), "壹仟贰佰叁拾肆元伍角陆分");
  EXPECT_EQ(yuan_capitals(fen(12'050)), "壹佰贰拾元伍角整");
  EXPECT_EQ(yuan_capitals(fen(12'005)), "壹佰贰拾元零伍分");
  EXPECT_EQ(yuan_capitals(fen(7)), "柒分");
  EXPECT_EQ(yuan_capitals(fen(100'500)), "壹仟零伍元整");
  EXPECT_EQ(yuan_capitals(fen(1'000'000)), "壹万元整");
  EXPECT_EQ(yuan_capitals(fen(1'001'000)), "壹万零壹拾元整");
  EXPECT_EQ(yuan_capitals(fen(1'100'000)), "壹万壹仟元整");
  EXPECT_EQ(yuan_capitals(fen(10'000'000'500)), "壹亿零伍元整");
  EXPECT_EQ(yuan_capitals(fen(10'000'500'000)), "壹亿零伍仟元整");
  EXPECT_EQ(yuan_capitals(fen(10'005'000'000)), "壹亿零伍万元整");
  EXPECT_EQ(yuan_capitals(fen(123'456'789'012)), "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分");
  EXPECT_EQ(yuan_capitals(fen(kMost)), "玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分");
}

RC_GTEST_PROP(Money, reads_every_sum_again_from_each_of_its_forms, ()) {
  const Money money = any_money();
  RC_ASSERT(Money::from_yuan(yuan_figures(money)).value() == money);
  RC_ASSERT(Money::from_yuan(yuan_grouped(money)).value() == money);
  RC_ASSERT(read_capitals(yuan_capitals(money)) == money.fen());
}

RC_GTEST_PROP(Money, never_writes_two_zeros_in_a_row_nor_a_zero_at_the_end, ()) {
  const std::string words = yuan_capitals(any_money());
  for (const char* bad : {"零零", "零元", "零万", "零亿", "零仟", "零佰", "零拾", "零角", "零分"})
    RC_ASSERT(words == "零元整" || words.find(bad) == std::string::npos);
}

RC_GTEST_PROP(Money, adds_and_orders_as_its_fen_do, ()) {
  const Money a = any_money(), b = any_money();
  RC_ASSERT((a < b) == (a.fen() < b.fen()));
  const auto sum = add(a, b);
  RC_ASSERT(sum.has_value() == (a.fen() + b.fen() <= kMost));
  if (sum) RC_ASSERT(sum->fen() == a.fen() + b.fen());
}

}  // namespace
