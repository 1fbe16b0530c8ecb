#include "typeset/fonts.h"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include "base/encoding.h"
#include "crypto/hash.h"
#include "font_files.h"

namespace typeset {
namespace {

using Blob = std::unique_ptr<hb_blob_t, base::Freed<hb_blob_destroy>>;

std::string_view view(const Blob& blob) {
  unsigned length = 0;
  const char* data = hb_blob_get_data(blob.get(), &length);
  return {data, length};
}

/// The hash prescribed for `file`, "" when the list does not name it.
std::string_view pinned(std::string_view pins, std::string_view file) {
  constexpr std::size_t kHexLength = 64;
  while (!pins.empty()) {
    const std::string_view line = pins.substr(0, pins.find('\n'));
    pins.remove_prefix(std::min(pins.size(), line.size() + 1));
    if (line.size() == kHexLength + 2 + file.size() && line.ends_with(file))
      return line.substr(0, kHexLength);
  }
  return {};
}

/// FreeType's face and library live as long as cairo keeps the font, which may be longer than Fonts: cairo
/// caches.
struct FreeTypeFace {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  Blob bytes;
  ~FreeTypeFace() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
};

const cairo_user_data_key_t kOwner{};

cairo_font_face_t* open_for_cairo(const Blob& blob, unsigned index) {
  auto owner = std::make_unique<FreeTypeFace>();
  owner->bytes.reset(hb_blob_reference(blob.get()));
  const std::string_view bytes = view(owner->bytes);
  if (FT_Init_FreeType(&owner->library) != 0) return nullptr;
  if (FT_New_Memory_Face(owner->library, reinterpret_cast<const FT_Byte*>(bytes.data()),
                         static_cast<FT_Long>(bytes.size()), static_cast<FT_Long>(index), &owner->face) != 0)
    return nullptr;
  cairo_font_face_t* font = cairo_ft_font_face_create_for_ft_face(owner->face, 0);
  const auto release = [](void* object) { delete static_cast<FreeTypeFace*>(object); };
  if (cairo_font_face_set_user_data(font, &kOwner, owner.get(), release) == CAIRO_STATUS_SUCCESS) {
    static_cast<void>(owner.release());
    return font;
  }
  cairo_font_face_destroy(font);
  return nullptr;
}

base::Result<FontFile> open(const std::filesystem::path& directory, const FontSource& source,
                            std::string_view pins) {
  const std::filesystem::path path = directory / source.file;
  const std::string mend = fmt::format("请运行：tools/fetch-fonts {}", directory.string());
  FontFile font;
  font.bytes.reset(hb_blob_create_from_file_or_fail(path.c_str()));
  if (!font.bytes) return base::fail("font_missing", fmt::format("缺少字体文件 {}。{}", path.string(), mend));
  if (base::hex(crypto::sha256(view(font.bytes))) != pinned(pins, source.file))
    return base::fail("font_differs", fmt::format("字体文件 {} 与法规库登记的不同。{}", path.string(), mend));
  hb_face_t* face = hb_face_create(font.bytes.get(), source.index);
  font.measure.reset(hb_font_create(face));
  font.units_per_em = hb_face_get_upem(face);
  hb_face_destroy(face);
  hb_font_make_immutable(font.measure.get());
  font.draw.reset(open_for_cairo(font.bytes, source.index));
  if (!font.draw)
    return base::fail("font_differs", fmt::format("字体文件 {} 无法打开。{}", path.string(), mend));
  return font;
}

}  // namespace

base::Result<Fonts> Fonts::load(const std::filesystem::path& directory, std::string_view pins) {
  auto files = std::make_shared<FontFiles>();
  for (std::size_t i = 0; i < kFaces; ++i) {
    MJ_TRY(files->faces[i], open(directory, kFontSources[i], pins));
  }
  return Fonts(std::move(files));
}

}  // namespace typeset
