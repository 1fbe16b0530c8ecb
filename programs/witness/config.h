#pragma once
// An installation of a witness: one directory for one log (README.md names its files).

#include "follower.h"

namespace witness {

/// Names inside the directory.
struct Layout {
  std::string root;
  [[nodiscard]] std::string config() const { return root + "/witness.json"; }
  [[nodiscard]] std::string public_keys() const { return root + "/keys.json"; }
  [[nodiscard]] std::string cosignature_key() const { return root + "/cosignature.key"; }
  [[nodiscard]] std::string procedure_key() const { return root + "/procedure.key"; }
  [[nodiscard]] std::string source_token() const { return root + "/source.token"; }
  [[nodiscard]] std::string editions() const { return root + "/editions"; }
  [[nodiscard]] std::string journal() const { return root + "/cosigned"; }
  [[nodiscard]] std::string evidence() const { return root + "/evidence"; }
  [[nodiscard]] std::string standstill() const { return root + "/standstill"; }
  [[nodiscard]] std::string reports() const { return root + "/reports"; }
  [[nodiscard]] std::string replica() const { return root + "/replica"; }
  [[nodiscard]] std::string lock() const { return root + "/lock"; }
};

struct Config {
  ledger::VerifierKey log;  // its name is the origin
  std::string name;         // of key a; key b is `<name>/procedure`
  std::vector<ledger::RootKey> roots;
  std::optional<http::Address> source;  // none: records come on a medium
  std::string source_url;               // as given; "none"
  [[nodiscard]] const std::string& origin() const { return log.name; }
  [[nodiscard]] bool demo() const { return log.name.starts_with("demo."); }
  [[nodiscard]] std::string procedure_name() const { return name + "/procedure"; }
};

/// Errors: `not_installed`, `config` with the member that is missing or wrong.
[[nodiscard]] base::Result<Config> load_config(const Layout& layout);
[[nodiscard]] base::Result<void> save_config(const Layout& layout, const Config& config);

/// Errors: `config`, as file::read_hex_secret.
[[nodiscard]] base::Result<crypto::Sm2Key> load_key(const std::string& path);
/// The token for the source, "" where there is no file. Errors: as file::read_secret.
[[nodiscard]] base::Result<std::string> load_token(const std::string& path);
/// Every edition in the directory, each named by the hex SM3 of its bytes. Error: `config`.
[[nodiscard]] base::Result<law::Editions> load_editions(const std::string& directory);

struct Founding {
  std::string root, origin, log, roots_file, source, lawbook, token_file, name;
};
/// Makes the directory with fresh keys a and b. `lawbook` is a lawbook's directory or one of editions.
/// Errors: `already_installed`, `config`, of the disk.
[[nodiscard]] base::Result<void> make_installation(const Founding& founding);

}  // namespace witness
