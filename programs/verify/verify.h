#pragma once
// From options to words and exit status, without touching anything but the files named (and, with --remember,
// the user's pins).

#include "options.h"
#include "sentences.h"

namespace verify {

struct Outcome {
  int status = 2;    // 0 verified, 1 refused, 2 could not run or only carried keys (proof.md §5)
  std::string text;  // for standard output; of status 2 without a result: for standard error
  bool could_run = false;
};

/// What a finding means for whoever asked: a check that was asked for and could not be done is no success.
[[nodiscard]] int status_of(const Finding& finding, const Options& options);
[[nodiscard]] Outcome run(const std::vector<std::string>& arguments);

}  // namespace verify
