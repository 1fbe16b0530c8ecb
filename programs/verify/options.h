#pragma once
// What the user asked for.

#include <string>
#include <vector>

#include "base/result.h"

namespace verify {

struct Options {
  std::string file;
  std::string keys;         // --keys: pinned keys from a place other than the file
  bool trust_file = false;  // --trust-file: be content with the keys the file carries
  bool remember = false;    // --remember: pin on first use
  std::vector<std::string> lawbooks;
  std::string pdf;
  bool as_json = false;
};

extern const char* const kUsage;

/// Error: `usage`.
[[nodiscard]] base::Result<Options> read_options(const std::vector<std::string>& arguments);

}  // namespace verify
