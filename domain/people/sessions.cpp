#include "people/sessions.h"

#include <utility>

#include "crypto/cipher.h"
#include "crypto/hash.h"

namespace people {
namespace {

std::string hash_of(std::string_view token) {
  return base::Bytes(base::view(crypto::sm3(token)));
}

}  // namespace

bool Sessions::is_over(const Entry& entry, base::Instant now) {
  return now.ms - entry.used.ms > kIdleMs || now.ms - entry.began.ms > kLifeMs;
}

std::string Sessions::begin(const SignedIn& who, base::Instant now) {
  const std::string token = base::base64url(crypto::random_bytes(32));
  const std::scoped_lock lock(mutex_);
  std::erase_if(by_hash_, [&](const auto& item) { return is_over(item.second, now); });
  by_hash_[hash_of(token)] = {who, now, now, ""};
  return token;
}

std::optional<SignedIn> Sessions::find(std::string_view token, base::Instant now) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_hash_.find(hash_of(token));
  if (found == by_hash_.end()) return std::nullopt;
  Entry& entry = found->second;
  if (is_over(entry, now)) {
    by_hash_.erase(found);
    return std::nullopt;
  }
  entry.used = now;
  return entry.who;
}

std::optional<SignedIn> Sessions::look(std::string_view token, base::Instant now) const {
  const std::scoped_lock lock(mutex_);
  const auto found = by_hash_.find(hash_of(token));
  if (found == by_hash_.end() || is_over(found->second, now)) return std::nullopt;
  return found->second.who;
}

std::string Sessions::challenge(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_hash_.find(hash_of(token));
  if (found == by_hash_.end()) return {};
  return found->second.challenge = base::base64url(crypto::random_bytes(32));
}

bool Sessions::take_challenge(std::string_view token, std::string_view challenge) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_hash_.find(hash_of(token));
  if (found == by_hash_.end()) return false;
  const std::string known = std::exchange(found->second.challenge, "");
  return !known.empty() && known == challenge;
}

void Sessions::end(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  by_hash_.erase(hash_of(token));
}

void Sessions::end_all(std::string_view login) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(by_hash_, [&](const auto& item) { return item.second.who.login == login; });
}

}  // namespace people
