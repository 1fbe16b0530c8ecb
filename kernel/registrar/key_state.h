#pragma once
// The keys good so far, and the key streams they come from (transparency-log.md §3c, Keys).

#include <memory>

#include "ledger/keys.h"
#include "ledger/record.h"

namespace registrar {

inline constexpr std::string_view kKeyKind = "key";

/// A value: a group of records works on a copy, which takes the place of this one after the commit.
struct KeyState {
  ledger::KeyDirectory directory;
  std::map<std::string, std::vector<ledger::KeyDirectory::KeyRecord>, std::less<>> streams;

  explicit KeyState(const std::vector<ledger::RootKey>& roots) : directory(roots) {}
  /// Takes the next record of a stream of kind `key`. Error: `key` with the reason.
  [[nodiscard]] base::Result<void> take(const ledger::StoredRecord& record);
};
using KeyStatePtr = std::shared_ptr<const KeyState>;

/// Whether an enrolment shows that the new key is in its holder's hands: found out before the stream begins,
/// because a stream that can never be confirmed would stay for ever.
[[nodiscard]] bool enrolment_proves_possession(const ledger::json::Object& fields);

}  // namespace registrar
