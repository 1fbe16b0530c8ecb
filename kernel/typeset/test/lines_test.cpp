#include "lines.h"

#include <gtest/gtest.h>

#include <random>

using namespace typeset;

namespace {

/// Pieces of a font whose Chinese characters are 10 points wide and others 5.
std::vector<Piece> pieces(std::u32string_view text) {
  std::vector<Piece> out;
  for (const char32_t c : text) {
    Piece piece;
    piece.character = c;
    piece.size = 10;
    piece.width = c < 0x250 ? 5 : 10;
    out.push_back(piece);
  }
  return out;
}

std::vector<std::u32string> lines(std::u32string_view text, double width) {
  const auto all = pieces(text);
  std::vector<std::u32string> out;
  for (const SetLine& line : break_lines(all, {width, 0, Align::justified}))
    out.emplace_back(text.substr(line.begin, line.end - line.begin));
  return out;
}

using Lines = std::vector<std::u32string>;

}  // namespace

TEST(Lines, end_after_as_many_characters_as_fit) {
  EXPECT_EQ(lines(U"一二三四五六七", 30), (Lines{U"一二三", U"四五六", U"七"}));
}

TEST(Lines, let_a_closing_mark_hang_its_blank_half_over_the_edge) {
  EXPECT_EQ(lines(U"一二三，四五六", 35), (Lines{U"一二三，", U"四五六"}));
}

TEST(Lines, take_a_character_along_rather_than_begin_with_a_closing_mark) {
  EXPECT_EQ(lines(U"一二三四，五六", 40), (Lines{U"一二三", U"四，五六"}));
  EXPECT_EQ(lines(U"一二三四？五六", 40), (Lines{U"一二三", U"四？五六"}));
}

TEST(Lines, squeeze_the_marks_inside_before_they_take_a_character_along) {
  EXPECT_EQ(lines(U"一，二，三。四五", 55), (Lines{U"一，二，三。", U"四五"}));
}

TEST(Lines, do_not_end_with_an_opening_mark) {
  EXPECT_EQ(lines(U"一二三《四五》", 40), (Lines{U"一二三", U"《四五》"}));
}

TEST(Lines, keep_a_figure_with_its_unit) {
  EXPECT_EQ(lines(U"一二三共30日内", 50), (Lines{U"一二三共", U"30日内"}));
}

TEST(Lines, keep_words_and_numbers_whole) {
  EXPECT_EQ(lines(U"一二三ABCD四", 40), (Lines{U"一二三", U"ABCD四"}));
}

TEST(Lines, cut_a_long_code_when_the_line_would_gape) {
  EXPECT_EQ(lines(U"代码：91990104MA0T3K8Q26", 60).front(), U"代码：919901");
}

TEST(Lines, give_a_piece_wider_than_the_line_a_line_of_its_own) {
  EXPECT_EQ(lines(U"一二", 5), (Lines{U"一", U"二"}));
}

TEST(Lines, of_an_empty_paragraph_are_one) {
  EXPECT_EQ(lines(U"", 30), (Lines{U""}));
}

TEST(Lines, share_the_blank_halves_of_marks_that_meet) {
  const auto all = pieces(U"一）《二");
  const auto line = break_lines(all, {100, 0, Align::left}).front();
  EXPECT_EQ(line.x, (std::vector<double>{0, 10, 15, 25}));
}

TEST(Lines, reach_the_right_edge_except_the_last) {
  const auto all = pieces(U"一二三四《五六");
  const auto set = break_lines(all, {55, 0, Align::justified});
  ASSERT_EQ(set.size(), 2u);
  EXPECT_NEAR(set[0].x.back() + 10, 55, 1e-9);
  EXPECT_EQ(set[1].x.front(), 0);
}

TEST(Lines, stand_centred_or_at_the_right) {
  const auto all = pieces(U"一二");
  EXPECT_EQ(break_lines(all, {40, 0, Align::centred}).front().x.front(), 10);
  EXPECT_EQ(break_lines(all, {40, 0, Align::right}).front().x.front(), 20);
}

TEST(Lines, obey_the_rules_and_lose_nothing_in_any_text) {
  constexpr std::u32string_view kAlphabet = U"法律文书，。、；：！？（）《》“”一A7年元";
  std::mt19937 random(20260302);
  for (int round = 0; round < 500; ++round) {
    std::u32string text;
    for (int i = 0; i < 80; ++i) text += kAlphabet[random() % kAlphabet.size()];
    const auto all = pieces(text);
    std::size_t next = 0;
    for (const SetLine& line : break_lines(all, {120, 20, Align::justified})) {
      ASSERT_EQ(line.begin, next);
      ASSERT_GT(line.end, line.begin);
      next = line.end;
      const bool forced = line.begin > 0 && !may_break(text[line.begin - 1], text[line.begin]);
      if (forced) {  // only where a whole line holds no place to break
        for (std::size_t i = line.begin - 1; i > 0 && i + 6 > line.begin; --i)
          ASSERT_FALSE(may_break(text[i - 1], text[i])) << "round " << round;
      }
    }
    ASSERT_EQ(next, text.size());
  }
}
