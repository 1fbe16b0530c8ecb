#include "http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "running.h"

namespace http::testing {
namespace {

using ::testing::HasSubstr;

Router counting() {
  Router router;
  router.add(Method::get, "/hello", [](const Request&) { return Response::text("hello"); });
  router.add(Method::post, "/echo", [](const Request& r) { return Response::text(r.body); });
  router.add(Method::get, "/login", [](const Request&) {
    return Response::text("in")
        .with("Set-Cookie", "session=abc; Path=/; HttpOnly")
        .with("Set-Cookie", "theme=dark");
  });
  router.add(Method::get, "/who",
             [](const Request& r) { return Response::text(r.cookie("session").value_or("nobody")); });
  router.add(Method::get, "/logout",
             [](const Request&) { return Response::text("out").with("Set-Cookie", "session=; Max-Age=0"); });
  router.add(Method::get, "/long", [](const Request&) { return Response::text(std::string(5000, 'x')); });
  return router;
}

/// A server that follows a script: for each connection the answers to its requests, one after the other (""
/// is none); then it closes.
class Scripted {
 public:
  using Answers = std::vector<std::string>;
  explicit Scripted(std::initializer_list<Answers> script)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port = ntohs(at.sin_port);
    thread_ = std::thread([this, connections = std::vector<Answers>(script)] {
      for (const auto& answers : connections) follow(answers);
    });
  }
  ~Scripted() {
    ::shutdown(listener_, SHUT_RDWR);  // ends the wait for a connection that a failed test never makes
    thread_.join();
    ::close(listener_);
  }
  Scripted(const Scripted&) = delete;
  Scripted& operator=(const Scripted&) = delete;
  std::uint16_t port = 0;
  std::atomic<int> served = 0;  ///< Requests.
  std::atomic<int> closed = 0;  ///< Connections.

 private:
  void follow(const Answers& answers) {
    const int fd = ::accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    for (const std::string& answer : answers) {
      std::array<char, 65536> buffer{};
      served += ::recv(fd, buffer.data(), buffer.size(), 0) > 0 ? 1 : 0;
      ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
    ::close(fd);
    ++closed;
  }
  int listener_;
  std::thread thread_;
};

constexpr const char* kKept = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(Client, sends_and_receives) {
  const Running running(counting());
  Client client = running.client();
  const auto response = client.send({Method::post, "/echo", {{"Content-Type", "text/plain"}}, "立案"});
  ASSERT_TRUE(response) << response.error().text;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "立案");
  EXPECT_EQ(response->header("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(response->header("none"), "");
  EXPECT_EQ(client.send({Method::head, "/long"})->body, "");
  EXPECT_EQ(client.get("/hello")->body, "hello");
}

TEST(Client, keeps_the_cookies_it_is_given) {
  const Running running(counting());
  Client client = running.client();
  EXPECT_EQ(client.get("/who")->body, "nobody");
  EXPECT_EQ(client.get("/login")->body, "in");
  EXPECT_EQ(client.get("/who")->body, "abc");
  EXPECT_EQ(client.get("/logout")->body, "out");
  EXPECT_EQ(client.get("/who")->body, "nobody");
}

TEST(Client, opens_a_new_connection_when_the_server_has_closed_the_old_one) {
  Scripted server{Scripted::Answers{kKept}, Scripted::Answers{kKept}};
  Client client("127.0.0.1", server.port);
  EXPECT_EQ(client.get("/hello")->body, "ok");
  ASSERT_TRUE(soon([&] { return server.closed == 1; }));
  const auto posted = client.send({Method::post, "/echo", {}, "again"});
  ASSERT_TRUE(posted) << posted.error().text;
  EXPECT_EQ(server.served, 2);
}

TEST(Client, asks_once_more_when_the_old_connection_breaks_before_the_answer) {
  Scripted server{Scripted::Answers{kKept, ""}, Scripted::Answers{kKept}};
  Client client("127.0.0.1", server.port);
  EXPECT_EQ(client.get("/hello")->body, "ok");
  const auto again = client.get("/hello");
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(server.served, 3);
}

TEST(Client, does_not_send_a_post_twice_when_the_answer_is_lost) {
  Scripted server{Scripted::Answers{kKept, ""}};
  Client client("127.0.0.1", server.port);
  EXPECT_EQ(client.get("/hello")->body, "ok");
  const auto lost = client.send({Method::post, "/echo", {}, "x"});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, "connection_lost");
  EXPECT_EQ(server.served, 2);
}

TEST(Client, survives_a_restart_of_the_server) {
  auto first = std::make_unique<Running>(counting());
  Client client = first->client();
  EXPECT_EQ(client.get("/hello")->body, "hello");
  ServerOptions options;
  options.port = first->port;
  first.reset();
  EXPECT_EQ(client.get("/hello").error().code, "cannot_connect");
  const Running second(counting(), options);
  EXPECT_EQ(client.get("/hello")->body, "hello");
}

TEST(Client, reads_a_body_that_ends_with_the_connection) {
  Scripted server{Scripted::Answers{"HTTP/1.1 200 OK\r\n\r\nuntil the end"}};
  EXPECT_EQ(Client("127.0.0.1", server.port).get("/")->body, "until the end");
}

TEST(Client, skips_interim_responses) {
  Scripted server{Scripted::Answers{std::string("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n") + kKept}};
  const auto response = Client("127.0.0.1", server.port).get("/");
  ASSERT_TRUE(response) << response.error().text;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->header("Link"), "");
  EXPECT_EQ(response->body, "ok");
}

TEST(Client, refuses_answers_that_are_cut_or_are_not_http) {
  Scripted server{Scripted::Answers{"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\ncut"},
                  Scripted::Answers{"HTTP/1.1 200"}, Scripted::Answers{"SSH-2.0-other\r\n"}};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(Client("127.0.0.1", server.port).get("/").error().code, "bad_response");
}

TEST(Client, refuses_a_response_beyond_its_limit) {
  const Running running(counting());
  Client client = running.client({.response_bytes_max = 4999});
  EXPECT_EQ(client.get("/long").error().code, "too_large");
  EXPECT_EQ(client.get("/hello")->body, "hello");
}

TEST(Client, does_not_wait_longer_than_it_was_told) {
  Router router;
  router.add(
      Method::get, "/slow",
      [](const Request&) {
        std::this_thread::sleep_for(400ms);
        return Response::text("late");
      },
      Cost::slow);
  const Running running(std::move(router));
  Client client = running.client({.timeout = 100ms});
  EXPECT_EQ(client.get("/slow").error().code, "timeout");
}

TEST(Client, does_not_send_what_could_be_read_as_two_requests) {
  Client client("127.0.0.1", 1);
  EXPECT_EQ(client.get("/a b").error().code, "bad_request");
  EXPECT_EQ(client.get("a").error().code, "bad_request");
  EXPECT_EQ(client.send({Method::get, "/", {{"X", "a\r\nY: b"}}}).error().code, "bad_request");
  EXPECT_EQ(client.send({Method::get, "/", {{"X: a\r\nY", "b"}}}).error().code, "bad_request");
}

TEST(Client, says_where_it_could_not_connect) {
  const auto refused = Client("127.0.0.1", 1).get("/");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "cannot_connect");
  EXPECT_THAT(refused.error().text, HasSubstr("127.0.0.1:1"));
}

}  // namespace
}  // namespace http::testing
