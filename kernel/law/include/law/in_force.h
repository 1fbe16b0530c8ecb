#pragma once
// Which editions of the lawbook are over along a log: its own records of kind `law` say so.

#include <cstdint>
#include <map>
#include <string>

namespace law {

/// Once an edition is adopted (采用规则版本), by a record that is made under it, the others that were in use
/// before are superseded for all later records, until one of them is adopted again: else whoever writes past
/// the office could choose the laxest edition there ever was. The order of the calls does not matter.
class InForce {
 public:
  /// A record under this edition.
  void use(const std::string& edition, std::uint64_t index);
  /// Its adoption.
  void adopt(const std::string& edition, std::uint64_t index);
  /// Whether a record at `index` may no longer be made under it.
  [[nodiscard]] bool superseded(const std::string& edition, std::uint64_t index) const;
  /// Whether use() has heard of it at `index` or before.
  [[nodiscard]] bool knows(const std::string& edition, std::uint64_t index) const;

 private:
  std::map<std::string, std::uint64_t> first_use_;
  std::map<std::uint64_t, std::string> adopted_;
};

}  // namespace law
