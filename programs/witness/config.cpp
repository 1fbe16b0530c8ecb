#include "config.h"

#include "crypto/hash.h"
#include "file/durable.h"
#include "file/secret.h"

namespace witness {
namespace {

namespace json = base::json;

constexpr std::uint64_t kSmallFileBytesMax = 1 << 20;
constexpr std::uint64_t kEditionBytesMax = 32 << 20;
constexpr mode_t kForAll = 0644;
const char* const kNone = "none";

std::unexpected<base::Error> wrong(std::string what) {
  return base::fail("config", std::move(what));
}

base::Result<std::vector<ledger::RootKey>> roots_from(const json::Value& value, const std::string& where) {
  const json::Value* list = value.is_array() ? &value : json::find(value, "roots");
  if (list == nullptr || !list->is_array()) return wrong(where + "：没有 roots");
  std::vector<ledger::RootKey> roots;
  for (const json::Value& item : list->get_array()) {
    auto root = ledger::root_key_from_json(item);
    if (!root) return wrong(where + "：" + root.error().text);
    roots.push_back(std::move(*root));
  }
  if (roots.size() < 2) return wrong(where + "：根密钥至少两把");
  return roots;
}

base::Result<void> set_source(Config& config, const std::string& source) {
  config.source_url = source;
  if (source == kNone) return {};
  MJ_TRY(config.source, http::parse_address(source));
  return {};
}

base::Result<void> set_log(Config& config, const std::string& origin, const std::string& vkey) {
  auto log = ledger::parse_vkey(vkey);
  if (!log || log->type != ledger::NoteType::note) return wrong("日志公钥不成形式");
  if (log->name != origin) return wrong("日志公钥的名称不是 " + origin);
  config.log = std::move(*log);
  return {};
}

std::string edition_name(const Bytes& bytes) {
  return base::hex(crypto::sm3(bytes)) + ".json";
}

base::Result<void> install_edition(const Layout& layout, const Bytes& edition) {
  return file::write_file_durably(layout.editions() + "/" + edition_name(edition), edition);
}

base::Result<void> install_lawbook(const Layout& layout, const std::string& directory) {
  if (file::exists(directory + "/procedures")) {
    MJ_TRY(const auto lawbook, law::Lawbook::from_directory(directory));
    return install_edition(layout, lawbook->edition());
  }
  MJ_TRY(const law::Editions editions, load_editions(directory));
  for (const auto& [rules, lawbook] : editions.all()) MJ_CHECK(install_edition(layout, lawbook->edition()));
  return {};
}

base::Result<std::string> make_key(const std::string& path, const std::string& name, ledger::NoteType type) {
  const crypto::Sm2Key key = crypto::Sm2Key::generate();
  MJ_CHECK(file::write_hex_secret(path, key.scalar()));
  return ledger::format_vkey(ledger::make_vkey(name, type, key.public_key()));
}

/// Members of `trust` (docs/formats/zhengming.md) that this witness adds.
base::Result<void> make_keys(const Layout& layout, const Config& config) {
  MJ_TRY(const std::string a, make_key(layout.cosignature_key(), config.name, ledger::NoteType::cosignature));
  MJ_TRY(const std::string b,
         make_key(layout.procedure_key(), config.procedure_name(), ledger::NoteType::note));
  const json::Object keys{{"procedure", json::string_array({b})}, {"witnesses", json::string_array({a})}};
  return file::write_file_durably(layout.public_keys(), json::canonical(keys) + "\n", kForAll);
}

base::Result<Config> founded(const Founding& founding) {
  Config config;
  MJ_CHECK(set_log(config, founding.origin, founding.log));
  MJ_CHECK(set_source(config, founding.source));
  config.name = founding.name.empty() ? "witness/" + founding.origin : founding.name;
  MJ_TRY(const Bytes text, file::read_file(founding.roots_file, kSmallFileBytesMax));
  const auto roots = json::parse(text, {.bytes_max = kSmallFileBytesMax});
  if (!roots) return wrong(founding.roots_file + "：" + roots.error().text);
  MJ_TRY(config.roots, roots_from(*roots, founding.roots_file));
  // A name that no verifier key can bear would only be noticed by others.
  const auto vkey = ledger::make_vkey(config.procedure_name(), ledger::NoteType::note, config.log.public_key);
  if (!ledger::parse_vkey(ledger::format_vkey(vkey))) return wrong("名称里不能有空格和加号");
  return config;
}

}  // namespace

base::Result<Config> load_config(const Layout& layout) {
  if (!file::exists(layout.config()))
    return base::fail("not_installed",
                      layout.root + "：这里没有见证程序的数据，请先执行 mingjing-witness init");
  MJ_TRY(const Bytes text, file::read_file(layout.config(), kSmallFileBytesMax));
  const auto value = json::parse(text, {.bytes_max = kSmallFileBytesMax});
  if (!value) return wrong(layout.config() + "：" + value.error().text);
  Config config;
  const auto member = [&](const char* name) { return json::text_or_empty(json::find(*value, name)); };
  MJ_CHECK(set_log(config, member("origin"), member("log")));
  MJ_CHECK(set_source(config, member("source")));
  config.name = member("name");
  if (config.name.empty()) return wrong(layout.config() + "：没有 name");
  MJ_TRY(config.roots, roots_from(*value, layout.config()));
  return config;
}

base::Result<void> save_config(const Layout& layout, const Config& config) {
  json::Array roots;
  for (const ledger::RootKey& root : config.roots) roots.push_back(ledger::to_json(root));
  const json::Object value{{"log", ledger::format_vkey(config.log)},
                           {"name", config.name},
                           {"origin", config.origin()},
                           {"roots", std::move(roots)},
                           {"source", config.source_url},
                           {"v", 1}};
  return file::write_file_durably(layout.config(), json::canonical(value) + "\n");
}

base::Result<crypto::Sm2Key> load_key(const std::string& path) {
  MJ_TRY(const Bytes scalar, file::read_hex_secret(path));
  auto key = crypto::Sm2Key::from_scalar(scalar);
  if (!key) return wrong(path + " 里不是一把 SM2 密钥");
  return key;
}

base::Result<std::string> load_token(const std::string& path) {
  if (!file::exists(path)) return std::string();
  MJ_TRY(std::string token, file::read_secret(path));
  while (!token.empty() && (token.back() == '\n' || token.back() == ' ')) token.pop_back();
  return token;
}

base::Result<law::Editions> load_editions(const std::string& directory) {
  MJ_TRY(const auto names, file::list_directory(directory));
  law::Editions editions;
  for (const std::string& name : names) {
    const std::string path = directory + "/" + name;
    MJ_TRY(const Bytes bytes, file::read_file(path, kEditionBytesMax));
    if (name != edition_name(bytes)) return wrong(path + "：文件名不是内容的 SM3 加 .json");
    auto edition = law::Lawbook::from_edition(bytes);
    if (!edition) return wrong(path + "：" + edition.error().text);
    editions.add(std::move(*edition));
  }
  if (editions.all().empty()) return wrong(directory + "：没有执法规则");
  return editions;
}

base::Result<void> make_installation(const Founding& founding) {
  const Layout layout{founding.root};
  if (file::exists(layout.config()))
    return base::fail("already_installed", layout.root + "：已经有见证程序的数据");
  MJ_TRY(const Config config, founded(founding));
  for (const std::string& path : {layout.root, layout.editions()})
    MJ_CHECK(file::make_private_directory(path));
  MJ_CHECK(install_lawbook(layout, founding.lawbook));
  if (!founding.token_file.empty()) {
    MJ_TRY(const Bytes token, file::read_file(founding.token_file, kSmallFileBytesMax));
    MJ_CHECK(file::write_file_durably(layout.source_token(), token));
  }
  MJ_CHECK(make_keys(layout, config));
  return save_config(layout, config);  // last: its presence says that the installation is whole
}

}  // namespace witness
