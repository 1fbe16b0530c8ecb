#include "seal/frame.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace seal {
namespace {

enum class Read { full, closed_at_start };

base::Result<Read> read_exactly(int descriptor, char* into, std::size_t wanted) {
  std::size_t have = 0;
  while (have < wanted) {
    const ssize_t n = ::read(descriptor, into + have, wanted - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return base::fail("connection", std::strerror(errno));
    if (n == 0 && have == 0) return Read::closed_at_start;
    if (n == 0) return base::fail("connection", "closed inside a frame");
    have += static_cast<std::size_t>(n);
  }
  return Read::full;
}

}  // namespace

base::Result<base::Bytes> encode_frame(const json::Object& object) {
  const std::string body = json::canonical(object);
  if (body.size() > kFrameBytesMax) return base::fail("too_large", "frame beyond 32 MiB");
  base::Bytes frame;
  frame.reserve(body.size() + 4);
  base::put_u32be(frame, static_cast<std::uint32_t>(body.size()));
  return frame + body;
}

base::Result<json::Object> decode_body(std::string_view body) {
  auto value = json::parse_canonical(body, {.bytes_max = kFrameBytesMax, .depth_max = 16});
  if (!value) return base::fail("malformed", value.error().code);
  if (!value->is_object()) return base::fail("malformed", "not an object");
  return std::move(value->as_object());
}

base::Result<void> write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    // MSG_NOSIGNAL: a peer that went away is an error value, not a signal that ends the process.
    ssize_t n = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == ENOTSOCK) n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return base::fail("connection", std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

base::Result<std::optional<base::Bytes>> read_frame(int descriptor) {
  char header[4];
  MJ_TRY(const Read got, read_exactly(descriptor, header, sizeof header));
  if (got == Read::closed_at_start) return std::nullopt;
  const std::uint32_t length = base::get_u32be({header, sizeof header});
  if (length == 0) return base::fail("malformed", "empty frame");
  if (length > kFrameBytesMax) return base::fail("too_large", "frame beyond 32 MiB");
  base::Bytes body(length, '\0');
  MJ_TRY(const Read rest, read_exactly(descriptor, body.data(), length));
  if (rest == Read::closed_at_start) return base::fail("connection", "closed inside a frame");
  return body;
}

}  // namespace seal
