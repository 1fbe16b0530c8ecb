#pragma once
// The office's side of the socket: one request, one answer, in order.

#include <chrono>
#include <string>

#include "seal/messages.h"

namespace seal {

/// A connection to the sealer. Blocking; not to be shared by threads; closes its socket when it goes.
class Client {
 public:
  /// `wait` bounds each read and write; below 60 s a slow rendering could be taken for a dead sealer.
  /// Error: `sealer_unreachable`.
  [[nodiscard]] static base::Result<Client> connect(const std::string& socket_path,
                                                    std::chrono::seconds wait = std::chrono::seconds(120));
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;
  ~Client();

  /// Sends `request`, waits for its answer. A refusal is an Answer with ok = false. After an error the
  /// connection is closed and every further call fails; connect again. Errors: `connection`, `too_large`,
  /// `malformed`.
  [[nodiscard]] base::Result<Answer> call(const json::Object& request);

 private:
  explicit Client(int socket) : socket_(socket) {}
  void close_socket();
  int socket_ = -1;
};

}  // namespace seal
