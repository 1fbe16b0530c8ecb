// The real press: layout, fonts, certificate. The fonts lie in <build>/fonts (tools/fetch-fonts).

#include "press.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/hash.h"
#include "gate.h"
#include "town.h"
#include "typeset/document_key.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

sealer::TypesetPress real_press(const std::string& origin) {
  const fs::path fonts = fs::path(MINGJING_BIN).parent_path() / "fonts";
  auto loaded = typeset::Fonts::load(fonts, read(fs::path(MINGJING_SOURCE) / "lawbook/layouts/fonts.sha256"));
  if (!loaded) {
    fmt::print(stderr, "{}\nRun: tools/fetch-fonts {}\n", loaded.error().text, fonts.string());
    std::abort();
  }
  const auto key = typeset::make_document_key("示范签名");
  if (!key) std::abort();
  auto signer = typeset::PdfSigner::from_pem(key->key_pem, key->certificate_pem);
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
