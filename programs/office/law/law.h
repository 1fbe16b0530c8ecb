#pragma once
// `mingjing law …`: what a lawyer asks of a lawbook before anybody works under it. Exit status as report.h.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace office::law_commands {

/// Prints every property with ✓ or ✗; kRefused when one does not hold.
[[nodiscard]] int check(const std::string& directory);

/// Runs the stories of `directory`/tests and prints those that did not come out as told; the last line says
/// how many did.
[[nodiscard]] int test(const std::string& directory);

struct ShowOptions {
  std::string directory;
  std::string as_of;  // day on which it is in force; "" = today
  std::string item;   // procedure, step, `procedure/step`, clock or form
};
/// Prints the item in plain Chinese with its articles; kRefused when the lawbook has none of that name.
[[nodiscard]] int show(const ShowOptions& options);

/// The command line of all of them.
class Commands {
 public:
  Commands(CLI::App& app, const std::string& lawbook);
  /// Runs what the parsed line asked for; nothing if it asked for something else.
  [[nodiscard]] std::optional<int> run() const;

 private:
  ShowOptions options_;
  CLI::App *check_, *test_, *show_;
};

}  // namespace office::law_commands
