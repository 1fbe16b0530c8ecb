// The account of a year: the sealer's word beside this log.

#include "documents/numbers.h"

#include <gmock/gmock.h>

#include "projected.h"
#include "scripted_sealer.h"

namespace {

namespace json = base::json;
using testing::ElementsAre;

/// One number as the sealer's `account` lists it.
json::Object number(int which, const char* state, const std::string& order = "") {
  return {{"date", "2026-03-02"},
          {"no", "澄罚〔2026〕" + std::to_string(which) + "号"},
          {"number", which},
          {"order", order},
          {"state", state}};
}

class NumbersTest : public registrar_test::Projected<documents::IssuedProjection> {
 protected:
  /// The account, when the sealer lists `numbers` and calls those of them open that stand in `unrecorded`.
  documents::NumbersOfYear account(json::Array numbers, json::Array unrecorded = {}) {
    const json::Object status{{"ok", true},
                              {"series", json::Array{json::Object{{"series", "澄罚"}, {"year", 2025}},
                                                     json::Object{{"series", "澄罚"}, {"year", 2026}}}},
                              {"stopped", json::Array{"resync"}},
                              {"unrecorded", std::move(unrecorded)},
                              {"v", 1}};
    const json::Object listed{{"numbers", std::move(numbers)}, {"ok", true}, {"v", 1}};
    seal_test::ScriptedSealer sealer([&](const std::string& request) {
      return *seal::encode_frame(request.find("status") != std::string::npos ? status : listed);
    });
    auto client = seal::Client::connect(sealer.path());
    EXPECT_TRUE(client) << client.error().text;
    auto all = documents::numbers_of_year(*client, issued_, 2026);
    EXPECT_TRUE(all) << all.error().text;
    return all.value_or(documents::NumbersOfYear{});
  }
  void order_and_issue(const std::string& stream, const std::string& no) {
    tell({.kind = "case", .stream = stream, .step = "order_seal"});
    tell({.kind = "case",
          .stream = stream,
          .step = "issue_document",
          .fields = {{"doc.no", no}, {"doc.date", "2026-03-02"}, {"doc.sm3", "hash"}}});
  }
  static std::vector<std::string> lines(const documents::NumbersOfYear& all) {
    std::vector<std::string> out;
    for (const auto& line : all.numbers)
      out.push_back(line.no + " " + line.state + " " + line.stream + (line.open ? " !" : ""));
    return out;
  }
  const documents::Issued issued_{session()};
};

TEST_F(NumbersTest, each_number_has_its_state_and_its_case) {
  order_and_issue("a", "澄罚〔2026〕1号");
  tell({.kind = "case", .stream = "b", .step = "order_seal"});
  const auto all =
      account({number(1, "recorded", base::base64(leaf_of(0))), number(2, "void", base::base64(leaf_of(2))),
               number(3, "answered", base::base64(leaf_of(2)))});
  EXPECT_THAT(lines(all), ElementsAre("澄罚〔2026〕1号 recorded a", "澄罚〔2026〕2号 void b",
                                      "澄罚〔2026〕3号 answered b"));
  EXPECT_TRUE(all.accounted());
  EXPECT_THAT(all.stopped, ElementsAre("resync"));
}

TEST_F(NumbersTest, what_the_sealer_calls_open_is_open) {
  const auto all =
      account({number(1, "hole"), number(2, "allotted")}, {number(1, "hole"), number(2, "allotted")});
  EXPECT_THAT(lines(all), ElementsAre("澄罚〔2026〕1号 hole  !", "澄罚〔2026〕2号 allotted  !"));
  EXPECT_FALSE(all.accounted());
}

TEST_F(NumbersTest, a_number_the_sealer_leaves_out_is_open) {
  EXPECT_THAT(lines(account({number(1, "void"), number(3, "void")})),
              ElementsAre("澄罚〔2026〕1号 void ", "澄罚〔2026〕2号 unknown  !", "澄罚〔2026〕3号 void "));
}

TEST_F(NumbersTest, where_sealer_and_log_disagree_the_number_is_open) {
  order_and_issue("a", "澄罚〔2026〕2号");
  order_and_issue("b", "澄罚〔2026〕4号");
  order_and_issue("c", "澄罚〔2025〕4号");
  EXPECT_THAT(
      lines(account({number(1, "recorded"), number(2, "void", base::base64(leaf_of(0)))})),
      ElementsAre("澄罚〔2026〕1号 recorded  !", "澄罚〔2026〕2号 void a !", "澄罚〔2026〕4号 unknown b !"));
}

TEST_F(NumbersTest, a_sealer_that_refuses_is_an_error_in_its_words) {
  seal_test::ScriptedSealer sealer([](const std::string&) {
    return *seal::encode_frame({{"code", "malformed"}, {"ok", false}, {"say", "不认识的请求。"}});
  });
  auto client = seal::Client::connect(sealer.path());
  ASSERT_TRUE(client);
  const auto all = documents::numbers_of_year(*client, issued_, 2026);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code, "sealer.malformed");
  EXPECT_EQ(all.error().text, "不认识的请求。");
}

}  // namespace
