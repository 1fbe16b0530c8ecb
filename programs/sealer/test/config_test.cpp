// The configuration file and the modes of secrets.

#include "config.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "crypto/hash.h"
#include "town.h"

namespace {

namespace fs = std::filesystem;
namespace json = base::json;

class ConfigTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "mj-config-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }

  [[nodiscard]] json::Object good() const {
    json::Array roots;
    for (const ledger::RootKey& key : town.roots()) roots.push_back(ledger::to_json(key));
    const auto log = ledger::make_vkey(town.origin, ledger::NoteType::note, town.log_key.public_key());
    return {{"origin", town.origin},
            {"log", ledger::format_vkey(log)},
            {"roots", std::move(roots)},
            {"witnesses", json::Array()},
            {"series", json::Object{{"D45", json::Object{{"prefix", "澄明市监处罚"},
                                                         {"first", json::Object{{"2026", 7}}}}}}},
            {"state", "/var/lib/sealer"},
            {"socket", "/run/sealer/socket"},
            {"office_uids", json::Array{1001}},
            {"editions", "/var/lib/sealer/editions"},
            {"act_key", "/etc/sealer/act.key"},
            {"document_key", "/etc/sealer/document.key"},
            {"document_certificate", "/etc/sealer/document.pem"},
            {"fonts", "/usr/share/fonts/mingjing"},
            {"portal", "https://zf.example.gov.cn"},
            {"bureau", "2101000000001"}};
  }
  [[nodiscard]] std::string put(const std::string& name, const std::string& bytes, mode_t mode) const {
    const std::string path = folder + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    ::chmod(path.c_str(), mode);
    return path;
  }

  town::Town town;
  std::string folder;
};

TEST_F(ConfigTest, every_member_arrives_where_it_belongs) {
  const auto config = sealer::config_from_json(json::canonical(good()));
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->settings.origin, town.origin);
  EXPECT_EQ(config->settings.roots.size(), 2U);
  EXPECT_EQ(config->settings.series.at("D45").prefix, "澄明市监处罚");
  EXPECT_EQ(config->settings.series.at("D45").first.at(2026), 7);
  EXPECT_EQ(config->font_pins, "/usr/share/fonts/mingjing/fonts.sha256");
  EXPECT_EQ(config->office_uids, std::set<unsigned>{1001});
  EXPECT_EQ(config->settings.log.cosignatures_required, 0);
}

TEST_F(ConfigTest, the_witnesses_whose_cosignatures_are_asked_for_are_pinned) {
  const auto witness = ledger::make_vkey("sfj.example", ledger::NoteType::cosignature,
                                         crypto::Sm2Key::generate().public_key());
  json::Object config = good();
  config["witnesses"] = json::Array{json::Value(ledger::format_vkey(witness))};
  config["cosignatures"] = 1;
  const auto read = sealer::config_from_json(json::canonical(config));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->settings.log.witnesses, std::vector<ledger::VerifierKey>{witness});
  EXPECT_EQ(read->settings.log.cosignatures_required, 1);
  config["witnesses"] = json::Array{config.at("log")};
  EXPECT_EQ(sealer::config_from_json(json::canonical(config)).error().code, "config");
}

TEST_F(ConfigTest, a_missing_member_is_named) {
  for (const char* member : {"origin", "log", "roots", "series", "state", "socket", "editions", "act_key",
                             "document_key", "document_certificate", "fonts", "portal"}) {
    json::Object config = good();
    config.erase(member);
    const auto result = sealer::config_from_json(json::canonical(config));
    ASSERT_FALSE(result) << member;
    EXPECT_NE(result.error().text.find(member), std::string::npos) << result.error().text;
  }
}

TEST_F(ConfigTest, one_root_a_foreign_log_key_or_more_cosignatures_than_witnesses_are_refused) {
  json::Object one = good(), foreign = good(), more = good();
  one["roots"].as_array().pop_back();
  foreign["origin"] = "demo.other/log";
  more["cosignatures"] = 1;
  for (const json::Object& config : {one, foreign, more})
    EXPECT_EQ(sealer::config_from_json(json::canonical(config)).error().code, "config");
}

TEST_F(ConfigTest, a_key_that_others_can_read_is_not_used) {
  const auto key = crypto::Sm2Key::generate();
  const std::string text = base::hex(key.scalar()) + "\n";
  const auto read = sealer::read_act_key(put("good.key", text, 0600));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->public_key(), key.public_key());
  EXPECT_EQ(sealer::read_act_key(put("open.key", text, 0640)).error().code, "secret_mode");
  EXPECT_EQ(sealer::read_act_key(put("short.key", "abcd", 0600)).error().code, "config");
  EXPECT_EQ(sealer::read_act_key(folder + "/none.key").error().code, "not_found");
}

TEST_F(ConfigTest, an_edition_must_bear_the_hash_of_its_bytes_as_its_name) {
  const std::string& bytes = town.lawbook->edition();
  const std::string name = base::hex(crypto::sm3(bytes));
  const std::string editions = folder + "/editions";
  fs::create_directories(editions);
  static_cast<void>(put("editions/" + name + ".json", bytes, 0644));
  const auto good_ones = sealer::read_editions(editions);
  ASSERT_TRUE(good_ones) << good_ones.error().text;
  EXPECT_NE(good_ones->find(town.lawbook->rules()), nullptr);
  static_cast<void>(put("editions/" + std::string(64, '0') + ".json", bytes, 0644));
  EXPECT_EQ(sealer::read_editions(editions).error().code, "config");
}

}  // namespace
