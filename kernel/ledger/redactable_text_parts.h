#pragma once
// Bodies read into units, and the tree over them (redactable-text.md §1–3).

#include <string>
#include <string_view>
#include <vector>

#include "ledger/redactable_text.h"

namespace ledger {

inline constexpr std::size_t kItemsMax = 65536;
inline constexpr std::size_t kPublishedBytesMax = 8 << 20;

/// Kind bytes of §1; `hidden` stands for one unit that a redaction hides.
enum class UnitKind : char { character = 'c', atom = 'a', mark = 'b', hidden = 0 };

/// One item of a body. Views point into the JSON it was read from.
struct BodyItem {
  UnitKind kind = UnitKind::hidden;  // character: a whole `t`; hidden: a redaction
  std::string_view text;             // characters, atom, mark or label
  std::string_view reason;           // of a redaction
  std::int64_t units = 0;
};

struct ReadBody {
  std::vector<BodyItem> items;
  std::int64_t units = 0;  // kUnitsMax + 1 stands for anything larger
};

/// Item by item: form, then characters. Errors: `limit` (number of items), `item`, `char`.
[[nodiscard]] base::Result<ReadBody> read_body(const json::Array& body, bool redactions_allowed);
/// Label and reason as §3 wants them. Errors: `item`, `char`.
[[nodiscard]] base::Result<void> check_redaction(std::string_view label, std::string_view reason);

struct Unit {
  UnitKind kind = UnitKind::hidden;
  std::string_view bytes;
};
/// Needs units ≤ kUnitsMax.
[[nodiscard]] std::vector<Unit> expand(const ReadBody& body);

/// Minimal cover of a tree whose hidden units may not be opened (§3), each part concatenated raw.
struct Cover {
  Bytes seeds;
  Bytes hashes;
};

/// The tree over the units of one text (§2). Holds a reference: `units` must outlive it.
class TextTree {
 public:
  TextTree(const std::vector<Unit>& units, HashAlg alg);
  /// Root of the whole text; every unit must be there.
  [[nodiscard]] Hash root(const Hash& seed);
  /// Root, and the cover that hides the units where `hidden` is true (one entry a unit).
  [[nodiscard]] Hash root_and_cover(const Hash& seed, const std::vector<bool>& hidden, Cover& cover);
  /// The root a published form proves. Error: `proof` when the cover is not exactly that of visit().
  [[nodiscard]] base::Result<Hash> proven_root(const Cover& cover);

 private:
  struct Range {
    std::size_t lo, hi;
    [[nodiscard]] std::size_t size() const { return hi - lo; }
  };
  void count_hidden(const std::vector<bool>& hidden);
  [[nodiscard]] std::size_t hidden_in(Range range) const;
  [[nodiscard]] static std::size_t middle(Range range);
  [[nodiscard]] Hash subtree(Range range, const Hash& seed);
  [[nodiscard]] Hash visit(Range range, const Hash& seed, Cover& cover);
  void measure(Range range, std::size_t& seeds, std::size_t& hashes) const;
  [[nodiscard]] Hash prove(Range range, std::string_view& seeds, std::string_view& hashes);
  [[nodiscard]] Hash child_seed(const Hash& seed, char side);
  [[nodiscard]] Hash leaf(const Hash& salt, const Unit& unit);
  [[nodiscard]] Hash node(const Hash& left, const Hash& right);
  [[nodiscard]] Hash closed(std::string_view top);

  const std::vector<Unit>& units_;
  HashAlg alg_;
  std::vector<std::uint32_t> hidden_before_;  // prefix sums: visit() stays linear in the proof (§6)
  Bytes buffer_;
};

}  // namespace ledger
