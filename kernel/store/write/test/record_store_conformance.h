#pragma once
// What every driver of records and data keys must do. A driver gives a type with
//   registrar::RecordAppender& appender();
//   ledger::RecordReader& reader();  ledger::DataKeyReader& data_keys();
//   void reopen();                   // as after a restart of the process
// that begins empty, and instantiates the suite.

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "registrar/appender.h"

namespace store_test {

using registrar::Append;

inline base::Hash hash_of(const std::string& text) {
  return crypto::sm3(text);
}

/// A record whose bytes say where it stands.
inline Append sample(std::uint64_t index, const std::string& stream, std::int64_t pos) {
  const std::string place = stream + "/" + std::to_string(pos);
  Append append;
  append.record = {.index = index,
                   .stream = stream,
                   .pos = pos,
                   .kind = "case",
                   .entry = "entry of " + place,
                   .leaf = hash_of(place),
                   .digests = {hash_of("a" + place), hash_of("b" + place)},
                   .structure = {"WyJh", "WyJi"},
                   .sealed = std::string("\0\1\xff", 3) + place};
  append.kid = base::Bytes(base::view(hash_of("kid" + place))).substr(0, 16);
  append.wrapped_key = std::string("\0wrapped ", 9) + place;
  return append;
}

inline base::Result<void> nothing(sql::Session&) {
  return {};
}

inline void expect_equal(const ledger::StoredRecord& a, const ledger::StoredRecord& b) {
  EXPECT_EQ(a.index, b.index);
  EXPECT_EQ(a.stream, b.stream);
  EXPECT_EQ(a.pos, b.pos);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.entry, b.entry);
  EXPECT_EQ(a.leaf, b.leaf);
  EXPECT_EQ(a.digests, b.digests);
  EXPECT_EQ(a.structure, b.structure);
  EXPECT_EQ(a.sealed, b.sealed);
}

template <class Driver>
class RecordStore : public testing::Test {
 protected:
  void append(const std::vector<Append>& records) {
    const auto done = driver_.appender().append(records, nothing);
    ASSERT_TRUE(done) << done.error().code << " " << done.error().text;
  }
  std::string refusal_of(const std::vector<Append>& records) {
    const auto done = driver_.appender().append(records, nothing);
    return done ? "" : done.error().code;
  }
  std::uint64_t size() { return driver_.reader().size().value(); }
  Driver driver_;
};
TYPED_TEST_SUITE_P(RecordStore);

TYPED_TEST_P(RecordStore, begins_with_nothing) {
  EXPECT_EQ(this->size(), 0U);
  EXPECT_EQ(this->driver_.reader().newest_checkpoint(), "");
  EXPECT_EQ(this->driver_.reader().receipt_of("k"), "");
  EXPECT_EQ(this->driver_.reader().stream("s", 0).error().code, "unknown_stream");
}

TYPED_TEST_P(RecordStore, gives_back_every_byte_of_what_was_appended_after_a_restart) {
  Append appended = sample(0, "s", 0);
  appended.idempotency_key = "k";
  appended.receipt = R"({"pos":0})";
  this->append({appended});
  this->driver_.reopen();
  const auto stream = this->driver_.reader().stream("s", 0);
  ASSERT_TRUE(stream);
  ASSERT_EQ(stream->size(), 1U);
  expect_equal((*stream)[0], appended.record);
  EXPECT_EQ(this->driver_.data_keys().wrapped(appended.kid), appended.wrapped_key);
  EXPECT_EQ(this->driver_.reader().receipt_of("k"), appended.receipt);
}

TYPED_TEST_P(RecordStore, gives_a_stream_oldest_first_from_the_wanted_position) {
  this->append({sample(0, "s", 0), sample(1, "other", 0), sample(2, "s", 1)});
  this->append({sample(3, "s", 2)});
  const auto stream = this->driver_.reader().stream("s", 1);
  ASSERT_TRUE(stream);
  ASSERT_EQ(stream->size(), 2U);
  EXPECT_EQ((*stream)[0].index, 2U);
  EXPECT_EQ((*stream)[1].index, 3U);
  EXPECT_TRUE(this->driver_.reader().stream("s", 3)->empty()) << "known, but nothing from there on";
}

TYPED_TEST_P(RecordStore, scans_the_tree_in_order_between_the_bounds_over_many_pages) {
  std::vector<Append> records;
  for (std::uint64_t i = 0; i < 1300; ++i)
    records.push_back(sample(i, "s" + std::to_string(i % 7), static_cast<std::int64_t>(i / 7)));
  this->append(records);
  std::vector<std::uint64_t> seen;
  ASSERT_TRUE(this->driver_.reader().scan(3, 1200, [&](const ledger::StoredRecord& record) {
    seen.push_back(record.index);
    return true;
  }));
  ASSERT_EQ(seen.size(), 1197U);
  for (std::uint64_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i + 3);
}

TYPED_TEST_P(RecordStore, stops_a_scan_when_the_reader_wants_no_more) {
  this->append({sample(0, "s", 0), sample(1, "s", 1), sample(2, "s", 2)});
  int seen = 0;
  ASSERT_TRUE(this->driver_.reader().scan(0, 3, [&](const ledger::StoredRecord&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TYPED_TEST_P(RecordStore, refuses_a_second_record_of_one_place_and_keeps_nothing_of_the_group) {
  this->append({sample(0, "s", 0)});
  EXPECT_EQ(this->refusal_of({sample(1, "t", 0), sample(2, "s", 0)}), "position_taken");
  EXPECT_EQ(this->size(), 1U);
  EXPECT_EQ(this->driver_.reader().stream("t", 0).error().code, "unknown_stream");
}

TYPED_TEST_P(RecordStore, refuses_a_second_use_of_a_signed_message) {
  Append first = sample(0, "s", 0), second = sample(1, "t", 0);
  first.message_hash = second.message_hash = base::Bytes(base::view(hash_of("message")));
  this->append({first});
  EXPECT_EQ(this->refusal_of({second}), "replayed_signature");
  EXPECT_EQ(this->size(), 1U);
}

TYPED_TEST_P(RecordStore, refuses_a_second_receipt_for_one_idempotency_key) {
  Append first = sample(0, "s", 0), second = sample(1, "t", 0);
  first.idempotency_key = second.idempotency_key = "k";
  first.receipt = "first";
  second.receipt = "second";
  this->append({first});
  EXPECT_EQ(this->refusal_of({second}), "key_taken");
  EXPECT_EQ(this->driver_.reader().receipt_of("k"), "first");
}

TYPED_TEST_P(RecordStore, projects_in_the_transaction_of_the_records) {
  ASSERT_TRUE(this->driver_.appender().session().run("CREATE TABLE seen(n INTEGER) STRICT"));
  const auto counted = [](sql::Session& session) -> base::Result<void> {
    MJ_CHECK(session.run("INSERT INTO seen SELECT count(*) FROM record"));
    return {};
  };
  ASSERT_TRUE(this->driver_.appender().append({sample(0, "s", 0)}, counted));
  EXPECT_EQ(this->driver_.appender().session().rows("SELECT n FROM seen")->at(0).integer(0), 1);
}

TYPED_TEST_P(RecordStore, keeps_no_record_whose_projection_fails) {
  const auto fails = [](sql::Session&) -> base::Result<void> { return base::fail("projection"); };
  EXPECT_EQ(this->driver_.appender().append({sample(0, "s", 0)}, fails).error().code, "projection");
  EXPECT_EQ(this->size(), 0U);
  this->append({sample(0, "s", 0)});
}

TYPED_TEST_P(RecordStore, keeps_the_newest_checkpoint_over_a_restart) {
  ASSERT_TRUE(this->driver_.appender().save_checkpoint(3, "o\n3\nr\n\n— o s\n"));
  ASSERT_TRUE(this->driver_.appender().save_checkpoint(5, "o\n5\nr\n\n— o s\n"));
  this->driver_.reopen();
  EXPECT_EQ(this->driver_.reader().newest_checkpoint(), "o\n5\nr\n\n— o s\n");
  EXPECT_EQ(this->driver_.reader().checkpoint_up_to(4), "o\n3\nr\n\n— o s\n");
  EXPECT_EQ(this->driver_.reader().checkpoint_up_to(2), "");
}

TYPED_TEST_P(RecordStore, lets_no_checkpoint_go_back_or_give_one_size_another_root) {
  ASSERT_TRUE(this->driver_.appender().save_checkpoint(5, "o\n5\nr\n\n— o s\n"));
  const auto code = [&](std::uint64_t size, const std::string& note) {
    const auto saved = this->driver_.appender().save_checkpoint(size, note);
    return saved ? "" : saved.error().code;
  };
  EXPECT_EQ(code(4, "o\n4\nr\n\n— o s\n"), "checkpoint_behind");
  EXPECT_EQ(code(5, "o\n5\nother\n\n— o s\n"), "checkpoint_behind");
  EXPECT_EQ(code(5, "o\n5\nr\n\n— o t\n"), "") << "the same statement, signed again";
}

TYPED_TEST_P(RecordStore, calls_a_key_that_is_not_there_erased) {
  this->append({sample(1, "s", 1)});
  EXPECT_EQ(this->driver_.data_keys().wrapped(sample(0, "s", 0).kid).error().code, "erased");
  EXPECT_TRUE(this->driver_.data_keys().wrapped(sample(1, "s", 1).kid));
}

REGISTER_TYPED_TEST_SUITE_P(
    RecordStore, begins_with_nothing, gives_back_every_byte_of_what_was_appended_after_a_restart,
    gives_a_stream_oldest_first_from_the_wanted_position,
    scans_the_tree_in_order_between_the_bounds_over_many_pages, stops_a_scan_when_the_reader_wants_no_more,
    refuses_a_second_record_of_one_place_and_keeps_nothing_of_the_group,
    refuses_a_second_use_of_a_signed_message, refuses_a_second_receipt_for_one_idempotency_key,
    projects_in_the_transaction_of_the_records, keeps_no_record_whose_projection_fails,
    keeps_the_newest_checkpoint_over_a_restart, lets_no_checkpoint_go_back_or_give_one_size_another_root,
    calls_a_key_that_is_not_there_erased);

}  // namespace store_test
