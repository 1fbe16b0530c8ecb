// First light: the demo as a stranger meets it. One town is founded and its journeys are played through
// the office's API; then the portal is read, the proof checked offline, everything stopped, started again and
// rebuilt.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "base/json.h"
#include "crypto/sign_in.h"
#include "demo.h"
#include "file/durable.h"
#include "http/client.h"
#include "tile_reader.h"

namespace {

namespace fs = std::filesystem;
namespace json = base::json;
using testing::HasSubstr;
using testing::Not;

using house_test::binary;
using house_test::Demo;
using house_test::Ran;
using house_test::run;

const std::uint16_t kPortBase = house_test::free_ports();
const std::uint16_t kPortal = kPortBase + 1;

base::Result<http::ClientResponse> get(std::uint16_t port, const std::string& path) {
  return http::Client("127.0.0.1", port).get(path);
}

/// The town, founded once for all tests of this file.
class FirstLight : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    data_ = fs::temp_directory_path() / ("mingjing-first-light-" + std::to_string(getpid()));
    fs::remove_all(data_);
    seeded_ = house_test::seed(data_, kPortBase);
    demo_ = std::make_unique<Demo>(data_, kPortBase);
    running_ = demo_->appears("/jueding", "柳岸食品");
    id_ = demo_->decision("%E9%94%A6%E6%BE%84");
    // The witness has its own pace: it cosigns, then examines every record and says what it found.
    witnessed_ = demo_->appears("/jueding/" + id_, "监督机关检查了本案全部步骤");
    proof_ = data_.string() + ".zhengming.json";
    std::ofstream(proof_) << page("/jueding/" + id_ + "/zhengming.json");
  }
  static void TearDownTestSuite() {
    demo_.reset();
    fs::remove_all(data_);
    for (const char* left : {".demo.log", ".zhengming.json", ".changed.json", ".crash.yaml"})
      fs::remove(data_.string() + left);
  }
  static std::string page(const std::string& path) { return demo_->page(path); }
  static Ran verify(const std::string& file, bool pinned = true) {
    return run(binary("mingjing-verify") +
               (pinned ? " --keys " + (data_ / "keys.json").string() : std::string()) + " " + file);
  }

  static inline fs::path data_;
  static inline Ran seeded_;
  static inline std::unique_ptr<Demo> demo_;
  static inline bool running_ = false, witnessed_ = false;
  static inline std::string id_, proof_;
};

TEST_F(FirstLight, every_journey_goes_as_it_is_told) {
  EXPECT_EQ(seeded_.status, 0) << seeded_.output;
  EXPECT_THAT(seeded_.output, Not(HasSubstr("✗")));
  for (const char* code : {"review.not_passed",      "review.other_draft",
                           "handlers.too_few",       "handlers.certificate_invalid",
                           "notice.term_running",    "decision.not_published",
                           "hearing.notice_running", "discussion.not_held",
                           "decision.no_penalty",    "case.terminated",
                           "case.transferred",       "crime.suspected",
                           "spot.over_limit",        "extension.not_granted",
                           "case.suspended",         "announcement.running",
                           "visit.over_cap",         "rectify.term_running",
                           "seize.not_approved",     "seizure.extension.exhausted",
                           "preserve.term_over",     "approval.pending",
                           "role.not_granted",       "actor.not_enrolled",
                           "key.already_retired",    "actor.not_signed_in",
                           "signature.missing"})
    EXPECT_THAT(seeded_.output, HasSubstr(code));
}

TEST_F(FirstLight, the_portal_shows_the_published_decisions_and_says_that_it_is_a_demo) {
  ASSERT_TRUE(running_);
  const std::string home = page("/");
  EXPECT_THAT(home, HasSubstr("示范环境"));
  EXPECT_THAT(home, HasSubstr("（示范）")) << "the newest decisions";
  ASSERT_FALSE(id_.empty());
  const std::string decision = page("/jueding/" + id_);
  EXPECT_THAT(decision, HasSubstr("澄明市监处罚〔2026〕1号"));
  EXPECT_THAT(decision, HasSubstr("使用未经定期检验的特种设备"));
}

TEST_F(FirstLight, the_published_decision_is_witnessed_and_the_report_on_it_is_clean) {
  ASSERT_TRUE(witnessed_) << page("/rizhi");
  const std::string decision = page("/jueding/" + id_);
  EXPECT_THAT(decision, Not(HasSubstr("暂无见证")));
  EXPECT_THAT(decision, HasSubstr("临澄市明湖区司法局"));
  EXPECT_THAT(decision, HasSubstr("没有列出违法或缺失之处"));
  EXPECT_THAT(page("/rizhi"), HasSubstr("没有尚未解决的违法或缺失"));
  EXPECT_THAT(page("/log/report/newest"), HasSubstr("\"missing\":[]"));
  EXPECT_THAT(page("/log/report/newest"), HasSubstr("\"unlawful\":[]"));
  EXPECT_THAT(page("/log/witnessed"), HasSubstr("— sfj.minghu.example/witness/1 "));
}

TEST_F(FirstLight, a_stranger_finds_every_entry_under_the_signed_root_in_the_served_tiles) {
  house_test::TileReader reader([](const std::string& path) {
    const auto answer = get(kPortal, "/log/" + path);
    return answer && answer->status == 200 ? answer->body : "";
  });
  ASSERT_GT(reader.size(), 100U);
  for (const std::uint64_t index : {std::uint64_t{0}, reader.size() / 2, reader.size() - 1}) {
    EXPECT_TRUE(reader.holds(index, reader.entry(index))) << index;
    EXPECT_FALSE(reader.holds(index, reader.entry(index) + " ")) << index;
  }
}

TEST_F(FirstLight, public_tools_for_transparency_logs_verify_the_twin) {
  const auto keys = json::parse(file::read_file((data_ / "keys.json").string()).value());
  const Ran checked =
      run("node " + std::string(MINGJING_SOURCE) + "/tests/c2sp/check.mjs " + demo_->url("/log/sha256") +
          " '" + json::text_or_empty(json::find(*keys, "twin")) + "'");
  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("entries under the signed root"));
}

TEST_F(FirstLight, structure_is_served_to_the_witness_and_to_nobody_else) {
  EXPECT_EQ(get(kPortal, "/log/structure/000")->status, 404);
  EXPECT_EQ(get(kPortBase, "/log/structure/000.p/1")->status, 401);
}

TEST_F(FirstLight, a_decision_after_a_hearing_an_accepted_defence_or_an_announcement_is_published) {
  const std::string list = page("/jueding");
  for (const char* party : {"驰明车业", "晚香面馆", "跃动健身"}) EXPECT_THAT(list, HasSubstr(party));
}

TEST_F(FirstLight, what_ended_without_a_penalty_is_on_no_page) {
  const std::string list = page("/jueding");
  for (const char* party : {"麦里烘焙", "邻里超市", "云帆商务", "暖途日用品", "罗其昌", "罗某"})
    EXPECT_THAT(list, Not(HasSubstr(party)));
}

TEST_F(FirstLight, what_the_publisher_hid_is_in_no_page_and_in_no_proof) {
  for (const std::string& path :
       {"/jueding/" + id_, "/jueding/" + id_ + "/zhengming", "/jueding/" + id_ + "/zhengming.json"}) {
    EXPECT_THAT(page(path), Not(HasSubstr("许明澄"))) << path;
    EXPECT_THAT(page(path), Not(HasSubstr("13800001234"))) << path;
  }
}

/// Names of the fields that a record of the proof reveals.
std::set<std::string> revealed(const json::Value& record) {
  std::set<std::string> names;
  for (const auto& item : json::find(*json::find(record, "bundle"), "disclosures")->get_array()) {
    const auto text = base::from_base64url(json::text_or_empty(&item));
    const auto disclosure = json::parse(text.value_or("[]"));
    names.insert(json::text_or_empty(&disclosure->get_array()[1]));
  }
  return names;
}

TEST_F(FirstLight, steps_of_the_inner_file_show_their_place_and_nothing_else) {
  const auto proof =
      json::parse(page("/jueding/" + id_ + "/zhengming.json"), {.bytes_max = 8 << 20, .depth_max = 16});
  ASSERT_TRUE(proof) << proof.error().text;
  int hidden = 0;
  for (const auto& record : json::find(*proof, "records")->get_array()) {
    const auto names = revealed(record);
    if (names.contains("step")) continue;
    ++hidden;
    EXPECT_EQ(names, (std::set<std::string>{"pos", "prev", "stream"}));
  }
  EXPECT_EQ(
      hidden,
      9);  // lead, verification, two of evidence, conclusion, submission, approval, seal order, approval
}

TEST_F(FirstLight, a_stranger_verifies_the_proof_offline_with_pinned_keys) {
  const Ran checked = verify(proof_);
  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("核验通过"));
  EXPECT_THAT(checked.output, HasSubstr("不能证明"));
  EXPECT_THAT(checked.output, HasSubstr("✓ 监督机关（sfj.minghu.example/witness/1）在"));
  EXPECT_THAT(checked.output, HasSubstr("✓ 监督机关检查了本案全部步骤"));
}

TEST_F(FirstLight, keys_carried_in_the_file_alone_are_not_enough) {
  EXPECT_EQ(verify(proof_, false).status, 2);
}

TEST_F(FirstLight, a_changed_proof_is_refused) {
  std::ifstream in(proof_);
  std::stringstream text;
  text << in.rdbuf();
  std::string changed = text.str();
  const auto place = changed.find("从轻处罚");
  ASSERT_NE(place, std::string::npos);
  changed.replace(place, std::string("从轻").size(), "减轻");
  std::ofstream(data_.string() + ".changed.json") << changed;
  const Ran checked = verify(data_.string() + ".changed.json");
  EXPECT_EQ(checked.status, 1) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("核验未通过"));
}

TEST_F(FirstLight, the_rules_of_its_own_lawbook_find_nothing_unlawful_in_the_proof) {
  std::string lawbooks;
  for (const auto& entry : fs::directory_iterator(data_ / "editions"))
    lawbooks += " --lawbook " + entry.path().string();
  const Ran checked =
      run(binary("mingjing-verify") + " --keys " + (data_ / "keys.json").string() + lawbooks + " " + proof_);
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(FirstLight, a_withdrawn_decision_is_gone_but_its_withdrawal_is_listed) {
  EXPECT_THAT(page("/jueding"), Not(HasSubstr("百草堂")));
  const std::string withdrawn = page("/chexia");
  EXPECT_THAT(withdrawn, HasSubstr("澄明市监处罚〔2026〕3号"));
  EXPECT_THAT(withdrawn, HasSubstr("自行纠正"));
  EXPECT_THAT(withdrawn, Not(HasSubstr("百草堂")));
}

/// The records of a proof; the checkpoint over them may be a younger one, the witness is asked at every
/// start.
std::string bundles(const std::string& proof) {
  std::string out;
  const auto value = json::parse(proof, {.bytes_max = 4 << 20});
  if (!value) return out;
  const auto records = json::array_member(*value, "records");
  if (!records) return out;
  for (const auto& record : **records) out += json::canonical(*json::find(record, "bundle")) + "\n";
  return out;
}

TEST_F(FirstLight, a_second_start_keeps_the_data_and_projections_equal_their_rebuild) {
  const auto before = get(kPortal, "/jueding/" + id_ + "/zhengming.json");
  ASSERT_TRUE(before);
  ASSERT_NE(bundles(before->body), "");
  EXPECT_EQ(demo_->stop(), 0);
  const std::string dump =
      "sqlite3 " + (data_ / "records.db").string() +
      " 'SELECT * FROM cases_docket ORDER BY stream; SELECT * FROM documents_issued ORDER BY no; "
      "SELECT * FROM cases_course ORDER BY stream, pos; SELECT * FROM review_rounds ORDER BY stream, number; "
      "SELECT * FROM people_roster_person ORDER BY holder'";
  const Ran stood = run(dump);
  ASSERT_EQ(stood.status, 0) << stood.output;
  const Ran rebuilt = run(binary("mingjing") + " rebuild --data " + data_.string());
  EXPECT_EQ(rebuilt.status, 0) << rebuilt.output;
  EXPECT_EQ(run(dump).output, stood.output);
  EXPECT_THAT(stood.output, HasSubstr("锦澄物业"));
  EXPECT_THAT(stood.output, HasSubstr("澄明市监不罚〔2026〕1号"));
  demo_ = std::make_unique<Demo>(data_, kPortBase);
  ASSERT_TRUE(demo_->appears("/jueding", "柳岸食品"));
  EXPECT_EQ(bundles(page("/jueding/" + id_ + "/zhengming.json")), bundles(before->body));
}

TEST_F(FirstLight, every_number_of_the_year_is_accounted_for) {
  const Ran numbers = run(binary("mingjing") + " numbers 2026 --data " + data_.string());
  EXPECT_EQ(numbers.status, 0) << numbers.output;
  EXPECT_THAT(numbers.output, HasSubstr("澄明市监处罚〔2026〕1号"));
  EXPECT_THAT(numbers.output, HasSubstr("都有去向"));
}

/// Journey 10 again, later in the year: this time the order is right, and it is the sealer that fails.
std::string journey_of_a_crash() {
  std::string text = *file::read_file(std::string(MINGJING_SOURCE) + "/tests/journeys/10-void-number.yaml");
  for (const auto& [from, to] :
       {std::pair{"starts: 2026-05-06", "starts: 2026-11-02"}, std::pair{"澄明市监不罚", "澄明市监处罚"},
        std::pair{"unsealed: sealer.seal_order", "unsealed: sealer_unreachable"}}) {
    const auto place = text.find(from);
    if (place == std::string::npos) return {};
    text.replace(place, std::string(from).size(), to);
  }
  return text;
}

TEST_F(FirstLight, a_number_that_a_crash_of_the_sealer_left_behind_is_void_and_the_next_order_gets_the_next) {
  EXPECT_EQ(demo_->stop(), 0);
  const std::string data = data_.string(), log = data + ".demo.log", config = data + "/sealer/sealer.json";
  const fs::path journey = data + ".crash.yaml";
  std::ofstream(journey) << journey_of_a_crash();
  const std::string numbers = binary("mingjing") + " numbers 2026 --data " + data;
  const auto confirmed = [&] {
    return run("sqlite3 " + data + "/records.db 'SELECT sum(confirmed) FROM documents_issued_void'").output;
  };
  {
    const house_test::Child office(binary("mingjing"),
                                   {"serve", "--data", data, "--port", std::to_string(kPortBase)}, log);
    house_test::Child dying(binary("dying_sealer"), {"after_answer", "--config", config}, log);
    for (int i = 0; i < 600 && !get(kPortBase, "/healthz"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const std::string before = confirmed();
    Ran played;
    std::thread story([&] {
      played = run(binary("mingjing") + " play --port " + std::to_string(kPortBase) + " " + journey.string());
    });
    EXPECT_TRUE(dying.ends());
    for (int i = 0; i < 600 && confirmed() == before; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const house_test::Child sealer(binary("mingjing-sealer"), {"--config", config}, log);
    story.join();
    EXPECT_EQ(played.status, 0) << played.output;
    const Ran account = run(numbers);
    EXPECT_EQ(account.status, 0) << account.output;
    EXPECT_THAT(account.output, HasSubstr("已作废"));
  }
  EXPECT_EQ(run(numbers).status, 2) << "no sealer, no account";
  demo_ = std::make_unique<Demo>(data_, kPortBase);
  EXPECT_TRUE(demo_->appears("/jueding", "柳岸食品"));
}

/// What the office answers to somebody of the town.
json::Value told_to(const std::string& login, const std::string& path) {
  http::Client client("127.0.0.1", kPortBase);
  const auto in = client.send({.method = http::Method::post,
                               .target = "/api/session",
                               .headers = {{"Content-Type", "application/json"}},
                               .body = R"({"login":")" + login + R"(","password":")" +
                                       crypto::sign_in_secret(login, "mingjing-demo-2026") + R"("})"});
  EXPECT_TRUE(in && in->status == 200) << login;
  const auto answer = client.get(path);
  return answer ? json::parse(answer->body).value_or(json::Value()) : json::Value();
}

TEST_F(FirstLight, the_reviewer_sees_every_round_with_its_draft_its_last_day_and_its_opinion) {
  ASSERT_TRUE(running_);
  const auto answer = told_to("songqinghe", "/api/reviews?state=answered");
  const json::Value* reviews = json::find(answer, "reviews");
  ASSERT_TRUE(reviews != nullptr && reviews->is_array());
  int returned = 0, later_rounds = 0, whole = 0;
  for (const auto& round : reviews->get_array()) {
    EXPECT_FALSE(json::text_or_empty(json::find(round, "party")).empty());
    EXPECT_EQ(json::text_or_empty(json::find(round, "draft")).size(), 44U);
    EXPECT_GT(json::text_or_empty(json::find(round, "due")),
              json::text_or_empty(json::find(round, "requested_at")));
    const bool complete = json::find(round, "complete")->as_bool();
    EXPECT_EQ(json::find(round, "missing")->get_array().empty(), complete) << json::canonical(round);
    if (complete) ++whole;
    if (json::text_or_empty(json::find(round, "state")) == "returned") ++returned;
    if (json::int_member(round, "round").value_or(0) > 1) ++later_rounds;
  }
  EXPECT_GE(returned, 1) << "02-returned.yaml";
  EXPECT_GE(later_rounds, 1);
  EXPECT_GE(whole, 1) << "01-straight.yaml brings all papers";
  EXPECT_EQ(json::text_or_empty(json::find(told_to("guxingzhou", "/api/reviews"), "code")), "forbidden")
      << "a handler";
}

TEST_F(FirstLight, the_api_describes_itself_and_lets_nobody_in_without_signing_in) {
  const auto described = get(kPortBase, "/api/openapi.json");
  ASSERT_TRUE(described);
  const auto document = json::parse(described->body, {.bytes_max = 1 << 20, .depth_max = 32});
  ASSERT_TRUE(document);
  EXPECT_EQ(json::text_or_empty(json::find(*document, "openapi")), "3.1.0");
  for (const char* path :
       {"/api/cases", "/api/people", "/api/law", "/api/documents", "/api/numbers/2026", "/api/me"}) {
    const auto answer = get(kPortBase, path);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401) << path;
    EXPECT_EQ(answer->header("Content-Type"), "application/problem+json") << path;
  }
}

TEST(Demo, a_directory_that_holds_something_else_is_left_alone) {
  const fs::path other = fs::temp_directory_path() / ("mingjing-other-" + std::to_string(getpid()));
  fs::create_directories(other);
  std::ofstream(other / "office.json") << "{}";
  const Ran refused =
      run(binary("mingjing") + " demo --seed-only --data " + other.string() + " --port-base 28480");
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.output, HasSubstr("something else than a demo"));
  EXPECT_TRUE(fs::exists(other / "office.json"));
  fs::remove_all(other);
}

}  // namespace
