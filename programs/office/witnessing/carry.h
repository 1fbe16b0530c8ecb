#pragma once
// The witness by carried files (transparency-log.md §7, offline exchange): what the bureau takes to it and
// what comes back. Both work beside a running office: they read records and leave answers in its inbox.

#include "config.h"

namespace office::witnessing {

struct CarryOptions {
  Layout layout;
  std::filesystem::path medium;  // folder on what is carried
  std::string witness;           // name in office.json; "" where there is only one
};

/// `mingjing carry-out`: `<name>.req` for the newest signed checkpoint, with tiles/ and structure/ of all
/// records that the witness lacks. Exit status: 0 written, 2 could not run.
[[nodiscard]] int carry_out(const CarryOptions& options);

/// `mingjing carry-in`: reads `.resp` and `.report`, says which verify, and hands those to the office. Exit
/// status: 0 all taken (or nothing there), 1 one was refused, 2 could not run.
[[nodiscard]] int carry_in(const CarryOptions& options);

}  // namespace office::witnessing
