#pragma once
// One response on its way: which bytes (encoding, 304, 206, 416), then writing them without copying: head and
// body by scatter, files by the kernel. Works on a plain non-blocking socket, knows no event loop.

#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "fixed_headers.h"
#include "http/message.h"
#include "range.h"

namespace http {

/// What the connection and the hour add to every response.
struct Framing {
  std::string_view date_line;  ///< `Date: …\r\n`
  const FixedHeaders* fixed = nullptr;
  bool keep_alive = true;
  bool http_1_0 = false;
};

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

class Outgoing {
 public:
  /// Takes the response; `request` is read now and not kept.
  void set(const Request& request, Response&& response, const Framing& framing);

  enum class Progress { done, blocked, more, failed };
  /// Writes as far as the socket takes it. `more`: a long file gives the others a turn. `failed`: close it.
  Progress write(int socket);
  /// Lets go of bodies and files.
  void clear();

 private:
  void set_prepared(const Request& request, const Framing& framing);
  void set_plain(const Request& request, const Framing& framing);
  void set_live(const Framing& framing);
  void set_file(const Request& request, const Framing& framing);
  void set_part(const Request& request, const Framing& framing, const Range& range, std::uint64_t size);
  void refuse(const Request& request, const Framing& framing, int status);
  bool open_file(const FileBody& file, std::uint64_t& size, std::string& tag);
  void begin_head(int status);
  void end_head(const Framing& framing);
  void add_length(std::uint64_t bytes);
  void point(std::string_view fixed_head, std::string_view body);
  Progress write_file(int socket);

  Response response_;
  std::string head_;
  std::array<iovec, 3> parts_{};
  std::size_t part_ = 0;
  Descriptor file_;
  std::int64_t file_at_ = 0;
  std::uint64_t file_left_ = 0;
};

}  // namespace http
