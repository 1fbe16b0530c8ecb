#pragma once
// Sockets: two doors to one sealer. The office's door stands in a directory of the sealer's account (0750,
// group of the office), the operator's in a private one.

#include <atomic>
#include <list>
#include <thread>

#include "file/descriptor.h"
#include "sealer.h"

namespace sealer {

/// Where the operator's door stands: in the state directory, which nobody else can enter.
[[nodiscard]] std::string operator_socket(const std::string& state_directory);

struct Door {
  std::string path;
  bool operator_door = false;
  std::set<unsigned> uids;  // who may come in; the sealer's own account always
};

class Server {
 public:
  /// `at_point`: as Parts::at_point, for `after_send`.
  explicit Server(Sealer& sealer, AtPoint at_point = nothing)
      : sealer_(sealer), at_point_(std::move(at_point)) {}
  ~Server() { stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens and serves on threads of its own. A socket left by an ended process is replaced. Error:
  /// `socket`.
  [[nodiscard]] base::Result<void> open(const Door& door);
  /// Ends every connection after the request in hand, and every thread. Idempotent.
  void stop();

 private:
  struct Connection {
    file::Descriptor socket;
    std::thread thread;
    std::atomic<bool> done = false;
  };
  void accept_at(int listener, const Door& door);
  void serve(Connection& connection, const Caller& caller);
  void sweep();

  Sealer& sealer_;
  AtPoint at_point_;
  std::atomic<bool> stopping_ = false;
  std::list<file::Descriptor> listeners_;
  std::list<std::string> paths_;
  std::list<std::thread> acceptors_;
  std::mutex mutex_;
  std::list<Connection> connections_;
};

}  // namespace sealer
