#include "loop.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <random>
#include <utility>

namespace http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::chrono::milliseconds sweep_interval(const ServerOptions& options) {
  const auto shortest =
      std::min({options.header_timeout, options.body_timeout, options.idle_timeout, options.write_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(500));
}

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

Service::Service(ServerOptions o, Router r)
    : options(std::move(o)),
      router(std::move(r)),
      fixed(options.headers),
      pool(options.pool_threads, options.pool_queue_max) {}

Loop::Loop(Service& service)
    : service_(service),
      work_(asio::make_work_guard(context_)),
      acceptor_(context_),
      sweep_timer_(context_),
      accept_pause_(context_),
      sweep_every_(sweep_interval(service.options)),
      id_state_(random_seed()) {}

Loop::~Loop() {
  stop();
}

void Loop::start() {
  accept();
  sweep();
  thread_ = std::thread([this] {
    block_signals();
    context_.run();
  });
}

void Loop::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (!error) {
      admit(std::move(socket));
      return accept();
    }
    // Out of descriptors, most likely: trying again at once would burn the processor.
    spdlog::warn("cannot accept a connection: {}", error.message());
    accept_pause_.expires_after(std::chrono::milliseconds(100));
    accept_pause_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled && acceptor_.is_open()) accept();
    });
  });
}

void Loop::admit(tcp::socket socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  socket.non_blocking(true, error);
  socket.set_option(tcp::no_delay(true), error);
  if (service_.connections.load() >= service_.options.connections_max && !close_an_unused_one()) {
    constexpr std::string_view kFull =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: "
        "close\r\n\r\n";
    (void)::send(socket.native_handle(), kFull.data(), kFull.size(), MSG_NOSIGNAL);
    return;
  }
  ++service_.connections;
  auto connection =
      std::make_shared<Connection>(std::move(socket), peer.address().to_string(), *this, service_);
  connection->place = connections_.size();
  connections_.push_back(connection);
  connection->start();
}

/// Whoever has something to ask goes before those who only keep a connection open.
bool Loop::close_an_unused_one() {
  std::shared_ptr<Connection> oldest;
  for (const auto& connection : connections_) {
    const auto until = connection->unused_until();
    if (until && (oldest == nullptr || *until < *oldest->unused_until())) oldest = connection;
  }
  if (oldest != nullptr) oldest->close();
  return oldest != nullptr;
}

void Loop::remove(Connection& connection) {
  const std::size_t place = connection.place;
  std::swap(connections_[place], connections_.back());
  connections_[place]->place = place;
  const auto keep = std::move(connections_.back());  // `connection` outlives this call
  connections_.pop_back();
  --service_.connections;
}

void Loop::sweep() {
  const auto now = Connection::Clock::now();
  // Backwards, because remove() fills a gap with the last one, which has then had its turn.
  for (std::size_t i = connections_.size(); i-- > 0;) {
    const auto connection = connections_[i];
    connection->check_time(now);
  }
  sweep_timer_.expires_after(sweep_every_);
  sweep_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) sweep();
  });
}

void Loop::finish() {
  asio::post(context_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->finish();
  });
}

void Loop::stop() {
  if (!thread_.joinable()) return;
  asio::post(context_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    accept_pause_.cancel();
    sweep_timer_.cancel();
    for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->close();
    work_.reset();
    context_.stop();
  });
  thread_.join();
}

std::string_view Loop::date_line() {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  if (now == date_of_) return date_line_;
  date_of_ = now;
  std::tm utc{};
  gmtime_r(&now, &utc);
  date_line_ = fmt::format("Date: {}, {:02} {} {} {:02}:{:02}:{:02} GMT\r\n",
                           kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                           kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                           utc.tm_min, utc.tm_sec);
  return date_line_;
}

/// Weyl sequence and a mixing step: ids of one run never repeat and look unlike each other.
void Loop::make_id(std::string& id) {
  id_state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t value = id_state_;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  value ^= value >> 31;
  id.resize(16);
  for (std::size_t i = 16; i-- > 0; value >>= 4) id[i] = "0123456789abcdef"[value & 15];
}

}  // namespace http
