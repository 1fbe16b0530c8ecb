#pragma once
// The opened fonts. HarfBuzz fonts are immutable and cairo locks a FreeType face while it uses it, so one set
// serves all threads; every file has a FreeType library of its own because libraries are not shared safely.

#include <cairo-ft.h>
#include <hb.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/freed.h"

namespace typeset {

/// The voices of a document (documents.md §4): 仿宋 body, 小标宋 titles, 黑体 and 楷体 headings, 宋体 tables.
enum class Face { fang, song, song_bold, hei, kai, fallback };
constexpr std::size_t kFaces = 6;

struct FontSource {
  std::string_view file;
  unsigned index = 0;  ///< face in a collection
};
/// In the order of Face. In Noto's collection face 2 is Simplified Chinese.
constexpr std::array<FontSource, kFaces> kFontSources = {{{"FandolFang-Regular.otf"},
                                                          {"FandolSong-Regular.otf"},
                                                          {"FandolSong-Bold.otf"},
                                                          {"FandolHei-Regular.otf"},
                                                          {"FandolKai-Regular.otf"},
                                                          {"NotoSerifCJK-Regular.ttc", 2}}};

struct FontFile {
  std::unique_ptr<hb_blob_t, base::Freed<hb_blob_destroy>> bytes;
  std::unique_ptr<hb_font_t, base::Freed<hb_font_destroy>> measure;
  std::unique_ptr<cairo_font_face_t, base::Freed<cairo_font_face_destroy>> draw;
  double units_per_em = 1000;
};

struct FontFiles {
  std::array<FontFile, kFaces> faces;
  [[nodiscard]] const FontFile& operator[](Face face) const { return faces[static_cast<std::size_t>(face)]; }
};

}  // namespace typeset
