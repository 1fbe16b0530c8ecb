#pragma once
// The last word of a subcommand that could not run.

#include <iostream>

#include "base/result.h"

namespace office {

inline constexpr int kDone = 0, kRefused = 1, kCouldNotRun = 2;

/// Says the error on standard error; gives the exit status.
[[nodiscard]] inline int could_not_run(const base::Error& error) {
  std::cerr << "mingjing: " << error.text << " [" << error.code << "]\n";
  return kCouldNotRun;
}

}  // namespace office
