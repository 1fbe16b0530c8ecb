#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/encoding.h"
#include "vectors.h"

namespace {

namespace json = base::json;
using base::test::text;
using namespace std::string_literals;

std::string code_of(std::string_view input) {
  const auto value = json::parse(input);
  return value ? "" : value.error().code;
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, writes_the_canonical_form_of_the_published_cases) {
  const auto file = base::test::vectors("07-jcs.json");
  for (const auto& item : base::test::list(file, "cases")) {
    const auto value = json::parse(text(item, "input"));
    ASSERT_TRUE(value) << text(item, "input") << ": " << value.error().code;
    EXPECT_EQ(json::canonical(*value), text(item, "canonical"));
    EXPECT_EQ(base::hex(json::canonical(*value)), text(item, "canonical_utf8_hex"));
    EXPECT_TRUE(json::parse_canonical(text(item, "canonical")));
  }
}

TEST(Json, refuses_what_the_published_cases_refuse) {
  const auto file = base::test::vectors("07-jcs.json");
  for (const char* list : {"reject", "profile_reject"})
    for (const auto& item : base::test::list(file, list))
      EXPECT_FALSE(json::parse(text(item, "input"))) << text(item, "why");
}

TEST(Json, refuses_every_number_that_is_no_plain_integer_in_range) {
  for (const char* input : {"9007199254740992", "-9007199254740992", "18446744073709551615", "1e3", "1E0",
                            "1.0", "-0", "-0.0", "99999999999999999999999", "1e400"})
    EXPECT_EQ(code_of(input), "not_integer") << input;
  for (const char* input : {"01", "+1", "0x1", ".5", "1.", "-", "1e"})
    EXPECT_EQ(code_of(input), "not_json") << input;
  EXPECT_EQ(code_of("-9007199254740991"), "");
}

TEST(Json, refuses_two_members_of_one_name_however_they_are_spelt) {
  EXPECT_EQ(code_of(R"({"a":1,"a":1})"), "duplicate_member");
  EXPECT_EQ(code_of(R"({"a":1,"\u0061":2})"), "duplicate_member");
  EXPECT_EQ(code_of(R"([{"x":{"证":1,"b":2,"\u8bc1":3}}])"), "duplicate_member");
  EXPECT_EQ(code_of(R"({"a":{"a":{"a":1}},"b":{"a":1}})"), "");
  EXPECT_EQ(code_of(R"({"":1,"":2})"), "duplicate_member");
}

TEST(Json, refuses_text_that_is_not_wellformed) {
  for (const std::string& input : {""s, " "s, "\xef\xbb\xbf{}"s, "{}\0"s, "\"\xff\""s, "\"\xed\xa0\x80\""s,
                                   "\"\\udc00\""s, "\"\\ud800\\u0041\""s, "\"a"s, "{\"a\"}"s, "[1 2]"s,
                                   "// c\n1"s, "[1,]"s, "nul"s, "\"\\x\""s, "{}{}"s})
    EXPECT_EQ(code_of(input), "not_json") << base::hex(input);
}

TEST(Json, keeps_its_limits) {
  EXPECT_EQ(code_of(nested(16)), "");
  EXPECT_EQ(code_of(nested(17)), "too_deep");
  EXPECT_EQ(code_of(nested(30'000)), "too_deep");
  EXPECT_EQ(code_of("\"" + std::string(64 * 1024 - 2, 'x') + "\""), "");
  EXPECT_EQ(code_of("\"" + std::string(64 * 1024 - 1, 'x') + "\""), "too_large");
}

TEST(Json, takes_only_the_canonical_form_where_that_is_asked) {
  for (const char* input :
       {R"({ "a":1})", R"({"b":1,"a":2})", R"("\u0041")", R"("\/")", R"("\u000A")", "[1]\n"}) {
    ASSERT_TRUE(json::parse(input)) << input;
    EXPECT_EQ(json::parse_canonical(input).error().code, "not_canonical") << input;
  }
}

TEST(Json, orders_members_by_utf16_and_not_by_bytes) {
  EXPECT_TRUE(json::utf16_less("𠮷", "～"));  // U+20BB7 against U+FF5E: surrogates sort first
  EXPECT_FALSE(json::utf16_less("～", "𠮷"));
  EXPECT_TRUE(json::utf16_less("a", "aa"));
  EXPECT_TRUE(json::utf16_less("z", "é"));
  EXPECT_FALSE(json::utf16_less("é", "é"));
}

TEST(Json, reads_members_by_type) {
  const auto value = json::parse(R"({"s":"x","n":7,"a":["p","q"],"o":{},"mixed":["p",1]})").value();
  EXPECT_EQ(json::string_member(value, "s"), "x");
  EXPECT_EQ(json::int_member(value, "n"), 7);
  EXPECT_EQ((*json::array_member(value, "a"))->size(), 2U);
  EXPECT_TRUE(json::object_member(value, "o"));
  EXPECT_EQ(json::string_member(value, "n").error().code, "member");
  EXPECT_EQ(json::int_member(value, "absent").error().code, "member");
  EXPECT_EQ(json::strings(*json::find(value, "a")), (std::vector<std::string>{"p", "q"}));
  EXPECT_EQ(json::strings(*json::find(value, "mixed")).error().code, "member");
  EXPECT_TRUE(json::has_exactly(value, {"s", "n", "a", "o", "mixed"}));
  EXPECT_FALSE(json::has_exactly(value, {"s", "n", "a", "o"}));
  EXPECT_FALSE(json::has_exactly(value, {"s", "n", "a", "o", "other"}));
  EXPECT_EQ(json::find(json::Value("text"), "s"), nullptr);
}

std::string any_text() {
  const auto scalar =
      rc::gen::weightedOneOf<std::uint32_t>({{4, rc::gen::inRange<std::uint32_t>(0, 0x80)},
                                             {2, rc::gen::inRange<std::uint32_t>(0x4e00, 0x5000)},
                                             {1, rc::gen::inRange<std::uint32_t>(0xe000, 0x10000)},
                                             {1, rc::gen::inRange<std::uint32_t>(0x10000, 0x110000)}});
  std::string out;
  for (const auto c : *rc::gen::resize(12, rc::gen::container<std::vector<std::uint32_t>>(scalar)))
    base::append_utf8(out, c);
  return out;
}

json::Value any_value(int depth) {
  constexpr std::int64_t kMax = 9007199254740991;
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::inRange<std::int64_t>(-kMax, kMax + 1);
    case 3:
      return json::Value(any_text());
    case 4: {
      json::Array array;
      for (int n = *rc::gen::inRange(0, 5); n > 0; --n) array.push_back(any_value(depth - 1));
      return array;
    }
    default: {
      json::Object object;
      for (int n = *rc::gen::inRange(0, 5); n > 0; --n) object[any_text()] = any_value(depth - 1);
      return object;
    }
  }
}

RC_GTEST_PROP(Json, gives_back_what_was_written_and_writes_it_the_same_again, ()) {
  const json::Value value = any_value(4);
  const std::string written = json::canonical(value);
  const auto read = json::parse_canonical(written);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == value);
  RC_ASSERT(json::canonical(*read) == written);
}

RC_GTEST_PROP(Json, never_accepts_arbitrary_bytes_as_something_it_cannot_write, (const std::string& bytes)) {
  const auto value = json::parse(bytes);
  if (value) RC_ASSERT(json::parse_canonical(json::canonical(*value)).value() == *value);
}

}  // namespace
