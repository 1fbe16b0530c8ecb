#pragma once
// `mingjing law …`: what a lawyer asks of a lawbook before anybody works under it. Exit status as report.h.

#include <string>

namespace office::law_commands {

/// Prints every property with ✓ or ✗; kRefused when one does not hold.
[[nodiscard]] int check(const std::string& directory);

}  // namespace office::law_commands
