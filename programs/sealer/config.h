#pragma once
// The one configuration file, read once (README.md lists its members).

#include "press.h"
#include "sealer.h"

namespace sealer {

struct Config {
  Settings settings;
  PressSettings press;
  std::string editions_directory, fonts_directory, font_pins;
  std::string socket;              // the office's door
  std::set<unsigned> office_uids;  // besides the sealer's own
  std::string act_key, document_key, document_certificate;
};

/// Errors: `config`, with the member that is missing or wrong.
[[nodiscard]] base::Result<Config> config_from_json(std::string_view text);
[[nodiscard]] base::Result<Config> read_config(const std::string& path);

/// 64 hex digits in a file that only its owner can read. Errors: `config`, as file::read_hex_secret.
[[nodiscard]] base::Result<crypto::Sm2Key> read_act_key(const std::string& path);
/// Every file of the directory is an edition and bears the hex SM3 of its bytes as its name, with or without
/// an ending. Error: `config`.
[[nodiscard]] base::Result<law::Editions> read_editions(const std::string& directory);
/// Fonts, certificate and document key. Errors: `config`, as file::read_secret.
[[nodiscard]] base::Result<std::unique_ptr<Press>> make_press(const Config& config);

}  // namespace sealer
