#pragma once
// The proof before a lawbook is used (the gate's first time): every reachable state of what each property
// looks at is visited. README.md says what is left out and why that cannot hide a path.

#include <functional>

#include "law/lawbook.h"

namespace law {

/// What is proven, by name (architecture.md, "Fixed points").
struct Property {
  std::string name;   // major_needs_review
  std::string title;  // what it says, in plain Chinese
};
[[nodiscard]] const std::vector<Property>& properties();

/// Whether a property holds of a procedure.
struct Verdict {
  std::string property, title;
  std::string procedure = {};  // title; "" where it is one of the whole lawbook
  Sources source = {};
  bool holds = true;
  std::size_t states = 0;  // visited
  std::string why = {};    // what is wrong
  std::vector<std::string> path =
      {};  // the steps that lead there, in plain Chinese; empty where it needs none
};

/// Every property of every procedure it speaks of, each told as soon as it is known.
void prove(const Lawbook& lawbook, const std::function<void(const Verdict&)>& tell);

/// The same of a lawbook that did not load: what the loader refused, by property; with an empty name what is
/// not even written as a lawbook is.
void tell_unloaded(const base::Error& error, const std::function<void(const Verdict&)>& tell);

/// Error `lawbook_unproven`: what does not hold, with the paths.
[[nodiscard]] base::Result<void> require_proof(const Lawbook& lawbook);

/// Why the verdict does not hold, and the steps that show it, in lines of plain Chinese.
[[nodiscard]] std::string explain(const Verdict& verdict);

}  // namespace law
