#pragma once
// Draws on a PDF page with cairo. Coordinates in points from the top left corner of the page.

#include <cairo-pdf.h>

#include <memory>
#include <span>
#include <string_view>

#include "base/encoding.h"
#include "base/freed.h"
#include "boxes.h"
#include "lines.h"
#include "typeset/document.h"

namespace typeset {

/// One PDF file in the making.
class Pen {
 public:
  explicit Pen(const FontFiles& fonts);

  void draw(const Page& page, double left, double top);
  /// As outlines: a seal is a picture, its characters are not part of the text. Error: `glyph_missing`.
  base::Result<void> draw_seal(const Seal& seal, double x, double y);
  /// One line of text that begins at `x`, ends there or is centred there. Error: `glyph_missing`.
  base::Result<void> write(std::string_view utf8, const Type& type, double x, double baseline, Align align);
  /// Error: `qr`.
  base::Result<void> draw_qr(const std::string& content, double x, double y, double side);
  void end_page();

  /// The file as cairo wrote it. Error: `pdf`.
  base::Result<base::Bytes> finish();

 private:
  void draw_pieces(std::span<const PlacedPiece> pieces, double x, double y);
  void draw_characters(std::span<const PlacedPiece> pieces, double x, double y);
  void draw_bar(const PlacedPiece& placed, double x, double y);
  void set_font(Face face, double size);
  /// Fills the outlines of `utf8`, its middle at the current origin.
  base::Result<void> fill_outlines(std::string_view utf8, double size);

  const FontFiles& fonts_;
  base::Bytes bytes_;
  std::unique_ptr<cairo_surface_t, base::Freed<cairo_surface_destroy>> surface_;
  std::unique_ptr<cairo_t, base::Freed<cairo_destroy>> cairo_;
};

}  // namespace typeset
