// A body without an end: what is told arrives, and whoever does not listen holds nobody up.

#include "http/live.h"

#include <gmock/gmock.h>

#include "running.h"

namespace http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Router telling(const std::shared_ptr<Live>& live) {
  Router router;
  router.add(Method::get, "/live",
             [live](const Request&) { return Response::live("text/event-stream", live); });
  router.add(Method::get, "/hello", [](const Request&) { return Response::text("hello"); });
  return router;
}

TEST(Live, what_is_told_before_and_after_the_reader_came_arrives_in_order) {
  const auto live = std::make_shared<Live>();
  const Running running(telling(live));
  EXPECT_TRUE(live->push("one;"));
  RawSocket socket(running.port);
  socket.say(get("/live"));
  const std::string head = socket.hear_until("one;");
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(head, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
  EXPECT_TRUE(live->push("two;"));
  EXPECT_TRUE(live->push("three;"));
  EXPECT_THAT(socket.hear_until("three;"), HasSubstr("\r\n\r\none;two;three;"));
}

TEST(Live, the_end_closes_the_connection_after_what_was_told) {
  const auto live = std::make_shared<Live>();
  const Running running(telling(live));
  RawSocket socket(running.port);
  socket.say(get("/live"));
  socket.hear_until("\r\n\r\n");
  live->push("last");
  live->end();
  EXPECT_THAT(socket.hear_all(), ::testing::EndsWith("\r\n\r\nlast"));
  EXPECT_FALSE(live->push("more"));
}

TEST(Live, a_reader_who_left_is_noticed) {
  const auto live = std::make_shared<Live>();
  const Running running(telling(live));
  {
    RawSocket socket(running.port);
    socket.say(get("/live"));
    socket.hear_until("\r\n\r\n");
  }
  EXPECT_TRUE(soon([&] { return live->ended(); }));
}

TEST(Live, a_reader_who_takes_nothing_is_dropped_and_holds_nobody_up) {
  const auto live = std::make_shared<Live>(std::size_t{1} << 20);
  const Running running(telling(live));
  RawSocket socket(running.port);
  socket.say(get("/live"));
  socket.hear_until("\r\n\r\n");
  const std::string piece(64 * 1024, 'x');
  int told = 0;
  while (told < 1000 && live->push(piece)) ++told;
  EXPECT_LT(told, 1000) << "64 MB were kept for a reader who takes none";
  EXPECT_THAT(answer_to(running.port, last_get("/hello")), HasSubstr("hello"));
}

TEST(Live, stopping_the_server_waits_for_no_reader) {
  const auto live = std::make_shared<Live>();
  Running running(telling(live), {.stop_timeout = std::chrono::hours(1)});
  RawSocket socket(running.port);
  socket.say(get("/live"));
  socket.hear_until("\r\n\r\n");
  running.server.stop();
  EXPECT_FALSE(live->push("more"));
  socket.hear_all();
}

TEST(Live, head_is_answered_without_a_body) {
  const auto live = std::make_shared<Live>();
  const Running running(telling(live));
  const std::string head =
      answer_to(running.port, "HEAD /live HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, ::testing::EndsWith("\r\n\r\n"));
  EXPECT_TRUE(live->push("nobody took it away"));
}

}  // namespace
}  // namespace http::testing
