// What is found when the log is opened: checkpoints, damage, projections, time.

#include <thread>

#include "house.h"

namespace {

using namespace registrar_test;

class Opening : public House {
 protected:
  std::string fails_to_open() {
    const auto opened = try_open();
    return opened ? "" : opened.error().code;
  }
  void change(const std::string& statement) { ASSERT_TRUE(stores_->appender().session().run(statement)); }
  std::string last_;
  void three_records() {
    const std::string stream = new_id();
    accepted(begin(stream));
    accepted(note(stream, "一"));
    accepted(note(stream, "二"));
  }
};

TEST_F(Opening, a_truncated_log_is_refused_because_of_its_checkpoint) {
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  change("DELETE FROM record WHERE idx=2");
  EXPECT_EQ(fails_to_open(), "behind_checkpoint");
}

TEST_F(Opening, a_log_with_another_history_is_refused_because_of_its_checkpoint) {
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  change("CREATE TEMP TABLE other AS SELECT entry,leaf FROM record WHERE idx=0");
  change("UPDATE record SET entry=(SELECT entry FROM other), leaf=(SELECT leaf FROM other) WHERE idx=2");
  EXPECT_EQ(fails_to_open(), "behind_checkpoint");
}

TEST_F(Opening, a_checkpoint_of_another_key_is_refused) {
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  change("UPDATE checkpoint SET note=replace(note,'zf.test','zf.other')");
  EXPECT_EQ(fails_to_open(), "behind_checkpoint");
}

TEST_F(Opening, an_altered_entry_is_found) {
  three_records();
  change("UPDATE record SET entry=CAST(replace(CAST(entry AS TEXT),'16','32') AS BLOB) WHERE idx=1");
  EXPECT_EQ(fails_to_open(), "log_damaged");
}

TEST_F(Opening, a_missing_record_in_the_middle_is_found) {
  three_records();
  change("DELETE FROM record WHERE idx=1");
  EXPECT_EQ(fails_to_open(), "log_damaged");
}

TEST_F(Opening, a_thousand_records_never_pass_without_a_checkpoint) {
  constexpr int kWriters = 32;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.emplace_back([&] {
      for (int k = 0; k < 1056 / kWriters; ++k) accepted(begin(new_id()));
    });
  for (auto& writer : writers) writer.join();
  const auto note = stores_->reader().checkpoint_up_to(1056);
  ASSERT_TRUE(note);
  const auto parsed = ledger::parse_note(*note);
  ASSERT_TRUE(parsed) << "nobody asked for a checkpoint, yet there should be one";
  EXPECT_GE(ledger::parse_checkpoint(parsed->text)->size, 1024U);
}

TEST_F(Opening, a_checkpoint_is_signed_over_all_records_and_kept) {
  three_records();
  const auto note = registrar_->checkpoint();
  ASSERT_TRUE(note);
  EXPECT_EQ(stores_->reader().newest_checkpoint(), *note);
  const auto key = ledger::make_vkey("zf.test/log/1", ledger::NoteType::note, log_key_.public_key());
  const auto verified = ledger::verify_checkpoint(*note, {.log = key, .witnesses = {}});
  ASSERT_TRUE(verified) << verified.error().text;
  EXPECT_EQ(verified->checkpoint.size, 3U);
  EXPECT_EQ(verified->checkpoint.root, root());
  EXPECT_EQ(registrar_->checkpoint(), *note) << "nothing was added, so nothing new is said";
  reopen();
  EXPECT_EQ(registrar_->checkpoint(), *note);
}

TEST_F(Opening, checkpoints_follow_one_another_and_prove_their_records) {
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  const auto first_root = root();
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  EXPECT_TRUE(ledger::verify_consistency(3, 6, first_root, root(), registrar_->consistency(3, 6)));
  base::Hash leaf{};
  registrar_->with_tree([&](const ledger::Tree& tree) { leaf = tree.leaf(4); });
  EXPECT_TRUE(ledger::verify_inclusion(4, 6, leaf, registrar_->inclusion(4, 6), root()));
}

TEST_F(Opening, a_checkpoint_that_could_not_be_kept_is_not_given_out) {
  three_records();
  gate_->checkpoint_fails_with = "storage_full";
  EXPECT_EQ(registrar_->checkpoint().error().code, "storage_full");
  gate_->checkpoint_fails_with = "";
  const auto note = registrar_->checkpoint();
  ASSERT_TRUE(note);
  EXPECT_EQ(stores_->reader().newest_checkpoint(), *note);
}

TEST_F(Opening, a_line_of_a_witness_stands_under_its_checkpoint_and_a_newer_one_takes_its_place) {
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  const crypto::Sm2Key witness = crypto::Sm2Key::generate();
  const auto line = [&](std::uint64_t seconds) {
    ledger::Note note{.text = ledger::parse_note(stores_->reader().checkpoint_up_to(3).value())->text,
                      .signatures = {}};
    ledger::cosign(note, "sfj.test/witness", witness, seconds);
    return note.signatures;
  };
  const auto cosigned = registrar_->add_signatures(3, line(1'774'000'000));
  ASSERT_TRUE(cosigned) << cosigned.error().text;
  EXPECT_EQ(registrar_->checkpoint(), *cosigned);
  ASSERT_TRUE(registrar_->add_signatures(3, line(1'774'003'600)));
  const auto note = ledger::parse_note(stores_->reader().checkpoint_up_to(3).value());
  EXPECT_EQ(note->signatures.size(), 2U) << "the log's and the newer one";
  const auto key = ledger::make_vkey("sfj.test/witness", ledger::NoteType::cosignature, witness.public_key());
  EXPECT_EQ(ledger::check_cosignature(*note, key).value()->unix_seconds, 1'774'003'600U);
  three_records();
  ASSERT_TRUE(registrar_->checkpoint());
  EXPECT_TRUE(registrar_->add_signatures(3, line(1'774'007'200)))
      << "an older checkpoint may be cosigned late";
  EXPECT_EQ(registrar_->add_signatures(4, line(1'774'000'000)).error().code, "unknown_checkpoint");
  reopen();
  EXPECT_TRUE(registrar_->checkpoint());
}

TEST_F(Opening, who_stopped_signing_goes_on_recording_and_says_what_was_signed) {
  three_records();
  const auto note = registrar_->checkpoint();
  registrar_->stop_signing();
  EXPECT_EQ(registrar_->checkpoint(), note);
  three_records();
  EXPECT_EQ(registrar_->size(), 6U);
  EXPECT_EQ(registrar_->checkpoint().error().code, "signing_stopped");
  EXPECT_EQ(stores_->reader().newest_checkpoint(), *note);
}

TEST_F(Opening, projections_equal_a_rebuild) {
  three_records();
  const std::string stream = new_id();
  accepted(begin(stream));
  accepted(close(stream));
  const std::string before = dump();
  ASSERT_TRUE(registrar_->rebuild());
  EXPECT_EQ(dump(), before);
  EXPECT_NE(before.find("close_visit|" + head_.holder), std::string::npos) << before;
}

TEST_F(Opening, a_projection_of_a_raised_version_is_rebuilt_and_one_that_stands_is_left) {
  three_records();
  reopen();
  EXPECT_EQ(visits_.created, 1);
  change("UPDATE test_visits SET words='falsch'");
  visits_.version = 2;
  reopen();
  EXPECT_EQ(visits_.created, 2);
  EXPECT_EQ(dump().find("falsch"), std::string::npos);
}

TEST_F(Opening, a_projection_that_missed_records_is_rebuilt) {
  three_records();
  change("DELETE FROM test_visits WHERE idx=2");
  change("UPDATE projection_version SET size=2");
  reopen();
  EXPECT_EQ(visits_.created, 2);
  EXPECT_NE(dump().find("2|"), std::string::npos);
}

TEST_F(Opening, a_rebuild_that_fails_is_taken_up_again) {
  three_records();
  visits_.fails_on = "二";
  visits_.version = 2;
  EXPECT_EQ(fails_to_open(), "projection");
  visits_.fails_on = "";
  EXPECT_EQ(fails_to_open(), "");
  EXPECT_EQ(visits_.created, 3);
}

TEST_F(Opening, the_time_of_recording_never_runs_back) {
  three_records();
  const auto recorded = [&] {
    const auto record = records(last_).back();
    for (const auto& field : structure(record))
      if (field.name == "recorded") return json::text_or_empty(&field.value);
    return std::string();
  };
  last_ = new_id();
  accepted(begin(last_));
  EXPECT_EQ(recorded(), "2026-03-02T09:00:00+08:00");
  const auto early = begin(last_ = new_id());
  clock_.move_ms(-4 * 60 * 1000);
  accepted(early);
  EXPECT_EQ(recorded(), "2026-03-02T09:00:00+08:00") << "four minutes back: the log's time stands still";
}

TEST_F(Opening, a_clock_set_back_stops_all_writing_until_it_is_right) {
  three_records();
  reopen();
  const auto waiting = begin(new_id());
  clock_.move_ms(-5 * 60 * 1000 - 1);
  EXPECT_EQ(refused(waiting), "clock_behind");
  EXPECT_EQ(stored(), 3U);
  clock_.move_ms(5 * 60 * 1000 + 1);
  accepted(waiting);
}

}  // namespace
