#include "typeset/sign.h"

#include <fmt/format.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <vector>

#include "base/freed.h"
#include "pdf_file.h"

namespace typeset {
namespace {

using Bio = std::unique_ptr<BIO, base::Freed<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, base::Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, base::Freed<X509_free>>;
using Cms = std::unique_ptr<CMS_ContentInfo, base::Freed<CMS_ContentInfo_free>>;
using Time = std::unique_ptr<ASN1_TIME, base::Freed<ASN1_TIME_free>>;

constexpr std::size_t kContentsBytes = 8192;
constexpr std::string_view kRangePlaces = "/ByteRange [0 0000000000 0000000000 0000000000]";

Bio reader(std::string_view bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

/// The cause, from OpenSSL's queue, which is left empty.
std::unexpected<base::Error> failed(std::string code, std::string_view what) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return base::fail(std::move(code), fmt::format("{}{}{}", what, reason == nullptr ? "" : "：",
                                                 reason == nullptr ? "" : reason));
}

bool is_p256(const EVP_PKEY* key) {
  char group[32] = {};
  std::size_t length = 0;
  return EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 &&
         (std::string_view(group, length) == "prime256v1" || std::string_view(group, length) == "P-256");
}

}  // namespace

struct PdfSigner::Secret {
  Key key;
  Certificate certificate;
  std::vector<Certificate> above;
};

PdfSigner::PdfSigner(std::unique_ptr<Secret> secret) : secret_(std::move(secret)) {}
PdfSigner::PdfSigner(PdfSigner&&) noexcept = default;
PdfSigner& PdfSigner::operator=(PdfSigner&&) noexcept = default;
PdfSigner::~PdfSigner() = default;

base::Result<PdfSigner> PdfSigner::from_pem(std::string_view key_pem, std::string_view chain_pem) {
  auto secret = std::make_unique<Secret>();
  const auto no_password = [](char*, int, int, void*) { return 0; };
  secret->key.reset(PEM_read_bio_PrivateKey(reader(key_pem).get(), nullptr, no_password, nullptr));
  if (!secret->key) return failed("signer_key", "签名私钥读不出");
  if (!is_p256(secret->key.get())) return base::fail("signer_key", "签名私钥不是 P-256 密钥");
  const Bio chain = reader(chain_pem);
  secret->certificate.reset(PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr));
  if (!secret->certificate) return failed("signer_certificate", "签名证书读不出");
  while (X509* next = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr))
    secret->above.emplace_back(next);
  ERR_clear_error();  // the end of the chain is an "error"
  if (X509_check_private_key(secret->certificate.get(), secret->key.get()) != 1)
    return failed("signer_certificate", "签名证书与私钥不是一对");
  return PdfSigner(std::move(secret));
}

namespace {

/// Signed attributes: content type, message digest, signing time (the given one: OpenSSL would read the
/// clock), signing-certificate-v2.
base::Result<void> add_signer(CMS_ContentInfo* cms, const PdfSigner::Secret& secret, base::Instant at) {
  constexpr unsigned kFlags = CMS_PARTIAL | CMS_BINARY | CMS_NOSMIMECAP | CMS_CADES;
  CMS_SignerInfo* signer =
      CMS_add1_signer(cms, secret.certificate.get(), secret.key.get(), EVP_sha256(), kFlags);
  if (signer == nullptr) return failed("signing", "无法签名");
  const Time time(ASN1_TIME_set(nullptr, static_cast<time_t>(at.ms / 1000)));
  if (!time || CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) != 1)
    return failed("signing", "无法写入签名时间");
  for (const Certificate& certificate : secret.above)
    if (CMS_add1_cert(cms, certificate.get()) != 1) return failed("signing", "无法写入上级证书");
  return {};
}

/// Detached CMS over the two ranges, DER. The whole is read piece by piece, not copied.
base::Result<base::Bytes> signature_over(std::string_view before, std::string_view after,
                                         const PdfSigner::Secret& secret, base::Instant at) {
  constexpr unsigned kFlags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY;
  const Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, kFlags));
  if (!cms) return failed("signing", "无法签名");
  MJ_CHECK(add_signer(cms.get(), secret, at));
  const Bio digesting(CMS_dataInit(cms.get(), nullptr));
  if (!digesting) return failed("signing", "无法签名");
  for (const std::string_view range : {before, after})
    if (BIO_write(digesting.get(), range.data(), static_cast<int>(range.size())) !=
        static_cast<int>(range.size()))
      return failed("signing", "无法签名");
  if (CMS_dataFinal(cms.get(), digesting.get()) != 1) return failed("signing", "无法签名");
  unsigned char* der = nullptr;
  const int length = i2d_CMS_ContentInfo(cms.get(), &der);
  if (length <= 0) return failed("signing", "无法写出签名");
  base::Bytes out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

/// `<< … >>` with `addition` as its last members.
base::Result<std::string> extended(const std::string& dictionary, const std::string& addition) {
  const auto end = dictionary.rfind(">>");
  if (end == std::string::npos) return base::fail("not_ours", "不是由本系统生成的 PDF 文件");
  return dictionary.substr(0, end) + addition + "\n>>";
}

std::string signature_dictionary(const Signing& signing) {
  std::string out = fmt::format(
      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached\n{}\n/Contents <{}>\n/M {}",
      kRangePlaces, std::string(2 * kContentsBytes, '0'), pdf_date(signing.at));
  out += " /Name " + pdf_string(signing.name) + " /Reason " + pdf_string(signing.reason);
  if (!signing.location.empty()) out += " /Location " + pdf_string(signing.location);
  return out + " >>";
}

/// The file with room for a signature: field and widget in one object, invisible, on the last page.
base::Result<base::Bytes> with_room(base::Bytes pdf, const Signing& signing) {
  MJ_TRY(PdfFile file, PdfFile::open(std::move(pdf)));
  const std::string catalog = file.object(file.catalog());
  const ObjectNumber page = file.last_page();
  const std::string page_dictionary = file.object(page);
  if (catalog.find("/AcroForm") != std::string::npos || page_dictionary.find("/Annots") != std::string::npos)
    return base::fail("not_ours", "文件已有签名");
  const ObjectNumber signature = file.reserve();
  const ObjectNumber field = file.reserve();
  file.put(signature, signature_dictionary(signing));
  file.put(field,
           fmt::format(
               "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal1) /V {} /P {} /Rect [0 0 0 0] /F 132 >>",
               reference(signature), reference(page)));
  MJ_TRY(const std::string annotated,
         extended(page_dictionary, fmt::format(" /Annots [{}]", reference(field))));
  file.put(page, annotated);
  MJ_TRY(const std::string with_form,
         extended(catalog, fmt::format(" /AcroForm << /Fields [{}] /SigFlags 3 >>", reference(field))));
  file.put(file.catalog(), with_form);
  return file.finish_update();
}

}  // namespace

base::Result<base::Bytes> sign_pdf(base::Bytes pdf, const PdfSigner& signer, const Signing& signing) {
  MJ_TRY(base::Bytes file, with_room(std::move(pdf), signing));
  const auto range_at = file.rfind(kRangePlaces);
  const auto open = file.find("/Contents <", range_at) + std::string_view("/Contents ").size();
  const auto close = open + 2 * kContentsBytes + 2;
  std::string range = fmt::format("/ByteRange [0 {} {} {}]", open, close, file.size() - close);
  range.resize(kRangePlaces.size(), ' ');
  file.replace(range_at, range.size(), range);
  const std::string_view whole = file;
  MJ_TRY(const base::Bytes der,
         signature_over(whole.substr(0, open), whole.substr(close), signer.secret(), signing.at));
  if (der.size() > kContentsBytes) return base::fail("signing", "证书链过长");
  const std::string hex = base::hex(der);
  file.replace(open + 1, hex.size(), hex);
  return file;
}

}  // namespace typeset
