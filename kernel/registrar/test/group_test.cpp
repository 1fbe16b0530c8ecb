// One commit for many, and what happens when it fails.

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "house.h"

namespace {

using namespace registrar_test;

/// Whether the thread sleeps (proc(5), state S).
bool asleep(pid_t thread) {
  std::ifstream stat("/proc/self/task/" + std::to_string(thread) + "/stat");
  const std::string line{std::istreambuf_iterator<char>(stat), {}};
  const auto name_end = line.rfind(") ");
  return name_end != std::string::npos && line[name_end + 2] == 'S';
}

/// Waits until the thread sleeps, seen twice; false after ten seconds. The queue itself cannot be seen, but
/// while the writer stands at the gate and no other submitter moves, there is nothing else that a submitter
/// sleeps for than the answer to what it has queued.
bool falls_asleep(const std::atomic<pid_t>& thread) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (int seen = 0; seen < 2;) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    seen = thread != 0 && asleep(thread) ? seen + 1 : 0;
  }
  return true;
}

class Group : public House {
 protected:
  /// Submits all at once so that they meet in one group, in this order.
  std::vector<std::string> together(const std::vector<registrar::Submission>& submissions) {
    gate_->close();
    std::thread first([&] { accepted(begin(new_id())); });
    gate_->wait_for_a_group();
    std::vector<std::string> outcomes(submissions.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
      std::atomic<pid_t> submitter = 0;
      threads.emplace_back([&, i] {
        submitter = ::gettid();
        outcomes[i] = refused(submissions[i]);
      });
      // Their order in the queue is the order of the group.
      EXPECT_TRUE(falls_asleep(submitter)) << "submission " << i << " never got into the queue";
    }
    gate_->open();
    first.join();
    for (auto& thread : threads) thread.join();
    return outcomes;
  }
};

using Codes = std::vector<std::string>;

TEST_F(Group, many_waiting_records_share_one_commit) {
  const std::string a = new_id(), b = new_id(), c = new_id();
  EXPECT_EQ(together({begin(a), begin(b), begin(c)}), (Codes{"", "", ""}));
  EXPECT_EQ(gate_->groups, 2);
  EXPECT_EQ(stored(), 4U);
}

TEST_F(Group, two_of_one_stream_are_taken_in_order_against_the_facts_between_them) {
  const std::string stream = new_id();
  accepted(begin(stream));
  EXPECT_EQ(together({note(stream, "前"), close(stream), note(stream, "后")}), (Codes{"", "seen.stale", ""}))
      << "the note came between, so the head had not seen the newest record";
  const auto all = records(stream);
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].pos, static_cast<std::int64_t>(i));
}

TEST_F(Group, a_step_is_checked_against_what_the_same_group_did_before_it) {
  const std::string stream = new_id();
  accepted(begin(stream));
  EXPECT_EQ(together({close(stream), note(stream, "太晚")}), (Codes{"", "visit.closed.present"}));
}

TEST_F(Group, a_certificate_suspended_earlier_in_the_same_group_is_suspended_for_what_follows) {
  const std::string stream = new_id();
  const std::string& own =
      officer_.holder;  // as the roster's: what is said of a person stands in his own stream
  accepted(begin(stream));
  accepted(begin(own));
  people_.suspended = [&](const base::PersonId& holder) {
    const auto committed = stores_->reader().stream(holder.text(), 0);
    return committed && committed->size() > 1;
  };
  const auto search = [&] {
    return submission(officer_, fields(officer_, stream, "search_place", "handler",
                                       {{"handlers", json::Array{json::Value(own)}}}));
  };
  EXPECT_EQ(together({search(), note(own, "暂扣"), search(), note(stream, "y")}),
            (Codes{"", "", "handlers.certificate_invalid", ""}));
  EXPECT_EQ(records(stream).size(), 3U);
}

TEST_F(Group, what_a_further_check_asks_of_is_committed_before) {
  further_.step = "begin_visit";
  further_.found = [&](const law::Command&) -> base::Result<std::vector<law::Refusal>> {
    if (stored() < 2) return std::vector<law::Refusal>{};
    return std::vector<law::Refusal>{
        {.code = "one_is_enough", .say = "已经有一件。", .source = {"实施方案"}, .remedy = "不要重复。"}};
  };
  EXPECT_EQ(together({begin(new_id()), begin(new_id())}), (Codes{"", "one_is_enough"}));
}

TEST_F(Group, a_replay_within_the_group_is_refused_and_a_repetition_answered) {
  const std::string stream = new_id();
  accepted(begin(stream));
  auto sealed = submission(sealer_, fields(sealer_, stream, "issue_document", "sealer"), true);
  auto keyed = note(stream, "x");
  keyed.idempotency_key = "k";
  EXPECT_EQ(together({sealed, sealed, keyed, keyed}), (Codes{"", "replayed_signature", "", ""}));
  EXPECT_EQ(records(stream).size(), 3U);
}

TEST_F(Group, a_file_is_asked_for_even_when_its_stream_begins_in_the_same_group) {
  const std::string stream = new_id();
  const json::Value file = json::Array{json::Object{{"media", "image/jpeg"},
                                                    {"name", "x.jpg"},
                                                    {"size", 1},
                                                    {"sm3", base::base64(ledger::leaf_hash("absent"))}}};
  const auto early =
      submission(officer_, fields(officer_, stream, "add_note", "handler", {{"note.files", file}}));
  EXPECT_EQ(together({begin(stream), early}), (Codes{"", "file.missing"}));
}

TEST_F(Group, a_replay_of_an_earlier_signature_spoils_nothing_for_the_others) {
  const std::string stream = new_id();
  accepted(begin(stream));
  const auto sealed = submission(sealer_, fields(sealer_, stream, "issue_document", "sealer"), true);
  accepted(sealed);
  EXPECT_EQ(together({begin(new_id()), sealed, note(stream, "x")}), (Codes{"", "replayed_signature", ""}));
}

TEST_F(Group, a_projection_that_fails_on_one_record_spoils_nothing_for_the_others) {
  const std::string stream = new_id();
  accepted(begin(stream));
  visits_.fails_on = "坏";
  EXPECT_EQ(together({note(stream, "好"), note(stream, "坏"), note(stream, "也好")}),
            (Codes{"", "projection", ""}));
  EXPECT_EQ(records(stream).size(), 3U);
}

TEST_F(Group, a_failed_transaction_acknowledges_nothing_and_changes_nothing) {
  const std::string stream = new_id();
  accepted(begin(stream));
  const auto facts = registrar_->facts(base::StreamId(stream));
  const auto root_before = root();
  const std::string before = dump();
  for (const std::string code : {"storage_full", "storage_unavailable", "position_taken"}) {
    gate_->fails_with = code;
    EXPECT_EQ(refused(note(stream, "x")), code);
  }
  EXPECT_EQ(registrar_->facts(base::StreamId(stream)), facts);
  EXPECT_EQ(registrar_->size(), 1U);
  EXPECT_EQ(root(), root_before);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(accepted(note(stream, "x")).pos, 1) << "and the same place is free for the next";
}

TEST_F(Group, a_full_disk_fails_the_whole_group_together) {
  const std::string stream = new_id();
  accepted(begin(stream));
  gate_->fails_later_with = "storage_full";
  EXPECT_EQ(together({note(stream, "一"), note(stream, "二"), note(stream, "三")}),
            (Codes{"storage_full", "storage_full", "storage_full"}));
  EXPECT_EQ(stored(), 2U);
}

TEST_F(Group, concurrent_submitters_to_many_streams_all_land_in_their_places) {
  constexpr int kThreads = 12, kRecords = 8;
  std::vector<std::string> streams;
  for (int i = 0; i < kThreads; ++i) streams.push_back(new_id());
  std::vector<std::thread> threads;
  for (const std::string& stream : streams) {
    threads.emplace_back([&] {
      accepted(begin(stream));
      for (int i = 1; i < kRecords; ++i) EXPECT_EQ(accepted(note(stream, std::to_string(i))).pos, i);
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_EQ(registrar_->size(), std::uint64_t{kThreads * kRecords});
  EXPECT_LT(gate_->groups, kThreads * kRecords) << "groups were formed";
  for (const std::string& stream : streams) {
    std::string head;
    for (const auto& record : records(stream)) {
      for (const auto& field : structure(record)) {
        if (field.name == "prev") {
          EXPECT_EQ(json::text_or_empty(&field.value), head);
        }
      }
      head = base::base64(record.leaf);
    }
    EXPECT_EQ(registrar_->facts(base::StreamId(stream))->head, head);
  }
  const auto root_before = root();
  const std::string before = dump();
  reopen();
  EXPECT_EQ(root(), root_before);
  ASSERT_TRUE(registrar_->rebuild());
  EXPECT_EQ(dump(), before);
}

}  // namespace
