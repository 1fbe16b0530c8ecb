#pragma once
// Bytes of a connection become requests, one after the other. Beast's parser does the work and stays behind
// this face; what it lets pass but HTTP/1.1 forbids (RFC 9112 §6.1, §6.3, §3.2) is refused here.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace http {

class RequestParser {
 public:
  /// `request` is filled as the bytes come and must outlive the parser.
  RequestParser(Request& request, std::size_t header_bytes_max);
  ~RequestParser();

  enum class Step { need_more, header, complete, failed };
  struct Fed {
    Step step;
    std::size_t used;  ///< Bytes of the input that need not be shown again.
  };
  /// `header` comes once, before the body; set_body_max must be called then. After `complete` call next().
  Fed feed(std::string_view bytes);
  void set_body_max(std::size_t bytes);
  /// Begins the next request of the connection; clears the request.
  void next();

  /// True when a byte of a request has been seen.
  [[nodiscard]] bool begun() const;
  /// After `header`:
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] bool http_1_0() const;
  [[nodiscard]] bool chunked() const;
  [[nodiscard]] std::optional<std::uint64_t> content_length() const;
  /// After `failed`: the status to answer with (400, 413, 414, 431, 501, 505).
  [[nodiscard]] int status() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace http
