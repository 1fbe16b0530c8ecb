// The log's side of the witness: what is asked, what is believed, what is kept, and when signing stops.

#include "witnessing/witnessing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_witness.h"
#include "file/durable.h"
#include "installation.h"
#include "ledger/log_files.h"
#include "witnessing/carry.h"

namespace office::test {
namespace {

using testing::HasSubstr;
using witnessing::Answer;
using witnessing::Book;
using witnessing::Witnessing;

class StillClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override { return {1'774'000'000'000}; }
};

class WitnessingTest : public testing::Test {
 protected:
  WitnessingTest() {
    installation_.adopt();
    look_again();
  }
  /// As after a restart of the office.
  void look_again() {
    asking_.reset();
    book_.reset();
    config_.origin = kOrigin;
    book_ = Book::open(folder(), config_, *office().reader).value();
    asking_ = std::make_unique<Witnessing>(witnessing::WitnessingParts{.registrar = *office().registrar,
                                                                       .reader = *office().reader,
                                                                       .book = *book_,
                                                                       .config = config_,
                                                                       .log = installation_.log_vkey(),
                                                                       .clock = clock_,
                                                                       .told = [this] { ++told_; }});
    ASSERT_TRUE(asking_->start());
  }
  void with(const std::vector<const FakeWitness*>& witnesses, int needed = 1) {
    config_.witnesses.clear();
    for (const auto* witness : witnesses) config_.witnesses.push_back(witness->configured());
    // One reporter to a log.
    for (std::size_t i = 1; i < config_.witnesses.size(); ++i) config_.witnesses[i].report.reset();
    config_.cosignatures = needed;
    look_again();
  }
  Office& office() { return *installation_.office; }
  std::filesystem::path folder() { return installation_.layout.witnessing(); }
  std::string newest_note() { return office().reader->newest_checkpoint().value(); }
  std::size_t cosignatures(const std::string& note) {
    ledger::LogPolicy policy{.log = installation_.log_vkey(), .witnesses = {}};
    for (const auto& witness : config_.witnesses) policy.witnesses.push_back(witness.cosignature);
    return ledger::verify_checkpoint(note, policy)->cosignatures.size();
  }
  base::Hash root_at(std::uint64_t size) {
    base::Hash root{};
    office().registrar->with_tree([&](const ledger::Tree& tree) { root = tree.root_at(size); });
    return root;
  }

  Installation installation_;
  StillClock clock_;
  Config config_;
  std::unique_ptr<Book> book_;
  std::unique_ptr<Witnessing> asking_;
  int told_ = 0;
  FakeWitness witness_{"sfj.test/witness", installation_.log_vkey()};
};

TEST_F(WitnessingTest, a_cosignature_stands_under_our_own_checkpoint_and_outlives_the_process) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(cosignatures(newest_note()), 1U);
  EXPECT_EQ(book_->witnessed(), newest_note());
  EXPECT_EQ(office().registrar->checkpoint(), newest_note());
  EXPECT_EQ(told_, 1);
  look_again();
  EXPECT_EQ(book_->witnessed(), newest_note());
}

TEST_F(WitnessingTest, a_checkpoint_that_is_cosigned_is_not_asked_for_again_within_the_hour) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(witness_.cosigned, 1);
  witness_.unix_seconds -= 7200;  // the next one is old at once
  installation_.adopt();
  ASSERT_TRUE(asking_->round());
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(witness_.cosigned, 3);
}

TEST_F(WitnessingTest, a_log_that_grew_is_proven_to_continue_what_the_witness_has) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  const std::string before = book_->witnessed();
  installation_.adopt();
  installation_.adopt();
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(witness_.checkpoint.size, office().registrar->size());
  EXPECT_NE(book_->witnessed(), before);
}

TEST_F(WitnessingTest, what_the_witness_has_is_learned_from_its_conflict) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  std::filesystem::remove_all(folder());
  installation_.adopt();
  look_again();
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(book_->known(config_.witnesses[0]), office().registrar->size());
}

TEST_F(WitnessingTest, a_forged_line_is_not_put_under_our_checkpoint) {
  with({&witness_});
  witness_.forges = true;
  EXPECT_EQ(asking_->round().error().code, "witness");
  EXPECT_EQ(cosignatures(newest_note()), 0U);
  EXPECT_EQ(book_->witnessed(), "");
}

TEST_F(WitnessingTest, a_cosignature_from_the_future_is_not_believed) {
  with({&witness_});
  witness_.unix_seconds += 301;
  EXPECT_EQ(asking_->round().error().code, "witness");
  witness_.unix_seconds -= 1;
  EXPECT_TRUE(asking_->round());
}

TEST_F(WitnessingTest, a_checkpoint_is_witnessed_when_as_many_signed_as_are_asked_for) {
  FakeWitness second("jianwei.test/witness", installation_.log_vkey());
  with({&witness_, &second}, 2);
  second.forges = true;
  EXPECT_FALSE(asking_->round());
  EXPECT_EQ(cosignatures(newest_note()), 1U) << "the other one is not held up";
  EXPECT_EQ(book_->witnessed(), "");
  second.forges = false;
  second.checkpoint = {};
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(book_->witnessed(), newest_note());
}

TEST_F(WitnessingTest, reports_are_taken_from_the_newest_back_to_the_last_one_we_have) {
  with({&witness_});
  installation_.adopt();
  installation_.adopt();
  for (std::uint64_t to = 1; to <= 3; ++to) witness_.reports[to] = witness_.report(to - 1, to, root_at(to));
  ASSERT_TRUE(asking_->round());
  const auto reports = book_->reports_after(0);
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_EQ(reports[1].second, witness_.reports[2]);
  look_again();
  EXPECT_EQ(book_->reported(), 3U);
  EXPECT_EQ(book_->reports_after(2).size(), 1U);
}

TEST_F(WitnessingTest, a_report_about_another_tree_or_by_another_key_or_with_a_gap_is_refused) {
  with({&witness_});
  installation_.adopt();
  FakeWitness stranger("sfj.test/witness", installation_.log_vkey());
  const auto code = [&](const std::string& note) {
    const auto taken = asking_->take_report(note);
    return taken ? std::string() : taken.error().code;
  };
  EXPECT_EQ(code(witness_.report(0, 1, root_at(2))), "witness_report");
  EXPECT_EQ(code(witness_.report(0, 99, root_at(2))), "witness_report");
  EXPECT_EQ(code(stranger.report(0, 1, root_at(1))), "witness_report");
  EXPECT_EQ(code(witness_.report(1, 2, root_at(2))), "gap");
  EXPECT_EQ(code(witness_.report(0, 1, root_at(1))), "");
}

TEST_F(WitnessingTest, behind_a_witness_nothing_is_signed_any_more_even_after_a_restart) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  witness_.claims = office().registrar->size() + 5;
  installation_.adopt();
  EXPECT_EQ(asking_->round().error().code, "signing_stopped");
  installation_.adopt();
  EXPECT_EQ(office().registrar->checkpoint().error().code, "signing_stopped");
  EXPECT_THAT(book_->stopped().value(), HasSubstr(kOrigin)) << "the witness's own note is kept";
  asking_.reset();
  installation_.reopen();
  look_again();
  EXPECT_FALSE(office().registrar->signing());
  EXPECT_FALSE(office().registrar->checkpoint());
}

TEST_F(WitnessingTest, signing_goes_on_once_the_tree_that_the_witness_saw_is_here_again) {
  installation_.adopt();
  const std::string note = office().registrar->checkpoint().value();
  const auto stopped_by = [&](std::uint64_t size) {
    ASSERT_TRUE(book_->stop(base::json::canonical(
        base::json::Object{{"note", note}, {"size", static_cast<std::int64_t>(size)}})));
    asking_.reset();
    installation_.reopen();
    look_again();
  };
  stopped_by(office().registrar->size() + 1);
  EXPECT_FALSE(office().registrar->signing()) << "the note shows less than was claimed";
  stopped_by(office().registrar->size());
  EXPECT_TRUE(office().registrar->signing());
  EXPECT_EQ(book_->stopped(), "");
}

TEST_F(WitnessingTest, a_restored_backup_behind_what_we_know_ourselves_stops_before_asking) {
  with({&witness_});
  ASSERT_TRUE(book_->know(config_.witnesses[0], 1000));
  look_again();
  EXPECT_FALSE(office().registrar->signing());
  EXPECT_EQ(asking_->round().error().code, "signing_stopped");
  EXPECT_EQ(witness_.cosigned, 0);
}

TEST_F(WitnessingTest, a_stop_that_only_the_book_knew_of_ends_when_the_cosigned_checkpoint_is_here_again) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  const auto stopped_at = [&](std::uint64_t size) {
    ASSERT_TRUE(book_->stop(
        base::json::canonical(base::json::Object{{"note", ""},
                                                 {"size", static_cast<std::int64_t>(size)},
                                                 {"witness", config_.witnesses[0].cosignature.name}})));
    asking_.reset();
    installation_.reopen();
    look_again();
  };
  stopped_at(office().registrar->size() + 1);
  EXPECT_FALSE(office().registrar->signing());
  stopped_at(office().registrar->size());
  EXPECT_TRUE(office().registrar->signing());
}

TEST_F(WitnessingTest, after_a_start_the_witness_is_asked_even_when_the_store_holds_a_fresh_cosignature) {
  with({&witness_});
  ASSERT_TRUE(asking_->round());
  witness_.claims = office().registrar->size() + 5;
  ASSERT_TRUE(asking_->round()) << "cosigned within the hour";
  look_again();
  EXPECT_EQ(asking_->round().error().code, "signing_stopped");
}

// --- by carried files -----------------------------------------------------------------------------------

class CarryTest : public WitnessingTest {
 protected:
  CarryTest() {
    with({&witness_});
    config_.witnesses[0].url.clear();
    config_.feed_origin = "demo.test/feed";
    config_.portal_url = "http://127.0.0.1:1";
    config_.roots = office().config.roots;
    EXPECT_TRUE(save_config(installation_.layout, config_));
    std::filesystem::create_directories(medium_);
    look_again();
    EXPECT_TRUE(asking_->round()) << "signs a checkpoint, asks nobody";
  }
  ~CarryTest() override { std::filesystem::remove_all(medium_); }
  std::filesystem::path file(const std::string& extension) {
    return medium_ / (ledger::carried_name(kOrigin, office().registrar->size()) + extension);
  }
  int out() { return witnessing::carry_out({installation_.layout, medium_, ""}); }
  int in() { return witnessing::carry_in({installation_.layout, medium_, ""}); }
  /// What the other side does with the medium.
  void answer() {
    const std::string request = file::read_file(file(".req").string()).value();
    ASSERT_TRUE(
        file::write_file_durably(file(".resp").string(), ledger::format_carried(witness_.add(request))));
  }
  std::filesystem::path medium_ =
      std::filesystem::temp_directory_path() / ("mj-medium-" + std::to_string(getpid()));
};

TEST_F(CarryTest, a_medium_brings_the_cosignature_and_the_report_that_a_wire_would_bring) {
  installation_.adopt();
  ASSERT_TRUE(asking_->round());
  ASSERT_EQ(out(), 0);
  answer();
  const std::uint64_t size = office().registrar->size();
  ASSERT_TRUE(file::write_file_durably(file(".report").string(), witness_.report(0, size, root_at(size))));
  EXPECT_EQ(in(), 0);
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(cosignatures(newest_note()), 1U);
  EXPECT_EQ(book_->reported(), size);
  EXPECT_TRUE(std::filesystem::is_empty(book_->inbox(config_.witnesses[0])));
}

TEST_F(CarryTest, the_medium_holds_entries_and_structure_of_every_record_that_the_witness_lacks) {
  ASSERT_EQ(out(), 0);
  const std::string part = "000.p/" + std::to_string(office().registrar->size());
  const int width = static_cast<int>(office().registrar->size());
  const auto entries =
      ledger::parse_bundle(file::read_file((medium_ / "tiles/entries" / part).string()).value(), width);
  const auto structure =
      ledger::parse_structure(file::read_file((medium_ / "structure" / part).string()).value(), width);
  ASSERT_TRUE(entries && structure);
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const auto bundle =
        ledger::bundle_from_json(*base::json::parse((*structure)[i], {.bytes_max = 1 << 20})).value();
    EXPECT_EQ(bundle.entry, (*entries)[i]);
  }
}

TEST_F(CarryTest, an_answer_that_comes_late_still_stands_under_the_older_checkpoint) {
  ASSERT_EQ(out(), 0);
  answer();
  const std::uint64_t size = office().registrar->size();
  installation_.adopt();
  ASSERT_TRUE(asking_->round());
  ASSERT_EQ(in(), 0);
  ASSERT_TRUE(asking_->round());
  EXPECT_EQ(cosignatures(newest_note()), 0U);
  EXPECT_EQ(cosignatures(book_->witnessed()), 1U);
  EXPECT_EQ(witnessing::checkpoint_of(book_->witnessed())->size, size);
}

TEST_F(CarryTest, what_does_not_verify_is_refused_at_the_table_and_never_reaches_the_office) {
  ASSERT_EQ(out(), 0);
  witness_.forges = true;
  answer();
  ASSERT_TRUE(file::write_file_durably((medium_ / "0123456789abcdef-1.resp").string(), "status 200\nx\n"));
  ASSERT_TRUE(file::write_file_durably(file(".report").string(), "not a report"));
  EXPECT_EQ(in(), 1);
  EXPECT_TRUE(std::filesystem::is_empty(book_->inbox(config_.witnesses[0])));
}

}  // namespace
}  // namespace office::test
