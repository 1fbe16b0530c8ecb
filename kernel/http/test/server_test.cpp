#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "running.h"

namespace http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

Router echo() {
  Router router;
  router.add(Method::get, "/hello", [](const Request&) { return Response::text("hello"); });
  router.add(Method::get, "/path/{rest*}", [](const Request& r) { return Response::text(r.path); });
  router.add(
      Method::post, "/echo", [](const Request& r) { return Response::text(r.body); }, Cost::quick, 1000);
  router.add(Method::get, "/about", [](const Request& r) { return Response::text(r.peer + " " + r.id); });
  return router;
}

TEST(Server, answers_several_requests_on_one_connection) {
  const Running running(echo());
  RawSocket socket(running.port);
  for (std::size_t times = 1; times <= 3; ++times) {
    socket.say(get("/hello"));
    EXPECT_EQ(count(socket.hear_until("\r\n\r\nhello", times), "HTTP/1.1 200 OK"), times);
  }
}

TEST(Server, answers_pipelined_requests_in_their_order) {
  Router router = echo();
  router.add(
      Method::get, "/slow",
      [](const Request&) {
        std::this_thread::sleep_for(50ms);
        return Response::text("slow");
      },
      Cost::slow);
  const Running running(std::move(router));
  const std::string heard =
      answer_to(running.port, get("/path/1") + get("/slow") + get("/path/2") +
                                  "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nthree" +
                                  last_get("/path/4"));
  const std::size_t places[] = {heard.find("/path/1"), heard.find("\r\n\r\nslow"), heard.find("/path/2"),
                                heard.find("three"), heard.find("/path/4")};
  EXPECT_NE(places[4], std::string::npos) << heard;
  EXPECT_TRUE(std::is_sorted(std::begin(places), std::end(places))) << heard;
}

TEST(Server, reads_a_request_that_comes_byte_by_byte) {
  const Running running(echo());
  RawSocket socket(running.port);
  for (const char c :
       std::string("POST /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"))
    ASSERT_TRUE(socket.say({&c, 1}));
  EXPECT_THAT(socket.hear_all(), ::testing::EndsWith("\r\n\r\nabc"));
}

TEST(Server, reads_a_chunked_body_and_keeps_trailers_out_of_the_header) {
  Router router;
  router.add(Method::post, "/echo", [](const Request& r) {
    return Response::text(r.body + "|" + std::string(r.header("X-Role")) + "|");
  });
  const Running running(std::move(router));
  const std::string heard =
      answer_to(running.port,
                "POST /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\n4;note=x\r\ndefg\r\n0\r\nX-Role: director\r\n\r\n");
  EXPECT_THAT(heard, HasSubstr("\r\n\r\nabcdefg||"));
}

TEST(Server, speaks_http_1_0_and_closes_unless_asked_not_to) {
  const Running running(echo());
  const std::string closed = answer_to(running.port, "GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_THAT(closed, HasSubstr("Connection: close"));
  const std::string kept = answer_to(
      running.port, "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(count(kept, "HTTP/1.1 200 OK"), 2U);
  EXPECT_EQ(count(kept, "Connection: keep-alive"), 1U);
}

TEST(Server, says_continue_before_it_reads_an_expected_body) {
  const Running running(echo());
  RawSocket socket(running.port);
  socket.say(
      "POST /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: "
      "2\r\n\r\n");
  EXPECT_THAT(socket.hear_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue\r\n\r\n"));
  socket.say("ok");
  EXPECT_THAT(socket.hear_all(), HasSubstr("HTTP/1.1 200 OK"));
}

TEST(Server, refuses_an_expected_body_that_is_too_long_before_it_is_sent) {
  const Running running(echo());
  RawSocket socket(running.port);
  socket.say("POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
  EXPECT_THAT(socket.hear_until("\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
}

TEST(Server, sends_the_head_without_the_body_for_head) {
  const Running running(echo());
  const std::string heard =
      answer_to(running.port, "HEAD /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(heard, HasSubstr("Content-Length: 5\r\n"));
  EXPECT_THAT(heard, ::testing::EndsWith("\r\n\r\n"));
}

TEST(Server, names_each_request_and_the_peer) {
  const Running running(echo());
  Client client = running.client();
  const auto first = client.get("/about");
  const auto second = client.get("/about");
  ASSERT_TRUE(first && second);
  EXPECT_THAT(first->body, MatchesRegex("127.0.0.1 [0-9a-f]{16}"));
  EXPECT_NE(first->body, second->body);
}

TEST(Server, turns_an_exception_into_500_with_the_request_id) {
  Router router;
  router.add(Method::get, "/throws", [](const Request&) -> Response { throw std::runtime_error("inside"); });
  router.add(
      Method::get, "/throws_slowly", [](const Request&) -> Response { throw 7; }, Cost::slow);
  const Running running(std::move(router));
  Client client = running.client();
  for (const char* target : {"/throws", "/throws_slowly"}) {
    const auto response = client.get(target);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 500);
    EXPECT_EQ(response->header("Content-Type"), "application/problem+json");
    EXPECT_THAT(response->body, HasSubstr("\"request\":\""));
    EXPECT_THAT(response->body, Not(HasSubstr("inside")));
  }
}

TEST(Server, does_not_let_a_handler_split_the_response) {
  Router router;
  router.add(Method::get, "/split",
             [](const Request& r) { return Response::redirect(r.query_value("to").value_or("")); });
  const Running running(std::move(router));
  const auto response = running.client().get("/split?to=x%0D%0ASet-Cookie:%20a=b");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 500);
  EXPECT_EQ(response->header("Set-Cookie"), "");
}

TEST(Server, sends_its_fixed_headers_unless_the_response_names_them) {
  Router router = echo();
  router.add(Method::get, "/framed",
             [](const Request&) { return Response::text("x").with("x-frame-options", "SAMEORIGIN"); });
  ServerOptions options;
  options.headers = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
  const Running running(std::move(router), options);
  const std::string plain = answer_to(running.port, last_get("/hello"));
  EXPECT_THAT(plain, HasSubstr("X-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n"));
  const std::string framed = answer_to(running.port, last_get("/framed"));
  EXPECT_THAT(framed, HasSubstr("x-frame-options: SAMEORIGIN\r\n"));
  EXPECT_THAT(framed, HasSubstr("Referrer-Policy: no-referrer\r\n"));
  EXPECT_THAT(framed, Not(HasSubstr("DENY")));
}

TEST(Server, shows_its_own_refusals_to_the_observer_too) {
  Router router;
  router.after([](const Request&, Response& response, std::chrono::microseconds) {
    response.with("X-Seen", std::to_string(response.status));
  });
  const Running running(std::move(router));
  EXPECT_THAT(answer_to(running.port, "nonsense\r\n\r\n"), HasSubstr("X-Seen: 400\r\n"));
  EXPECT_THAT(answer_to(running.port, last_get("/nowhere")), HasSubstr("X-Seen: 404\r\n"));
}

TEST(Server, says_which_port_is_in_use) {
  const Running running(echo());
  for (const int threads : {1, 2}) {
    ServerOptions options;
    options.port = running.port;
    options.threads = threads;
    Server second(options, echo());
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, "port_in_use");
    EXPECT_THAT(started.error().text, HasSubstr(std::to_string(running.port)));
  }
}

TEST(Server, refuses_an_address_that_is_none) {
  ServerOptions options;
  options.address = "localhost.";
  Server server(options, echo());
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, "bad_address");
}

TEST(Server, serves_from_several_threads) {
  ServerOptions options;
  options.threads = 3;
  const Running running(echo(), options);
  for (int i = 0; i < 20; ++i) {
    const auto response = running.client().get("/hello");
    ASSERT_TRUE(response) << response.error().text;
    EXPECT_EQ(response->body, "hello");
  }
}

}  // namespace
}  // namespace http::testing
