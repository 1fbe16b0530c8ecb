#pragma once
// Read-only connections to one database, lent to one caller at a time.

#include <memory>
#include <mutex>
#include <vector>

#include "sql/session.h"

namespace store {

class SessionPool {
 public:
  /// Opens the first connection, so that a missing file is found at once.
  [[nodiscard]] static base::Result<std::unique_ptr<SessionPool>> open(const std::string& path);

  /// Gives the connection back when it ends.
  class Lease {
   public:
    Lease(SessionPool& pool, std::unique_ptr<sql::Session> session)
        : pool_(pool), session_(std::move(session)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (session_) pool_.give_back(std::move(session_));
    }
    [[nodiscard]] sql::Session& operator*() const { return *session_; }
    [[nodiscard]] sql::Session* operator->() const { return session_.get(); }

   private:
    SessionPool& pool_;
    std::unique_ptr<sql::Session> session_;
  };
  [[nodiscard]] base::Result<Lease> take();

 private:
  explicit SessionPool(std::string path) : path_(std::move(path)) {}
  void give_back(std::unique_ptr<sql::Session> session);

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<sql::Session>> idle_;
};

}  // namespace store
