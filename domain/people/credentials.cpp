#include "people/credentials.h"

#include "crypto/cipher.h"

namespace people {
namespace {

constexpr std::size_t kPasswordMin = 12;
constexpr int kFailuresMax = 5;
constexpr std::int64_t kLockMs = 15 * 60 * 1000;

constexpr std::string_view kTables = R"sql(
  CREATE TABLE IF NOT EXISTS credential(login TEXT PRIMARY KEY, password TEXT NOT NULL DEFAULT '',
    holder TEXT NOT NULL DEFAULT '', key_id TEXT NOT NULL DEFAULT '', wrapped TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS first_password(login TEXT PRIMARY KEY, until INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS second_factor(login TEXT PRIMARY KEY, secret BLOB NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS second_factor_removal(login TEXT PRIMARY KEY, by TEXT NOT NULL,
    reason TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
)sql";

/// A hash that no password has: checking against it costs an unknown login as much time as a known one.
const std::string& decoy_hash() {
  static const std::string hash = crypto::hash_password(crypto::random_bytes(32));
  return hash;
}

}  // namespace

base::Result<void> long_enough(std::string_view password) {
  if (base::to_code_points(password).size() < kPasswordMin)
    return base::fail("password_short", "口令至少十二个字符");
  return {};
}

Credentials::Credentials(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

base::Result<std::unique_ptr<Credentials>> Credentials::open(const std::string& path) {
  MJ_TRY(auto session, sql::open_sqlite(path, sql::Access::read_write));
  MJ_CHECK(session->script(kTables));
  (void)decoy_hash();
  return std::unique_ptr<Credentials>(new Credentials(std::move(session)));
}

base::Result<void> Credentials::change_password(std::string_view login, std::string_view old,
                                                std::string_view fresh, base::Instant now) {
  MJ_CHECK(check_password(login, old, now));
  MJ_CHECK(forget_failures(login));
  MJ_CHECK(long_enough(fresh));
  const std::string hash = crypto::hash_password(fresh);
  const std::scoped_lock lock(mutex_);
  MJ_CHECK(session_->run("UPDATE credential SET password=? WHERE login=?", {hash, std::string(login)}));
  return {};
}

base::Result<void> Credentials::check_password(std::string_view login, std::string_view password,
                                               base::Instant now) {
  const sql::Values who{std::string(login)};
  std::string stored;
  {
    const std::scoped_lock lock(mutex_);
    MJ_TRY(const auto rows,
           session_->rows("SELECT password, locked_until FROM credential WHERE login=?", who));
    if (!rows.empty() && rows[0].integer(1) > now.ms)
      return base::fail("locked", "连续输错口令，账户已锁定，请十五分钟后再试");
    if (!rows.empty()) stored = rows[0].text(0);
  }
  const bool known = !stored.empty();
  const bool right = crypto::verify_password(password, known ? stored : decoy_hash()) && known;
  if (right) return {};
  MJ_CHECK(count_failure(login, now));
  return base::fail("sign_in", "账户或口令不正确");
}

base::Result<void> Credentials::forget_failures(std::string_view login) {
  const std::scoped_lock lock(mutex_);
  MJ_CHECK(session_->run("UPDATE credential SET failures=0 WHERE login=?", {std::string(login)}));
  return {};
}

base::Result<void> Credentials::count_failure(std::string_view login, base::Instant now) {
  const std::scoped_lock lock(mutex_);
  MJ_CHECK(session_->run(
      "UPDATE credential SET failures=(failures+1)%?, "
      "locked_until=CASE WHEN failures+1>=? THEN ? ELSE locked_until END WHERE login=?",
      {std::int64_t{kFailuresMax}, std::int64_t{kFailuresMax}, now.ms + kLockMs, std::string(login)}));
  return {};
}

base::Result<void> Credentials::set_key(std::string_view login, const StoredKey& key) {
  const std::scoped_lock lock(mutex_);
  MJ_CHECK(session_->run("UPDATE credential SET key_id=?, wrapped=? WHERE login=?",
                         {key.key_id.text(), key.wrapped, std::string(login)}));
  return {};
}

base::Result<StoredKey> Credentials::key_of(std::string_view login) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT key_id, wrapped FROM credential WHERE login=?", {std::string(login)}));
  if (rows.empty()) return StoredKey{};
  return StoredKey{base::KeyId(rows[0].text(0)), rows[0].text(1)};
}

base::Result<void> Credentials::add_founder(const FounderAccount& account) {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const std::int64_t added,
         session_->run(
             "INSERT OR IGNORE INTO credential(login,password,holder,key_id,wrapped) VALUES(?,?,?,?,?)",
             {account.login, account.password, account.holder.text(), account.key.key_id.text(),
              account.key.wrapped}));
  if (added == 0) return base::fail("password_set", "这个登录名已经有账户");
  return {};
}

base::Result<base::PersonId> Credentials::holder_of(std::string_view login) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT holder FROM credential WHERE login=?", {std::string(login)}));
  if (rows.empty() || rows[0].text(0).empty()) return base::fail("unknown_account", "没有这个账户");
  return base::PersonId(rows[0].text(0));
}

bool Credentials::has_account(const base::PersonId& holder) const {
  const std::scoped_lock lock(mutex_);
  const auto rows = session_->rows("SELECT 1 FROM credential WHERE holder=?", {holder.text()});
  return !rows || !rows->empty();
}

}  // namespace people
