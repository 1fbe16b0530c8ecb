#pragma once
// Who may sign: keys are enrolled by records of kind `key` from two pinned roots (transparency-log.md §3c).

#include <map>
#include <optional>

#include "ledger/disclosure.h"
#include "ledger/seen.h"

namespace ledger {

struct RootKey {
  std::string id;
  Bytes pub;           // 65 bytes
  std::string holder;  // stream id of the person
  std::vector<std::string> roles;
};

[[nodiscard]] json::Value to_json(const RootKey& key);
[[nodiscard]] base::Result<RootKey> root_key_from_json(const json::Value& value);

struct EnrolledKey {
  Bytes pub;
  std::string holder;
  std::vector<std::string> roles;
  std::optional<std::uint64_t> good_from;     // index of the confirming record; nullopt: a root, good always
  std::optional<std::uint64_t> retired_from;  // index of the retirement
};

/// Keys by id. Grows by confirmed enrolments, in the order of the confirming index.
class KeyDirectory {
 public:
  explicit KeyDirectory(const std::vector<RootKey>& roots);
  /// The key, when it was good for a record at `index` (any index at or before the newest: pass the record's
  /// own).
  [[nodiscard]] const EnrolledKey* good_at(std::string_view id, std::uint64_t index) const;
  [[nodiscard]] bool granted(std::string_view id, std::string_view role, std::uint64_t index) const;
  [[nodiscard]] const std::map<std::string, EnrolledKey, std::less<>>& all() const;

  /// Whether the key made the signature; found good once, it is remembered by all copies of this directory.
  [[nodiscard]] bool verify(const EnrolledKey& key, std::string_view message,
                            std::string_view signature) const {
    return seen_.verify(key.pub, message, signature);
  }
  /// What all copies of this directory remember.
  [[nodiscard]] const Seen& seen() const { return seen_; }

  /// One record of a key stream with full structure revealed. Error: `key` with the reason.
  struct KeyRecord {
    std::uint64_t index = 0;
    Revealed revealed;
    std::vector<Hash> all_digests;
  };
  /// Takes enrol, confirm (and retire) of one stream. Nothing changes on error.
  [[nodiscard]] base::Result<void> enrol(const std::vector<KeyRecord>& stream);
  /// Takes a single retirement of a key known already.
  void retire(std::string_view id, std::uint64_t index);

 private:
  std::map<std::string, EnrolledKey, std::less<>> keys_;
  Seen seen_;
};

/// A bundle of a key stream, checked. Error: `bundle`.
[[nodiscard]] base::Result<KeyDirectory::KeyRecord> open_key_record(std::uint64_t index, Bundle bundle);

/// All streams, in the order of their confirming index (§3c Keys). Error: `key`.
[[nodiscard]] base::Result<KeyDirectory> enrol_all(const std::vector<RootKey>& roots,
                                                   std::vector<std::vector<KeyDirectory::KeyRecord>> streams);

/// The bytes a new key signs to prove possession: "mingjing-enrol/v1\n" ‖ JCS({"holder","key","roles"}).
[[nodiscard]] Bytes enrol_message(std::string_view holder, std::string_view key_id,
                                  const std::vector<std::string>& roles);
/// The bytes that whoever chooses a password signs with a key enrolled for him, so that nobody chooses it in
/// his place: "mingjing-possession/v1\n" ‖ JCS({"challenge","key","login"}).
[[nodiscard]] Bytes possession_message(std::string_view challenge, std::string_view key_id,
                                       std::string_view login);

}  // namespace ledger
