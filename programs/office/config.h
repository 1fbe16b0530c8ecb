#pragma once
// An installation on disk: where each thing lies, and what was decided once when it was made.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/sm2.h"
#include "ledger/keys.h"
#include "ledger/zhengming.h"

namespace office {

/// Names inside the data directory. Everything under private/ is readable by the office's account only.
struct Layout {
  std::filesystem::path root;
  [[nodiscard]] std::filesystem::path config() const { return root / "office.json"; }
  [[nodiscard]] std::filesystem::path secret(const char* name) const { return root / "private" / name; }
  [[nodiscard]] std::filesystem::path records() const { return root / "records.db"; }
  /// Data keys: two copies, never on the medium of the records (transparency-log.md §3e); here at least a
  /// file apart.
  [[nodiscard]] std::filesystem::path data_keys() const { return root / "private" / "data-keys.db"; }
  [[nodiscard]] std::filesystem::path credentials() const { return root / "private" / "credentials.db"; }
  [[nodiscard]] std::filesystem::path blobs() const { return root / "blobs"; }
  [[nodiscard]] std::filesystem::path uploads() const { return root / "uploads"; }
  [[nodiscard]] std::filesystem::path editions() const { return root / "editions"; }
  [[nodiscard]] std::filesystem::path feed() const { return root / "feed"; }
  [[nodiscard]] std::filesystem::path exported() const { return root / "exported.json"; }
  [[nodiscard]] std::filesystem::path sealer() const { return root / "sealer"; }
  [[nodiscard]] std::filesystem::path portal() const { return root / "portal"; }
  [[nodiscard]] std::filesystem::path keys_json() const { return root / "keys.json"; }
  /// What the office remembers of its witnesses (witnessing/book.h).
  [[nodiscard]] std::filesystem::path witnessing() const { return root / "witnessing"; }
  /// What the sign-in page of a demo offers: `{"accounts":[{"login","name","post","unit"}…],"passphrase"}`.
  [[nodiscard]] std::filesystem::path demo_accounts() const { return root / "demo-accounts.json"; }
  [[nodiscard]] std::filesystem::path seal_socket() const { return root / "sealer" / "sealer.sock"; }
};

/// Another authority that confirms that the log only grows, and may judge its steps (transparency-log.md §7).
struct Witness {
  std::string name;                 // for people: 明湖区司法局
  std::string url;                  // http://host:port[/prefix]; "" when it is reached by carried files only
  ledger::VerifierKey cosignature;  // key a
  std::optional<ledger::VerifierKey> report;  // key b; at most one witness of a log has one
};

struct Config {
  std::string origin, feed_origin, portal_url;
  std::vector<ledger::RootKey> roots;
  std::vector<Witness> witnesses = {};
  int cosignatures = 1;  // so many of them make a checkpoint a witnessed one
  bool twin = false;     // the same entries under a second origin with SHA-256 (transparency-log.md §9)
  [[nodiscard]] bool demo() const { return origin.starts_with("demo."); }
};

/// Error: `not_installed` (no office.json), `config`.
[[nodiscard]] base::Result<Config> load_config(const Layout& layout);
/// Error: `config` (load_config would refuse it; the old one stays).
[[nodiscard]] base::Result<void> save_config(const Layout& layout, const Config& config);

/// Errors: as file::read_hex_secret, `key`.
[[nodiscard]] base::Result<crypto::Sm2Key> load_sm2_key(const std::filesystem::path& path);
[[nodiscard]] base::Result<crypto::Ed25519Key> load_ed25519_key(const std::filesystem::path& path);

/// Where the lawbook, the fonts and the demo's town are found: MINGJING_HOME, else the source tree of the
/// build.
[[nodiscard]] std::filesystem::path home();
/// The fonts of the documents: MINGJING_FONTS, else where the build fetched them.
[[nodiscard]] std::filesystem::path fonts();

}  // namespace office
