// The part of Credentials that keeps first passwords (初始口令).

#include "crypto/cipher.h"
#include "people/credentials.h"

namespace people {
namespace {

constexpr std::int64_t kGoodForMs = std::int64_t{72} * 60 * 60 * 1000;

}  // namespace

base::Result<void> Credentials::set_first_password(std::string_view login, std::string_view password,
                                                   const base::KeyId& spent, base::Instant now) {
  MJ_CHECK(long_enough(password));
  const std::string hash = crypto::hash_password(password), name(login);
  const std::scoped_lock lock(mutex_);
  return session_->transaction([&]() -> base::Result<void> {
    MJ_TRY(
        const std::int64_t changed,
        session_->run("INSERT INTO credential(login,password) VALUES(?1,?2) ON CONFLICT(login) DO UPDATE SET "
                      "password=?2, key_id='', wrapped='' WHERE key_id=?3",
                      {name, hash, spent.text()}));
    if (changed == 0) return base::fail("password_set", "这个账户已经有本人的口令，只能由本人修改");
    MJ_CHECK(session_->run("INSERT OR REPLACE INTO first_password(login,until) VALUES(?,?)",
                           {name, now.ms + kGoodForMs}));
    return {};
  });
}

base::Result<Password> Credentials::use_password(std::string_view login, base::Instant now) {
  const std::scoped_lock lock(mutex_);
  const std::string name(login);
  MJ_TRY(const auto first, session_->rows("SELECT 1 FROM first_password WHERE login=?", {name}));
  if (first.empty()) return Password::own;
  MJ_TRY(
      const std::int64_t used,
      session_->run("UPDATE first_password SET used=1 WHERE login=? AND used=0 AND until>?", {name, now.ms}));
  if (used == 0)
    return base::fail(
        "first_password_over",
        "初始口令只能用一次，七十二小时内有效；不是您本人用过的，请立即报告。请系统管理员重新发放");
  return Password::first;
}

base::Result<void> Credentials::set_own_password(std::string_view login, std::string_view password,
                                                 const StoredKey& key) {
  MJ_CHECK(long_enough(password));
  const std::string name(login);
  std::vector<sql::Row> first;
  {
    const std::scoped_lock lock(mutex_);
    MJ_TRY(first,
           session_->rows("SELECT password FROM credential JOIN first_password USING(login) WHERE login=?",
                          {name}));
  }
  if (!first.empty() && crypto::verify_password(password, first[0].text(0)))
    return base::fail("password_same", "初始口令是别人给的，请另选一个只有您本人知道的口令");
  const std::string hash = crypto::hash_password(password);
  const std::scoped_lock lock(mutex_);
  return session_->transaction([&]() -> base::Result<void> {
    MJ_CHECK(session_->run("DELETE FROM first_password WHERE login=?", {name}));
    MJ_CHECK(session_->run("UPDATE credential SET password=?, key_id=?, wrapped=? WHERE login=?",
                           {hash, key.key_id.text(), key.wrapped, name}));
    return {};
  });
}

}  // namespace people
