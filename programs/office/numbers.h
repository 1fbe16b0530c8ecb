#pragma once

#include "config.h"

namespace office {

/// Prints every number (文号) of the year with its state, case and record. Beside a running office or alone;
/// the sealer must run. Exit status: 0 every number is accounted for, 1 one is not, 2 could not run.
[[nodiscard]] int print_numbers(const Layout& layout, int year);

}  // namespace office
