#include "request_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <optional>

#include "ascii.h"
#include "target.h"

namespace http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::string_view;
using beast::http::field;
using beast::http::verb;

std::optional<Method> method_of(verb method) {
  switch (method) {
    case verb::get:
      return Method::get;
    case verb::head:
      return Method::head;
    case verb::post:
      return Method::post;
    case verb::put:
      return Method::put;
    case verb::patch:
      return Method::patch;
    case verb::delete_:
      return Method::del;
    case verb::options:
      return Method::options;
    default:
      return std::nullopt;
  }
}

std::string_view plain(string_view text) {
  return {text.data(), text.size()};
}

int status_of(error_code code, bool past_start_line) {
  using beast::http::error;
  if (code == error::header_limit) return past_start_line ? 431 : 414;
  if (code == error::body_limit) return 413;
  if (code == error::bad_version) return 505;
  return 400;
}

/// Receives what Beast finds and puts it into the request.
class Sink final : public beast::http::basic_parser<true> {
 public:
  Sink(Request& request, std::size_t header_bytes_max) : request_(request) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    body_limit(boost::none);
  }
  int refused = 0;       ///< Status, when the request is refused for a reason of ours.
  int version = 11;      ///< 10 or 11.
  bool started = false;  ///< The start line is complete.

 private:
  void refuse(int status, error_code& error) {
    refused = status;
    error = beast::http::error::bad_value;
  }

  void on_request_impl(verb method, string_view, string_view target, int http_version,
                       error_code& error) override {
    started = true;
    version = http_version;
    const auto known = method_of(method);
    if (!known) return refuse(501, error);
    auto parsed = http::parse_target(plain(target));
    if (!parsed) return refuse(400, error);
    request_.method = *known;
    request_.path = std::move(parsed->path);
    request_.query = std::move(parsed->query);
  }

  void on_field_impl(field id, string_view name, string_view value, error_code& error) override {
    if (in_trailer_) return;  // a trailer must not pass for a header field
    hosts_ += id == field::host ? 1 : 0;
    // Any coding but plain "chunked" leaves the body's end unclear to someone on the way: request smuggling.
    if (id == field::transfer_encoding && (!same_text(plain(value), "chunked") || version == 10))
      return refuse(version == 10 ? 400 : 501, error);
    request_.headers.add(plain(name), plain(value));
  }

  void on_header_impl(error_code& error) override {
    in_trailer_ = true;
    if (hosts_ > 1 || (hosts_ == 0 && version == 11)) refuse(400, error);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    constexpr std::uint64_t kAtOnce = std::uint64_t{1} << 20;  // more is believed only when it comes
    if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, kAtOnce)));
  }
  std::size_t on_body_impl(string_view bytes, error_code&) override {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_finish_impl(error_code&) override {}
  void on_response_impl(int, string_view, int, error_code&) override {}

  Request& request_;
  int hosts_ = 0;
  bool in_trailer_ = false;
};

}  // namespace

struct RequestParser::Inner {
  Inner(Request& r, std::size_t bytes_max) : request(r), header_bytes_max(bytes_max) {
    sink.emplace(r, bytes_max);
  }
  Request& request;
  std::size_t header_bytes_max;
  std::size_t header_bytes = 0;
  bool header_said = false;
  int status = 0;
  std::optional<Sink> sink;

  Fed failed(int with_status, std::size_t used) {
    status = with_status;
    return {Step::failed, used};
  }
};

RequestParser::RequestParser(Request& request, std::size_t header_bytes_max)
    : inner_(std::make_unique<Inner>(request, header_bytes_max)) {}
RequestParser::~RequestParser() = default;

RequestParser::Fed RequestParser::feed(std::string_view bytes) {
  Inner& in = *inner_;
  std::size_t used = 0;
  if (!in.sink->got_some())  // an empty line before a request is forgiven (RFC 9112 §2.2)
    while (used < bytes.size() && (bytes[used] == '\r' || bytes[used] == '\n')) ++used;
  while (!in.sink->is_done() && used < bytes.size()) {
    error_code error;
    const std::size_t took =
        in.sink->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
    used += took;
    if (!in.header_said) in.header_bytes += took;
    if (in.header_bytes > in.header_bytes_max) return in.failed(431, used);
    if (error == beast::http::error::need_more) return {Step::need_more, used};
    if (error)
      return in.failed(in.sink->refused != 0 ? in.sink->refused : status_of(error, in.sink->started), used);
    if (in.sink->is_header_done() && !in.header_said) {
      in.header_said = true;
      in.sink->eager(true);
      return {Step::header, used};
    }
  }
  return {in.sink->is_done() ? Step::complete : Step::need_more, used};
}

void RequestParser::set_body_max(std::size_t bytes) {
  inner_->sink->body_limit(bytes);
}

void RequestParser::next() {
  Inner& in = *inner_;
  in.request.clear();
  in.sink.emplace(in.request, in.header_bytes_max);
  in.header_bytes = 0;
  in.header_said = false;
}

bool RequestParser::begun() const {
  return inner_->sink->got_some();
}
bool RequestParser::keep_alive() const {
  return inner_->sink->keep_alive();
}
bool RequestParser::http_1_0() const {
  return inner_->sink->version == 10;
}
bool RequestParser::chunked() const {
  return inner_->sink->chunked();
}
std::optional<std::uint64_t> RequestParser::content_length() const {
  const auto length = inner_->sink->content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}
int RequestParser::status() const {
  return inner_->status;
}

}  // namespace http
