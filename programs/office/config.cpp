#include "config.h"

#include <algorithm>
#include <cstdlib>

#include "base/json.h"
#include "file/durable.h"
#include "file/secret.h"
#include "http/address.h"

namespace office {
namespace {

namespace json = base::json;

json::Object to_object(const Witness& witness) {
  return {{"cosignature", ledger::format_vkey(witness.cosignature)},
          {"name", witness.name},
          {"report", witness.report ? ledger::format_vkey(*witness.report) : ""},
          {"url", witness.url}};
}

json::Object to_object(const Config& config) {
  json::Array roots;
  for (const auto& root : config.roots) roots.push_back(ledger::to_json(root));
  json::Array witnesses;
  for (const auto& witness : config.witnesses) witnesses.emplace_back(to_object(witness));
  return {{"cosignatures", config.cosignatures},
          {"feed_origin", config.feed_origin},
          {"origin", config.origin},
          {"portal_url", config.portal_url},
          {"roots", std::move(roots)},
          {"twin", config.twin},
          {"v", 1},
          {"witnesses", std::move(witnesses)}};
}

base::Result<ledger::VerifierKey> vkey_of_type(const std::string& text, ledger::NoteType type) {
  MJ_TRY(auto key, ledger::parse_vkey(text));
  if (key.type != type) return base::fail("config", "a witness's key is of the other kind: " + text);
  return key;
}

base::Result<Witness> witness_from_json(const json::Value& value) {
  if (!json::has_exactly(value, {"cosignature", "name", "report", "url"}))
    return base::fail("config", "a witness has the members cosignature, name, report, url");
  Witness witness;
  MJ_TRY(witness.name, json::string_member(value, "name"));
  MJ_TRY(witness.url, json::string_member(value, "url"));
  if (!witness.url.empty()) MJ_CHECK(http::parse_address(witness.url));
  MJ_TRY(const std::string cosignature, json::string_member(value, "cosignature"));
  MJ_TRY(witness.cosignature, vkey_of_type(cosignature, ledger::NoteType::cosignature));
  MJ_TRY(const std::string report, json::string_member(value, "report"));
  if (!report.empty()) {
    MJ_TRY(witness.report, vkey_of_type(report, ledger::NoteType::note));
  }
  return witness;
}

/// Absent from an installation made before there were witnesses.
base::Result<void> read_witnesses(const json::Value& value, Config& config) {
  if (json::find(value, "witnesses") == nullptr) return {};
  MJ_TRY(const json::Array* witnesses, json::array_member(value, "witnesses"));
  for (const auto& item : *witnesses) {
    MJ_TRY(auto witness, witness_from_json(item));
    config.witnesses.push_back(std::move(witness));
  }
  const auto reporters = std::ranges::count_if(
      config.witnesses, [](const Witness& witness) { return witness.report.has_value(); });
  // Reports follow one another without gap: two reporters would be two stories of one log.
  if (reporters > 1) return base::fail("config", "only one witness may have a report key");
  MJ_TRY(const std::int64_t cosignatures, json::int_member(value, "cosignatures"));
  if (cosignatures < 1 ||
      (!config.witnesses.empty() && cosignatures > static_cast<std::int64_t>(config.witnesses.size())))
    return base::fail("config", "cosignatures asks for more witnesses than there are, or for none");
  config.cosignatures = static_cast<int>(cosignatures);
  const json::Value* twin = json::find(value, "twin");
  config.twin = twin != nullptr && twin->is_bool() && twin->get_bool();
  return {};
}

base::Result<Config> parse_config(const std::string& text) {
  MJ_TRY(const json::Value value, json::parse(text));
  Config config;
  MJ_TRY(config.origin, json::string_member(value, "origin"));
  MJ_TRY(config.feed_origin, json::string_member(value, "feed_origin"));
  MJ_TRY(config.portal_url, json::string_member(value, "portal_url"));
  MJ_TRY(const json::Array* roots, json::array_member(value, "roots"));
  for (const auto& item : *roots) {
    MJ_TRY(auto root, ledger::root_key_from_json(item));
    config.roots.push_back(std::move(root));
  }
  MJ_CHECK(read_witnesses(value, config));
  return config;
}

}  // namespace

base::Result<Config> load_config(const Layout& layout) {
  if (!std::filesystem::exists(layout.config()))
    return base::fail("not_installed",
                      layout.root.string() +
                          ": no installation here (`mingjing init` makes one, `mingjing demo` one to try)");
  MJ_TRY(const std::string text, file::read_file(layout.config()));
  return parse_config(text);
}

base::Result<void> save_config(const Layout& layout, const Config& config) {
  const std::string text = json::canonical(to_object(config)) + "\n";
  MJ_CHECK(parse_config(text));
  return file::write_file_durably(layout.config(), text, 0640);
}

base::Result<crypto::Sm2Key> load_sm2_key(const std::filesystem::path& path) {
  MJ_TRY(const base::Bytes scalar, file::read_hex_secret(path));
  return crypto::Sm2Key::from_scalar(scalar);
}

base::Result<crypto::Ed25519Key> load_ed25519_key(const std::filesystem::path& path) {
  MJ_TRY(const base::Bytes seed, file::read_hex_secret(path));
  return crypto::Ed25519Key::from_seed(seed);
}

std::filesystem::path home() {
  const char* named = std::getenv("MINGJING_HOME");
  return named != nullptr ? std::filesystem::path(named) : std::filesystem::path(MINGJING_HOME_DEFAULT);
}

std::filesystem::path fonts() {
  const char* named = std::getenv("MINGJING_FONTS");
  return named != nullptr ? std::filesystem::path(named) : home() / "build" / "fonts";
}

}  // namespace office
