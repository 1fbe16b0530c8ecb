#pragma once
// One connection: reads requests, has them answered, writes the responses in order. Lives on one network
// thread.

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/live.h"
#include "outgoing.h"
#include "request_parser.h"
#include "route_table.h"

namespace http {

class Loop;
struct Service;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;
  using Socket = boost::asio::ip::tcp::socket;

  Connection(Socket socket, std::string peer, Loop& loop, Service& service);
  void start();
  /// Called a few times per second: a deadline that has passed ends what it bounds.
  void check_time(Clock::time_point now);
  /// When an unused connection will be closed for being unused; nothing for one that has a request in hand.
  [[nodiscard]] std::optional<Clock::time_point> unused_until() const;
  /// No further request after the one in hand.
  void finish();
  void close();

  std::size_t place = 0;  ///< Where the loop keeps it.

 private:
  enum class Phase { idle, header, body, answering, writing, streaming, lingering, closed };

  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void advance();
  void on_header();
  void on_request();
  void run_slow();
  void respond(Response response);
  void refuse(int status);
  void write();
  void on_writable(const boost::system::error_code& error);
  void after_response();
  void stream();
  void send_live();
  void on_live_sent(const boost::system::error_code& error);
  void linger();
  [[nodiscard]] bool reserve_body();
  void release_body();
  [[nodiscard]] int wrong_expectation() const;
  void send_continue();
  [[nodiscard]] bool body_too_slow(Clock::time_point now) const;
  [[nodiscard]] bool make_room();

  Socket socket_;
  Loop& loop_;
  Service& service_;
  Request request_;
  RequestParser parser_;
  Match match_;
  Outgoing outgoing_;
  std::vector<char> in_;
  std::size_t begin_ = 0;  ///< in_[begin_, end_) has come and is not yet parsed.
  std::size_t end_ = 0;
  std::shared_ptr<Live> live_;  ///< The body of the response in hand, where it has no end.
  std::string piece_;           ///< Of it, on its way.
  bool sending_ = false;        ///< `piece_` is being written.
  Phase phase_ = Phase::header;
  Clock::time_point deadline_;
  Clock::time_point body_began_;
  std::size_t body_reserved_ = 0;
  bool reading_ = false;  ///< A read is under way.
  bool last_ = false;     ///< Close after the response.
  bool unread_ =
      false;  ///< The client may still be sending: closing now could destroy our answer on its way.
};

}  // namespace http
