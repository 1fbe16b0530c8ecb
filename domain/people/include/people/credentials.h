#pragma once
// Passwords and wrapped private keys: kept beside the ledger, not in it. Their loss costs a new enrolment, no
// record (docs/trust.md).

#include <memory>
#include <mutex>

#include "base/id.h"
#include "base/time.h"
#include "sql/session.h"

namespace people {

struct StoredKey {
  base::KeyId key_id;
  std::string wrapped;  // crypto::wrap_key
};

/// Of the two root persons and the administrator: made with the installation.
struct FounderAccount {
  std::string login;
  base::PersonId holder;
  std::string password;  // crypto::hash_password
  StoredKey key;
};

/// Error: `password_short` (fewer than twelve characters).
[[nodiscard]] base::Result<void> long_enough(std::string_view password);

/// Thread-safe. Password checks take about a tenth of a second: call from the pool.
class Credentials {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Credentials>> open(const std::string& path);

  /// The password of an account that has none yet. Errors: `password_short` (fewer than 12 characters),
  /// `password_set`: whoever hands out first passwords cannot take an account over.
  [[nodiscard]] base::Result<void> set_first_password(std::string_view login, std::string_view password);
  /// A new password in the place of the old one. Errors: `password_short`, as check().
  [[nodiscard]] base::Result<void> change_password(std::string_view login, std::string_view old,
                                                   std::string_view fresh, base::Instant now);
  /// Errors: `sign_in` (unknown login or wrong password: not told apart), `locked` after five failures for 15
  /// minutes.
  [[nodiscard]] base::Result<void> check(std::string_view login, std::string_view password,
                                         base::Instant now);
  [[nodiscard]] base::Result<void> set_key(std::string_view login, const StoredKey& key);
  /// Empty when the person has no key yet.
  [[nodiscard]] base::Result<StoredKey> key_of(std::string_view login) const;
  /// An account that exists before the ledger can tell of it. Error: `password_set` (this login has one).
  [[nodiscard]] base::Result<void> add_founder(const FounderAccount& account);
  /// The person of a founder's account. Error: `unknown_account`.
  [[nodiscard]] base::Result<base::PersonId> holder_of(std::string_view login) const;
  [[nodiscard]] bool has_account(const base::PersonId& holder) const;

 private:
  explicit Credentials(std::unique_ptr<sql::Session> session);
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace people
