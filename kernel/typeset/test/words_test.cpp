#include "words.h"

#include <gtest/gtest.h>

using namespace typeset;

TEST(Money, is_written_in_capitals_and_figures) {
  EXPECT_EQ(money(3'000'000), "人民币叁万元整（30000元）");
}

TEST(Money, places_zeros_as_cheques_do) {
  EXPECT_EQ(capital_yuan(0), "零元整");
  EXPECT_EQ(capital_yuan(12'050), "壹佰贰拾元伍角整");
  EXPECT_EQ(capital_yuan(12'005), "壹佰贰拾元零伍分");
  EXPECT_EQ(capital_yuan(7), "柒分");
  EXPECT_EQ(capital_yuan(100'500), "壹仟零伍元整");
  EXPECT_EQ(capital_yuan(1'000'000), "壹万元整");
  EXPECT_EQ(capital_yuan(1'001'000), "壹万零壹拾元整");
  EXPECT_EQ(capital_yuan(1'100'000), "壹万壹仟元整");
  EXPECT_EQ(capital_yuan(10'000'000'500), "壹亿零伍元整");
  EXPECT_EQ(capital_yuan(10'005'000'000), "壹亿零伍万元整");
  EXPECT_EQ(capital_yuan(123'456'789'012), "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分");
}

TEST(Money, shows_fen_in_figures_only_where_there_are_any) {
  EXPECT_EQ(plain_yuan(12'005), "120.05元");
  EXPECT_EQ(plain_yuan(12'000), "120元");
}

TEST(Money, refuses_negative_and_immense_sums) {
  EXPECT_EQ(money(-1).error().code, "field_form");
  EXPECT_EQ(money(100'000'000'000'000).error().code, "field_form");
}

TEST(Dates, have_no_leading_zeros) {
  const base::Date day = *base::parse_date("2026-03-02");
  EXPECT_EQ(date_words(day), "2026年3月2日");
  EXPECT_EQ(long_date_words(day), "二〇二六年三月二日");
  EXPECT_EQ(long_date_words(*base::parse_date("2030-10-20")), "二〇三〇年十月二十日");
  EXPECT_EQ(long_date_words(*base::parse_date("2026-12-31")), "二〇二六年十二月三十一日");
}

TEST(Ordinals, are_chinese_up_to_ninety_nine) {
  EXPECT_EQ(ordinal_words(1), "一");
  EXPECT_EQ(ordinal_words(10), "十");
  EXPECT_EQ(ordinal_words(21), "二十一");
  EXPECT_EQ(ordinal_words(100), "100");
}
