#include "typeset/pdf.h"

#include <gmock/gmock.h>

#include "town.h"

using testing::HasSubstr;
using testing::Not;
using namespace typeset;

namespace {

base::Bytes pdf_of(const Values& values, const PdfOptions& options) {
  const auto document = compose(town::decision_layout(), values);
  EXPECT_TRUE(document) << document.error().text;
  auto bytes = pdf(*document, town::fonts(), options);
  EXPECT_TRUE(bytes) << bytes.error().text;
  return std::move(*bytes);
}

std::string text_of(const base::Bytes& bytes) {
  const auto path = town::written("text.pdf", bytes);
  return town::without_blanks(town::output_of("pdftotext " + path.string() + " -"));
}

}  // namespace

TEST(Pdf, is_the_same_bytes_for_the_same_document) {
  EXPECT_EQ(pdf_of(town::decision(), town::options()), pdf_of(town::decision(), town::options()));
}

TEST(Pdf, carries_the_text_of_the_document) {
  const std::string shown = text_of(pdf_of(town::decision(), town::options()));
  EXPECT_THAT(shown, HasSubstr("罚款人民币叁万元整（30000元）"));
}
