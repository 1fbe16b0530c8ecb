#pragma once
// Numbers enter the rules only here.

#include "law/facts.h"

namespace law {

/// Whether the fields of `record` reach `threshold`: `unknown` where not all of them can be seen.
[[nodiscard]] Truth reached(const Threshold& threshold, const StepView& record);

}  // namespace law
