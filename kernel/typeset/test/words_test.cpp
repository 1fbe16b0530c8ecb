#include "words.h"

#include <gtest/gtest.h>

using namespace typeset;

TEST(Money, is_written_in_capitals_and_figures) {
  EXPECT_EQ(money_words(base::Money::from_fen(3'000'000).value()), "人民币叁万元整（30000元）");
  EXPECT_EQ(money_words(base::Money::from_fen(12'005).value()), "人民币壹佰贰拾元零伍分（120.05元）");
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
