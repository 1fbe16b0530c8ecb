// What strangers may not do: too much, too slow, malformed, too many at once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "running.h"

namespace http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Router echo(std::size_t body_bytes_max = 1000) {
  Router router;
  router.add(Method::get, "/hello", [](const Request&) { return Response::text("hello"); });
  router.add(
      Method::post, "/echo", [](const Request& r) { return Response::text(std::to_string(r.body.size())); },
      Cost::quick, body_bytes_max);
  return router;
}

std::string post(std::string_view fields, std::string_view body = "") {
  return "POST /echo HTTP/1.1\r\nHost: t\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

TEST(Limits, a_body_may_be_as_long_as_its_route_allows_and_no_longer) {
  const Running running(echo());
  Client client = running.client();
  const auto fits = client.send({Method::post, "/echo", {}, std::string(1000, 'x')});
  ASSERT_TRUE(fits);
  EXPECT_EQ(fits->body, "1000");
  const auto longer = client.send({Method::post, "/echo", {}, std::string(1001, 'x')});
  ASSERT_TRUE(longer);
  EXPECT_EQ(longer->status, 413);
}

TEST(Limits, the_refusal_of_a_long_body_arrives_although_the_client_goes_on_sending) {
  const Running running(echo());
  Client client = running.client();
  for (int i = 0; i < 5; ++i) {
    const auto response = client.send({Method::post, "/echo", {}, std::string(std::size_t{4} << 20, 'x')});
    ASSERT_TRUE(response) << response.error().text;
    EXPECT_EQ(response->status, 413);
  }
}

TEST(Limits, a_chunked_body_is_measured_as_it_comes) {
  const Running running(echo());
  std::string chunks;
  for (int i = 0; i < 11; ++i) chunks += "64\r\n" + std::string(100, 'x') + "\r\n";
  EXPECT_THAT(answer_to(running.port, post("Transfer-Encoding: chunked\r\n", chunks + "0\r\n\r\n")),
              StartsWith("HTTP/1.1 413 "));
}

TEST(Limits, a_large_body_is_taken_where_the_route_allows_it) {
  const Running running(echo(std::size_t{8} << 20));
  const auto response =
      running.client().send({Method::post, "/echo", {}, std::string(std::size_t{8} << 20, 'x')});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, std::to_string(8 << 20));
}

TEST(Limits, all_bodies_together_are_limited) {
  ServerOptions options;
  options.bodies_bytes_max = 1500;
  const Running running(echo(), options);
  RawSocket first(running.port);
  first.say(post("Expect: 100-continue\r\nContent-Length: 1000\r\n"));
  first.hear_until("100 Continue");
  const std::string refused =
      answer_to(running.port, post("Content-Length: 1000\r\n", std::string(1000, 'x')));
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 1\r\n"));
  first.say(std::string(1000, 'x'));
  first.hear_until("\r\n\r\n1000");
  const auto after = running.client().send({Method::post, "/echo", {}, std::string(1000, 'x')});
  ASSERT_TRUE(after);
  EXPECT_EQ(after->status, 200);
}

TEST(Limits, a_header_has_a_limit_however_it_comes) {
  const Running running(echo());
  const std::string long_field = "X-Long: " + std::string(std::size_t{17} * 1024, 'x') + "\r\n";
  EXPECT_THAT(answer_to(running.port, get("/hello", long_field)), StartsWith("HTTP/1.1 431 "));
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_THAT(answer_to(running.port, get("/hello", many)), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer_to(running.port, get("/" + std::string(std::size_t{17} * 1024, 'x'))),
              StartsWith("HTTP/1.1 414 "));
  RawSocket endless(running.port);
  endless.say("GET /hello HTTP/1.1\r\nHost: t\r\n");
  for (int i = 0; i < 40; ++i) endless.say("X-Part: " + std::string(1000, 'y') + "\r\n");
  EXPECT_THAT(endless.hear_all(), StartsWith("HTTP/1.1 431 "));
}

TEST(Limits, an_endless_chunk_extension_or_trailer_is_refused) {
  const Running running(echo());
  const std::string much(std::size_t{100} * 1024, 'x');
  EXPECT_THAT(answer_to(running.port, post("Transfer-Encoding: chunked\r\n", "1;" + much)),
              StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(answer_to(running.port, post("Transfer-Encoding: chunked\r\n", "0\r\nX: " + much)),
              StartsWith("HTTP/1.1 4"));
}

struct Malformed {
  std::string bytes;
  std::string status;
};

class Malformations : public ::testing::TestWithParam<Malformed> {};

TEST_P(Malformations, are_answered_and_the_connection_is_closed) {
  const Running running(echo());
  const std::string answer = answer_to(running.port, GetParam().bytes);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + GetParam().status + " "));
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1U) << answer;
}

INSTANTIATE_TEST_SUITE_P(
    Limits, Malformations,
    ::testing::Values(
        Malformed{"\x16\x03\x01\x02\x01\r\n\r\n", "400"}, Malformed{"GET\r\n\r\n", "400"},
        Malformed{"GET / HTTP/2.0\r\nHost: t\r\n\r\n", "505"}, Malformed{"GET / HTTP/1.1\r\n\r\n", "400"},
        Malformed{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        Malformed{"GET / HTTP/1.1\r\nHost : t\r\n\r\n", "400"},
        Malformed{"GET / HTTP/1.1\r\nHost: t\nX: y\r\n\r\n", "400"},
        Malformed{"BREW /tea HTTP/1.1\r\nHost: t\r\n\r\n", "501"},
        Malformed{"TRACE / HTTP/1.1\r\nHost: t\r\n\r\n", "501"},
        Malformed{post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), "400"},
        Malformed{post("Content-Length: -1\r\n"), "400"},
        Malformed{post("Content-Length: 18446744073709551616\r\n"), "400"},
        Malformed{post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
        Malformed{post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), "400"},
        Malformed{post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501"},
        Malformed{post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), "501"},
        Malformed{post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501"},
        Malformed{post("Transfer-Encoding: chunked\r\n", "zz\r\n"), "400"},
        Malformed{post("Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n"), "400"},
        Malformed{"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Malformed{post("Expect: tea\r\nContent-Length: 1\r\n", "x"), "417"},
        Malformed{get("/../etc/passwd"), "400"}, Malformed{get("/a/%2e%2E/b"), "400"},
        Malformed{get("/a%2F..%2Fb"), "400"}, Malformed{get("/a%00b"), "400"}, Malformed{get("/%FF"), "400"},
        Malformed{get("/%"), "400"}, Malformed{get("/?q=%C0%AF"), "400"}, Malformed{get("hello"), "400"}));

TEST(Limits, a_header_that_trickles_is_cut_off) {
  ServerOptions options;
  options.header_timeout = 150ms;
  const Running running(echo(), options);
  RawSocket socket(running.port);
  socket.say("GET /hello HTTP/1.1\r\n");
  std::thread trickle([&] {
    for (int i = 0; i < 20 && socket.say("X"); ++i) std::this_thread::sleep_for(20ms);
  });
  EXPECT_THAT(socket.hear_all(), StartsWith("HTTP/1.1 408 "));
  trickle.join();
}

TEST(Limits, a_connection_that_says_nothing_is_closed_without_a_word) {
  ServerOptions options;
  options.header_timeout = 100ms;
  const Running running(echo(), options);
  EXPECT_EQ(answer_to(running.port, ""), "");
}

TEST(Limits, an_idle_connection_is_closed) {
  ServerOptions options;
  options.idle_timeout = 100ms;
  const Running running(echo(), options);
  RawSocket socket(running.port);
  socket.say(get("/hello"));
  const std::string heard = socket.hear_all();  // returns when the server closes
  EXPECT_EQ(count(heard, "HTTP/1.1 "), 1U);
}

TEST(Limits, a_body_that_pauses_is_cut_off) {
  ServerOptions options;
  options.body_timeout = 100ms;
  const Running running(echo(), options);
  EXPECT_THAT(answer_to(running.port, post("Content-Length: 10\r\n", "abc")), StartsWith("HTTP/1.1 408 "));
}

TEST(Limits, a_body_that_trickles_below_the_minimum_rate_is_cut_off) {
  ServerOptions options;
  options.body_timeout = 200ms;
  options.body_bytes_per_second_min = 100'000;
  const Running running(echo(std::size_t{1} << 20), options);
  RawSocket socket(running.port);
  socket.say(post("Content-Length: 100000\r\n"));
  std::atomic<bool> refused = false;
  std::thread trickle([&] {
    while (!refused && socket.say("x")) std::this_thread::sleep_for(20ms);
  });
  EXPECT_THAT(socket.hear_until("\r\n\r\n"), StartsWith("HTTP/1.1 408 "));
  refused = true;
  trickle.join();
}

TEST(Limits, a_client_that_takes_nothing_of_a_long_response_is_dropped) {
  Router router;
  router.add(Method::get, "/long",
             [](const Request&) { return Response::text(std::string(std::size_t{32} << 20, 'x')); });
  ServerOptions options;
  options.write_timeout = 150ms;
  const Running running(std::move(router), options);
  RawSocket socket(running.port);
  socket.say(get("/long"));
  std::this_thread::sleep_for(600ms);
  EXPECT_LT(socket.hear_all().size(), std::size_t{32} << 20);
}

TEST(Limits, a_new_connection_takes_the_place_of_the_longest_unused_one) {
  ServerOptions options;
  options.connections_max = 2;
  const Running running(echo(), options);
  RawSocket first(running.port);
  first.say(get("/hello"));
  first.hear_until("hello");
  RawSocket second(running.port);
  second.say(get("/hello"));
  second.hear_until("hello");
  RawSocket third(running.port);
  third.say(get("/hello"));
  EXPECT_THAT(third.hear_until("hello"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(count(first.hear_all(), "HTTP/1.1 "), 1U);  // closed
  second.say(last_get("/hello"));
  EXPECT_EQ(count(second.hear_all(), "HTTP/1.1 200 "), 2U);
}

/// A route whose handler waits until it is let go.
struct Gate {
  std::promise<void> open;
  std::shared_future<void> opened = open.get_future().share();
  std::atomic<int> inside = 0;

  Router router() {
    Router made = echo();
    made.add(
        Method::get, "/wait",
        [this](const Request&) {
          ++inside;
          opened.wait();
          return Response::text("waited");
        },
        Cost::slow);
    return made;
  }
  void wait_for(int handlers) const {
    EXPECT_TRUE(soon([&] { return inside >= handlers; })) << inside << " handlers were reached";
  }
};

TEST(Limits, connections_beyond_the_limit_are_told_so_while_all_others_are_busy) {
  Gate gate;
  ServerOptions options;
  options.connections_max = 2;
  const Running running(gate.router(), options);
  RawSocket first(running.port);
  RawSocket second(running.port);
  first.say(last_get("/wait"));
  second.say(last_get("/wait"));
  gate.wait_for(2);
  EXPECT_THAT(answer_to(running.port, ""), StartsWith("HTTP/1.1 503 "));
  gate.open.set_value();
  EXPECT_THAT(first.hear_all(), HasSubstr("waited"));
  EXPECT_THAT(second.hear_all(), HasSubstr("waited"));
}

TEST(Limits, a_full_pool_answers_503_while_quick_handlers_go_on) {
  Gate gate;
  ServerOptions options;
  options.pool_threads = 1;
  options.pool_queue_max = 1;
  const Running running(gate.router(), options);
  RawSocket runs(running.port);
  RawSocket waits(running.port);
  runs.say(last_get("/wait"));
  gate.wait_for(1);
  waits.say(get("/hello") + last_get("/wait"));
  waits.hear_until("hello");
  const std::string refused = answer_to(running.port, last_get("/wait"));
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("Retry-After: "));
  EXPECT_THAT(answer_to(running.port, last_get("/hello")), StartsWith("HTTP/1.1 200 "));
  gate.open.set_value();
  EXPECT_THAT(runs.hear_all(), HasSubstr("waited"));
  EXPECT_THAT(waits.hear_all(), HasSubstr("waited"));
}

TEST(Stop, lets_a_running_request_finish_and_accepts_nothing_more) {
  Gate gate;
  Running running(gate.router());
  RawSocket idle(running.port);
  idle.say(get("/hello"));
  idle.hear_until("hello");
  RawSocket socket(running.port);
  socket.say(get("/wait"));
  gate.wait_for(1);
  auto stopped = std::async(std::launch::async, [&] { running.server.stop(); });
  EXPECT_EQ(count(idle.hear_all(), "HTTP/1.1 "), 1U);  // closed at once
  EXPECT_EQ(stopped.wait_for(50ms), std::future_status::timeout);
  gate.open.set_value();
  const std::string heard = socket.hear_all();
  EXPECT_THAT(heard, HasSubstr("waited"));
  EXPECT_THAT(heard, HasSubstr("Connection: close"));
  stopped.get();
  EXPECT_EQ(running.client().get("/hello").error().code, "cannot_connect");
}

TEST(Stop, does_not_wait_for_a_client_longer_than_its_limit) {
  ServerOptions options;
  options.stop_timeout = 100ms;
  Running running(echo(), options);
  RawSocket half(running.port);
  half.say("POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
  half.hear_until("100 Continue");
  const auto before = std::chrono::steady_clock::now();
  running.server.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
  EXPECT_EQ(count(half.hear_all(), "HTTP/1.1 200"), 0U);
}

}  // namespace
}  // namespace http::testing
