#pragma once
// Document → boxes of one line each → pages.

#include <optional>
#include <vector>

#include "pieces.h"
#include "typeset/document.h"

namespace typeset {

struct PlacedPiece {
  Piece piece;
  double x = 0;         ///< points from the left edge of the type area
  double baseline = 0;  ///< points from the top of the box
};

struct Rule {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

/// What is never cut by the end of a page: a line, a table row, blank space.
struct Box {
  double height = 0;
  bool keep_with_next = false;
  bool blank = false;  ///< vanishes at the top of a page
  std::vector<PlacedPiece> pieces{};
  std::vector<Rule> rules{};
  std::optional<double> seal_x{};       ///< the seal's centre is here, at the lower edge of this box
  std::vector<Box> repeated_on_page{};  ///< table head, set again where this box begins a page
};

struct Page {
  struct Placed {
    double y = 0;  ///< points from the top of the type area
    Box box;
  };
  std::vector<Placed> boxes;
};

/// Errors: `glyph_missing`.
[[nodiscard]] base::Result<std::vector<Box>> boxes_of(const Document& document, const FontFiles& fonts);
[[nodiscard]] base::Result<std::vector<Box>> table_boxes(const Table& table, const FontFiles& fonts);

/// Fills pages of the type area's height; boxes that keep with the next go to the next page together.
[[nodiscard]] std::vector<Page> paginate(std::vector<Box> boxes);

}  // namespace typeset
