#pragma once
// One network thread: io_context, listening socket, its connections, and what they share.

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connection.h"
#include "http/server.h"
#include "pool.h"

namespace http {

/// What all connections of a server share.
struct Service {
  Service(ServerOptions o, Router r);
  ServerOptions options;
  Router router;
  FixedHeaders fixed;
  Pool pool;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> bodies_bytes{0};
  std::atomic<bool> stopping{false};
};

class Loop {
 public:
  using Acceptor = boost::asio::ip::tcp::acceptor;

  explicit Loop(Service& service);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  boost::asio::io_context& context() { return context_; }
  Acceptor& acceptor() { return acceptor_; }
  void start();
  /// From another thread: stop accepting, connections end after the request in hand.
  void finish();
  /// From another thread: close everything, end the thread, join it.
  void stop();

  /// On the loop's thread:
  void remove(Connection& connection);
  std::string_view date_line();
  void make_id(std::string& id);

 private:
  void accept();
  void admit(Connection::Socket socket);
  bool close_an_unused_one();
  void sweep();

  Service& service_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  Acceptor acceptor_;
  boost::asio::steady_timer sweep_timer_;
  boost::asio::steady_timer accept_pause_;
  std::chrono::milliseconds sweep_every_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::time_t date_of_ = -1;
  std::string date_line_;
  std::uint64_t id_state_;
  std::thread thread_;
};

}  // namespace http
