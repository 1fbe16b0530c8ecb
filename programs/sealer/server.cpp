#include "server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "seal/frame.h"

namespace sealer {
namespace {

constexpr int kBacklog = 16;
constexpr std::size_t kConnectionsMax = 64;

std::unexpected<base::Error> failed(const std::string& path) {
  return base::fail("socket", path + ": " + std::strerror(errno));
}

base::Result<file::Descriptor> listen_at(const Door& door) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (door.path.empty() || door.path.size() >= sizeof address.sun_path)
    return base::fail("socket", door.path + ": path too long for a socket");
  std::memcpy(address.sun_path, door.path.data(), door.path.size());
  file::Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!listener.open()) return failed(door.path);
  ::unlink(door.path.c_str());  // the state directory's lock says that no other sealer lives
  if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return failed(door.path);
  if (::chmod(door.path.c_str(), door.operator_door ? 0600 : 0660) != 0) return failed(door.path);
  if (::listen(listener.get(), kBacklog) != 0) return failed(door.path);
  return listener;
}

/// The peer's account, if it may come in.
std::optional<unsigned> admitted(int socket, const Door& door) {
  ucred peer{};
  socklen_t length = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return {};
  if (peer.uid != ::geteuid() && !door.uids.contains(peer.uid)) return {};
  return peer.uid;
}

}  // namespace

std::string operator_socket(const std::string& state_directory) {
  return state_directory + "/operator.sock";
}

base::Result<void> Server::open(const Door& door) {
  MJ_TRY(file::Descriptor listener, listen_at(door));
  const int descriptor = listener.get();
  listeners_.push_back(std::move(listener));
  paths_.push_back(door.path);
  acceptors_.emplace_back([this, descriptor, door] { accept_at(descriptor, door); });
  return {};
}

void Server::accept_at(int listener, const Door& door) {
  while (!stopping_) {
    file::Descriptor socket(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket.open()) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (stopping_) return;
      ::usleep(100'000);  // out of descriptors: the next try may find some
      continue;
    }
    const auto uid = admitted(socket.get(), door);
    if (!uid) continue;
    const std::lock_guard lock(mutex_);
    sweep();
    if (stopping_ || connections_.size() >= kConnectionsMax) continue;
    Connection& connection = connections_.emplace_back();
    connection.socket = std::move(socket);
    const Caller caller{door.operator_door, "uid " + std::to_string(*uid)};
    connection.thread = std::thread([this, &connection, caller] { serve(connection, caller); });
  }
}

void Server::sweep() {
  for (auto it = connections_.begin(); it != connections_.end();) {
    if (!it->done) {
      ++it;
      continue;
    }
    it->thread.join();
    it = connections_.erase(it);
  }
}

void Server::serve(Connection& connection, const Caller& caller) {
  const int socket = connection.socket.get();
  while (!stopping_) {
    const auto body = seal::read_frame(socket);
    if (body && !*body) break;  // closed between two frames
    const auto request = body ? seal::decode_body(**body) : std::unexpected(body.error());
    const json::Object answer =
        request ? sealer_.handle(*request, caller)
                : seal::refused(request.error().code, "收到的数据不成形式：" + request.error().text);
    const auto frame = seal::encode_frame(answer);
    const auto sent = seal::write_all(
        socket, frame ? *frame : *seal::encode_frame(seal::refused("too_large", "答复超过 32 MiB。")));
    if (!body || !sent) break;
    if (request && json::text_or_empty(request->if_contains("op")) == "seal") at_point_("after_send");
  }
  ::shutdown(socket, SHUT_RDWR);
  connection.done = true;
}

void Server::stop() {
  stopping_ = true;
  for (const file::Descriptor& listener : listeners_) ::shutdown(listener.get(), SHUT_RDWR);
  for (std::thread& acceptor : acceptors_)
    if (acceptor.joinable()) acceptor.join();
  acceptors_.clear();
  const std::lock_guard lock(mutex_);
  // Reading only: an answer that is being made still goes out.
  for (const Connection& connection : connections_) ::shutdown(connection.socket.get(), SHUT_RD);
  for (Connection& connection : connections_) connection.thread.join();
  connections_.clear();
  listeners_.clear();
  for (const std::string& path : paths_) ::unlink(path.c_str());
  paths_.clear();
}

}  // namespace sealer
