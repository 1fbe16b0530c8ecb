#pragma once
// `mingjing key make`: the key a person signs with and the password it is wrapped under, made where only that
// person types. The file holds nothing that has to be kept from `mingjing init`: no passphrase, no open key.

#include <filesystem>

#include "base/json.h"
#include "ledger/keys.h"
#include "people/credentials.h"

namespace office {

struct PersonKey {
  std::string login;
  base::json::Object enrolment;  // enrolment_of the key, for a holder of its own
  people::StoredKey stored;      // wrapped under the passphrase (docs/formats/keys.md §5)
  std::string password;          // argon2id of the sign-in secret (crypto/sign_in.h)
  /// The key as it is pinned.
  [[nodiscard]] ledger::RootKey root() const;
  [[nodiscard]] bool has(std::string_view role) const;
};

/// A new key for a new holder. Error: `password_short` (fewer than 12 characters).
[[nodiscard]] base::Result<PersonKey> make_person_key(const std::string& login,
                                                      const std::vector<std::string>& roles,
                                                      const std::string& passphrase);
/// Error: `exists`, of the disk. Mode 0600: whoever has the file can try passphrases.
[[nodiscard]] base::Result<void> save_person_key(const std::filesystem::path& path, const PersonKey& key);
/// Errors: `person_key` (malformed, or the proof of possession does not fit), of the disk.
[[nodiscard]] base::Result<PersonKey> load_person_key(const std::filesystem::path& path);

struct KeyOptions {
  std::string login;
  std::vector<std::string> roles;
  std::filesystem::path out;
};
/// Asks for the passphrase, twice on a terminal, else one line of standard input. Exit status 0 or 2.
[[nodiscard]] int make_key(const KeyOptions& options);

}  // namespace office
