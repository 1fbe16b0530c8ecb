#pragma once
// 机构: the units of the bureau as a tree with the people in each, from the roster.

#include "base/json.h"
#include "people/roster.h"

namespace office {

/// [{"id","name","people":[{"holder","name","post"}],"units":[…]}]: the units at the top, each with those
/// below it. A unit whose superior does not stand, or stands below it, is shown at the top; nobody is left
/// out: those without a unit that stands come last, under the name they were recorded with and without an id.
[[nodiscard]] base::json::Array unit_tree(const std::vector<people::Unit>& units,
                                          const std::vector<people::Person>& people);

/// Whether `unit` is `other` or lies below it.
[[nodiscard]] bool is_within(const std::vector<people::Unit>& units, const base::StreamId& unit,
                             const base::StreamId& other);

}  // namespace office
