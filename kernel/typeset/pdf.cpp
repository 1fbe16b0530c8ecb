#include "typeset/pdf.h"

#include <fmt/format.h>

#include <algorithm>

#include "paper.h"
#include "pdf_file.h"
#include "pen.h"

namespace typeset {
namespace {

constexpr double kQrSide = mm(16);
constexpr double kFooterTop = kTop + kTypeHeight + mm(9);
constexpr Type kFooterType{Face::song, 9, 0};
constexpr Type kPageNumberType{Face::song, 12, 0};  // GB/T 9704 has 14 pt; "page x of y" is longer
constexpr Type kDemoType{Face::song_bold, 9, 0.05};
constexpr Type kCodeType{Face::song_bold, 11, 0};

class PaperMaker {
 public:
  PaperMaker(const FontFiles& fonts, const PdfOptions& options) : pen_(fonts), options_(options) {}

  base::Result<base::Bytes> make(const std::vector<Page>& pages) {
    for (std::size_t i = 0; i < pages.size(); ++i) {
      pen_.draw(pages[i], kLeft, kTop);
      MJ_CHECK(seal(pages[i]));
      MJ_CHECK(edges(i + 1, pages.size()));
      pen_.end_page();
    }
    return pen_.finish();
  }

 private:
  base::Result<void> seal(const Page& page) {
    if (!options_.seal) return {};
    for (const Page::Placed& placed : page.boxes) {
      if (!placed.box.seal_x) continue;
      MJ_CHECK(
          pen_.draw_seal(*options_.seal, kLeft + *placed.box.seal_x, kTop + placed.y + placed.box.height));
    }
    return {};
  }

  /// What stands in the margins: warning of a demonstration, page number, QR and check code.
  base::Result<void> edges(std::size_t page, std::size_t pages) {
    if (options_.demo)
      MJ_CHECK(pen_.write("示范文书，不具有法律效力", kDemoType, kPageWidth / 2, mm(22), Align::centred));
    MJ_CHECK(pen_.write(fmt::format("第{}页 共{}页", page, pages), kPageNumberType, kLeft + kTypeWidth,
                        kFooterTop + mm(8), Align::right));
    if (options_.qr_text) MJ_CHECK(pen_.draw_qr(*options_.qr_text, kLeft, kFooterTop, kQrSide));
    const double beside = kLeft + (options_.qr_text ? kQrSide + mm(3) : 0);
    if (options_.check_code) {
      MJ_CHECK(
          pen_.write("核验码 " + *options_.check_code, kCodeType, beside, kFooterTop + mm(6.5), Align::left));
      const char* how =
          options_.qr_text ? "扫码，或在公示平台“核验文书”输入核验码" : "在公示平台“核验文书”输入核验码";
      MJ_CHECK(pen_.write(how, kFooterType, beside, kFooterTop + mm(12), Align::left));
    }
    return {};
  }

  Pen pen_;
  const PdfOptions& options_;
};

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

/// application/json → application#2Fjson; error `embedded` for anything but type/subtype.
base::Result<std::string> mime_name(std::string_view mime) {
  const auto slash = mime.find('/');
  if (slash == std::string_view::npos || !is_plain_name(mime.substr(0, slash)) ||
      !is_plain_name(mime.substr(slash + 1)))
    return base::fail("embedded", "附件的类型写法不对");
  return std::string(mime.substr(0, slash)) + "#2F" + std::string(mime.substr(slash + 1));
}

/// Adds one file; returns the number of its file specification.
base::Result<ObjectNumber> embed(PdfFile& file, const Embedded& embedded, base::Instant created) {
  if (!is_plain_name(embedded.name)) return base::fail("embedded", "附件名只能用字母、数字、点、横线");
  MJ_TRY(const std::string mime, mime_name(embedded.mime));
  const ObjectNumber stream = file.reserve();
  file.put(
      stream,
      fmt::format("<< /Type /EmbeddedFile /Subtype /{} /Length {} /Params << /Size {} /ModDate {} >> >>\n"
                  "stream\n{}\nendstream",
                  mime, embedded.bytes.size(), embedded.bytes.size(), pdf_date(created), embedded.bytes));
  const ObjectNumber specification = file.reserve();
  file.put(specification,
           fmt::format("<< /Type /Filespec /F ({}) /UF ({}) /AFRelationship /Source /EF << /F {} >> >>",
                       embedded.name, embedded.name, reference(stream)));
  return specification;
}

/// The name tree wants names in order.
base::Result<std::string> embed_all(PdfFile& file, const PdfOptions& options) {
  std::vector<const Embedded*> ordered;
  for (const Embedded& embedded : options.embedded) ordered.push_back(&embedded);
  std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  std::string names;
  std::string associated;
  for (const Embedded* embedded : ordered) {
    MJ_TRY(const ObjectNumber specification, embed(file, *embedded, options.created));
    names += fmt::format(" ({}) {}", embedded->name, reference(specification));
    associated += " " + reference(specification);
  }
  if (names.empty()) return std::string();
  return fmt::format(" /Names << /EmbeddedFiles << /Names [{} ] >> >> /AF [{} ]", names, associated);
}

/// Replaces cairo's catalog and information by the document's own.
base::Result<base::Bytes> with_identity(base::Bytes drawn, const std::string& title,
                                        const PdfOptions& options) {
  MJ_TRY(PdfFile file, PdfFile::open(std::move(drawn)));
  const int pages = int_after(file.object(file.catalog()), "/Pages");
  MJ_CHECK(file.drop_catalog());
  MJ_TRY(const std::string attachments, embed_all(file, options));
  const ObjectNumber information = file.reserve();
  file.put(information, fmt::format("<< /Title {} /Producer (Mingjing) /CreationDate {} /ModDate {} >>",
                                    pdf_string(title), pdf_date(options.created), pdf_date(options.created)));
  const ObjectNumber catalog = file.reserve();
  file.put(catalog, fmt::format("<< /Type /Catalog /Version /1.7 /Pages {} /Lang (zh-CN) "
                                "/ViewerPreferences << /DisplayDocTitle true >>{} >>",
                                reference(pages), attachments));
  return file.finish_fresh(catalog, information, options.document_id);
}

}  // namespace

base::Result<base::Bytes> pdf(const Document& document, const Fonts& fonts, const PdfOptions& options) {
  MJ_TRY(std::vector<Box> boxes, boxes_of(document, fonts.files()));
  MJ_TRY(base::Bytes drawn, PaperMaker(fonts.files(), options).make(paginate(std::move(boxes))));
  return with_identity(std::move(drawn), options.title.empty() ? document.title : options.title, options);
}

int page_count(const base::Bytes& pdf) {
  const auto file = PdfFile::open(pdf);
  return file ? file->pages() : 0;
}

}  // namespace typeset
