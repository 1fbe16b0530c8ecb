#include "http/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cookie_jar.h"
#include "target.h"

namespace http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(Text, escapes_what_html_could_take_for_its_own) {
  EXPECT_EQ(html_escape(R"(<a title="明'镜">&</a>)"), "&lt;a title=&quot;明&#39;镜&quot;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(html_escape("plain"), "plain");
}

TEST(Text, encodes_for_urls_and_decodes_back) {
  EXPECT_EQ(url_encode("a-b_c.d~e"), "a-b_c.d~e");
  EXPECT_EQ(url_encode("〔2026〕1号/&=+ %"), "%E3%80%942026%E3%80%951%E5%8F%B7%2F%26%3D%2B%20%25");
  EXPECT_EQ(url_decode(url_encode("〔2026〕1号/&=+ %")), "〔2026〕1号/&=+ %");
  EXPECT_EQ(url_decode("a+b", Plus::is_space), "a b");
  EXPECT_EQ(url_decode("a+b"), "a+b");
}

TEST(Text, refuses_urls_that_do_not_decode) {
  for (const char* broken : {"%", "%1", "%zz", "%0g", "%00", "%FF", "%ED%A0%80", "%C0%AF"})
    EXPECT_EQ(url_decode(broken).error().code, "url") << broken;
}

TEST(Text, reads_forms) {
  EXPECT_THAT(*parse_form("name=%E5%BC%A0+%E4%B8%89&&empty=&flag&a=b=c"),
              ElementsAre(Pair("name", "张 三"), Pair("empty", ""), Pair("flag", ""), Pair("a", "b=c")));
  EXPECT_TRUE(parse_form("")->empty());
  EXPECT_EQ(parse_form("a=%F").error().code, "form");
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "a=1&";
  EXPECT_EQ(parse_form(many).error().code, "form");
}

TEST(Text, makes_cookies_that_scripts_cannot_read) {
  EXPECT_EQ(to_header({.name = "s", .value = "a b;c"}), "s=a%20b%3Bc; Path=/; SameSite=Lax; HttpOnly");
  EXPECT_EQ(to_header({.name = "s",
                       .value = "",
                       .path = "/o/",
                       .max_age = std::chrono::seconds(0),
                       .same_site = SameSite::strict,
                       .secure = true}),
            "s=; Path=/o/; Max-Age=0; SameSite=Strict; HttpOnly; Secure");
}

TEST(Text, knows_types_by_extension) {
  EXPECT_EQ(content_type_of("app.4f3a.JS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type_of("noextension"), "application/octet-stream");
  EXPECT_EQ(content_type_of("a.exe"), "application/octet-stream");
}

TEST(Target, is_decoded_and_normalised) {
  const auto path = [](std::string_view target) { return parse_target(target).value().path; };
  EXPECT_EQ(path("/"), "/");
  EXPECT_EQ(path("//a///b/"), "/a/b/");
  EXPECT_EQ(path("/./a/./b/."), "/a/b/");
  EXPECT_EQ(path("/%E5%86%B3%E5%AE%9A/1"), "/决定/1");
  EXPECT_EQ(path("/a+b..c"), "/a+b..c");
  EXPECT_EQ(path("http://host:8080/x"), "/x");
  EXPECT_EQ(path("HTTP://host"), "/");
  EXPECT_EQ(path("http://host?a=b"), "/");
  EXPECT_EQ(parse_target("/x?a=%20b?c").value().query, "a=%20b?c");
  EXPECT_EQ(parse_target("http://host?a=b").value().query, "a=b");
}

TEST(Target, that_could_mean_something_else_is_refused) {
  for (const char* target : {"", "*", "a", "/..", "/a/../b", "/%2e%2e/a", "/.%2E", "/a%2fb", "/a%2Fb",
                             "/a%00", "/a%0A", "/a%7f", "/%ff", "/a?%", "/a?b=%80", "host:80"})
    EXPECT_EQ(parse_target(target).error().code, "target") << target;
}

TEST(CookieJar, keeps_replaces_and_forgets) {
  CookieJar jar;
  EXPECT_EQ(jar.header(), "");
  jar.take("a=1; Path=/; HttpOnly");
  jar.take("b=2; Max-Age=60");
  jar.take("a=3");
  EXPECT_EQ(jar.header(), "a=3; b=2");
  jar.take("a=; Path=/; max-age=0");
  EXPECT_EQ(jar.header(), "b=2");
}

}  // namespace
}  // namespace http
