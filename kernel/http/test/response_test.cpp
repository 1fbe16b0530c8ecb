// Which bytes a response becomes: encodings, conditions, ranges.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "range.h"
#include "running.h"

namespace http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kPage = [] {
  std::string page = "<!doctype html><title>行政处罚决定</title>";
  for (int i = 0; i < 200; ++i) page += "<p>第" + std::to_string(i) + "条</p>";
  return page;
}();

Router page_router() {
  Router router;
  const auto prepared = prepare("text/html; charset=utf-8", kPage, {.cache_control = "max-age=60"});
  router.add(Method::get, "/page", [prepared](const Request&) { return Response::of(prepared); });
  const auto gone = prepare("text/html; charset=utf-8", kPage);
  router.add(Method::get, "/gone", [gone](const Request&) {
    Response response = Response::of(gone);
    response.status = 410;
    return response;
  });
  router.add(Method::get, "/tagged",
             [](const Request&) { return Response::json("{}").with("ETag", "\"v1\""); });
  return router;
}

base::Result<ClientResponse> ask(const Running& running, std::string target, std::string field,
                                 std::string value) {
  return running.client().send({Method::get, std::move(target), {{std::move(field), std::move(value)}}, ""});
}

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(std::size_t{1} << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Prepared, is_sent_in_the_encoding_the_client_prefers) {
  const Running running(page_router());
  const std::pair<const char*, const char*> wishes[] = {
      {"", ""},
      {"gzip", "gzip"},
      {"gzip, deflate, br", "br"},
      {"br;q=0, gzip;q=0.5", "gzip"},
      {"identity", ""},
      {"*", "br"},
      {"gzip;q=0", ""},
      {"GZIP", "gzip"},
      {"deflate", ""},
      {"br;q=0.000, *", "gzip"},
      {"x, *;q=0", ""},
  };
  for (const auto& [wish, encoding] : wishes) {
    const auto response = ask(running, "/page", "Accept-Encoding", wish);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->header("Content-Encoding"), encoding) << wish;
    EXPECT_EQ(response->header("Vary"), "Accept-Encoding");
    EXPECT_EQ(response->header("Cache-Control"), "max-age=60");
  }
}

TEST(Prepared, holds_the_same_page_in_each_encoding) {
  const Running running(page_router());
  const auto zipped = ask(running, "/page", "Accept-Encoding", "gzip");
  ASSERT_TRUE(zipped);
  EXPECT_EQ(gunzip(zipped->body), kPage);
  const auto plain = running.client().get("/page");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->body, kPage);
}

TEST(Prepared, answers_304_to_the_tag_of_the_same_encoding_only) {
  const Running running(page_router());
  const auto first = ask(running, "/page", "Accept-Encoding", "br");
  ASSERT_TRUE(first);
  const std::string tag(first->header("ETag"));
  const std::string fields = "Accept-Encoding: br\r\nIf-None-Match: \"other\", W/" + tag + "\r\n";
  const std::string again = answer_to(running.port, last_get("/page", fields));
  EXPECT_THAT(again, StartsWith("HTTP/1.1 304 "));
  EXPECT_THAT(again, HasSubstr("ETag: " + tag));
  EXPECT_THAT(again, ::testing::EndsWith("\r\n\r\n"));
  const auto other_encoding = ask(running, "/page", "If-None-Match", tag);
  ASSERT_TRUE(other_encoding);
  EXPECT_EQ(other_encoding->status, 200);
}

TEST(Prepared, may_be_the_page_of_another_status) {
  const Running running(page_router());
  const auto response = ask(running, "/gone", "If-None-Match", "*");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 410);
  EXPECT_EQ(response->body, kPage);
}

TEST(Prepared, has_one_form_when_compressing_saves_nothing) {
  std::string noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  const auto prepared = prepare("image/png", noise);
  EXPECT_FALSE(prepared->gzip || prepared->brotli);
  EXPECT_THAT(prepared->identity.head, Not(HasSubstr("Vary")));
  EXPECT_FALSE(prepare("text/plain", "short")->gzip);
}

TEST(Prepared, has_a_tag_that_follows_the_body) {
  EXPECT_EQ(prepare("text/plain", "a")->identity.etag, prepare("text/plain", "a")->identity.etag);
  EXPECT_NE(prepare("text/plain", "a")->identity.etag, prepare("text/plain", "b")->identity.etag);
  EXPECT_NE(prepare("text/plain", "")->identity.etag,
            prepare("text/plain", std::string(1, '\0'))->identity.etag);
  EXPECT_EQ(prepare("text/plain", "a", {.tag = "abc"})->identity.etag, "\"abc\"");
}

TEST(Response, with_a_tag_of_its_own_is_conditional_too) {
  const Running running(page_router());
  const std::string same = answer_to(running.port, last_get("/tagged", "If-None-Match: \"v1\"\r\n"));
  EXPECT_THAT(same, StartsWith("HTTP/1.1 304 "));
  EXPECT_THAT(same, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(answer_to(running.port, last_get("/tagged", "If-None-Match: \"v0\"\r\n")),
              StartsWith("HTTP/1.1 200 "));
}

class Files : public ::testing::Test {
 protected:
  Files() {
    std::ofstream(path) << "0123456789";
    std::string big;
    for (int i = 0; i < 1'000'000; ++i) big += std::to_string(i);
    std::ofstream(big_path) << big;
    big_bytes = big;
  }
  ~Files() override {
    std::filesystem::remove(path);
    std::filesystem::remove(big_path);
  }
  Router router() {
    Router made;
    made.add(Method::get, "/ten", [this](const Request&) { return Response::file("text/plain", {path}); });
    made.add(Method::get, "/middle", [this](const Request&) {
      return Response::file("text/plain", {path, 2, 5});
    });
    made.add(Method::get, "/past", [this](const Request&) {
      return Response::file("text/plain", {path, 2, 50});
    });
    made.add(Method::get, "/big",
             [this](const Request&) { return Response::file("text/plain", {big_path}); });
    made.add(Method::get, "/none",
             [this](const Request&) { return Response::file("text/plain", {path + "x"}); });
    made.add(Method::get, "/folder", [](const Request&) { return Response::file("text/plain", {"/tmp"}); });
    return made;
  }
  static std::string unique(const char* end) {
    return ::testing::TempDir() + "mingjing_http_" + std::to_string(::getpid()) + end;
  }
  std::string path = unique("_ten");
  std::string big_path = unique("_big");
  std::string big_bytes;
};

TEST_F(Files, are_sent_whole_and_in_parts) {
  const Running running(router());
  const auto whole = running.client().get("/ten");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->body, "0123456789");
  EXPECT_EQ(whole->header("Accept-Ranges"), "bytes");
  const auto part = ask(running, "/ten", "Range", "bytes=3-5");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(part->body, "345");
  EXPECT_EQ(part->header("Content-Range"), "bytes 3-5/10");
}

TEST_F(Files, may_be_a_part_of_a_file_with_ranges_of_its_own) {
  const Running running(router());
  const auto part = ask(running, "/middle", "Range", "bytes=-2");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->body, "56");
  EXPECT_EQ(part->header("Content-Range"), "bytes 3-4/5");
}

TEST_F(Files, refuse_a_range_beyond_their_end) {
  const Running running(router());
  const auto refused = ask(running, "/ten", "Range", "bytes=10-");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 416);
  EXPECT_EQ(refused->header("Content-Range"), "bytes */10");
}

TEST_F(Files, are_whole_again_when_they_are_not_what_the_client_began) {
  const Running running(router());
  const std::string tag(running.client().get("/ten")->header("ETag"));
  const std::string stale =
      answer_to(running.port, last_get("/ten", "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n"));
  EXPECT_THAT(stale, StartsWith("HTTP/1.1 200 "));
  const std::string same =
      answer_to(running.port, last_get("/ten", "Range: bytes=0-1\r\nIf-Range: " + tag + "\r\n"));
  EXPECT_THAT(same, StartsWith("HTTP/1.1 206 "));
  EXPECT_THAT(answer_to(running.port, last_get("/ten", "If-None-Match: " + tag + "\r\n")),
              StartsWith("HTTP/1.1 304 "));
}

TEST_F(Files, that_are_not_there_or_shorter_than_promised_are_not_found) {
  const Running running(router());
  for (const char* target : {"/none", "/folder", "/past"})
    EXPECT_EQ(running.client().get(target)->status, 404);
}

TEST_F(Files, of_many_megabytes_arrive_complete_and_the_connection_goes_on) {
  const Running running(router());
  Client client = running.client();
  for (int i = 0; i < 3; ++i) {
    const auto response = client.get("/big");
    ASSERT_TRUE(response) << response.error().text;
    EXPECT_TRUE(response->body == big_bytes);
  }
  const std::string head =
      answer_to(running.port, "HEAD /big HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: " + std::to_string(big_bytes.size())));
  EXPECT_THAT(head, ::testing::EndsWith("\r\n\r\n"));
}

TEST(Range, reads_one_range_and_takes_everything_else_for_the_whole) {
  const auto kind = [](std::string_view field, std::uint64_t size) { return parse_range(field, size).kind; };
  for (const char* whole : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "items=0-1",
                            "bytes=0-1,3-4", "bytes=99999999999999999999-", "bytes=1-2x"})
    EXPECT_EQ(kind(whole, 10), RangeKind::whole) << whole;
  for (const char* beyond : {"bytes=10-", "bytes=10-20", "bytes=-0"})
    EXPECT_EQ(kind(beyond, 10), RangeKind::unsatisfiable) << beyond;
  EXPECT_EQ(kind("bytes=0-", 0), RangeKind::unsatisfiable);
  EXPECT_EQ(parse_range("bytes=4-", 10).length, 6U);
  EXPECT_EQ(parse_range("bytes=4-99", 10).length, 6U);
  EXPECT_EQ(parse_range("bytes=-99", 10).first, 0U);
  EXPECT_EQ(parse_range("Bytes=0-0", 10).length, 1U);
}

}  // namespace
}  // namespace http::testing
