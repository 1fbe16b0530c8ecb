#pragma once
// Who is signed in. Sessions live in memory only: a restart signs everybody out and costs nothing else.

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/id.h"
#include "base/time.h"

namespace people {

struct SignedIn {
  std::string login;
  base::PersonId holder;
  bool first_password = false;  // came in by the administrator's: may only choose an own one
};

/// Thread-safe. Times are those of the machine, never of the demo's clock.
class Sessions {
 public:
  static constexpr std::int64_t kIdleMs = 30 * 60 * 1000;
  static constexpr std::int64_t kLifeMs = 12 * 60 * 60 * 1000;

  /// A new random token (43 characters); only its hash is kept.
  [[nodiscard]] std::string begin(const SignedIn& who, base::Instant now);
  [[nodiscard]] std::optional<SignedIn> find(std::string_view token, base::Instant now);
  /// As find, but no use of the session: a page that only stays open does not keep it.
  [[nodiscard]] std::optional<SignedIn> look(std::string_view token, base::Instant now) const;
  /// 32 random bytes as base64url that this session's owner may sign, once; "" without a session.
  [[nodiscard]] std::string challenge(std::string_view token);
  /// Whether this is the session's newest challenge; it is none any more.
  [[nodiscard]] bool take_challenge(std::string_view token, std::string_view challenge);
  void end(std::string_view token);
  /// Every session of this account.
  void end_all(std::string_view login);

 private:
  struct Entry {
    SignedIn who;
    base::Instant began, used;
    std::string challenge;
  };
  [[nodiscard]] static bool is_over(const Entry& entry, base::Instant now);
  mutable std::mutex mutex_;
  std::map<std::string, Entry> by_hash_;
};

}  // namespace people
