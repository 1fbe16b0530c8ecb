#pragma once
// The paper: A4 in the measures of GB/T 9704-2012 (type area 156 × 225 mm, 22 lines of 28 characters).

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"
#include "base/time.h"
#include "typeset/document.h"
#include "typeset/fonts.h"

namespace typeset {

/// A file inside the PDF (text.json, sealer.md §4). `name` and `mime` ASCII.
struct Embedded {
  std::string name;
  std::string mime;
  base::Bytes bytes;
};

struct PdfOptions {
  base::Instant created;                        ///< creation date of the file; there is no other clock
  std::array<unsigned char, 16> document_id{};  ///< /ID of the file; sealer.md §4
  std::string title;                            ///< empty: the document's own
  std::optional<std::string> qr_text;           ///< at the foot of every page
  std::optional<std::string> check_code;        ///< 核验码, `ABCD-EFGH`
  std::optional<Seal> seal;                     ///< drawn over organ and date of the signature block
  std::vector<Embedded> embedded;
  bool demo = false;  ///< 示范文书，不具有法律效力 at the head of every page
};

/// Deterministic: equal arguments give equal bytes (same fonts, same cairo). Safe to call from several
/// threads. Errors: `glyph_missing` (no font has a character: the text names it), `qr` (text too long for a
/// QR code), `embedded` (name or mime not plain ASCII), `pdf`.
[[nodiscard]] base::Result<base::Bytes> pdf(const Document& document, const Fonts& fonts,
                                            const PdfOptions& options);

/// Number of pages of a PDF made by pdf(), 0 for other bytes.
[[nodiscard]] int page_count(const base::Bytes& pdf);

}  // namespace typeset
