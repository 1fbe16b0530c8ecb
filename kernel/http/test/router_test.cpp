#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "http/text.h"

namespace http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Handler says(std::string text) {
  return [text = std::move(text)](const Request& request) {
    std::string body = text;
    for (const auto& [name, value] : request.params) body += " " + name + "=" + value;
    return Response::text(std::move(body));
  };
}

Router streams() {
  Router router;
  router.add(Method::get, "/", says("home"));
  router.add(Method::get, "/api/streams/{kind}/{id}/records", says("records"));
  router.add(Method::post, "/api/streams/{kind}/{id}/records", says("append"));
  router.add(Method::get, "/api/streams/law/{edition}", says("law"));
  router.add(Method::get, "/api/streams/{kind}", says("kind"));
  router.add(Method::get, "/log/tile/{rest*}", says("tile"));
  return router;
}

Response ask(const Router& router, Method method, std::string path) {
  Request request;
  request.method = method;
  request.path = std::move(path);
  return router.handle(request);
}

TEST(Router, finds_the_route_and_its_captures) {
  const Router router = streams();
  EXPECT_EQ(ask(router, Method::get, "/").body, "home");
  EXPECT_EQ(ask(router, Method::get, "/api/streams/case/7/records").body, "records kind=case id=7");
  EXPECT_EQ(ask(router, Method::post, "/api/streams/case/7/records").body, "append kind=case id=7");
  EXPECT_EQ(ask(router, Method::get, "/log/tile/0/x001/234.p/5").body, "tile rest=0/x001/234.p/5");
}

TEST(Router, prefers_fixed_text_and_goes_back_where_it_leads_nowhere) {
  const Router router = streams();
  EXPECT_EQ(ask(router, Method::get, "/api/streams/law/3").body, "law edition=3");
  EXPECT_EQ(ask(router, Method::get, "/api/streams/law").body, "kind kind=law");
  EXPECT_EQ(ask(router, Method::get, "/api/streams/law/3/records").body, "records kind=law id=3");
}

TEST(Router, does_not_find_what_is_only_similar) {
  const Router router = streams();
  for (const char* path : {"/api", "/api/streams/", "/api/streams/case/", "/api/streams/case/7/records/",
                           "/log/tile", "/API/streams/case", "*", ""})
    EXPECT_EQ(ask(router, Method::get, path).status, 404) << path;
}

TEST(Router, says_which_methods_a_path_has) {
  const Router router = streams();
  const Response refused = ask(router, Method::del, "/api/streams/case/7/records");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.header("Allow"), "GET, HEAD, POST, OPTIONS");
  const Response options = ask(router, Method::options, "/api/streams/case/7/records");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "GET, HEAD, POST, OPTIONS");
}

TEST(Router, serves_head_from_get) {
  EXPECT_EQ(ask(streams(), Method::head, "/api/streams/law").status, 200);
}

TEST(Router, gives_unknown_paths_to_the_fallback) {
  Router router = streams();
  router.fallback([](const Request& request) { return Response::html("no " + request.path); });
  EXPECT_EQ(ask(router, Method::get, "/nowhere").body, "no /nowhere");
}

TEST(Router, shows_each_response_to_the_observers) {
  Router router = streams();
  router.after([](const Request& request, Response& response, std::chrono::microseconds took) {
    EXPECT_GE(took.count(), 0);
    response.with("X-Path", request.path);
  });
  EXPECT_EQ(ask(router, Method::get, "/api").header("X-Path"), "/api");
}

TEST(Router, answers_500_when_an_observer_throws) {
  Router router = streams();
  router.after([](const Request&, Response&, std::chrono::microseconds) { throw std::runtime_error("x"); });
  EXPECT_EQ(ask(router, Method::get, "/").status, 500);
}

TEST(Router, lists_its_routes) {
  std::vector<std::string> list;
  for (const RouteInfo& route : streams().routes())
    list.push_back(std::string(name(route.method)) + " " + route.pattern);
  EXPECT_THAT(list, ElementsAre("GET /", "GET /api/streams/{kind}/{id}/records",
                                "POST /api/streams/{kind}/{id}/records", "GET /api/streams/law/{edition}",
                                "GET /api/streams/{kind}", "GET /log/tile/{rest*}"));
}

TEST(RouterDeathTest, does_not_start_with_a_pattern_that_makes_no_sense) {
  Router router = streams();
  EXPECT_DEATH(router.add(Method::get, "no_slash", says("")), "slash");
  EXPECT_DEATH(router.add(Method::get, "/", says("")), "twice");
  EXPECT_DEATH(router.add(Method::get, "/{rest*}/more", says("")), "rest");
  EXPECT_DEATH(router.add(Method::get, "/a{b}", says("")), "half");
}

TEST(Request, finds_headers_cookies_and_query_values) {
  Request request;
  request.headers.add("Cookie", "a=1; session=%E6%98%8E%3B; session=second");
  request.headers.add("X-Two", "one");
  request.headers.add("x-two", "two");
  request.query = "q=%E6%A1%88+1&empty=&bad=%zz";
  EXPECT_EQ(request.header("x-TWO"), "one");
  EXPECT_EQ(request.headers.count("X-Two"), 2U);
  EXPECT_EQ(request.header("X-Three"), "");
  EXPECT_EQ(request.cookie("session"), "明;");
  EXPECT_EQ(request.cookie("b"), std::nullopt);
  EXPECT_EQ(request.query_value("q"), std::nullopt);  // one member does not decode, so the query says nothing
  request.query = "q=%E6%A1%88+1&empty=";
  EXPECT_EQ(request.query_value("q"), "案 1");
  EXPECT_EQ(request.query_value("empty"), "");
  EXPECT_EQ(request.query_value("none"), std::nullopt);
}

TEST(Response, problems_of_the_server_are_json_with_a_chinese_title) {
  const Response response = server_problem(404, "0123456789abcdef");
  EXPECT_EQ(response.header("content-type"), "application/problem+json");
  EXPECT_EQ(response.body, R"({"status":404,"title":"没有找到该页面","request":"0123456789abcdef"})");
  EXPECT_THAT(server_problem(599, "").body, HasSubstr("请求未完成"));
}

}  // namespace
}  // namespace http
