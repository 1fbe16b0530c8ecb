#include "pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/freed.h"

namespace typeset {
namespace {

using Buffer = std::unique_ptr<hb_buffer_t, base::Freed<hb_buffer_destroy>>;

bool is_selector(char32_t c) {
  return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

bool is_combining(char32_t c) {
  return hb_unicode_combining_class(hb_unicode_funcs_get_default(), c) !=
         HB_UNICODE_COMBINING_CLASS_NOT_REORDERED;
}

/// A run of characters that one font can draw.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  Face face = Face::fang;
};

bool has_glyph(const FontFile& font, char32_t c) {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(font.measure.get(), c, &glyph) != 0;
}

/// 仿宋 and 楷体 have typewriter letters and figures; those of 宋体 read better in numbers and dates.
Face voice_of(char32_t c, Face wanted) {
  const bool western = c > 0x20 && c < 0x7f;
  return western && (wanted == Face::fang || wanted == Face::kai) ? Face::song : wanted;
}

base::Result<Face> face_for(char32_t c, Face wanted, const FontFiles& fonts) {
  wanted = voice_of(c, wanted);
  if (has_glyph(fonts[wanted], c)) return wanted;
  if (has_glyph(fonts[Face::fallback], c)) return Face::fallback;
  std::string shown;
  base::append_utf8(shown, c);
  return base::fail("glyph_missing",
                    fmt::format("字体中没有“{}”（U+{:04X}）", shown, static_cast<unsigned>(c)));
}

base::Result<std::vector<Run>> runs_of(const std::u32string& text, Face wanted, const FontFiles& fonts) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool belongs = i > 0 && (is_selector(text[i]) || is_combining(text[i]));
    Face face = wanted;
    if (belongs)
      face = runs.back().face;
    else {
      MJ_TRY(face, face_for(text[i], wanted, fonts));
    }
    if (runs.empty() || runs.back().face != face) runs.push_back({i, i, face});
    runs.back().end = i + 1;
  }
  return runs;
}

std::string utf8_of(const std::u32string& text, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) base::append_utf8(out, text[i]);
  return out;
}

Buffer shaped(const std::u32string& text, const Run& run, const FontFile& font) {
  Buffer buffer(hb_buffer_create());
  hb_buffer_add_utf32(buffer.get(), reinterpret_cast<const std::uint32_t*>(text.data()),
                      static_cast<int>(text.size()), static_cast<unsigned>(run.begin),
                      static_cast<int>(run.end - run.begin));
  hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer.get(), HB_SCRIPT_HAN);
  hb_buffer_set_language(buffer.get(), hb_language_from_string("zh-hans", -1));
  const hb_feature_t no_ligatures{HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START,
                                  HB_FEATURE_GLOBAL_END};
  hb_shape(font.measure.get(), buffer.get(), &no_ligatures, 1);
  return buffer;
}

void append_run(const std::u32string& text, const Run& run, const Type& type, const FontFiles& fonts,
                std::vector<Piece>& out) {
  const Buffer buffer = shaped(text, run, fonts[run.face]);
  unsigned count = 0;
  const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
  const double scale = type.size / fonts[run.face].units_per_em;
  for (unsigned i = 0; i < count;) {
    Piece piece;
    piece.face = run.face;
    piece.size = type.size;
    const std::size_t cluster = infos[i].cluster;
    for (; i < count && infos[i].cluster == cluster; ++i) {
      piece.glyphs.push_back(
          {infos[i].codepoint, piece.width + positions[i].x_offset * scale, positions[i].y_offset * scale});
      piece.width += positions[i].x_advance * scale;
    }
    piece.character = text[cluster];
    piece.utf8 = utf8_of(text, cluster, i < count ? infos[i].cluster : run.end);
    piece.width += type.letter_spacing * type.size;
    out.push_back(std::move(piece));
  }
}

struct Shaper {
  const Type& type;
  const FontFiles& fonts;
  std::vector<Piece>& out;

  base::Result<void> operator()(const Text& shown) const {
    const std::u32string text = base::to_code_points(shown.utf8);
    MJ_TRY(const std::vector<Run> runs, runs_of(text, type.face, fonts));
    for (const Run& run : runs) append_run(text, run, type, fonts, out);
    return {};
  }

  base::Result<void> operator()(const Bar& bar) const {
    Piece box;
    box.what = Piece::What::bar;
    box.utf8 = bar.label;
    box.size = type.size;
    MJ_TRY(const std::vector<Piece> label, shape(bar.label, {Face::hei, type.size * kBarSize, 0}, fonts));
    box.width = 2 * kBarAir * type.size;
    for (const Piece& piece : label) box.width += piece.width;
    out.push_back(std::move(box));
    return {};
  }

  base::Result<void> operator()(const LineBreak&) const {
    Piece end;
    end.what = Piece::What::line_break;
    end.size = type.size;
    out.push_back(std::move(end));
    return {};
  }
};

}  // namespace

base::Result<std::vector<Piece>> shape(const Inlines& content, const Type& type, const FontFiles& fonts) {
  std::vector<Piece> pieces;
  for (const Inline& part : content) MJ_CHECK(std::visit(Shaper{type, fonts, pieces}, part));
  if (!pieces.empty() && pieces.back().what == Piece::What::character)
    pieces.back().width -= type.letter_spacing * type.size;
  return pieces;
}

base::Result<std::vector<Piece>> shape(std::string_view utf8, const Type& type, const FontFiles& fonts) {
  return shape(Inlines{Text{std::string(utf8)}}, type, fonts);
}

}  // namespace typeset
