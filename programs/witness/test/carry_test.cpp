// One witness, two transports: what goes over HTTP and what goes on a medium are the same bytes.

#include "carry.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "file/durable.h"
#include "pages.h"
#include "serve.h"
#include "town.h"

namespace witness::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Carrying : public testing::Test {
 protected:
  void SetUp() override {
    medium = house.directory + "/medium";
    std::filesystem::create_directory(medium);
  }
  [[nodiscard]] std::string stem(std::uint64_t size) const {
    return medium + "/" + ledger::carried_name(bureau.origin, size);
  }
  [[nodiscard]] static std::string read(const std::string& path) {
    return file::read_file(path).value_or("no such file");
  }
  http::Response send(http::Method method, const std::string& path, const std::string& body = {}) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    return make_router(*house.witness, clock, [this] { ++cosigned; }).handle(request);
  }

  town::Bureau bureau;
  House house{bureau};
  WitnessClock clock;
  std::string medium;
  int cosigned = 0;
};

TEST_F(Carrying, an_answer_on_a_medium_is_the_status_and_the_body_of_the_answer_over_http) {
  const std::uint64_t size = bureau.log().size();
  ASSERT_EQ(send(http::Method::post, "/add-checkpoint", house.request(size)).status, 200);
  for (const std::string& request :
       {house.request(size),
        ledger::format(ledger::AddCheckpoint{
            .old_size = 3, .proof = bureau.tree().consistency(3, size), .checkpoint = bureau.note(size)}),
        std::string("old x\n")}) {
    put(stem(size) + ".req", request);
    const auto carried = carry(*house.witness, medium);
    ASSERT_TRUE(carried) << carried.error().text;
    const http::Response answer = send(http::Method::post, "/add-checkpoint", request);
    EXPECT_EQ(read(stem(size) + ".resp"), fmt::format("status {}\n{}", answer.status, answer.body));
  }
  EXPECT_EQ(cosigned, 2);
}

TEST_F(Carrying, a_medium_with_records_goes_back_with_a_report) {
  bureau.run_case({"pass_review"});
  const std::uint64_t size = bureau.log().size();
  put(stem(size) + ".req", house.request(size));
  write_medium(house, medium, 0, size);
  auto carried = carry(*house.witness, medium);
  ASSERT_TRUE(carried) << carried.error().text;
  EXPECT_EQ(carried->trouble, "");
  EXPECT_EQ(carried->cosigned, 1);
  const std::string note = read(stem(size) + ".report");
  EXPECT_EQ(note, house.witness->newest_report());
  EXPECT_FALSE(house.read(note).unlawful.empty());

  std::filesystem::remove_all(medium);  // lost on its way back
  put(stem(size) + ".req", house.request(size));
  carried = carry(*house.witness, medium);
  ASSERT_TRUE(carried);
  EXPECT_EQ(read(stem(size) + ".report"), note);
}

TEST_F(Carrying, the_next_medium_holds_only_what_is_new) {
  const std::uint64_t first = bureau.log().size();
  put(stem(first) + ".req", house.request(first));
  write_medium(house, medium, 0, first);
  ASSERT_TRUE(carry(*house.witness, medium));
  std::filesystem::remove_all(medium);
  bureau.run_case();
  house.restart();
  const std::uint64_t second = bureau.log().size();
  put(stem(second) + ".req", house.request(second));
  write_medium(house, medium, first, second);
  const auto carried = carry(*house.witness, medium);
  ASSERT_TRUE(carried);
  EXPECT_EQ(carried->trouble, "");
  const feed::Report report = house.read(read(stem(second) + ".report"));
  EXPECT_EQ(report.from, first);
  EXPECT_EQ(report.to, second);
}

TEST_F(Carrying, without_records_there_is_an_answer_and_no_report) {
  const std::uint64_t size = bureau.log().size();
  put(stem(size) + ".req", house.request(size));
  put(medium + "/0123456789abcdef-7.req", "of another log");
  const auto carried = carry(*house.witness, medium);
  ASSERT_TRUE(carried);
  EXPECT_EQ(carried->answered, 1);
  EXPECT_EQ(carried->reports, 0);
  EXPECT_NE(carried->trouble, "");
  EXPECT_THAT(read(stem(size) + ".resp"), testing::StartsWith("status 200\n— sfj.example.gov.cn/witness/1 "));
}

TEST_F(Carrying, the_monitoring_paths_give_notes_or_404) {
  const std::string at = "/" + ledger::origin_directory(bureau.origin);
  for (const std::string& path : {at + "/checkpoint", at + "/report", at + "/report/3", at + "/report/x"})
    EXPECT_EQ(send(http::Method::get, path).status, 404) << path;
  const feed::Report report = house.cosign_and_follow();
  EXPECT_EQ(send(http::Method::get, at + "/checkpoint").body, house.witness->cosigned_note());
  EXPECT_EQ(send(http::Method::get, at + "/report").body, report.note);
  EXPECT_EQ(send(http::Method::get, at + "/report/" + std::to_string(report.to)).body, report.note);
  EXPECT_EQ(send(http::Method::get, "/" + std::string(64, '0') + "/checkpoint").status, 404);
}

TEST_F(Carrying, a_demo_s_clock_can_be_set_and_another_s_cannot) {
  EXPECT_EQ(send(http::Method::post, "/clock", R"({"now":"2026-03-02T09:00:00+08:00"})").status, 200);
  EXPECT_EQ(base::format(clock.now()), "2026-03-02T09:00:00+08:00");
  EXPECT_EQ(send(http::Method::post, "/clock", R"({"now":"yesterday"})").status, 400);
  EXPECT_EQ(send(http::Method::post, "/clock", R"({"now":null})").status, 200);
  EXPECT_GT(clock.now(), *base::parse_instant("2026-03-02T10:00:00+08:00"));
  town::Bureau real;
  real.origin = "zf.example.gov.cn/log/2026";
  House other{real};
  http::Request request;
  request.method = http::Method::post;
  request.path = "/clock";
  request.body = R"({"now":null})";
  EXPECT_EQ(make_router(*other.witness, clock, [] {}).handle(request).status, 404);
}

TEST_F(Carrying, the_page_says_what_is_unlawful_what_is_missing_and_how_old_the_signature_is) {
  EXPECT_THAT(send(http::Method::get, "/").body, HasSubstr("还没有收到过检查点"));
  bureau.run_case();
  house.cosign_and_follow();
  const auto page = [&](std::int64_t hours) {
    return home_page(house.witness->standing(), house.witness->config(), house.witness->editions(),
                     {bureau.clock.now().ms + hours * 3'600'000});
  };
  EXPECT_THAT(page(3), HasSubstr("没有发现问题"));
  EXPECT_THAT(page(3), HasSubstr("3 小时前"));
  EXPECT_THAT(page(3), Not(HasSubstr("时间过长")));
  EXPECT_THAT(page(9 * 24), HasSubstr("时间过长"));
  bureau.run_case({"pass_review"});
  house.source.withheld = {bureau.log().size() - 1};
  house.cosign_and_follow();
  EXPECT_THAT(page(0), HasSubstr("review.not_passed"));
  EXPECT_THAT(page(0), HasSubstr("1 条记录无法检查"));
  EXPECT_THAT(page(0), HasSubstr("missing.none"));
  EXPECT_THAT(page(0), Not(HasSubstr("{{")));
  EXPECT_THAT(page(0), Not(HasSubstr("<script")));
}

TEST_F(Carrying, the_page_says_since_when_the_log_is_shorter_once_an_honest_one_would_have_come_again) {
  const std::uint64_t size = bureau.log().size();
  ASSERT_EQ(send(http::Method::post, "/add-checkpoint", house.request(size)).status, 200);
  const auto page = [&](int hours) {
    return home_page(house.witness->standing(), house.witness->config(), house.witness->editions(),
                     {bureau.clock.now().ms + hours * std::int64_t{3'600'000}});
  };
  const auto offer = [&](std::uint64_t old, std::uint64_t to) {
    return send(http::Method::post, "/add-checkpoint",
                ledger::format(
                    ledger::AddCheckpoint{.old_size = old, .proof = {}, .checkpoint = bureau.note(to)}))
        .status;
  };
  EXPECT_EQ(offer(4, 4), 409);
  EXPECT_THAT(page(1), Not(HasSubstr("日志比已见证的短")));
  EXPECT_THAT(page(3), HasSubstr("日志比已见证的短"));
  EXPECT_THAT(page(3), HasSubstr("<p class=\"verdict ok\" role=\"status\">")) << "a state, no finding";
  bureau.run_case();
  ASSERT_EQ(send(http::Method::post, "/add-checkpoint", house.request(bureau.log().size())).status, 200);
  EXPECT_THAT(page(3), Not(HasSubstr("日志比已见证的短")));
  const std::uint64_t seen = bureau.log().size();
  bureau.run_case();
  EXPECT_EQ(offer(seen, bureau.log().size()), 422);
  EXPECT_THAT(page(3), HasSubstr("日志没有接上已见证的部分"));
}

TEST(Words, every_code_of_the_chain_and_of_the_lawbook_s_facts_has_a_sentence) {
  town::Bureau bureau;
  EXPECT_NE(words_of("chain.fork", bureau.editions), "");
  EXPECT_NE(words_of("review.not_passed", bureau.editions), "");
  EXPECT_NE(words_of("review.other_draft", bureau.editions), "");
  EXPECT_EQ(words_of("no.such_code", bureau.editions), "");
}

}  // namespace
}  // namespace witness::test
