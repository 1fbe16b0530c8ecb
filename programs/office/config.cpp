#include "config.h"

#include <cstdlib>

#include "base/json.h"
#include "file/durable.h"
#include "file/secret.h"

namespace office {
namespace {

namespace json = base::json;

json::Object to_object(const Config& config) {
  json::Array roots;
  for (const auto& root : config.roots) roots.push_back(ledger::to_json(root));
  return {{"feed_origin", config.feed_origin},
          {"origin", config.origin},
          {"portal_url", config.portal_url},
          {"roots", std::move(roots)},
          {"v", 1}};
}

}  // namespace

base::Result<Config> load_config(const Layout& layout) {
  if (!std::filesystem::exists(layout.config()))
    return base::fail("not_installed",
                      layout.root.string() + ": no installation here (`mingjing demo` makes one)");
  MJ_TRY(const std::string text, file::read_file(layout.config()));
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
  return config;
}

base::Result<void> save_config(const Layout& layout, const Config& config) {
  return file::write_file_durably(layout.config(), json::canonical(to_object(config)) + "\n", 0640);
}

base::Result<crypto::Sm2Key> load_sm2_key(const std::filesystem::path& path) {
  MJ_TRY(const base::Bytes scalar, file::read_hex_secret(path));
  return crypto::Sm2Key::from_scalar(scalar);
}

std::filesystem::path home() {
  const char* named = std::getenv("MINGJING_HOME");
  return named != nullptr ? std::filesystem::path(named) : std::filesystem::path(MINGJING_HOME_DEFAULT);
}

}  // namespace office
