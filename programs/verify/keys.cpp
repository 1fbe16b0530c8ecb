#include "keys.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/hash.h"

namespace verify {
namespace {

namespace json = base::json;

constexpr std::uintmax_t kKeysBytesMax = 1U << 20;

}  // namespace

base::Result<std::string> read_file(const std::string& path, std::uintmax_t bytes_max) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return base::fail("input", path + "：打不开（" + error.message() + "）");
  if (size > bytes_max) return base::fail("input", path + "：文件太大");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return base::fail("input", path + "：读不出来");
  return bytes.str();
}

base::Result<ledger::Trust> read_keys(const std::string& path) {
  MJ_TRY(const std::string text, read_file(path, kKeysBytesMax));
  auto value = json::parse(text, {.bytes_max = kKeysBytesMax, .depth_max = 16});
  if (!value) return base::fail("input", path + "：不是 JSON（" + value.error().code + "）");
  // A published file may hold more (the key of the feed): only the members of `trust` are read.
  json::Object members;
  for (const char* name : {"log", "procedure", "roots", "witnesses"})
    if (const json::Value* member = json::find(*value, name)) members[name] = *member;
  auto trust = ledger::trust_from_json(members);
  if (!trust) return base::fail("input", path + "：不是公钥文件：" + trust.error().text);
  return trust;
}

std::optional<ledger::Trust> carried_keys(std::string_view proof) {
  const auto value = json::parse(proof, {.bytes_max = ledger::kProofBytesMax, .depth_max = 16});
  const json::Value* carried = value ? json::find(*value, "trust") : nullptr;
  auto trust = carried == nullptr ? base::fail("format") : ledger::trust_from_json(*carried);
  if (!trust) return {};
  return std::move(*trust);
}

base::Result<Remembered> Remembered::of_user() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0')
    return Remembered(std::string(config) + "/mingjing/keys");
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return Remembered(std::string(home) + "/.config/mingjing/keys");
  return base::fail("environment", "没有主目录，不能记住公钥");
}

std::string Remembered::path_of(const std::string& origin) const {
  return directory_ + "/" + base::hex(crypto::sm3(origin)).substr(0, 16) + ".json";
}

base::Result<std::optional<ledger::Trust>> Remembered::find(const std::string& origin) const {
  const std::string path = path_of(origin);
  if (!std::filesystem::exists(path)) return std::nullopt;
  MJ_TRY(ledger::Trust trust, read_keys(path));
  return trust;
}

base::Result<void> Remembered::remember(const ledger::Trust& trust) const {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  const std::string path = path_of(trust.log.name), fresh = path + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << json::canonical(ledger::to_json(trust)) << '\n';
  out.close();
  if (out) std::filesystem::rename(fresh, path, error);
  if (!out || error) return base::fail("environment", path + "：写不进去");
  return {};
}

}  // namespace verify
