#include "config.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/hash.h"
#include "file/durable.h"
#include "file/secret.h"
#include "law/explore.h"

namespace sealer {
namespace {

constexpr std::uint64_t kEditionBytesMax = 32U << 20;

std::unexpected<base::Error> wrong(std::string_view what) {
  return base::fail("config", std::string(what));
}

base::Result<std::string> need(const json::Value& config, std::string_view name) {
  auto text = json::string_member(config, name);
  if (!text || text->empty()) return wrong(fmt::format("member \"{}\" is missing", name));
  return text;
}

std::string optional_text(const json::Value& config, std::string_view name, std::string otherwise) {
  const json::Value* value = json::find(config, name);
  return value == nullptr ? otherwise : json::text_or_empty(value);
}

base::Result<std::vector<ledger::RootKey>> read_roots(const json::Value& config) {
  auto array = json::array_member(config, "roots");
  if (!array) return wrong("member \"roots\" is missing");
  std::vector<ledger::RootKey> roots;
  for (const json::Value& item : **array) {
    MJ_TRY(ledger::RootKey key, ledger::root_key_from_json(item));
    roots.push_back(std::move(key));
  }
  if (roots.size() < 2) return wrong("two root keys are needed (transparency-log.md §3c)");
  return roots;
}

base::Result<ledger::LogPolicy> read_log(const json::Value& config, const std::string& origin) {
  ledger::LogPolicy log;
  MJ_TRY(const std::string vkey, need(config, "log"));
  MJ_TRY(log.log, ledger::parse_vkey(vkey));
  if (log.log.name != origin) return wrong("the name in \"log\" is not the origin");
  if (const json::Value* witnesses = json::find(config, "witnesses")) {
    MJ_TRY(const auto keys, json::strings(*witnesses));
    for (const std::string& text : keys) {
      MJ_TRY(ledger::VerifierKey key, ledger::parse_vkey(text));
      if (key.type != ledger::NoteType::cosignature)
        return wrong("a key in \"witnesses\" is no cosignature key");
      log.witnesses.push_back(std::move(key));
    }
  }
  if (json::find(config, "cosignatures") == nullptr) return log;
  MJ_TRY(const std::int64_t required, json::int_member(config, "cosignatures"));
  if (required < 0 || required > static_cast<std::int64_t>(log.witnesses.size()))
    return wrong("\"cosignatures\" asks for more witnesses than are configured");
  log.cosignatures_required = static_cast<int>(required);
  return log;
}

base::Result<Series> read_one_series(const json::Value& value) {
  Series series;
  MJ_TRY(series.prefix, need(value, "prefix"));
  const json::Value* first = json::find(value, "first");
  if (first == nullptr) return series;
  if (!first->is_object()) return wrong("\"first\" of a series is no object");
  for (const auto& [year, number] : first->as_object()) {
    const std::string text(year);
    const bool good = text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos &&
                      number.is_int64() && number.get_int64() > 0;
    if (!good) return wrong("\"first\" of a series: years and numbers above nought");
    series.first[std::stoi(text)] = number.get_int64();
  }
  return series;
}

base::Result<std::map<std::string, Series>> read_series(const json::Value& config) {
  auto table = json::object_member(config, "series");
  if (!table || (*table)->empty()) return wrong("member \"series\" is missing");
  std::map<std::string, Series> all;
  for (const auto& [form, value] : **table) {
    MJ_TRY(Series series, read_one_series(value));
    all.emplace(form, std::move(series));
  }
  return all;
}

base::Result<std::set<unsigned>> read_uids(const json::Value& config) {
  std::set<unsigned> uids;
  if (json::find(config, "office_uids") == nullptr) return uids;
  MJ_TRY(const json::Array* array, json::array_member(config, "office_uids"));
  for (const json::Value& uid : *array) {
    if (!uid.is_int64() || uid.get_int64() < 0)
      return wrong("\"office_uids\" holds something else than a uid");
    uids.insert(static_cast<unsigned>(uid.get_int64()));
  }
  return uids;
}

}  // namespace

base::Result<Config> config_from_json(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed || !parsed->is_object()) return wrong("not a JSON object of the log profile");
  const json::Value& value = *parsed;
  Config config;
  MJ_TRY(config.settings.origin, need(value, "origin"));
  MJ_TRY(config.settings.log, read_log(value, config.settings.origin));
  MJ_TRY(config.settings.roots, read_roots(value));
  MJ_TRY(config.settings.series, read_series(value));
  MJ_TRY(config.settings.state_directory, need(value, "state"));
  MJ_TRY(config.socket, need(value, "socket"));
  MJ_TRY(config.office_uids, read_uids(value));
  MJ_TRY(config.editions_directory, need(value, "editions"));
  MJ_TRY(config.act_key, need(value, "act_key"));
  MJ_TRY(config.document_key, need(value, "document_key"));
  MJ_TRY(config.document_certificate, need(value, "document_certificate"));
  MJ_TRY(config.fonts_directory, need(value, "fonts"));
  config.font_pins = optional_text(value, "font_pins", config.fonts_directory + "/fonts.sha256");
  MJ_TRY(config.press.portal, need(value, "portal"));
  config.press.origin = config.settings.origin;
  config.press.seal_number = optional_text(value, "bureau", "");
  return config;
}

base::Result<Config> read_config(const std::string& path) {
  MJ_TRY(const Bytes text, file::read_file(path, 1U << 20));
  return config_from_json(text);
}

base::Result<crypto::Sm2Key> read_act_key(const std::string& path) {
  MJ_TRY(const Bytes scalar, file::read_hex_secret(path));
  auto key = crypto::Sm2Key::from_scalar(scalar);
  if (!key) return wrong(path + " holds no SM2 key");
  return key;
}

base::Result<law::Editions> read_editions(const std::string& directory) {
  MJ_TRY(const auto names, file::list_directory(directory));
  law::Editions editions;
  for (const std::string& name : names) {
    MJ_TRY(const Bytes bytes, file::read_file(directory + "/" + name, kEditionBytesMax));
    if (name.substr(0, name.find('.')) != base::hex(crypto::sm3(bytes)))
      return wrong(fmt::format("{}/{} does not bear the hash of its bytes as its name", directory, name));
    auto edition = law::Lawbook::from_edition(bytes);
    if (!edition) return wrong(fmt::format("{}/{}: {}", directory, name, edition.error().text));
    if (const auto proven = law::require_proof(**edition); !proven)
      return wrong(fmt::format("{}/{}: {}", directory, name, proven.error().text));
    editions.add(std::move(*edition));
  }
  return editions;
}

base::Result<std::unique_ptr<Press>> make_press(const Config& config) {
  MJ_TRY(const Bytes pins, file::read_file(config.font_pins, 1U << 20));
  MJ_TRY(typeset::Fonts fonts, typeset::Fonts::load(config.fonts_directory, pins));
  MJ_TRY(const Bytes key, file::read_secret(config.document_key));
  MJ_TRY(const Bytes certificate, file::read_file(config.document_certificate, 1U << 20));
  MJ_TRY(typeset::PdfSigner signer, typeset::PdfSigner::from_pem(key, certificate));
  return std::make_unique<TypesetPress>(std::move(fonts), std::move(signer), config.press);
}

}  // namespace sealer
