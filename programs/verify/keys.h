#pragma once
// Whose keys are believed (proof.md §2): pinned from a file, remembered from the first use, or carried by the
// proof.

#include <optional>
#include <string>

#include "ledger/zhengming.h"

namespace verify {

/// Error: `input`, naming the file.
[[nodiscard]] base::Result<std::string> read_file(const std::string& path, std::uintmax_t bytes_max);

/// Error: `input`.
[[nodiscard]] base::Result<ledger::Trust> read_keys(const std::string& path);
/// Keys the proof carries, nullopt when it cannot be read so far.
[[nodiscard]] std::optional<ledger::Trust> carried_keys(std::string_view proof);

/// Pins of first use, one file for each origin in `directory`.
class Remembered {
 public:
  explicit Remembered(std::string directory) : directory_(std::move(directory)) {}
  /// $XDG_CONFIG_HOME/mingjing/keys, else ~/.config/mingjing/keys. Error: `environment` when neither is set.
  [[nodiscard]] static base::Result<Remembered> of_user();
  /// nullopt when nothing is remembered of this origin. Error: `input` (damaged).
  [[nodiscard]] base::Result<std::optional<ledger::Trust>> find(const std::string& origin) const;
  /// Error: `environment`.
  [[nodiscard]] base::Result<void> remember(const ledger::Trust& trust) const;

 private:
  [[nodiscard]] std::string path_of(const std::string& origin) const;
  std::string directory_;
};

}  // namespace verify
