#pragma once
// The program behind main.cpp, so that tests can run all of it and end it where a crash would hurt most.

#include "sealer.h"

namespace sealer {

/// Exit status: 0 ended by a signal, or asked and answered; 1 asked and refused; 2 could not run.
[[nodiscard]] int run_program(int count, char** arguments, const AtPoint& at_point = nothing);

}  // namespace sealer
