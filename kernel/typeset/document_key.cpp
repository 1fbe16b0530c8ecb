#include "typeset/document_key.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "base/freed.h"

namespace typeset {
namespace {

using Key = std::unique_ptr<EVP_PKEY, base::Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, base::Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, base::Freed<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, base::Freed<X509_EXTENSION_free>>;

constexpr long kTenYearsSeconds = 10L * 365 * 24 * 3600;

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

bool add_name(X509_NAME* name, const char* part, const std::string& value) {
  return X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, int kind, const char* value) {
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate self_signed(EVP_PKEY* key, const std::string& organisation) {
  Certificate certificate(X509_new());
  X509* raw = certificate.get();
  X509_set_version(raw, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(raw), 1);
  X509_gmtime_adj(X509_getm_notBefore(raw), -24 * 3600);
  X509_gmtime_adj(X509_getm_notAfter(raw), kTenYearsSeconds);
  X509_set_pubkey(raw, key);
  X509_NAME* name = X509_get_subject_name(raw);
  const bool done = add_name(name, "C", "CN") && add_name(name, "O", organisation) &&
                    add_name(name, "CN", organisation) && X509_set_issuer_name(raw, name) == 1 &&
                    add_extension(raw, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(raw, NID_key_usage, "critical,digitalSignature,nonRepudiation") &&
                    X509_sign(raw, key, EVP_sha256()) > 0;
  return done ? std::move(certificate) : nullptr;
}

}  // namespace

base::Result<DocumentKey> make_document_key(const std::string& organisation) {
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return base::fail("certificate", "cannot make a P-256 key");
  const Certificate certificate = self_signed(key.get(), organisation);
  if (!certificate) return base::fail("certificate", "cannot make the certificate");
  const Memory key_text(BIO_new(BIO_s_mem()));
  const Memory certificate_text(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1)
    return base::fail("certificate", "cannot write PEM");
  return DocumentKey{text_of(key_text.get()), text_of(certificate_text.get())};
}

}  // namespace typeset
