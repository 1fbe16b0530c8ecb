#pragma once
// A scope is made wider by what a course found in it did not respect.

#include "explore_properties.h"

namespace law {

/// Everything that any step reads.
class Everything {
 public:
  explicit Everything(const Subject& subject);
  /// `scope` and what stands against the first step of the course that could not really be taken there; else
  /// what decides about all its steps. Equal to `scope` when the course leaves nothing out.
  [[nodiscard]] Scope refined(const Scope& scope, const std::vector<std::uint16_t>& course);

 private:
  [[nodiscard]] Scope objections(const std::vector<std::uint16_t>& course);

  const Procedure& procedure_;
  Watch none_;
  Layout layout_;
  Machine machine_;
};

}  // namespace law
