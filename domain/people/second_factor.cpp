// The part of Credentials that keeps second factors.

#include "people/credentials.h"
#include "people/totp.h"

namespace people {
namespace {

base::Error wrong_code() {
  return {.code = "second_factor_wrong", .text = "动态口令不正确，或者已经用过"};
}

}  // namespace

base::Result<bool> Credentials::has_second_factor(std::string_view login) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT 1 FROM second_factor WHERE login=? AND confirmed=1", {std::string(login)}));
  return !rows.empty();
}

base::Result<void> Credentials::use_code(std::string_view login, std::string_view code, base::Instant now) {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows,
         session_->rows("SELECT secret, used FROM second_factor WHERE login=?", {std::string(login)}));
  if (rows.empty()) return std::unexpected(wrong_code());
  const auto step = totp_step(rows[0].blob(0), code, now, rows[0].integer(1));
  if (!step) return std::unexpected(wrong_code());
  MJ_CHECK(session_->run("UPDATE second_factor SET used=?, confirmed=1 WHERE login=?",
                         {*step, std::string(login)}));
  return {};
}

base::Result<Password> Credentials::sign_in(const SignIn& given, base::Instant now) {
  MJ_CHECK(check_password(given.login, given.password, now));
  MJ_TRY(const bool asked, has_second_factor(given.login));
  if (asked) {
    if (given.code.empty()) return base::fail("second_factor_needed", "请输入动态口令");
    if (auto used = use_code(given.login, given.code, now); !used) {
      if (used.error().code == wrong_code().code) MJ_CHECK(count_failure(given.login, now));
      return std::unexpected(used.error());
    }
  }
  MJ_CHECK(forget_failures(given.login));
  return use_password(given.login, now);
}

base::Result<std::string> Credentials::begin_second_factor(std::string_view login) {
  const base::Bytes secret = new_totp_secret();
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const std::int64_t kept,
         session_->run("INSERT INTO second_factor(login,secret) VALUES(?,?) ON CONFLICT(login) DO UPDATE "
                       "SET secret=excluded.secret WHERE confirmed=0",
                       {std::string(login), sql::Blob{secret}}));
  if (kept == 0) return base::fail("second_factor_set", "已经启用动态口令；更换须先由系统管理员解除");
  return totp_uri(secret, login);
}

base::Result<void> Credentials::confirm_second_factor(std::string_view login, std::string_view code,
                                                      base::Instant now) {
  MJ_TRY(const bool set, has_second_factor(login));
  if (set) return base::fail("second_factor_set", "已经启用动态口令");
  return use_code(login, code, now);
}

base::Result<void> Credentials::remove_second_factor(std::string_view login, const Removal& removal) {
  const std::scoped_lock lock(mutex_);
  return session_->transaction([&]() -> base::Result<void> {
    MJ_TRY(const std::int64_t removed,
           session_->run("DELETE FROM second_factor WHERE login=? AND confirmed=1", {std::string(login)}));
    if (removed == 0) return base::fail("unknown_second_factor", "这个账户没有启用动态口令");
    MJ_CHECK(session_->run("INSERT OR REPLACE INTO second_factor_removal(login,by,reason,at) VALUES(?,?,?,?)",
                           {std::string(login), removal.by, removal.reason, removal.at.ms}));
    return {};
  });
}

base::Result<std::optional<Removal>> Credentials::removal_of(std::string_view login) const {
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows("SELECT by, reason, at FROM second_factor_removal WHERE login=?",
                                         {std::string(login)}));
  if (rows.empty()) return std::optional<Removal>();
  return Removal{rows[0].text(0), rows[0].text(1), {rows[0].integer(2)}};
}

}  // namespace people
