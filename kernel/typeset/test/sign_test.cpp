#include "typeset/sign.h"

#include <gmock/gmock.h>

#include "town.h"

using testing::HasSubstr;
using testing::Not;
using namespace typeset;

namespace {

Signing signing() {
  return {*base::parse_instant("2026-03-02T09:00:00+08:00"), "临澄市明湖区市场监督管理局",
          "出具行政处罚决定书", ""};
}

base::Bytes unsigned_pdf() {
  return *pdf(*compose(town::decision_layout(), town::decision()), town::fonts(), town::options());
}

std::string verdict(const base::Bytes& bytes) {
  return town::output_of("TZ=Asia/Shanghai pdfsig " + town::written("signed.pdf", bytes).string());
}

}  // namespace

TEST(Sign, gives_a_signature_that_viewers_find_valid_over_the_whole_file) {
  const auto made = sign_pdf(unsigned_pdf(), town::signer(), signing());
  ASSERT_TRUE(made) << made.error().text;
  const std::string said = verdict(*made);
  EXPECT_THAT(said, HasSubstr("Signature is Valid."));
  EXPECT_THAT(said, HasSubstr("Total document signed"));
  EXPECT_THAT(said, HasSubstr("Signer Certificate Common Name: 示范签名"));
  EXPECT_THAT(said, HasSubstr("Signing Time: Mar 02 2026 09:00:00"));
}

TEST(Sign, leaves_the_pages_and_attachments_as_they_were) {
  const base::Bytes before = unsigned_pdf();
  const base::Bytes after = *sign_pdf(before, town::signer(), signing());
  EXPECT_TRUE(after.starts_with(before));
  EXPECT_EQ(page_count(after), page_count(before));
  const auto path = town::written("kept.pdf", after);
  EXPECT_THAT(town::output_of("pdfdetach -list " + path.string()), HasSubstr("text.json"));
  EXPECT_EQ(town::output_of("pdftotext " + path.string() + " -"),
            town::output_of("pdftotext " + town::written("b.pdf", before).string() + " -"));
}

TEST(Sign, is_broken_by_one_changed_byte) {
  base::Bytes bytes = *sign_pdf(unsigned_pdf(), town::signer(), signing());
  bytes[bytes.find("/Lang (zh-CN)") + 9] = 'Z';
  EXPECT_THAT(verdict(bytes), Not(HasSubstr("Signature is Valid.")));
}

TEST(Sign, refuses_files_that_are_not_ours_or_signed_already) {
  EXPECT_EQ(sign_pdf("%PDF-1.7\nnonsense", town::signer(), signing()).error().code, "not_ours");
  EXPECT_EQ(sign_pdf("", town::signer(), signing()).error().code, "not_ours");
  const base::Bytes once = *sign_pdf(unsigned_pdf(), town::signer(), signing());
  EXPECT_EQ(sign_pdf(once, town::signer(), signing()).error().code, "not_ours");
}

TEST(Sign, refuses_files_cut_short_anywhere) {
  const base::Bytes whole = unsigned_pdf();
  for (std::size_t length = 0; length < whole.size(); length += 997)
    EXPECT_FALSE(sign_pdf(whole.substr(0, length), town::signer(), signing())) << length;
}

TEST(Signer, refuses_what_is_no_key_or_no_certificate) {
  EXPECT_EQ(PdfSigner::from_pem("nonsense", "").error().code, "signer_key");
  const std::string key = town::output_of("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  EXPECT_EQ(PdfSigner::from_pem(key, "nonsense").error().code, "signer_certificate");
  const std::string other = town::output_of("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384");
  EXPECT_EQ(PdfSigner::from_pem(other, "").error().code, "signer_key");
}
