#include "pen.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>
#include <numbers>

#include "paper.h"
#include "seal_shape.h"

namespace typeset {
namespace {

constexpr double kBarLine = 0.8;    // points
constexpr double kBarHeight = 1.2;  // em of the text around
constexpr double kRuleLine = 0.6;   // points
constexpr double kOverlap = 0.1;    // em

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned length) {
  static_cast<base::Bytes*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

bool same_font(const Piece& a, const Piece& b) {
  return a.what == Piece::What::character && b.what == Piece::What::character && a.face == b.face &&
         a.size == b.size;
}

double width_of(std::span<const Piece> pieces) {
  double width = 0;
  for (const Piece& piece : pieces) width += piece.width;
  return width;
}

void append_glyphs(std::vector<cairo_glyph_t>& out, const Piece& piece, double x, double y) {
  for (const Glyph& glyph : piece.glyphs) out.push_back({glyph.id, x + glyph.x, y - glyph.y});
}

}  // namespace

Pen::Pen(const FontFiles& fonts) : fonts_(fonts) {
  surface_.reset(cairo_pdf_surface_create_for_stream(append_bytes, &bytes_, kPageWidth, kPageHeight));
  cairo_pdf_surface_restrict_to_version(surface_.get(),
                                        CAIRO_PDF_VERSION_1_5);  // knows ActualText
  // The document's own data replace what cairo writes (pdf_file.h); without this it would read the clock.
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
  cairo_.reset(cairo_create(surface_.get()));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cairo_.get(), options);
  cairo_font_options_destroy(options);
}

void Pen::set_font(Face face, double size) {
  cairo_set_font_face(cairo_.get(), fonts_[face].draw.get());
  cairo_set_font_size(cairo_.get(), size);
}

void Pen::draw(const Page& page, double left, double top) {
  for (const Page::Placed& placed : page.boxes) {
    const double y = top + placed.y;
    cairo_set_line_width(cairo_.get(), kRuleLine);
    for (const Rule& rule : placed.box.rules) {
      cairo_move_to(cairo_.get(), left + rule.x1, y + rule.y1);
      cairo_line_to(cairo_.get(), left + rule.x2, y + rule.y2);
    }
    if (!placed.box.rules.empty()) cairo_stroke(cairo_.get());
    draw_pieces(placed.box.pieces, left, y);
  }
}

void Pen::draw_pieces(std::span<const PlacedPiece> pieces, double x, double y) {
  while (!pieces.empty()) {
    std::size_t count = 1;
    while (count < pieces.size() && same_font(pieces[0].piece, pieces[count].piece) &&
           pieces[count].baseline == pieces[0].baseline)
      ++count;
    if (pieces[0].piece.what == Piece::What::bar)
      draw_bar(pieces[0], x, y);
    else if (pieces[0].piece.what == Piece::What::character)
      draw_characters(pieces.first(count), x, y);
    pieces = pieces.subspan(count);
  }
}

/// With its characters beside the glyphs, so that the text of the PDF is the text of the document. Marks that
/// share their blank halves overlap, which readers of PDF take for a new line: together they are one thing
/// with two characters.
void Pen::draw_characters(std::span<const PlacedPiece> pieces, double x, double y) {
  std::string utf8;
  std::vector<cairo_glyph_t> glyphs;
  std::vector<cairo_text_cluster_t> clusters;
  bool overlapping = false;  // with the piece before
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const PlacedPiece& placed = pieces[i];
    utf8 += placed.piece.utf8;
    append_glyphs(glyphs, placed.piece, x + placed.x, y + placed.baseline);
    if (!overlapping) clusters.push_back({0, 0});
    clusters.back().num_bytes += static_cast<int>(placed.piece.utf8.size());
    clusters.back().num_glyphs += static_cast<int>(placed.piece.glyphs.size());
    overlapping = i + 1 < pieces.size() &&
                  pieces[i + 1].x < placed.x + placed.piece.width - kOverlap * placed.piece.size;
  }
  set_font(pieces[0].piece.face, pieces[0].piece.size);
  cairo_show_text_glyphs(cairo_.get(), utf8.data(), static_cast<int>(utf8.size()), glyphs.data(),
                         static_cast<int>(glyphs.size()), clusters.data(), static_cast<int>(clusters.size()),
                         {});
}

/// A box with a black border, the label in it (ui.md §8). To programs that read the text it is one thing:
/// 【此处依法不公开：label】.
void Pen::draw_bar(const PlacedPiece& placed, double x, double y) {
  const Piece& bar = placed.piece;
  const double left = x + placed.x;
  const double middle = y + placed.baseline - 0.38 * bar.size;
  const double height = kBarHeight * bar.size;
  cairo_set_line_width(cairo_.get(), kBarLine);
  cairo_rectangle(cairo_.get(), left + kBarLine, middle - height / 2, bar.width - 2 * kBarLine, height);
  cairo_stroke(cairo_.get());
  const auto label = shape(bar.utf8, {Face::hei, bar.size * kBarSize, 0}, fonts_);
  if (!label || label->empty()) return;
  // A label wider than its place (a narrow cell) is drawn smaller.
  const double natural = width_of(*label);
  const double scale = std::min(1.0, (bar.width - kBarAir * bar.size) / natural);
  double at = left + (bar.width - natural * scale) / 2;
  std::vector<cairo_glyph_t> glyphs;
  for (const Piece& piece : *label) {
    append_glyphs(glyphs, piece, at, middle + 0.38 * bar.size * kBarSize * scale);
    at += piece.width * scale;
  }
  const std::string spoken = "【此处依法不公开：" + bar.utf8 + "】";
  const cairo_text_cluster_t all{static_cast<int>(spoken.size()), static_cast<int>(glyphs.size())};
  set_font(label->front().face, bar.size * kBarSize * scale);
  cairo_show_text_glyphs(cairo_.get(), spoken.data(), all.num_bytes, glyphs.data(), all.num_glyphs, &all, 1,
                         {});
}

base::Result<void> Pen::write(std::string_view utf8, const Type& type, double x, double baseline,
                              Align align) {
  MJ_TRY(std::vector<Piece> pieces, shape(utf8, type, fonts_));
  const double width = width_of(pieces);
  if (align == Align::right) x -= width;
  if (align == Align::centred) x -= width / 2;
  std::vector<PlacedPiece> placed;
  double at = 0;
  for (Piece& piece : pieces) {
    const double advance = piece.width;
    placed.push_back({std::move(piece), at, 0});
    at += advance;
  }
  draw_pieces(placed, x, baseline);
  return {};
}

base::Result<void> Pen::fill_outlines(std::string_view utf8, double size) {
  MJ_TRY(const std::vector<Piece> pieces, shape(utf8, {Face::song_bold, size, 0}, fonts_));
  double x = -width_of(pieces) / 2;
  for (const Piece& piece : pieces) {
    std::vector<cairo_glyph_t> glyphs;
    append_glyphs(glyphs, piece, x, 0.38 * size);
    set_font(piece.face, size);
    cairo_glyph_path(cairo_.get(), glyphs.data(), static_cast<int>(glyphs.size()));
    x += piece.width;
  }
  cairo_fill(cairo_.get());
  return {};
}

base::Result<void> Pen::draw_seal(const Seal& seal, double x, double y) {
  constexpr double kRadian = std::numbers::pi / 180;
  const SealShape figure = shape_of(seal);
  cairo_t* cr = cairo_.get();
  cairo_save(cr);
  cairo_set_source_rgba(cr, 0.80, 0.13, 0.11, 0.88);
  cairo_translate(cr, x, y);
  const double line = figure.ring_width * kSealRadius;
  cairo_set_line_width(cr, line);
  cairo_arc(cr, 0, 0, kSealRadius - line / 2, 0, 2 * std::numbers::pi);
  cairo_stroke(cr);
  for (const Point& corner : star_corners())
    cairo_line_to(cr, corner.x * figure.star_radius * kSealRadius,
                  corner.y * figure.star_radius * kSealRadius);
  cairo_close_path(cr);
  cairo_fill(cr);
  for (const SealGlyph& glyph : figure.glyphs) {
    cairo_save(cr);
    cairo_rotate(cr, (glyph.feet_outward ? glyph.degrees - 180 : glyph.degrees) * kRadian);
    cairo_translate(cr, 0, (glyph.feet_outward ? 1 : -1) * glyph.distance * kSealRadius);
    MJ_CHECK(fill_outlines(glyph.utf8, glyph.size * kSealRadius));
    cairo_restore(cr);
  }
  cairo_translate(cr, 0, figure.note_drop * kSealRadius);
  MJ_CHECK(fill_outlines(seal.note, figure.note_size * kSealRadius));
  cairo_restore(cr);
  return {};
}

base::Result<void> Pen::draw_qr(const std::string& content, double x, double y, double side) {
  const std::unique_ptr<QRcode, base::Freed<QRcode_free>> code(
      QRcode_encodeString8bit(content.c_str(), 0, QR_ECLEVEL_M));
  if (!code) return base::fail("qr", "二维码的内容过长");
  const double module = side / code->width;
  const auto dark = [&](int row, int column) {
    return column < code->width && (code->data[row * code->width + column] & 1) != 0;
  };
  for (int row = 0; row < code->width; ++row)
    for (int column = 0; column < code->width; ++column) {
      int run = 0;
      while (dark(row, column + run)) ++run;
      if (run > 0) cairo_rectangle(cairo_.get(), x + column * module, y + row * module, run * module, module);
      column += run;
    }
  cairo_fill(cairo_.get());
  return {};
}

void Pen::end_page() {
  cairo_show_page(cairo_.get());
}

base::Result<base::Bytes> Pen::finish() {
  const cairo_status_t drawn = cairo_status(cairo_.get());
  cairo_surface_finish(surface_.get());
  const cairo_status_t written = cairo_surface_status(surface_.get());
  if (drawn != CAIRO_STATUS_SUCCESS) return base::fail("pdf", cairo_status_to_string(drawn));
  if (written != CAIRO_STATUS_SUCCESS) return base::fail("pdf", cairo_status_to_string(written));
  return std::move(bytes_);
}

}  // namespace typeset
