// What somebody with the bureau's machines can try, who refuses it, and what trace it leaves. The town is
// founded once; every attack starts from a copy of it. Each test ends with what the right party says is
// missing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "attacks/forger.h"
#include "demo.h"
#include "ledger/witness_exchange.h"
#include "play/person.h"

namespace {

using attack::Fields;
using attack::Forger;
using house_test::binary;
using house_test::Demo;
using house_test::Ran;
using house_test::run;
using office::play::Person;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;
namespace json = base::json;

constexpr const char* kPassphrase = "mingjing-demo-2026";
constexpr const char* kDrafted = "晨雾早餐店";
constexpr const char* kReady = "暮山糕饼店";
const std::uint16_t kPortBase = house_test::free_ports();

void copy_tree(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
  // Secrets must stay their owner's alone; fs::copy keeps the rights of files, not of directories.
  for (const auto& entry : fs::recursive_directory_iterator(from))
    if (entry.is_directory())
      fs::permissions(to / fs::relative(entry.path(), from), entry.status().permissions());
}

class Attack : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    data_ = fs::temp_directory_path() / ("mingjing-attack-" + std::to_string(getpid()));
    fs::remove_all(data_);
    const Ran seeded = house_test::seed(data_, kPortBase);
    ASSERT_EQ(seeded.status, 0) << seeded.output;
    copy_tree(data_, older());
    Demo demo(data_, kPortBase);
    ASSERT_TRUE(demo.appears("/jueding", "锦澄物业"));
    const std::string stories = std::string(MINGJING_SOURCE) + "/tests/attacks/";
    const Ran played = run(binary("mingjing") + " play --port " + std::to_string(kPortBase) + " " + stories +
                           "drafted.yaml " + stories + "ready.yaml");
    ASSERT_EQ(played.status, 0) << played.output;
    ASSERT_EQ(demo.stop(), 0);
    Demo again(data_, kPortBase);  // asks its witness at once
    ASSERT_TRUE(witnessed_up_to(again, Forger(data_).size()));
    ASSERT_EQ(again.stop(), 0);
    copy_tree(data_, saved());
  }
  static void TearDownTestSuite() {
    for (const fs::path& left : {data_, saved(), older(), fs::path(data_.string() + ".demo.log")})
      fs::remove_all(left);
  }
  void SetUp() override {
    ASSERT_TRUE(fs::exists(saved())) << "the town was not founded";
    copy_tree(saved(), data_);
  }
  void TearDown() override { demo_.reset(); }

  static fs::path saved() { return data_.string() + ".saved"; }
  static fs::path older() { return data_.string() + ".older"; }

  /// Whether the witness says within a minute that it has seen and checked so many records.
  static bool witnessed_up_to(const Demo& demo, std::uint64_t size) {
    return demo.witness_appears("<dt>报告到</dt><dd><b class=\"num\">" + std::to_string(size) + "</b>");
  }

  void start() { demo_ = std::make_unique<Demo>(data_, kPortBase); }
  [[nodiscard]] bool witness_says(const std::string& text) const { return demo_->witness_appears(text); }
  [[nodiscard]] std::string log_of(const char* program) const {
    std::ifstream in(data_ / (std::string(program) + ".log"));
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  /// Waits until a program's log says so; false after a minute.
  [[nodiscard]] bool log_says(const char* program, const std::string& text) const {
    return house_test::within_a_minute([&] { return log_of(program).find(text) != std::string::npos; });
  }
  [[nodiscard]] bool is_issued(const std::string& stream) const {
    for (const auto& record : Forger(data_).records(stream))
      if (Forger::text(record, "step") == "issue_document") return true;
    return false;
  }

  Person signed_in(const std::string& login) const {
    auto person = Person::sign_in({"127.0.0.1", kPortBase}, login, kPassphrase);
    if (!person) throw std::runtime_error(person.error().text);
    return std::move(*person);
  }
  /// An honest step by the person of that login, with the record before it in view.
  office::play::Answer takes(const std::string& login, const std::string& stream, const std::string& step,
                             const std::string& role, Fields more = {}) const {
    Person person = signed_in(login);
    const auto records = Forger(data_).records(stream);
    Fields fields{{"stream", json::Value(stream)},
                  {"step", json::Value(step)},
                  {"at", json::Value(base::format(base::SystemClock().now()))},
                  {"actor", json::Value(person.key_id())},
                  {"role", json::Value(role)},
                  {"seen", json::Value(base::base64(records.back().leaf))}};
    fields.insert(fields.end(), more.begin(), more.end());
    const auto act = ledger::make_act(fields, person.key()).value();
    auto answer = person.record("case", stream, act, {});
    if (!answer) throw std::runtime_error(answer.error().text);
    return std::move(*answer);
  }
  /// The head decides the ready case and the seal keeper orders the seal.
  void decides_and_orders(const std::string& stream, const std::string& draft) const {
    const auto decided =
        takes("shenzhibai", stream, "decide_penalty", "agency_head", {{"draft", json::Value(draft)}});
    ASSERT_TRUE(decided.recorded) << decided.words();
    const auto ordered = takes("yanxiyan", stream, "order_seal", "seal_keeper",
                               {{"draft", json::Value(draft)},
                                {"seal.series", json::Value("澄明市监处罚〔2026〕")},
                                {"seal.form", json::Value("D45")}});
    ASSERT_TRUE(ordered.recorded) << ordered.words();
  }
  /// What a forged course needs to look complete: decision and order to seal over `draft`.
  static void forge_decision_and_order(Forger& forger, const std::string& stream, const std::string& draft,
                                       const crypto::Sm2Key* signer = nullptr) {
    for (const auto& [like, step] :
         {std::pair("decide_penalty", "decide_penalty"), {"order_seal", "order_seal"}}) {
      Fields more{{"draft", json::Value(draft)},
                  {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}};
      if (std::string_view(step) == "order_seal") {
        more.emplace_back("seal.series", json::Value("澄明市监处罚〔2026〕"));
        more.emplace_back("seal.form", json::Value("D45"));
      }
      forger.write("case", stream, forger.in_the_name_of(like, stream, step, more), signer);
    }
  }

  static inline fs::path data_;
  std::unique_ptr<Demo> demo_;
};

// ---- the office refuses ----

TEST_F(Attack, the_administrator_reads_no_case_and_takes_no_step_of_one) {
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  const std::string stream = Forger(data_).stream_of(kReady);
  const auto seen = signed_in("admin").get("/api/streams/case/" + stream);
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().code, "api.forbidden");
  const std::string draft = Forger::root(Forger(data_).newest("draft_document", stream));
  const auto decided =
      takes("admin", stream, "decide_penalty", "agency_head", {{"draft", json::Value(draft)}});
  EXPECT_FALSE(decided.recorded);
  EXPECT_THAT(decided.words(), HasSubstr("role.not_granted"));
}

TEST_F(Attack, a_signed_act_cannot_be_sent_again) {
  std::string stream;
  {
    Forger forger(data_);
    stream = forger.stream_of(kReady);
  }
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  Person head = signed_in("shenzhibai");
  const std::string draft = Forger::root(Forger(data_).newest("draft_document", stream));
  const auto act =
      ledger::make_act({{"stream", json::Value(stream)},
                        {"step", json::Value("decide_penalty")},
                        {"at", json::Value(base::format(base::SystemClock().now()))},
                        {"actor", json::Value(head.key_id())},
                        {"role", json::Value("agency_head")},
                        {"draft", json::Value(draft)},
                        {"seen", json::Value(base::base64(Forger(data_).records(stream).back().leaf))}},
                       head.key())
          .value();
  ASSERT_TRUE(head.record("case", stream, act, {})->recorded);
  const auto again = head.record("case", stream, act, {});
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->recorded);
  EXPECT_THAT(again->words(), HasSubstr("seen.stale"));
}

TEST_F(Attack, nobody_decides_while_the_clock_is_set_back) {
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  const std::string stream = Forger(data_).stream_of(kReady);
  const std::string draft = Forger::root(Forger(data_).newest("draft_document", stream));
  ASSERT_TRUE(
      signed_in("hejingming")
          .send(http::Method::post, "/api/demo/clock", json::Object{{"now", "2026-03-02T09:00:00+08:00"}}));
  const auto decided =
      takes("shenzhibai", stream, "decide_penalty", "agency_head", {{"draft", json::Value(draft)}});
  EXPECT_FALSE(decided.recorded);
  EXPECT_THAT(decided.words(), AnyOf(HasSubstr("clock_behind"), HasSubstr("time.")));
}

TEST_F(Attack, an_office_whose_record_was_taken_out_does_not_start) {
  Forger(data_).sql("DELETE FROM record WHERE idx=(SELECT max(idx)/2 FROM record)");
  start();
  EXPECT_TRUE(demo_->ends());
  EXPECT_THAT(log_of("office"), HasSubstr("log_damaged"));
}

TEST_F(Attack, an_office_whose_draft_was_exchanged_does_not_start) {
  {
    Forger forger(data_);
    const auto draft = forger.newest("draft_document", forger.stream_of(kReady));
    const auto other = forger.newest("draft_document", forger.stream_of(kDrafted));
    forger.sql("UPDATE record SET entry=? WHERE idx=?",
               {sql::Blob{other.entry}, static_cast<std::int64_t>(draft.index)});
  }
  start();
  EXPECT_TRUE(demo_->ends());
  EXPECT_THAT(log_of("office"), HasSubstr("its entry was altered"));
}

// ---- the sealer refuses, the witness reports ----

TEST_F(Attack, a_decision_without_review_gets_no_seal_and_is_reported_while_the_log_is_still_witnessed) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data_);
    stream = forger.stream_of(kDrafted);
    forge_decision_and_order(forger, stream, Forger::root(forger.newest("draft_document", stream)));
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("2 条记录无法检查"));
  EXPECT_TRUE(witness_says("<td>作出行政处罚决定</td><td>这一步须由本人签名，记录上没有签名。"));
  EXPECT_FALSE(is_issued(stream));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr(kDrafted)));
}

TEST_F(Attack, a_review_and_a_decision_signed_with_a_key_of_ones_own_are_named_by_the_witness) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data_);
    stream = forger.stream_of(kDrafted);
    const crypto::Sm2Key own = crypto::Sm2Key::generate();
    const std::string draft = Forger::root(forger.newest("draft_document", stream));
    const auto signed_as_oneself = [&](Fields fields) {
      for (auto& [name, value] : fields)
        if (name == "actor") value = json::Value(ledger::key_id(own.public_key()));
      return fields;
    };
    for (const char* step : {"pass_review", "decide_penalty", "order_seal"})
      forger.write("case", stream,
                   signed_as_oneself(forger.in_the_name_of(
                       step, stream, step,
                       {{"draft", json::Value(draft)},
                        {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}})),
                   &own);
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("chain.actor"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_key_enrolled_past_the_two_roots_signs_nothing_that_counts) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data_);
    stream = forger.stream_of(kDrafted);
    const crypto::Sm2Key own = crypto::Sm2Key::generate();
    const std::string id = ledger::key_id(own.public_key()),
                      holder = base::base64url(crypto::random_bytes(16));
    const std::string keys = base::base64url(crypto::random_bytes(16));
    const std::vector<std::string> roles{"legal_reviewer"};
    forger.write(
        "key", keys,
        forger.in_the_name_of(
            "enrol_key", keys, "enrol_key",
            {{"key.id", json::Value(id)},
             {"key.pub", json::Value(base::base64(own.public_key()))},
             {"key.holder", json::Value(holder)},
             {"key.roles", json::string_array(roles)},
             {"key.proof", json::Value(base::base64(own.sign(ledger::enrol_message(holder, id, roles))))}}));
    forger.write(
        "key", keys,
        forger.in_the_name_of("confirm_key", keys, "confirm_key",
                              {{"confirms", json::Value(base::base64(forger.records(keys).back().leaf))}}));
    Fields review =
        forger.in_the_name_of("pass_review", stream, "pass_review",
                              {{"draft", json::Value(Forger::root(forger.newest("draft_document", stream)))},
                               {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}});
    for (auto& [name, value] : review)
      if (name == "actor") value = json::Value(id);
    forger.write("case", stream, review, &own);
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "nobody entitled signed this"));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("条记录无法检查"));
}

TEST_F(Attack, a_review_taken_from_another_case_is_no_review_of_this_one) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data_);
    stream = forger.stream_of(kDrafted);
    forger.write_again(forger.newest("pass_review", forger.stream_of(kReady)), stream);
    forge_decision_and_order(forger, stream, Forger::root(forger.newest("draft_document", stream)));
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("3 条记录无法检查"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, another_draft_behind_the_reviewers_back_is_not_sealed) {
  std::string stream;
  {
    Forger forger(data_);
    stream = forger.stream_of(kReady);
    forger.write_again(forger.newest("draft_document", forger.stream_of(kDrafted)), stream);
    const std::string other = Forger::root(forger.records(stream).back());
    forge_decision_and_order(forger, stream, other);
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witness_says("条记录无法检查"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_changed_text_is_found_before_the_seal) {
  std::string stream, draft;
  {
    Forger forger(data_);
    stream = forger.stream_of(kReady);
    const auto record = forger.newest("draft_document", stream);
    draft = Forger::root(record);
    forger.change_blob(record, "未在店堂显著位置公示", "已在店堂显著位置公示");
  }
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  decides_and_orders(stream, draft);
  EXPECT_TRUE(log_says("office", "sealing: sealer."));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_shifted_time_is_found_before_the_seal) {
  std::string stream, draft;
  {
    Forger forger(data_);
    stream = forger.stream_of(kReady);
    draft = Forger::root(forger.newest("draft_document", stream));
    forger.change_structure(forger.newest("serve_notice", stream), "recorded",
                            json::Value("2026-10-13T09:00:00+08:00"));
  }
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  decides_and_orders(stream, draft);
  EXPECT_TRUE(log_says("office", "sealing: bundle"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_record_under_a_lawbook_of_ones_own_is_judged_by_nobody_and_sealed_by_nobody) {
  std::string stream;
  std::uint64_t index = 0;
  {
    Forger forger(data_);
    stream = forger.stream_of(kDrafted);
    const std::string draft = Forger::root(forger.newest("draft_document", stream));
    index = forger.write(
        "case", stream,
        forger.in_the_name_of("pass_review", stream, "pass_review", {{"draft", json::Value(draft)}}), nullptr,
        base::base64(ledger::leaf_hash("a lawbook without reviews")));
  }
  start();
  EXPECT_TRUE(witness_says("没有安装"));
  EXPECT_TRUE(witness_says(std::to_string(index)));
}

// ---- whoever has seen more refuses ----

TEST_F(Attack, a_database_rolled_back_signs_nothing_more) {
  for (const char* name : {"records.db", "private/data-keys.db"}) {
    for (const char* beside : {"", "-wal", "-shm"}) fs::remove(data_ / (std::string(name) + beside));
    fs::copy(older() / name, data_ / name);
  }
  start();
  EXPECT_TRUE(house_test::within_a_minute([&] { return fs::exists(data_ / "witnessing" / "stopped"); }))
      << log_of("office");
}

TEST_F(Attack, a_second_history_under_the_same_key_is_kept_as_evidence) {
  std::string note;
  std::uint64_t size = 0;
  {
    Forger forger(data_);
    size = forger.size();
    note = forger.forked_checkpoint(size);
  }
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  const auto answer = http::Client("127.0.0.1", static_cast<std::uint16_t>(kPortBase + 2))
                          .send({.method = http::Method::post,
                                 .target = "/add-checkpoint",
                                 .headers = {},
                                 .body = "old " + std::to_string(size) + "\n\n" + note});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 422);
  EXPECT_TRUE(witness_says("日志自相矛盾 1 次"));
}

TEST_F(Attack, a_portal_that_starts_afresh_refuses_an_exchanged_payload) {
  const fs::path payloads = data_ / "feed" / "payload";
  fs::path changed;
  for (const auto& entry : fs::recursive_directory_iterator(payloads)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    std::string bytes = text.str();
    const auto place = bytes.find("澄园小区");
    if (place == std::string::npos) continue;
    bytes.replace(place, std::string("澄园").size(), "碧波");
    fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(entry.path()) << bytes;
    changed = entry.path();
    break;
  }
  ASSERT_FALSE(changed.empty());
  for (const auto& entry : fs::directory_iterator(data_ / "portal"))
    if (entry.path().filename() != "portal.json") fs::remove_all(entry.path());
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "柳岸食品"));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr("碧波")));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr("锦澄物业")));
  EXPECT_TRUE(log_says("portal", "1 refused"));
}

// ---- and the honest go on ----

TEST_F(Attack, after_a_forgery_the_honest_case_is_still_sealed_and_witnessed) {
  std::string ready, draft;
  {
    Forger forger(data_);
    const std::string drafted = forger.stream_of(kDrafted);
    forge_decision_and_order(forger, drafted, Forger::root(forger.newest("draft_document", drafted)));
    ready = forger.stream_of(kReady);
    draft = Forger::root(forger.newest("draft_document", ready));
  }
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "锦澄物业"));
  decides_and_orders(ready, draft);
  EXPECT_TRUE(house_test::within_a_minute([&] { return is_issued(ready); }));
  EXPECT_TRUE(witnessed_up_to(*demo_, Forger(data_).size()));
}

}  // namespace
