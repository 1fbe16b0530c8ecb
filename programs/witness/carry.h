#pragma once
// The same witness without a network: requests and records come on a medium, answers and reports go back on
// it (transparency-log.md §7, "Offline exchange").

#include "witness.h"

namespace witness {

struct Carried {
  int answered = 0, cosigned = 0, reports = 0;
  std::string trouble;  // why the records on the medium could not be checked, "" when they were
};

/// Answers every `.req` of this log on the medium, the smallest size first, with a `.resp`; then follows the
/// records in `tiles/` and `structure/` and writes the reports. Errors: as Witness::add_checkpoint, as
/// file's.
[[nodiscard]] base::Result<Carried> carry(Witness& witness, const std::string& medium);

}  // namespace witness
