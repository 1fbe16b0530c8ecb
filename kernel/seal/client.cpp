#include "seal/client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace seal {

base::Result<Client> Client::connect(const std::string& socket_path, std::chrono::seconds wait) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.empty() || socket_path.size() >= sizeof address.sun_path)
    return base::fail("sealer_unreachable", "path of the socket too long: " + socket_path);
  std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
  Client client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (client.socket_ < 0) return base::fail("sealer_unreachable", std::strerror(errno));
  const timeval limit{.tv_sec = wait.count(), .tv_usec = 0};
  ::setsockopt(client.socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(client.socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (::connect(client.socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return base::fail("sealer_unreachable", socket_path + ": " + std::strerror(errno));
  return client;
}

Client::Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

Client& Client::operator=(Client&& other) noexcept {
  if (this != &other) {
    close_socket();
    socket_ = std::exchange(other.socket_, -1);
  }
  return *this;
}

Client::~Client() {
  close_socket();
}

void Client::close_socket() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

base::Result<Answer> Client::call(const json::Object& request) {
  if (socket_ < 0) return base::fail("connection", "closed");
  MJ_TRY(const Bytes frame, encode_frame(request));
  const auto exchange = [&]() -> base::Result<Answer> {
    MJ_CHECK(write_all(socket_, frame));
    MJ_TRY(const std::optional<Bytes> body, read_frame(socket_));
    if (!body) return base::fail("connection", "closed by the sealer");
    MJ_TRY(json::Object object, decode_body(*body));
    return answer_from_json(std::move(object));
  };
  auto answer = exchange();
  // Half a frame may be under way: the next answer would be read as this one's.
  if (!answer) close_socket();
  return answer;
}

}  // namespace seal
