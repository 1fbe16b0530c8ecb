#include "base/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using namespace std::string_literals;

TEST(Encoding, gives_the_examples_of_rfc_4648) {
  EXPECT_EQ(base::base64(""), "");
  EXPECT_EQ(base::base64("f"), "Zg==");
  EXPECT_EQ(base::base64("fo"), "Zm8=");
  EXPECT_EQ(base::base64("foo"), "Zm9v");
  EXPECT_EQ(base::base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base::base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(base::hex("\x00\xff\x1a"s), "00ff1a");
}

TEST(Encoding, refuses_a_second_spelling_of_the_same_bytes) {
  for (const char* text : {"Zh==", "Zm9=", "Zg", "Zg=", "Zg===", "Z===", "====", "Zm9v=", "Zm9v====",
                           "Zg==Zg==", "Zm 9", "Zm9\n", "Zm9v\n", "-_8=", "Zm=v"})
    EXPECT_FALSE(base::from_base64(text)) << text;
  for (const char* text : {"Zh", "Zm9=", "Z", "Zg==", "+/8", "Zg "})
    EXPECT_FALSE(base::from_base64url(text)) << text;
  for (const char* text : {"0", "0G", "AB", "a b", "0x"}) EXPECT_FALSE(base::from_hex(text)) << text;
}

TEST(Encoding, wants_exactly_32_bytes_for_a_hash) {
  EXPECT_TRUE(base::to_hash(std::string(32, 'x')));
  EXPECT_EQ(base::to_hash(std::string(31, 'x')).error().code, "size");
  EXPECT_EQ(base::hash_from_base64(base::base64(std::string(33, 'x'))).error().code, "size");
}

TEST(Encoding, writes_integers_with_the_high_byte_first) {
  base::Bytes out;
  base::put_u16be(out, 0x0102);
  base::put_u32be(out, 0xa1b2c3d4);
  base::put_u64be(out, 0x0123456789abcdef);
  EXPECT_EQ(base::hex(out), "0102a1b2c3d40123456789abcdef");
  EXPECT_EQ(base::get_u32be(std::string_view(out).substr(2)), 0xa1b2c3d4U);
  EXPECT_EQ(base::get_u64be(std::string_view(out).substr(6)), 0x0123456789abcdefU);
}

RC_GTEST_PROP(Encoding, returns_the_bytes_it_was_given, (const std::string& bytes)) {
  RC_ASSERT(base::from_base64(base::base64(bytes)).value() == bytes);
  RC_ASSERT(base::from_base64url(base::base64url(bytes)).value() == bytes);
  RC_ASSERT(base::from_hex(base::hex(bytes)).value() == bytes);
}

RC_GTEST_PROP(Encoding, reencodes_whatever_it_decoded_to_the_same_text, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf("ABab019+/-_=AQgw"s));
  if (const auto bytes = base::from_base64(text)) RC_ASSERT(base::base64(*bytes) == text);
  if (const auto bytes = base::from_base64url(text)) RC_ASSERT(base::base64url(*bytes) == text);
}

TEST(Utf8, refuses_overlong_forms_surrogates_and_cut_characters) {
  for (const std::string& text :
       {"\xc0\x80"s, "\xc1\xbf"s, "\xe0\x9f\xbf"s, "\xf0\x8f\xbf\xbf"s, "\xed\xa0\x80"s, "\xed\xbf\xbf"s,
        "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s, "\x80"s, "\xe8\xaf"s, "\xff"s, "a\xc3"s})
    EXPECT_FALSE(base::valid_utf8(text)) << base::hex(text);
}

TEST(Utf8, accepts_the_ends_of_every_length) {
  EXPECT_TRUE(base::valid_utf8("\x00\x7f"s));
  EXPECT_TRUE(base::valid_utf8("\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
  EXPECT_TRUE(base::valid_utf8("\xed\x9f\xbf\xee\x80\x80"));  // either side of the surrogates
  EXPECT_TRUE(base::valid_utf8("明镜𠮷"));
}

RC_GTEST_PROP(Utf8, returns_the_code_points_it_was_given, ()) {
  const auto scalar = rc::gen::suchThat(rc::gen::inRange<std::uint32_t>(0, 0x110000),
                                        [](std::uint32_t c) { return c < 0xd800 || c > 0xdfff; });
  const auto points = *rc::gen::container<std::vector<std::uint32_t>>(scalar);
  std::string text;
  for (const auto c : points) base::append_utf8(text, c);
  RC_ASSERT(base::valid_utf8(text));
  const auto back = base::to_code_points(text);
  RC_ASSERT(std::equal(back.begin(), back.end(), points.begin(), points.end()));
}

}  // namespace
