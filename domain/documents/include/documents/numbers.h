#pragma once
// The account of a year's numbers (文号): what the sealer says of each, beside what this log holds.

#include <vector>

#include "documents/issued.h"
#include "seal/client.h"

namespace documents {

struct NumberLine {
  std::string no, state;  // state: allotted answered recorded void hole; unknown: the sealer does not list it
  std::string date, stream, leaf, ground;  // stream: the case; "" where it is not known
  /// Nobody can say what became of it: a hole, no answer, no record a day after the answer, or the sealer and
  /// this log disagree.
  bool open = false;
};

struct NumbersOfYear {
  std::vector<NumberLine> numbers;   // every series from its first to its last number
  std::vector<std::string> stopped;  // why the sealer seals nothing now; empty while it does
  [[nodiscard]] bool accounted() const;
};

/// Errors: as Client::call; `sealer.<code>`; of the projection.
[[nodiscard]] base::Result<NumbersOfYear> numbers_of_year(seal::Client& sealer, const Issued& issued,
                                                          int year);

}  // namespace documents
