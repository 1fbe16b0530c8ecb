// A cosignature when somebody needs it at once: for a draw, in the room, by wire and by what is carried.

#include "api.h"
#include "fake_witness.h"
#include "file/durable.h"
#include "witnessing/carry.h"
#include "witnessing/desk.h"

namespace office {
namespace {

using testing::HasSubstr;
using witnessing::Desk;
using witnessing::DeskLimits;

class StillClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override { return {1'774'000'000'000}; }
};

class CosignatureTest : public Api {
 protected:
  CosignatureTest() {
    begin(test::founding());
    witness_ = std::make_unique<test::FakeWitness>("sfj.test/witness", installation_->log_vkey());
    config_.origin = test::kOrigin;
    config_.feed_origin = "demo.test/feed";
    config_.portal_url = "http://127.0.0.1:1";
    config_.roots = office_->config.roots;
    installation_->adopt();
  }
  ~CosignatureTest() override {
    office_->witness_desk = nullptr;
    desk_.reset();
    book_.reset();
    TearDownTestSuite();  // each test has an installation of its own
    std::filesystem::remove_all(medium_);
  }
  static void SetUpTestSuite() {}

  void open(const std::vector<Witness>& witnesses, DeskLimits limits = kAtOnce) {
    config_.witnesses = witnesses;
    ASSERT_TRUE(save_config(installation_->layout, config_));
    book_ = witnessing::Book::open(installation_->layout.witnessing(), config_, *office_->reader).value();
    desk_ = std::make_unique<Desk>(witnessing::WitnessingParts{.registrar = *office_->registrar,
                                                               .reader = *office_->reader,
                                                               .book = *book_,
                                                               .config = config_,
                                                               .log = installation_->log_vkey(),
                                                               .clock = clock_,
                                                               .told = [] {}},
                                   limits);
    ASSERT_TRUE(desk_->start());
    office_->witness_desk = desk_.get();
  }
  [[nodiscard]] Witness by_carrying() const {
    Witness witness = witness_->configured();
    witness.url.clear();
    return witness;
  }
  static http::Response ask(const std::string& body = "{}", const std::string& login = "director") {
    return call({http::Method::post, "/api/log/cosignature", body, cookie(login), {}});
  }
  static std::int64_t size_in(const http::Response& answer) {
    return json::int_member(body_of(answer), "size").value_or(-1);
  }
  static std::int64_t records() { return static_cast<std::int64_t>(office_->registrar->size()); }

  static constexpr DeskLimits kAtOnce{.patience = std::chrono::seconds(30),
                                      .between = std::chrono::milliseconds(0)};
  StillClock clock_;
  Config config_;
  std::unique_ptr<test::FakeWitness> witness_;
  std::unique_ptr<witnessing::Book> book_;
  std::unique_ptr<Desk> desk_;
  std::filesystem::path medium_ =
      std::filesystem::temp_directory_path() / ("mj-cosignature-" + std::to_string(getpid()));
};

TEST_F(CosignatureTest, covers_everything_recorded_so_far_and_verifies_for_a_stranger) {
  open({witness_->configured()});
  const auto answer = ask();
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto body = body_of(answer);
  EXPECT_EQ(size_in(answer), records());
  EXPECT_EQ(json::string_member(body, "time").value(), base::format(clock_.now()));
  const auto verified = ledger::verify_checkpoint(json::string_member(body, "note").value(),
                                                  {.log = installation_->log_vkey(),
                                                   .witnesses = {witness_->configured().cosignature},
                                                   .cosignatures_required = 1});
  ASSERT_TRUE(verified) << verified.error().text;
  EXPECT_EQ(static_cast<std::int64_t>(verified->checkpoint.size), records());
}

TEST_F(CosignatureTest, what_is_covered_already_is_answered_without_asking_the_witness) {
  open({witness_->configured()}, {.patience = std::chrono::seconds(30), .between = std::chrono::hours(1)});
  ASSERT_EQ(ask().status, 200);
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(ask(R"({"size":1})").status, 200);
  EXPECT_EQ(witness_->cosigned, 1);
}

TEST_F(CosignatureTest, the_witness_is_not_asked_again_at_once) {
  open({witness_->configured()}, {.patience = std::chrono::seconds(30), .between = std::chrono::hours(1)});
  ASSERT_EQ(ask().status, 200);
  installation_->adopt();
  const auto answer = ask();
  EXPECT_EQ(answer.status, 429);
  EXPECT_THAT(answer.body, HasSubstr("asked_already"));
  EXPECT_EQ(witness_->cosigned, 1);
}

TEST_F(CosignatureTest, a_record_that_came_since_is_covered_by_the_next) {
  open({witness_->configured()});
  ASSERT_EQ(ask().status, 200);
  installation_->adopt();
  EXPECT_EQ(size_in(ask()), records());
  EXPECT_EQ(witness_->cosigned, 2);
}

TEST_F(CosignatureTest, without_a_witness_it_says_so) {
  open({});
  const auto answer = ask();
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("\"no_witness\""));
  EXPECT_THAT(answer.body, HasSubstr("join-witness"));
}

TEST_F(CosignatureTest, a_witness_that_does_not_answer_is_not_waited_for_and_the_way_by_hand_is_named) {
  Witness nowhere = witness_->configured();
  nowhere.url = "http://127.0.0.1:1";
  open({nowhere});
  const auto answer = ask();
  EXPECT_EQ(answer.status, 504);
  EXPECT_THAT(answer.body, HasSubstr("\"witness_silent\""));
  EXPECT_THAT(answer.body, HasSubstr("carry-out"));
}

TEST_F(CosignatureTest, a_witness_that_refuses_is_quoted) {
  open({witness_->configured()});
  witness_->refuses = true;
  const auto answer = ask();
  EXPECT_EQ(answer.status, 502);
  EXPECT_THAT(answer.body, HasSubstr("422"));
}

TEST_F(CosignatureTest, two_witnesses_count_once_both_have_signed) {
  test::FakeWitness second("jianwei.test/witness", installation_->log_vkey());
  Witness other = second.configured();
  other.report.reset();
  config_.cosignatures = 2;
  second.forges = true;
  open({witness_->configured(), other});
  EXPECT_EQ(ask().status, 504);
  second.forges = false;
  second.checkpoint = {};
  second.unix_seconds += 60;
  const auto answer = ask();
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json::find(body_of(answer), "witnesses")->as_array().size(), 2U);
  EXPECT_EQ(json::string_member(body_of(answer), "time").value(),
            base::format(base::Instant{clock_.now().ms + 60'000}));
}

TEST_F(CosignatureTest, one_round_by_carried_files_is_enough) {
  open({by_carrying()});
  const std::int64_t size = records();
  const auto first = ask();
  EXPECT_EQ(first.status, 409);
  EXPECT_THAT(first.body, HasSubstr("\"carry_needed\""));
  EXPECT_THAT(first.body, HasSubstr("前 " + std::to_string(size) + " 条"));

  std::filesystem::create_directories(medium_);
  const auto stem = ledger::carried_name(test::kOrigin, static_cast<std::uint64_t>(size));
  ASSERT_EQ(witnessing::carry_out({installation_->layout, medium_, ""}), 0);
  const std::string request = file::read_file((medium_ / (stem + ".req")).string()).value();
  ASSERT_TRUE(file::write_file_durably((medium_ / (stem + ".resp")).string(),
                                       ledger::format_carried(witness_->add(request))));
  ASSERT_EQ(witnessing::carry_in({installation_->layout, medium_, ""}), 0);

  installation_->adopt();  // the house goes on meanwhile
  const auto second = ask(R"({"size":)" + std::to_string(size) + "}");
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(size_in(second), size);
}

TEST_F(CosignatureTest, behind_a_witness_nothing_is_signed_on_request_either) {
  open({witness_->configured()});
  witness_->claims = office_->registrar->size() + 5;
  for (int i = 0; i < 2; ++i) {
    const auto answer = ask();
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.body, HasSubstr("signing_stopped"));
  }
}

TEST_F(CosignatureTest, is_for_whom_the_business_concerns_and_takes_nothing_but_a_size) {
  open({witness_->configured()});
  EXPECT_EQ(ask("{}", "admin").status, 403);
  EXPECT_EQ(call({http::Method::post, "/api/log/cosignature", "{}", "", {}}).status, 401);
  for (const char* body : {"", "[]", "7", R"({"size":-1})", R"({"size":"1"})", R"({"more":1})"})
    EXPECT_EQ(ask(body).status, 400) << body;
  EXPECT_EQ(ask(R"({"size":100000})").status, 422);
  EXPECT_EQ(witness_->cosigned, 0);
}

}  // namespace
}  // namespace office
