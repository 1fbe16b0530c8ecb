#pragma once
// Where lines end: the rules of Chinese typesetting, apart from fonts and paper.

#include <span>
#include <vector>

#include "pieces.h"

namespace typeset {

enum class Align { justified, left, centred, right };

struct Measure {
  double width = 0;         ///< points
  double first_indent = 0;  ///< points
  Align align = Align::justified;
};

struct SetLine {
  std::size_t begin = 0;  ///< pieces [begin, end) of the paragraph
  std::size_t end = 0;
  std::vector<double> x;  ///< left edge of each of them
};

/// No line begins with a closing or ends with an opening punctuation mark, a number stays with its
/// 年月日元号%, words and figures are not cut unless the line would gape. Marks that meet share their blank
/// halves. Empty paragraphs have one empty line.
[[nodiscard]] std::vector<SetLine> break_lines(std::span<const Piece> pieces, const Measure& measure);

/// True when a line may end between the two characters.
[[nodiscard]] bool may_break(char32_t before, char32_t after);

}  // namespace typeset
