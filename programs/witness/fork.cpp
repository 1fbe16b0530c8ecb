#include "fork.h"

#include "base/encoding.h"

namespace witness {
namespace {

constexpr const char* kBetween = "-----\n";

/// That the cosigned tree had another root than `other` says at its size: for a reader who has neither tree.
std::string joined(const ledger::Tree& leaves, std::uint64_t from, std::uint64_t to) {
  std::string lines = kBetween + base::base64(leaves.root_at(from)) + '\n';
  for (const ledger::Hash& node : leaves.consistency(from, to)) lines += base::base64(node) + '\n';
  return lines;
}

}  // namespace

std::optional<Fork> find_fork(const Signed& cosigned, const Signed& other,
                              std::span<const ledger::Hash> proof, const ledger::Tree& leaves) {
  const ledger::Checkpoint& ours = cosigned.checkpoint;
  const ledger::Checkpoint& theirs = other.checkpoint;
  Fork fork{.text = ledger::checkpoint_text(theirs), .evidence = cosigned.note + kBetween + other.note};
  if (theirs.size == ours.size) return theirs.root != ours.root ? std::optional(fork) : std::nullopt;
  if (theirs.size > ours.size) {
    const bool shown = ledger::shows_other_past(ours.size, theirs.size, ours.root, theirs.root, proof);
    return shown ? std::optional(fork) : std::nullopt;
  }
  const bool known = theirs.size <= leaves.size();
  if (!known || leaves.root_at(theirs.size) == theirs.root) return std::nullopt;
  if (leaves.size() >= ours.size) fork.evidence += joined(leaves, theirs.size, ours.size);
  return fork;
}

}  // namespace witness
