#pragma once
// Passwords and wrapped private keys: kept beside the ledger, not in it. Their loss costs a new enrolment, no
// record (docs/trust.md).

#include <memory>
#include <mutex>
#include <optional>

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

/// What somebody gives to be let in.
struct SignIn {
  std::string login, password;
  std::string code;  // 动态口令, "" = none given
};

/// By which password somebody came in.
enum class Password {
  own,
  first,  // 初始口令: handed out by an administrator, who therefore knows it
};

/// Why an account has no second factor any more.
struct Removal {
  std::string by;  // login of the administrator
  std::string reason;
  base::Instant at;
};

/// Error: `password_short` (fewer than twelve characters).
[[nodiscard]] base::Result<void> long_enough(std::string_view password);

/// Passwords, second factors (动态口令, totp.h), wrapped keys. Thread-safe. Password checks take about a
/// tenth of a second: call from the pool.
class Credentials {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Credentials>> open(const std::string& path);

  /// A first password: good for one sign-in within 72 hours, which may do nothing but choose an own one. The
  /// password and the wrapped key that lay there are gone, so the caller must have found that key not to be
  /// good (any more): `spent` is what key_of gave. Errors: `password_short` (fewer than 12 characters),
  /// `password_set` (another key lies there by now).
  [[nodiscard]] base::Result<void> set_first_password(std::string_view login, std::string_view password,
                                                      const base::KeyId& spent, base::Instant now);
  /// In the place of a first password, or of one that no good key vouches for; `key` whose holder chose it,
  /// empty where he has none. Errors: `password_short`, `password_same` (whoever handed out the first one
  /// knows it).
  [[nodiscard]] base::Result<void> set_own_password(std::string_view login, std::string_view password,
                                                    const StoredKey& key);
  /// A new password in the place of the old one. Errors: `password_short`, `sign_in`, `locked`.
  [[nodiscard]] base::Result<void> change_password(std::string_view login, std::string_view old,
                                                   std::string_view fresh, base::Instant now);
  /// Errors: `sign_in` (unknown login or wrong password: not told apart), `second_factor_needed` (the
  /// password is right, a code is wanted), `second_factor_wrong` (or used before), `first_password_over`
  /// (used before, or too late), `locked` after five failures of either kind for 15 minutes.
  [[nodiscard]] base::Result<Password> sign_in(const SignIn& given, base::Instant now);

  /// A new secret as an address for an authenticator (totp_uri); asked for once it is confirmed. Error:
  /// `second_factor_set`: whoever sits at an open session cannot replace the owner's.
  [[nodiscard]] base::Result<std::string> begin_second_factor(std::string_view login);
  /// Errors: `second_factor_wrong`, `second_factor_set`.
  [[nodiscard]] base::Result<void> confirm_second_factor(std::string_view login, std::string_view code,
                                                         base::Instant now);
  [[nodiscard]] base::Result<bool> has_second_factor(std::string_view login) const;
  /// Error: `unknown_second_factor`.
  [[nodiscard]] base::Result<void> remove_second_factor(std::string_view login, const Removal& removal);
  /// The last one; none: never.
  [[nodiscard]] base::Result<std::optional<Removal>> removal_of(std::string_view login) const;

  /// The caller knows that it is the owner's doing: the key vouches for the password from now on.
  [[nodiscard]] base::Result<void> set_key(std::string_view login, const StoredKey& key);
  /// The key whose holder chose the password. Empty when nobody has shown one.
  [[nodiscard]] base::Result<StoredKey> key_of(std::string_view login) const;
  /// An account that exists before the ledger can tell of it. Error: `password_set` (this login has one).
  [[nodiscard]] base::Result<void> add_founder(const FounderAccount& account);
  /// The person of a founder's account. Error: `unknown_account`.
  [[nodiscard]] base::Result<base::PersonId> holder_of(std::string_view login) const;
  [[nodiscard]] bool has_account(const base::PersonId& holder) const;

 private:
  explicit Credentials(std::unique_ptr<sql::Session> session);
  /// A failure is counted; success forgets none yet, for a second factor may be wanted.
  [[nodiscard]] base::Result<void> check_password(std::string_view login, std::string_view password,
                                                  base::Instant now);
  [[nodiscard]] base::Result<void> count_failure(std::string_view login, base::Instant now);
  [[nodiscard]] base::Result<void> forget_failures(std::string_view login);
  /// Which password the account has; a first one is used up by this. Error: `first_password_over`.
  [[nodiscard]] base::Result<Password> use_password(std::string_view login, base::Instant now);
  /// Takes the code, once. Error: `second_factor_wrong`.
  [[nodiscard]] base::Result<void> use_code(std::string_view login, std::string_view code, base::Instant now);
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace people
