#include "connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "ascii.h"
#include "loop.h"

namespace http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kBufferAtFirst = 8 * 1024;
constexpr std::size_t kBufferForBodies = 64 * 1024;
constexpr std::chrono::seconds kLinger{2};

}  // namespace

Connection::Connection(Socket socket, std::string peer, Loop& loop, Service& service)
    : socket_(std::move(socket)),
      loop_(loop),
      service_(service),
      parser_(request_, service.options.header_bytes_max),
      in_(kBufferAtFirst) {
  request_.peer = std::move(peer);
}

void Connection::start() {
  deadline_ = Clock::now() + service_.options.header_timeout;
  read();
}

bool Connection::make_room() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ < in_.size()) return true;
  if (begin_ > 0) {
    std::copy(in_.begin() + static_cast<std::ptrdiff_t>(begin_), in_.end(), in_.begin());
    end_ -= std::exchange(begin_, 0);
    return true;
  }
  const std::size_t most = std::max(kBufferForBodies, service_.options.header_bytes_max + kBufferAtFirst);
  if (in_.size() >= most) return false;
  in_.resize(std::min(most, in_.size() * 2));
  return true;
}

void Connection::read() {
  if (reading_) return;
  if (!make_room()) return refuse(400);  // a chunk header or trailer without end
  reading_ = true;
  socket_.async_read_some(asio::buffer(in_.data() + end_, in_.size() - end_),
                          [self = shared_from_this()](const boost::system::error_code& error,
                                                      std::size_t bytes) { self->on_read(error, bytes); });
}

void Connection::on_read(const boost::system::error_code& error, std::size_t bytes) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (error) {
    // The client may close its side after its request and still wait for the answer.
    if (phase_ == Phase::answering || phase_ == Phase::writing) return;
    return close();
  }
  end_ += bytes;
  if (phase_ == Phase::lingering || phase_ == Phase::streaming) {
    begin_ = end_ = 0;
    return read();
  }
  if (phase_ == Phase::idle) {
    phase_ = Phase::header;
    deadline_ = Clock::now() + service_.options.header_timeout;
  } else if (phase_ == Phase::body) {
    deadline_ = Clock::now() + service_.options.body_timeout;
  }
  advance();
}

void Connection::advance() {
  while (phase_ == Phase::header || phase_ == Phase::body) {
    const auto fed = parser_.feed({in_.data() + begin_, end_ - begin_});
    begin_ += fed.used;
    switch (fed.step) {
      case RequestParser::Step::need_more:
        return read();
      case RequestParser::Step::header:
        on_header();
        break;
      case RequestParser::Step::complete:
        on_request();
        break;
      case RequestParser::Step::failed:
        refuse(parser_.status());
        break;
    }
  }
  if (phase_ == Phase::idle) read();
}

int Connection::wrong_expectation() const {
  const std::string_view expect = request_.header("Expect");
  return expect.empty() || parser_.http_1_0() || same_text(expect, "100-continue") ? 0 : 417;
}

void Connection::on_header() {
  const RouteTable& table = service_.router.table();
  loop_.make_id(request_.id);
  match_ = table.match(request_);
  const std::size_t body_max = table.body_bytes_max(match_);
  parser_.set_body_max(body_max);
  if (const int status = wrong_expectation(); status != 0) return refuse(status);
  const std::uint64_t length = parser_.content_length().value_or(0);
  if (length > body_max) return refuse(413);
  if (length == 0 && !parser_.chunked()) return;
  body_reserved_ = parser_.chunked() ? body_max : static_cast<std::size_t>(length);
  if (!reserve_body()) return refuse(503);
  phase_ = Phase::body;
  body_began_ = Clock::now();
  deadline_ = body_began_ + service_.options.body_timeout;
  if (begin_ == end_ && !request_.header("Expect").empty() && !parser_.http_1_0()) send_continue();
}

bool Connection::reserve_body() {
  if (service_.bodies_bytes.fetch_add(body_reserved_) + body_reserved_ <= service_.options.bodies_bytes_max)
    return true;
  release_body();
  return false;
}

void Connection::release_body() {
  service_.bodies_bytes -= std::exchange(body_reserved_, 0);
}

void Connection::send_continue() {
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const ssize_t sent = ::send(socket_.native_handle(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL);
  // Nothing sent is allowed (the client goes on after a while); half a line would garble the response.
  if (sent > 0 && static_cast<std::size_t>(sent) < kContinue.size()) close();
}

void Connection::on_request() {
  last_ = !parser_.keep_alive();
  if (service_.router.table().cost(match_) == Cost::slow) return run_slow();
  respond(service_.router.table().answer(match_, request_));
}

void Connection::run_slow() {
  phase_ = Phase::answering;
  deadline_ = Clock::time_point::max();
  const bool accepted = service_.pool.submit([self = shared_from_this()] {
    auto response =
        std::make_shared<Response>(self->service_.router.table().answer(self->match_, self->request_));
    asio::post(self->socket_.get_executor(), [self, response] {
      if (self->phase_ == Phase::closed) return;
      self->respond(std::move(*response));
      self->advance();
    });
  });
  if (accepted) return;
  Response busy = server_problem(503, request_.id).with("Retry-After", "1");
  service_.router.table().observe(request_, busy, {});
  respond(std::move(busy));
}

void Connection::refuse(int status) {
  last_ = true;
  unread_ = true;
  if (request_.id.empty() || phase_ == Phase::header) loop_.make_id(request_.id);
  Response response = server_problem(status, request_.id);
  if (status == 503) response.with("Retry-After", "1");
  service_.router.table().observe(request_, response, {});
  respond(std::move(response));
}

void Connection::respond(Response response) {
  if (request_.method != Method::head) live_ = response.live_body;
  last_ = last_ || live_ != nullptr || service_.stopping;
  const Framing framing{loop_.date_line(), &service_.fixed, !last_, !last_ && parser_.http_1_0()};
  outgoing_.set(request_, std::move(response), framing);
  phase_ = Phase::writing;
  deadline_ = Clock::now() + service_.options.write_timeout;
  write();
}

void Connection::write() {
  switch (outgoing_.write(socket_.native_handle())) {
    case Outgoing::Progress::done:
      return after_response();
    case Outgoing::Progress::failed:
      return close();
    case Outgoing::Progress::blocked:
      return socket_.async_wait(
          Socket::wait_write,
          [self = shared_from_this()](const boost::system::error_code& error) { self->on_writable(error); });
    case Outgoing::Progress::more:
      return asio::post(socket_.get_executor(), [self = shared_from_this()] { self->on_writable({}); });
  }
}

void Connection::on_writable(const boost::system::error_code& error) {
  if (phase_ != Phase::writing) return;
  if (error) return close();
  deadline_ = Clock::now() + service_.options.write_timeout;
  write();
  advance();
}

void Connection::after_response() {
  outgoing_.clear();
  release_body();
  if (live_ != nullptr) return stream();
  if (last_ || service_.stopping) return unread_ || begin_ < end_ ? linger() : close();
  parser_.next();
  const bool next_has_come = begin_ < end_;
  phase_ = next_has_come ? Phase::header : Phase::idle;
  const auto& options = service_.options;
  deadline_ = Clock::now() + (next_has_come ? options.header_timeout : options.idle_timeout);
}

void Connection::stream() {
  if (service_.stopping) return close();
  phase_ = Phase::streaming;
  deadline_ = Clock::time_point::max();
  live_->attach([weak = weak_from_this(), executor = socket_.get_executor()] {
    asio::post(executor, [weak] {
      if (const auto self = weak.lock()) self->send_live();
    });
  });
  if (!reading_) begin_ = end_ = 0;
  read();  // to notice that the reader has gone
  send_live();
}

void Connection::send_live() {
  if (phase_ != Phase::streaming || sending_) return;
  const bool ended = live_->ended();  // before taking: then nothing comes after what is taken
  piece_ = live_->take();
  if (piece_.empty()) {
    if (ended) close();
    return;
  }
  sending_ = true;
  deadline_ = Clock::now() + service_.options.write_timeout;
  asio::async_write(socket_, asio::buffer(piece_),
                    [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                      self->on_live_sent(error);
                    });
}

void Connection::on_live_sent(const boost::system::error_code& error) {
  sending_ = false;
  if (phase_ != Phase::streaming) return;
  if (error) return close();
  deadline_ = Clock::time_point::max();
  send_live();
}

void Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  phase_ = Phase::lingering;
  deadline_ = Clock::now() + kLinger;
  if (!reading_) begin_ = end_ = 0;
  read();
}

bool Connection::body_too_slow(Clock::time_point now) const {
  const auto spent = std::chrono::duration_cast<std::chrono::seconds>(now - body_began_);
  if (phase_ != Phase::body || now - body_began_ < service_.options.body_timeout) return false;
  return request_.body.size() <
         service_.options.body_bytes_per_second_min * static_cast<std::size_t>(spent.count());
}

void Connection::check_time(Clock::time_point now) {
  if (now < deadline_ && !body_too_slow(now)) return;
  const bool in_request = phase_ == Phase::body || (phase_ == Phase::header && parser_.begun());
  if (in_request) return refuse(408);
  close();
}

std::optional<Connection::Clock::time_point> Connection::unused_until() const {
  const bool unused =
      phase_ == Phase::idle || (phase_ == Phase::header && !parser_.begun() && begin_ == end_);
  return unused ? std::optional(deadline_) : std::nullopt;
}

void Connection::finish() {
  if (unused_until() || phase_ == Phase::streaming) close();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  release_body();
  outgoing_.clear();
  if (live_ != nullptr) live_->detach();
  boost::system::error_code ignored;
  socket_.close(ignored);
  loop_.remove(*this);
}

}  // namespace http
