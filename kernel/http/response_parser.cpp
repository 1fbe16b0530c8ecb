#include "response_parser.h"

#include <boost/beast/http/basic_parser.hpp>

namespace http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::string_view;

constexpr std::uint32_t kHeaderBytesMax = 64 * 1024;

class Sink final : public beast::http::basic_parser<false> {
 public:
  Sink(ClientResponse& response, ResponseParser::Expect expect) : response_(response) {
    header_limit(kHeaderBytesMax);
    body_limit(expect.body_bytes_max);
    skip(expect.no_body);
    eager(true);
  }

 private:
  void on_response_impl(int code, string_view, int, error_code&) override { response_.status = code; }
  void on_field_impl(beast::http::field, string_view name, string_view value, error_code&) override {
    if (!in_trailer_) response_.headers.emplace_back(name, value);
  }
  void on_header_impl(error_code&) override { in_trailer_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view bytes, error_code&) override {
    response_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(error_code&) override {}
  void on_request_impl(beast::http::verb, string_view, string_view, int, error_code&) override {}

  ClientResponse& response_;
  bool in_trailer_ = false;
};

}  // namespace

struct ResponseParser::Inner {
  Inner(ClientResponse& response, Expect expect) : sink(response, expect) {}
  Sink sink;
};

ResponseParser::ResponseParser(ClientResponse& response, Expect expect)
    : inner_(std::make_unique<Inner>(response, expect)) {}
ResponseParser::~ResponseParser() = default;

ResponseParser::Fed ResponseParser::feed(std::string_view bytes) {
  Sink& sink = inner_->sink;
  std::size_t used = 0;
  while (!sink.is_done() && used < bytes.size()) {
    error_code error;
    used += sink.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
    if (error == beast::http::error::need_more) return {Step::need_more, used};
    if (error == beast::http::error::body_limit) return {Step::too_large, used};
    if (error) return {Step::failed, used};
  }
  return {sink.is_done() ? Step::complete : Step::need_more, used};
}

ResponseParser::Step ResponseParser::end() {
  error_code error;
  if (!inner_->sink.is_header_done() || !inner_->sink.need_eof()) return Step::failed;
  inner_->sink.put_eof(error);
  return error ? Step::failed : Step::complete;
}

bool ResponseParser::begun() const {
  return inner_->sink.got_some();
}
bool ResponseParser::keep_alive() const {
  return inner_->sink.keep_alive();
}

}  // namespace http
