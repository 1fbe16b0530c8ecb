#pragma once
// What of a procedure a proof looks at; everything else "may hold or not".

#include "law/procedure.h"

namespace law {

struct Scope {
  std::set<std::string, std::less<>> facts, clocks, marks;
  void add(const Scope& other);
  [[nodiscard]] bool meets(const Scope& other) const;
  [[nodiscard]] Scope shared_with(const Scope& other) const;
  [[nodiscard]] bool empty() const { return facts.empty() && clocks.empty() && marks.empty(); }
  bool operator==(const Scope&) const = default;
};

/// Adds a fact, or the clock that a derived fact speaks of.
void add_fact(std::string_view fact, Scope& scope);
/// Adds every fact that the guard reads.
void add_guard(const Guard& guard, Scope& scope);
/// What decides whether the step may be taken and what becomes of it.
[[nodiscard]] Scope reads(const Procedure& procedure, const Step& step);
/// What the step may change.
[[nodiscard]] Scope writes(const Procedure& procedure, const Step& step);
/// What any step reads.
[[nodiscard]] Scope everything_read(const Procedure& procedure);

}  // namespace law
