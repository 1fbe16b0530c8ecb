#pragma once
// Passwords and wrapped private keys: kept beside the ledger, not in it. Their loss costs a new enrolment, no
// record (docs/trust.md).

#include <memory>
#include <mutex>

#include "base/time.h"
#include "sql/session.h"

namespace people {

struct StoredKey {
  std::string key_id;
  std::string wrapped;  // crypto::wrap_key
};

/// Thread-safe. Password checks take about a tenth of a second: call from the pool.
class Credentials {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Credentials>> open(const std::string& path);

  /// Sets the password of `login`. Error: `password_short` (fewer than 12 characters).
  [[nodiscard]] base::Result<void> set_password(std::string_view login, std::string_view password);
  /// Errors: `sign_in` (unknown login or wrong password: not told apart), `locked` after five failures for 15
  /// minutes.
  [[nodiscard]] base::Result<void> check(std::string_view login, std::string_view password,
                                         base::Instant now);
  [[nodiscard]] base::Result<void> set_key(std::string_view login, const StoredKey& key);
  /// Empty when the person has no key yet.
  [[nodiscard]] base::Result<StoredKey> key_of(std::string_view login) const;
  /// Accounts that exist before the ledger can tell of them: the two root persons and the administrator.
  [[nodiscard]] base::Result<void> set_holder(std::string_view login, std::string_view holder);
  [[nodiscard]] base::Result<std::string> holder_of(std::string_view login) const;

 private:
  explicit Credentials(std::unique_ptr<sql::Session> session);
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace people
