#pragma once
// The fonts of official documents, loaded from named files: no font configuration of the host has a say,
// because office, sealer and portal must draw the same bytes.

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace typeset {

struct FontFiles;

/// Immutable after load; one object may serve any number of threads and costs address space, not memory (the
/// files are mapped).
class Fonts {
 public:
  /// `pins` is lawbook/layouts/fonts.sha256: lines `<SHA-256 in hex>  <file name>`, the fonts an edition
  /// prescribes. Errors: `font_missing`, `font_differs`; the text says which file and the command that mends
  /// it.
  [[nodiscard]] static base::Result<Fonts> load(const std::filesystem::path& directory,
                                                std::string_view pins);

  [[nodiscard]] const FontFiles& files() const { return *files_; }

 private:
  explicit Fonts(std::shared_ptr<const FontFiles> files) : files_(std::move(files)) {}
  std::shared_ptr<const FontFiles> files_;
};

}  // namespace typeset
