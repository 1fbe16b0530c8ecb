// The site as a visitor meets it: requests in, pages out, over a feed written by a fictional bureau.

#include "site.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "town.h"

namespace portal::test {
namespace {

class FixedClock final : public base::Clock {
 public:
  explicit FixedClock(const char* day) : at_(base::start_of(*base::parse_date(day))) {}
  [[nodiscard]] base::Instant now() const override { return at_; }
  void move_to(const char* day) { at_ = base::start_of(*base::parse_date(day)); }

 private:
  base::Instant at_;
};

class SiteTest : public testing::Test {
 protected:
  SiteTest()
      : folder_(std::filesystem::temp_directory_path() / ("mingjing-site-" + std::to_string(::getpid()))),
        town_((std::filesystem::remove_all(folder_), folder_)) {
    std::ofstream(folder_ / "portal.json") << town_.config(folder_ / "state", 8081);
    restart();
  }
  ~SiteTest() override { std::filesystem::remove_all(folder_); }

  void restart() {
    auto config = read_config(folder_ / "portal.json").value();
    config.clock_of_feed = false;
    following_ = Following::open(std::move(config)).value();
    site_ = std::make_unique<Site>(*following_);
    router_ = std::make_unique<http::Router>(site_->router());
  }
  void look() {
    town_.flush();
    ASSERT_TRUE(following_->poll(clock_).has_value());
  }
  http::Response ask(http::Method method, const std::string& target, const std::string& body = "") {
    http::Request request;
    request.method = method;
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.body = body;
    if (!body.empty()) request.headers.add("Content-Type", "multipart/form-data; boundary=line");
    return router_->handle(request);
  }
  std::string get(const std::string& target, int status = 200) {
    const http::Response response = ask(http::Method::get, target);
    EXPECT_EQ(response.status, status) << target;
    return response.prepared ? response.prepared->identity.body : response.body;
  }

  std::filesystem::path folder_;
  Town town_;
  FixedClock clock_{"2026-04-01"};
  std::unique_ptr<Following> following_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<http::Router> router_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(SiteTest, a_published_decision_is_verified_and_shown_with_its_text_and_course) {
  const auto lift = town_.publish(stories()[2]);
  look();
  ASSERT_EQ(following_->picture()->refused.size(), 0U)
      << following_->picture()->refused.front().code << " " << following_->picture()->refused.front().guard;
  const std::string page = get("/jueding/" + lift.id);
  for (const char* part :
       {"核验通过", "暂无见证", "罚款 30,000 元", "法制审核通过", "澄明市监处罚〔2026〕24号",
        "轿厢内张贴的检验标志", "示范环境", "自收到决定书之日起 60 日内"})
    EXPECT_TRUE(has(page, part)) << part;
  EXPECT_LT(page.size(), 60U * 1024);
}

TEST_F(SiteTest, nothing_hidden_reaches_a_page_or_a_file) {
  const auto lift = town_.publish(stories()[2]);
  look();
  for (const std::string& target :
       {"/jueding/" + lift.id, "/jueding/" + lift.id + "/zhengming.json",
        "/jueding/" + lift.id + "/zhengming", std::string("/jueding"), std::string("/")})
    for (const char* secret : {"郑怀瑜", "0999-1234567", "许怀瑾", "镜湖路"})
      EXPECT_FALSE(has(get(target), secret)) << target << " " << secret;
}

TEST_F(SiteTest, the_proof_of_a_decision_convinces_a_stranger_who_has_the_keys) {
  const auto lift = town_.publish(stories()[2]);
  look();
  const auto result = ledger::verify_proof(get("/jueding/" + lift.id + "/zhengming.json"),
                                           {.pinned = town_.trust(), .cosignatures = 0});
  EXPECT_EQ(result.code, "ok") << result.where;
  EXPECT_EQ(result.statements.at("review"), ledger::Statement::proven);
}

TEST_F(SiteTest, a_witness_is_named_once_it_has_signed) {
  const auto lift = town_.publish(stories()[2]);
  town_.cosign(1774000000);
  look();
  const std::string page = get("/jueding/" + lift.id);
  EXPECT_TRUE(has(page, "不是本局一家说了算"));
  EXPECT_FALSE(has(page, "暂无见证"));
}

TEST_F(SiteTest, what_a_witness_confirmed_stays_confirmed_while_the_log_goes_on) {
  const auto older = town_.publish(stories()[2]);
  town_.cosign(1774000000);
  town_.report({});
  look();
  const auto newer = town_.publish(stories()[0]);
  look();
  EXPECT_FALSE(has(get("/jueding/" + older.id), "暂无见证"));
  EXPECT_TRUE(has(get("/jueding/" + older.id), "没有列出违法或缺失之处"));
  EXPECT_TRUE(has(get("/jueding/" + newer.id), "暂无见证"));
  EXPECT_FALSE(has(get("/jueding/" + newer.id), "没有列出违法或缺失之处"));
  const auto result = ledger::verify_proof(get("/jueding/" + older.id + "/zhengming.json"),
                                           {.pinned = town_.trust(), .cosignatures = {}});
  EXPECT_EQ(result.code, "ok") << result.where;
  EXPECT_EQ(result.statements.at("witness"), ledger::Statement::proven);
  EXPECT_EQ(result.statements.at("report"), ledger::Statement::proven);
  restart();
  look();
  EXPECT_FALSE(has(get("/jueding/" + older.id), "暂无见证"));
}

TEST_F(SiteTest, a_proof_that_no_witness_covers_yet_says_so_and_does_not_look_forged) {
  const auto lift = town_.publish(stories()[2]);
  look();
  const std::string proof = get("/jueding/" + lift.id + "/zhengming.json");
  const auto carried = ledger::verify_proof(proof, {.pinned = {}, .cosignatures = {}});
  EXPECT_EQ(carried.code, "ok") << carried.where;
  EXPECT_EQ(carried.statements.at("witness"), ledger::Statement::open);
  const auto pinned = ledger::verify_proof(proof, {.pinned = town_.trust(), .cosignatures = {}});
  EXPECT_EQ(pinned.code, "witness");
}

TEST_F(SiteTest, the_log_is_served_as_static_files_and_never_its_structure) {
  town_.publish(stories()[2]);
  town_.cosign(1774000000);
  town_.report({});
  look();
  const std::string size = std::to_string(following_->picture()->log.checkpoint.size);
  for (const char* note : {"/log/checkpoint", "/log/witnessed"}) {
    const auto answer = ask(http::Method::get, note);
    EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8") << note;
    EXPECT_EQ(answer.header("Cache-Control"), "no-cache") << note;
  }
  for (const std::string& tile : {"/log/tile/0/000.p/" + size, "/log/tile/entries/000.p/" + size}) {
    const auto answer = ask(http::Method::get, tile);
    EXPECT_EQ(answer.header("Content-Type"), "application/octet-stream") << tile;
    EXPECT_TRUE(has(std::string(answer.header("Cache-Control")), "immutable")) << tile;
  }
  EXPECT_EQ(get("/log/report/newest"), get("/log/report/" + size));
  get("/log/report/1", 404);
  get("/log/report/../keys", 404);
  get("/log/structure/000.p/" + size, 404);
  get("/log/tile/0/000.p/0" + size, 404);
}

TEST_F(SiteTest, what_the_witness_lists_is_taken_down_until_it_is_closed) {
  const auto lift = town_.publish(stories()[2]);
  look();
  get("/jueding/" + lift.id);
  town_.report({lift.index});
  look();
  get("/jueding/" + lift.id, 404);
  EXPECT_TRUE(has(get("/rizhi"), "监督机关的检查报告列出了本案的记录"));
  town_.publish(stories()[0]);  // a report ends where the log has grown to
  town_.report({}, {lift.index});
  look();
  get("/jueding/" + lift.id);
}

TEST_F(SiteTest, a_stopped_feed_is_said_on_every_page_and_the_last_good_state_is_shown) {
  const auto lift = town_.publish(stories()[2]);
  look();
  const auto note = town_.feed() / "feed/checkpoint";
  std::ofstream(note, std::ios::app) << "nonsense";
  ASSERT_TRUE(following_->poll(clock_).value());
  EXPECT_TRUE(has(get("/jueding/" + lift.id), "已停止更新"));
  EXPECT_TRUE(has(get("/status.json"), "\"stopped_by\":\"unsigned\""));
}

TEST_F(SiteTest, an_altered_text_is_not_shown_and_the_log_page_says_why) {
  const auto altered = town_.publish_altered(stories()[1]);
  look();
  get("/jueding/" + altered.id, 404);
  EXPECT_TRUE(has(get("/rizhi"), "公示的文字与审核通过的草案不同"));
  EXPECT_TRUE(has(get("/status.json"), "\"code\":\"proof.text\""));
}

TEST_F(SiteTest, a_decision_without_a_passed_review_is_not_shown) {
  const auto unlawful = town_.publish_unreviewed(stories()[1]);
  look();
  get("/jueding/" + unlawful.id, 404);
  EXPECT_EQ(following_->picture()->refused.size(), 1U);
}

TEST_F(SiteTest, search_finds_by_name_code_and_number_in_any_bracket) {
  for (const auto& story : stories()) town_.publish(story);
  look();
  for (const char* query : {"/jueding?q=%E9%94%A6%E6%BE%84", "/jueding?q=MA0T3K8Q2", "/jueding?q=ma0t3k8q2"})
    EXPECT_TRUE(has(get(query), "共 <b class=\"num\">2</b> 件")) << query;
  EXPECT_TRUE(has(get("/jueding?q=%5B2026%5D24%E5%8F%B7"), "共 <b class=\"num\">1</b> 件"));
  const std::string none = get("/jueding?q=%E6%B2%A1%E6%9C%89%E7%9A%84%E5%90%8D%E5%AD%97");
  EXPECT_TRUE(has(none, "没有找到“没有的名字”。"));
  EXPECT_TRUE(has(get("/qiye/" + stories()[2].uscc), "锦澄物业"));
}

TEST_F(SiteTest, a_withdrawn_decision_answers_410_with_number_day_and_reason_only) {
  const auto lift = town_.publish(stories()[2]);
  look();
  town_.withdraw(lift, "行政复议决定撤销", *base::parse_date("2026-03-30"));
  look();
  const std::string page = get("/jueding/" + lift.id, 410);
  EXPECT_TRUE(has(page, lift.no) && has(page, "行政复议决定撤销") && has(page, "2026年3月30日"));
  EXPECT_FALSE(has(page, "锦澄"));
  EXPECT_TRUE(has(get("/chexia"), lift.no));
  EXPECT_FALSE(has(get("/jueding?q=%E9%94%A6%E6%BE%84"), lift.no));
}

TEST_F(SiteTest, a_term_that_ended_leaves_a_date_and_nothing_else) {
  const auto by_day = town_.publish(stories()[2], *base::parse_date("2026-04-01"));
  const auto by_line = town_.publish(stories()[0]);
  look();
  clock_.move_to("2026-04-02");
  town_.expire(by_line, base::start_of(*base::parse_date("2026-04-02")));
  look();
  for (const auto& one : {by_day, by_line}) {
    const std::string page = get("/jueding/" + one.id, 410);
    EXPECT_TRUE(has(page, "公示期已满，不再展示") && has(page, "2026年4月2日"));
    EXPECT_FALSE(has(page, one.no));
  }
  EXPECT_FALSE(has(get("/chexia"), by_line.no));
  restart();  // and so after a restart
  look();
  get("/jueding/" + by_day.id, 410);
}

TEST_F(SiteTest, an_uploaded_file_is_compared_by_its_fingerprint) {
  const auto lift = town_.publish(stories()[2]);
  look();
  const auto body = [&](const std::string& content) {
    return "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n" + content +
           "\r\n--line--\r\n";
  };
  const auto answer = [&](const std::string& content) {
    const http::Response response = ask(http::Method::post, "/hecha", body(content));
    return response.prepared->identity.body;
  };
  EXPECT_TRUE(has(answer("示范文件 " + lift.no), "与出具的文件逐字节相同"));
  EXPECT_TRUE(has(answer("示范文件 " + lift.no + " "), "没有与它逐字节相同的公示文书"));
}

TEST_F(SiteTest, a_check_code_leads_to_the_decision) {
  const auto lift = town_.publish(stories()[2]);
  look();
  EXPECT_EQ(ask(http::Method::get, "/h/" + lift.check_code).header("Location"), "/jueding/" + lift.id);
  EXPECT_TRUE(
      has(get("/hecha?q=" + lift.check_code.substr(0, 4) + "-" + lift.check_code.substr(4)), lift.no));
  EXPECT_TRUE(has(get("/hecha?q=ZZZZ-ZZZZ"), "没有找到"));
}

TEST_F(SiteTest, an_empty_bureau_has_pages_too) {
  look();
  for (const char* target : {"/", "/jueding", "/chexia", "/hecha", "/rizhi", "/status.json", "/healthz"})
    get(target);
  EXPECT_TRUE(has(get("/nothing", 404), "没有这个页面"));
}

TEST_F(SiteTest, tiles_are_served_and_nothing_beside_them) {
  town_.publish(stories()[2]);
  look();
  EXPECT_TRUE(get("/log/checkpoint").starts_with("demo.minghu.example/log/2026\n"));
  EXPECT_NE(ask(http::Method::get, "/log/tile/0/000.p/23").file_body, nullptr);
  for (const char* target : {"/log/tile/../checkpoint", "/log/tile/0/0", "/log/tile/entries/../../x"})
    EXPECT_EQ(ask(http::Method::get, target).file_body, nullptr) << target;
}

TEST_F(SiteTest, a_page_made_before_a_withdrawal_is_not_served_after_it) {
  const auto lift = town_.publish(stories()[2]);
  look();
  get("/jueding/" + lift.id);
  get("/");
  town_.withdraw(lift, "撤销", *base::parse_date("2026-03-30"));
  look();
  get("/jueding/" + lift.id, 410);
  EXPECT_FALSE(has(get("/"), lift.no));
}

TEST_F(SiteTest, a_portal_rebuilt_from_nothing_serves_equal_pages) {
  for (const auto& story : stories()) town_.publish(story);
  look();
  const std::vector<std::string> targets = {"/", "/jueding", "/rizhi", "/status.json", "/chexia"};
  std::vector<std::string> before;
  for (const auto& target : targets) before.push_back(get(target));
  std::filesystem::remove_all(folder_ / "state");
  restart();
  look();
  for (std::size_t i = 0; i < targets.size(); ++i) EXPECT_EQ(get(targets[i]), before[i]) << targets[i];
}

TEST_F(SiteTest, a_look_is_a_cookie_and_leads_back_to_our_own_pages_only) {
  const auto response = ask(http::Method::get, "/xianshi?look=big&to=%2Fjueding");
  EXPECT_EQ(response.header("Location"), "/jueding");
  EXPECT_TRUE(has(std::string(response.header("Set-Cookie")), "look=big"));
  EXPECT_EQ(ask(http::Method::get, "/xianshi?look=big&to=%2F%2Felsewhere.example").header("Location"), "/");
}

}  // namespace
}  // namespace portal::test
