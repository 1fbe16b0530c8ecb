#include "outgoing.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "ascii.h"
#include "range.h"
#include "status.h"

namespace http {
namespace {

/// One file may keep the network thread for about this much before others get their turn.
constexpr std::size_t kFileTurnBytes = std::size_t{512} * 1024;

bool written_by_server(std::string_view field) {
  return same_text(field, "Content-Length") || same_text(field, "Connection") || same_text(field, "Date") ||
         same_text(field, "Transfer-Encoding");
}

bool bodyless(int status) {
  return status < 200 || status == 204 || status == 304;
}

bool reads(const Request& request) {
  return request.method == Method::get || request.method == Method::head;
}

bool unchanged(const Request& request, int status, std::string_view etag) {
  if (status != 200 || etag.empty() || !reads(request)) return false;
  const std::string_view known = request.header("If-None-Match");
  return !known.empty() && matches(known, etag);
}

iovec part_of(std::string_view bytes) {
  return {const_cast<char*>(bytes.data()), bytes.size()};
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}
Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

void Outgoing::clear() {
  response_ = {};
  file_ = Descriptor{};
  file_left_ = 0;
}

void Outgoing::set(const Request& request, Response&& response, const Framing& framing) {
  clear();
  response_ = std::move(response);
  for (const auto& [field, value] : response_.headers) {
    if (safe_field(field, value)) continue;
    spdlog::error("request {}: a response header with a line break was not sent", request.id);
    return refuse(request, framing, 500);
  }
  if (response_.prepared != nullptr) return set_prepared(request, framing);
  if (response_.file_body != nullptr) return set_file(request, framing);
  if (response_.live_body != nullptr) return set_live(framing);
  set_plain(request, framing);
}

void Outgoing::refuse(const Request& request, const Framing& framing, int status) {
  response_ = server_problem(status, request.id);
  set_plain(request, framing);
}

void Outgoing::begin_head(int status) {
  head_.clear();
  fmt::format_to(std::back_inserter(head_), "HTTP/1.1 {} {}\r\n", status, reason(status));
}

void Outgoing::add_length(std::uint64_t bytes) {
  fmt::format_to(std::back_inserter(head_), "Content-Length: {}\r\n", bytes);
}

void Outgoing::end_head(const Framing& framing) {
  head_ += framing.date_line;
  if (!framing.keep_alive) {
    head_ += "Connection: close\r\n";
  } else if (framing.http_1_0) {
    head_ += "Connection: keep-alive\r\n";
  }
  for (const auto& [field, value] : response_.headers) {
    if (written_by_server(field)) continue;
    head_.append(field).append(": ").append(value).append("\r\n");
  }
  if (framing.fixed != nullptr) framing.fixed->append(head_, response_);
  head_ += "\r\n";
}

void Outgoing::point(std::string_view fixed_head, std::string_view body) {
  parts_ = {part_of(fixed_head), part_of(head_), part_of(body)};
  part_ = 0;
}

void Outgoing::set_prepared(const Request& request, const Framing& framing) {
  const Prepared& prepared = *response_.prepared;
  const Prepared::Form& form = prepared.pick(request.header("Accept-Encoding"));
  const bool head_only = request.method == Method::head;
  if (response_.status != 200) {  // rare: a prepared page for an error
    begin_head(response_.status);
    std::string_view fields = form.head;
    fields.remove_prefix(fields.find('\n') + 1);
    head_ += fields;
    end_head(framing);
    return point({}, head_only ? std::string_view{} : form.body);
  }
  head_.clear();
  end_head(framing);
  if (unchanged(request, 200, form.etag)) return point(form.not_modified, {});
  point(form.head, head_only ? std::string_view{} : form.body);
}

void Outgoing::set_plain(const Request& request, const Framing& framing) {
  if (unchanged(request, response_.status, response_.header("ETag"))) {
    response_.status = 304;
    std::erase_if(response_.headers,
                  [](const auto& header) { return same_text(header.first, "Content-Type"); });
  }
  begin_head(response_.status);
  const bool bare = bodyless(response_.status);
  if (!bare) add_length(response_.body.size());
  end_head(framing);
  point({}, bare || request.method == Method::head ? std::string_view{} : response_.body);
}

/// Only the head: the end of the body is the end of the connection (RFC 9112 §6.3).
void Outgoing::set_live(const Framing& framing) {
  begin_head(response_.status);
  end_head(framing);
  point({}, {});
}

bool Outgoing::open_file(const FileBody& file, std::uint64_t& size, std::string& tag) {
  file_ = Descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat about {};
  if (!file_.open() || ::fstat(file_.get(), &about) != 0 || !S_ISREG(about.st_mode)) return false;
  const auto whole = static_cast<std::uint64_t>(about.st_size);
  if (file.offset > whole) return false;
  size = std::min(file.length.value_or(whole), whole - file.offset);
  if (file.length && size != *file.length)
    return false;  // shorter than promised: not the file that was meant
  tag =
      fmt::format("\"{:x}-{:x}-{:x}-{:x}\"", whole, file.offset, about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
  return true;
}

void Outgoing::set_file(const Request& request, const Framing& framing) {
  std::uint64_t size = 0;
  std::string tag;
  if (!open_file(*response_.file_body, size, tag)) {
    spdlog::warn("request {}: no file, or a shorter one, at {}", request.id, response_.file_body->path);
    return refuse(request, framing, 404);
  }
  if (response_.header("ETag").empty()) response_.with("ETag", tag);
  tag = response_.header("ETag");
  if (unchanged(request, response_.status, tag)) return set_plain(request, framing);
  const std::string_view if_range = request.header("If-Range");
  const bool may_be_part = response_.status == 200 && request.method == Method::get;
  Range range{RangeKind::whole, 0, size};
  if (may_be_part && (if_range.empty() || if_range == tag))
    range = parse_range(request.header("Range"), size);
  if (range.kind != RangeKind::unsatisfiable) return set_part(request, framing, range, size);
  response_ = server_problem(416, request.id).with("Content-Range", fmt::format("bytes */{}", size));
  set_plain(request, framing);
}

void Outgoing::set_part(const Request& request, const Framing& framing, const Range& range,
                        std::uint64_t size) {
  const bool part = range.kind == RangeKind::part;
  begin_head(part ? 206 : response_.status);
  response_.with("Accept-Ranges", "bytes");
  if (part)
    response_.with("Content-Range",
                   fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
  add_length(range.length);
  end_head(framing);
  point({}, {});
  file_at_ = static_cast<std::int64_t>(response_.file_body->offset + range.first);
  file_left_ = request.method == Method::head ? 0 : range.length;
}

Outgoing::Progress Outgoing::write(int socket) {
  while (part_ < parts_.size()) {
    if (parts_[part_].iov_len == 0) {
      ++part_;
      continue;
    }
    msghdr message{};
    message.msg_iov = &parts_[part_];
    message.msg_iovlen = parts_.size() - part_;
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | (file_left_ > 0 ? MSG_MORE : 0));
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno == EAGAIN ? Progress::blocked : Progress::failed;
    auto left = static_cast<std::size_t>(sent);
    for (; left > 0; ++part_) {
      iovec& part = parts_[part_];
      const std::size_t step = std::min(left, part.iov_len);
      part.iov_base = static_cast<char*>(part.iov_base) + step;
      part.iov_len -= step;
      left -= step;
      if (part.iov_len > 0) break;
    }
  }
  return write_file(socket);
}

Outgoing::Progress Outgoing::write_file(int socket) {
  std::size_t turn = kFileTurnBytes;
  while (file_left_ > 0) {
    if (turn == 0) return Progress::more;
    off_t at = file_at_;
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(turn, file_left_));
    const ssize_t sent = ::sendfile(socket, file_.get(), &at, want);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return Progress::blocked;
    if (sent <= 0) return Progress::failed;  // 0: the file has become shorter
    file_at_ = at;
    file_left_ -= static_cast<std::uint64_t>(sent);
    turn -= static_cast<std::size_t>(sent);
  }
  return Progress::done;
}

}  // namespace http
