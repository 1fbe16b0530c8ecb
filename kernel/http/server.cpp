#include "http/server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <thread>
#include <utility>

#include "loop.h"

namespace http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

base::Error listen_error(const error_code& error, const tcp::endpoint& where) {
  const std::string place = fmt::format("{}:{}", where.address().to_string(), where.port());
  if (error == asio::error::address_in_use)
    return {"port_in_use", fmt::format("port {} is already in use by another program", place)};
  return {"cannot_listen", fmt::format("cannot listen on {}: {}", place, error.message())};
}

/// Without SO_REUSEPORT, so that a port another program (or a second copy of this one) holds is noticed.
base::Result<void> check_free(const tcp::endpoint& where) {
  asio::io_context context;
  tcp::acceptor acceptor(context);
  error_code error;
  acceptor.open(where.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(where, error);
  if (!error) acceptor.listen(1, error);
  if (error) return std::unexpected(listen_error(error, where));
  return {};
}

base::Result<void> listen(Loop::Acceptor& acceptor, const tcp::endpoint& where, bool shared) {
  error_code error;
  acceptor.open(where.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  const int on = 1;
  if (!error && shared &&
      ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
    error = error_code(errno, boost::system::system_category());
  if (!error) acceptor.bind(where, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor.non_blocking(true, error);
  if (error) return std::unexpected(listen_error(error, where));
  return {};
}

}  // namespace

struct Server::State {
  State(ServerOptions options, Router router) : service(std::move(options), std::move(router)) {}
  Service service;
  std::vector<std::unique_ptr<Loop>> loops;

  base::Result<std::uint16_t> listen_all();
};

base::Result<std::uint16_t> Server::State::listen_all() {
  error_code error;
  const auto address = asio::ip::make_address(service.options.address, error);
  if (error)
    return base::fail("bad_address", fmt::format("{} is not an IP address", service.options.address));
  tcp::endpoint where(address, service.options.port);
  const bool shared = service.options.threads > 1;
  if (shared && where.port() != 0) MJ_CHECK(check_free(where));
  for (int i = 0; i < service.options.threads; ++i) {
    loops.push_back(std::make_unique<Loop>(service));
    MJ_CHECK(listen(loops.back()->acceptor(), where, shared));
    where.port(loops.back()->acceptor().local_endpoint().port());
  }
  return where.port();
}

Server::Server(ServerOptions options, Router router)
    : state_(std::make_unique<State>(std::move(options), std::move(router))) {}
Server::~Server() {
  stop();
}

base::Result<std::uint16_t> Server::start() {
  auto port = state_->listen_all();
  if (!port) {
    state_->loops.clear();
    return port;
  }
  for (auto& loop : state_->loops) loop->start();
  return port;
}

void Server::stop() {
  Service& service = state_->service;
  service.stopping = true;
  for (auto& loop : state_->loops) loop->finish();
  const auto until = std::chrono::steady_clock::now() + service.options.stop_timeout;
  while (!state_->loops.empty() && service.connections > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  service.pool.stop();  // before the loops: what a pool thread posts must find its io_context
  for (auto& loop : state_->loops) loop->stop();
  state_->loops.clear();
}

}  // namespace http
