#pragma once
// Requests and responses as values: what a handler reads and what it gives back. No socket is needed to make
// one, so handlers are tested by calling them.

#include <any>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/prepared.h"

namespace http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };
inline constexpr std::size_t kMethods = 7;

/// `GET`, …, `DELETE`.
[[nodiscard]] std::string_view name(Method method);

/// Header fields in the order they came, in one buffer. Names compare without case (RFC 9110 §5.1).
class Headers {
 public:
  void add(std::string_view name, std::string_view value);
  /// The first field of that name; empty when there is none.
  [[nodiscard]] std::string_view find(std::string_view name) const;
  /// How many fields bear the name.
  [[nodiscard]] std::size_t count(std::string_view name) const;
  void clear();

 private:
  struct Field {
    std::uint32_t at;
    std::uint32_t name_size;
    std::uint32_t value_size;
  };
  [[nodiscard]] std::string_view name_of(const Field& field) const;
  std::string text_;
  std::vector<Field> fields_;
};

struct Request {
  Method method = Method::get;
  std::string path;   ///< Percent-decoded UTF-8, begins with '/', no "..", no control characters.
  std::string query;  ///< As it came, without '?'. The server has checked that it decodes to UTF-8.
  std::string body;
  std::string peer;  ///< Address of the other end of the connection, without port.
  std::string id;    ///< 16 hex digits, made by the server.
  Headers headers;
  std::vector<std::pair<std::string, std::string>> params;  ///< Path captures, in the pattern's order.
  std::any context;  ///< What a wrapping handler found out and hands to the inner one (who is asking).

  /// Empty when absent.
  [[nodiscard]] std::string_view header(std::string_view field) const { return headers.find(field); }
  /// First query member of that name, decoded ('+' is a space); nothing when absent or not decodable to
  /// UTF-8.
  [[nodiscard]] std::optional<std::string> query_value(std::string_view member) const;
  /// A cookie's value, percent-decoded as `to_header(Cookie)` encoded it.
  [[nodiscard]] std::optional<std::string> cookie(std::string_view cookie_name) const;
  /// A path capture; empty when the route's pattern does not name it.
  [[nodiscard]] std::string param(std::string_view capture) const;
  void clear();
};

/// Bytes `offset` … `offset + length` of a file, streamed by the kernel; Range requests are answered (RFC
/// 9110 §14). The file is opened when the response is sent: 404 when it is not there.
struct FileBody {
  std::string path;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length = std::nullopt;  ///< Nothing: up to the end of the file.
};

class Live;

/// The body is the first there is of `prepared`, `file`, `live`, `body`. The server itself writes
/// Content-Length, Date, Connection and Transfer-Encoding; these names in `headers` are ignored. A header
/// with a line break gives 500.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::shared_ptr<const Prepared> prepared = nullptr;
  std::shared_ptr<const FileBody> file_body = nullptr;
  std::shared_ptr<Live> live_body = nullptr;

  [[nodiscard]] static Response html(std::string body);
  [[nodiscard]] static Response text(std::string body);
  [[nodiscard]] static Response json(std::string body);
  [[nodiscard]] static Response bytes(std::string_view content_type, std::string body);
  /// application/problem+json (RFC 9457).
  [[nodiscard]] static Response problem(int status, std::string json_body);
  [[nodiscard]] static Response redirect(std::string_view location, int status = 303);
  [[nodiscard]] static Response not_found();
  [[nodiscard]] static Response of(std::shared_ptr<const Prepared> prepared);
  [[nodiscard]] static Response file(std::string_view content_type, FileBody file);
  /// A body that goes on until one side ends it; the connection then closes.
  [[nodiscard]] static Response live(std::string_view content_type, std::shared_ptr<Live> live);

  /// Adds a header field.
  Response& with(std::string_view field, std::string_view value) &;
  Response&& with(std::string_view field, std::string_view value) &&;
  /// The first header of that name; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view field) const;
};

/// The problem the server itself answers with: Chinese title for the status, the request's id for the log.
[[nodiscard]] Response server_problem(int status, std::string_view request_id);

}  // namespace http
