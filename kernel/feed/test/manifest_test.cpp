// One line, one payload file: to bytes and back, and what is refused.

#include "feed/manifest.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"

namespace feed::test {
namespace {

Line line_of(std::string_view file, Kind kind = Kind::list) {
  return {.index = 0,
          .kind = kind,
          .at = {},
          .payload = crypto::sm3(file),
          .bytes = static_cast<std::int64_t>(file.size()),
          .until = {},
          .of = {},
          .by = {},
          .cause = {}};
}

TEST(Payload, two_files_of_one_content_share_no_hash) {
  const Bytes first = wrap_payload("same");
  const Bytes second = wrap_payload("same");
  EXPECT_NE(crypto::sm3(first), crypto::sm3(second));
  EXPECT_EQ(check_payload(line_of(first), first).value(), "same");
}

TEST(Payload, a_changed_cut_or_headless_file_is_refused) {
  const Bytes file = wrap_payload("content");
  for (const Bytes& bad : {file + "x", file.substr(1), Bytes("mingjing-payload/v1 short\ncontent")})
    EXPECT_FALSE(check_payload(line_of(file), bad).has_value());
  EXPECT_FALSE(check_payload(line_of("no header"), "no header").has_value());
  const Bytes salt = "mingjing-payload/v1 AAAAAAAAAAAAAAAAAAAAAB\nx";  // bits behind the sixteenth byte
  EXPECT_FALSE(unwrap_payload(salt).has_value());
}

TEST(Payload, a_decision_may_not_be_larger_than_its_limit) {
  const Bytes file = wrap_payload(Bytes(kDecisionBytesMax, 'x'));
  EXPECT_FALSE(check_payload(line_of(file, Kind::decision), file).has_value());
  EXPECT_TRUE(check_payload(line_of(file, Kind::list), file).has_value());
}

TEST(Line, members_of_another_kind_are_noncanonical) {
  const std::string hash = R"("h":"K22r/GG6K+Hi9EZUXjE9qvcvy25MZQWLgyyapKOJzfQ=")";
  const std::string at = R"("at":"2026-03-10T09:00:00+08:00")";
  EXPECT_TRUE(parse_line("{" + at + "," + hash + R"(,"k":"list","n":71,"t":"feed","v":1})", 3).has_value());
  for (const std::string& bad : {
           "{" + at + "," + hash + R"(,"k":"list","n":71,"t":"feed","until":null,"v":1})",
           "{" + at + "," + hash + R"(,"k":"list","n":0,"t":"feed","v":1})",
           "{" + at + "," + hash + R"(,"k":"list","n":71,"t":"feed","v":2})",
           "{" + at + R"(,"cause":"expired",)" + hash + R"(,"k":"remove","n":71,"of":[1],"t":"feed","v":1})",
           "{" + at + R"(,"cause":"unlawful","k":"remove","of":[1],"t":"feed","v":1})",
           "{" + at + R"(,"cause":"expired","k":"remove","of":[],"t":"feed","v":1})",
           "{" + at + R"(,"cause":"expired","k":"remove","of":[1,1],"t":"feed","v":1})",
           "{" + at + R"(,"by":3,"k":"replace","of":[1],"t":"feed","v":1})",
       }) {
    const auto line = parse_line(bad, 3);
    ASSERT_FALSE(line.has_value()) << bad;
    EXPECT_EQ(line.error().code, "noncanonical");
  }
}

}  // namespace
}  // namespace feed::test
