#include "http/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ascii.h"
#include "client_socket.h"
#include "cookie_jar.h"
#include "fixed_headers.h"
#include "response_parser.h"

namespace http {
namespace {

using Clock = ClientSocket::Clock;

bool may_repeat(Method method) {
  return method != Method::post && method != Method::patch;
}

bool safe_target(std::string_view target) {
  return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
           return static_cast<unsigned char>(c) > 32 && static_cast<unsigned char>(c) < 127;
         });
}

}  // namespace

void CookieJar::take(std::string_view set_cookie) {
  std::string_view pair = http::take(set_cookie, ';');
  const std::string name(http::take(pair, '='));
  const std::string value(pair);
  while (!set_cookie.empty()) {
    std::string_view attribute = http::take(set_cookie, ';');
    if (!same_text(http::take(attribute, '='), "Max-Age")) continue;
    if (attribute != "0" && !attribute.starts_with('-')) continue;
    cookies_.erase(name);
    return;
  }
  if (!name.empty()) cookies_[name] = value;
}

std::string CookieJar::header() const {
  std::string out;
  for (const auto& [name, value] : cookies_)
    out += fmt::format("{}{}={}", out.empty() ? "" : "; ", name, value);
  return out;
}

std::string_view ClientResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same_text(key, name)) return value;
  return {};
}

class Client::Session {
 public:
  Session(std::string host, std::uint16_t port, ClientOptions options)
      : host_(std::move(host)), port_(port), options_(options) {}

  base::Result<ClientResponse> send(const ClientRequest& request) {
    MJ_TRY(const std::string bytes, serialise(request));
    const auto deadline = Clock::now() + options_.timeout;
    if (socket_.open() && socket_.stale()) socket_.close();
    const bool reused = socket_.open();
    bool answer_began = false;
    auto response = exchange(request, bytes, deadline, answer_began);
    if (!response) socket_.close();
    const bool lost = !response && response.error().code == "connection_lost";
    if (lost && reused && !answer_began && may_repeat(request.method)) {
      response = exchange(request, bytes, deadline, answer_began);
      if (!response) socket_.close();
    }
    return response;
  }

 private:
  base::Result<std::string> serialise(const ClientRequest& request) const {
    if (!safe_target(request.target)) return base::fail("bad_request", "the target is not an encoded path");
    const bool bracket = host_.find(':') != std::string::npos;
    std::string out = fmt::format("{} {} HTTP/1.1\r\nHost: {}{}{}:{}\r\n", name(request.method),
                                  request.target, bracket ? "[" : "", host_, bracket ? "]" : "", port_);
    for (const auto& [field, value] : request.headers) {
      if (!safe_field(field, value)) return base::fail("bad_request", "a header with a line break");
      out += fmt::format("{}: {}\r\n", field, value);
    }
    if (const std::string cookies = jar_.header(); !cookies.empty())
      out += fmt::format("Cookie: {}\r\n", cookies);
    const bool bare = request.method == Method::get || request.method == Method::head;
    if (!bare || !request.body.empty()) out += fmt::format("Content-Length: {}\r\n", request.body.size());
    return out + "\r\n" + request.body;
  }

  base::Result<ClientResponse> exchange(const ClientRequest& request, std::string_view bytes,
                                        Clock::time_point deadline, bool& answer_began) {
    if (!socket_.open())
      MJ_CHECK(socket_.connect(host_, port_, std::min(deadline, Clock::now() + options_.connect_timeout)));
    // A server may answer before it has read a long body (413) and close: look for the answer all the same.
    const auto sent = socket_.send(bytes, deadline);
    if (!sent && sent.error().code == "timeout") return std::unexpected(sent.error());
    ClientResponse response;
    MJ_CHECK(read_response(request.method == Method::head, response, deadline, answer_began));
    if (!sent) socket_.close();
    for (const auto& [field, value] : response.headers)
      if (same_text(field, "Set-Cookie")) jar_.take(value);
    return response;
  }

  base::Result<void> read_response(bool no_body, ClientResponse& response, Clock::time_point deadline,
                                   bool& answer_began) {
    std::string left;
    while (true) {
      response = {};
      ResponseParser parser(response, {no_body, options_.response_bytes_max});
      MJ_CHECK(read_one(parser, left, deadline, answer_began));
      if (response.status / 100 == 1) continue;  // 100 Continue and its like: the answer follows
      if (!parser.keep_alive() || !left.empty()) socket_.close();
      return {};
    }
  }

  /// `left`: bytes that came and belong to what follows.
  base::Result<void> read_one(ResponseParser& parser, std::string& left, Clock::time_point deadline,
                              bool& answer_began) {
    std::array<char, 32 * 1024> buffer;
    while (true) {
      const auto fed = parser.feed(left);
      left.erase(0, fed.used);
      auto step = fed.step;
      if (step == ResponseParser::Step::need_more) {
        MJ_TRY(const std::size_t got, socket_.receive(buffer.data(), buffer.size(), deadline));
        answer_began = answer_began || got > 0;
        if (got > 0) {
          left.append(buffer.data(), got);
          continue;
        }
        if (!answer_began) return base::fail("connection_lost", "the server closed without an answer");
        step = parser.end();
      }
      if (step == ResponseParser::Step::complete) return {};
      if (step == ResponseParser::Step::too_large)
        return base::fail("too_large", "the response exceeds the limit");
      return base::fail("bad_response", "not a complete HTTP response");
    }
  }

  std::string host_;
  std::uint16_t port_;
  ClientOptions options_;
  ClientSocket socket_;
  CookieJar jar_;
};

Client::Client(std::string host, std::uint16_t port, ClientOptions options)
    : session_(std::make_unique<Session>(std::move(host), port, options)) {}
Client::~Client() = default;
Client::Client(Client&& other) noexcept = default;
Client& Client::operator=(Client&& other) noexcept = default;

base::Result<ClientResponse> Client::send(const ClientRequest& request) {
  return session_->send(request);
}
base::Result<ClientResponse> Client::get(std::string target) {
  return send({Method::get, std::move(target)});
}

}  // namespace http
