#pragma once

#include "typeset/document.h"

namespace typeset {

/// Right-hand blocks: organ and date under the text.
inline bool is_signature(const Part& part) {
  const auto* block = std::get_if<Block>(&part);
  return block != nullptr && (block->kind == Kind::right || block->kind == Kind::date);
}

/// First index after the run of right-hand blocks that begins at `from`.
inline std::size_t signature_end(const Document& document, std::size_t from) {
  std::size_t end = from;
  while (end < document.parts.size() && is_signature(document.parts[end])) ++end;
  return end;
}

}  // namespace typeset
