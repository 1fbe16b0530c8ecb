#pragma once
// Characters measured: what the line breaker moves about and the pen draws.

#include <string>
#include <vector>

#include "base/result.h"
#include "font_files.h"
#include "typeset/document.h"

namespace typeset {

struct Glyph {
  unsigned id = 0;
  double x = 0;  ///< points, from the piece's origin
  double y = 0;  ///< points, upwards from the base line
};

/// One character with what belongs to it (variation selector, combining marks), or a bar, or a forced line
/// break.
struct Piece {
  enum class What { character, bar, line_break };
  What what = What::character;
  char32_t character = 0;  ///< the first code point; decides where lines may break
  std::string utf8;        ///< a bar's label
  Face face = Face::fang;
  double size = 0;   ///< points
  double width = 0;  ///< points
  std::vector<Glyph> glyphs;
};

struct Type {
  Face face = Face::fang;
  double size = 0;            ///< points
  double letter_spacing = 0;  ///< in em, between characters
};

/// Error: `glyph_missing`; the text names the character.
[[nodiscard]] base::Result<std::vector<Piece>> shape(const Inlines& content, const Type& type,
                                                     const FontFiles& fonts);
[[nodiscard]] base::Result<std::vector<Piece>> shape(std::string_view utf8, const Type& type,
                                                     const FontFiles& fonts);

/// The label of a bar is set in 黑体 at this part of the text's size, in a box with this much air at both
/// ends (em).
constexpr double kBarSize = 0.72;
constexpr double kBarAir = 0.35;

}  // namespace typeset
