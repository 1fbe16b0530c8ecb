// The real press: layout, fonts, certificate. The fonts lie in <build>/fonts (tools/fetch-fonts).

#include "press.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/hash.h"
#include "gate.h"
#include "town.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string taken(BIO* bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(length));
  BIO_free(bio);
  return text;
}

/// A P-256 key with a certificate of its own, both PEM.
std::pair<std::string, std::string> self_signed() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400L * 365);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("sealer test"),
                             -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  BIO* key_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(key_bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  BIO* certificate_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(certificate_bio, certificate);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return {taken(key_bio), taken(certificate_bio)};
}

sealer::TypesetPress real_press(const std::string& origin) {
  const fs::path fonts = fs::path(MINGJING_BIN).parent_path() / "fonts";
  auto loaded = typeset::Fonts::load(fonts, read(fs::path(MINGJING_SOURCE) / "lawbook/layouts/fonts.sha256"));
  if (!loaded) {
    fmt::print(stderr, "{}\nRun: tools/fetch-fonts {}\n", loaded.error().text, fonts.string());
    std::abort();
  }
  const auto [key, certificate] = self_signed();
  auto signer = typeset::PdfSigner::from_pem(key, certificate);
  if (!signer) std::abort();
  return {std::move(*loaded),
          std::move(*signer),
          {.origin = origin, .portal = "https://zf.example.gov.cn", .seal_number = "2101000000001"}};
}

TEST(Press, the_decision_of_an_honest_case_is_printed_from_its_records_and_signed) {
  town::Town town;
  town::House house(town);
  const std::string stream = town.run_case();
  EXPECT_TRUE(house.advance().ok);
  const sealer::TypesetPress press = real_press(town.origin);
  const auto sealer = [&] {
    house.sealer.reset();
    return sealer::Sealer::open(house.settings(), {.editions = town.editions,
                                                   .act_key = town.person("sealer").key,
                                                   .press = press,
                                                   .clock = town.clock});
  }();
  ASSERT_TRUE(sealer) << sealer.error().text;
  const auto answer = seal::answer_from_json((*sealer)->handle(seal::to_json(town.order(stream))));
  ASSERT_TRUE(answer && answer->ok) << answer->code << " " << answer->say;
  const auto document = seal::sealed_from_json(answer->body);
  ASSERT_TRUE(document);
  EXPECT_TRUE(document->pdf.starts_with("%PDF-"));
  EXPECT_NE(document->pdf.find("/ByteRange"), std::string::npos);
  const auto act = ledger::open_act(document->act);
  ASSERT_TRUE(act);
  EXPECT_EQ(base::json::text_or_empty(act->find("doc.sm3")), base::base64(crypto::sm3(document->pdf)));
  EXPECT_GE(act->find("doc.pages")->as_int64(), 1);
}

}  // namespace
