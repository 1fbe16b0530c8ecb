#pragma once
// The witness on the network: add-checkpoint and the monitoring paths of transparency-log.md §7, a page, and
// a thread that follows the records.

#include <condition_variable>
#include <thread>

#include "http/router.h"
#include "witness.h"

namespace witness {

/// Follows after each wake(), and by itself: structure delivered late comes without a new checkpoint.
class FollowThread {
 public:
  explicit FollowThread(Witness& witness);
  ~FollowThread();
  FollowThread(const FollowThread&) = delete;
  FollowThread& operator=(const FollowThread&) = delete;
  void wake();

 private:
  void run();
  void follow();
  Witness& witness_;
  std::unique_ptr<Source> source_;
  std::string said_;  // the last trouble that was told
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = true, stopping_ = false;
  std::thread thread_;
};

/// `cosigned` is called after each checkpoint that was cosigned.
[[nodiscard]] http::Router make_router(Witness& witness, WitnessClock& clock, std::function<void()> cosigned);
/// Headers of every response.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> site_headers();

/// Serves until a signal ends it. Exit status.
[[nodiscard]] base::Result<void> serve(const Layout& layout, const std::string& address, std::uint16_t port);

}  // namespace witness
