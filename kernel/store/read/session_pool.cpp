#include "session_pool.h"

namespace store {

namespace {
// More than the office has threads that read at once; each costs a cache of 16 MiB at most.
constexpr std::size_t kIdleMax = 8;
}  // namespace

base::Result<std::unique_ptr<SessionPool>> SessionPool::open(const std::string& path) {
  std::unique_ptr<SessionPool> pool(new SessionPool(path));
  MJ_TRY(const auto first, pool->take());
  return pool;
}

base::Result<SessionPool::Lease> SessionPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(session));
    }
  }
  MJ_TRY(auto session, sql::open_sqlite(path_, sql::Access::read_only));
  return Lease(*this, std::move(session));
}

void SessionPool::give_back(std::unique_ptr<sql::Session> session) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleMax) idle_.push_back(std::move(session));
}

}  // namespace store
