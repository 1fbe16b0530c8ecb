// What a witness remembers, through crashes and contradictions.

#include "witness.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>

#include "file/durable.h"
#include "town.h"

namespace witness::test {
namespace {

namespace fs = std::filesystem;

class Conversation : public testing::Test {
 protected:
  town::Bureau bureau;
  House house{bureau};
  [[nodiscard]] std::uint64_t size() const { return house.witness->standing().cosigned.checkpoint.size; }
};

TEST_F(Conversation, goes_on_where_it_was_after_a_crash_between_any_two_requests) {
  for (const std::uint64_t next : {3U, 3U, 7U, 12U}) {
    EXPECT_EQ(house.ask(house.request(next)).answer.status, 200);
    const std::string note = house.witness->cosigned_note();
    house.restart();
    EXPECT_EQ(size(), next);
    EXPECT_EQ(house.witness->cosigned_note(), note);
  }
}

TEST_F(Conversation, half_a_line_was_never_answered_and_is_cut_off) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  std::ofstream(house.layout().journal(), std::ios::app) << R"({"note":"demo.example)";
  house.restart();
  EXPECT_EQ(size(), 5U);
  EXPECT_EQ(house.ask(house.request(9)).answer.status, 200);
}

TEST_F(Conversation, a_whole_line_that_we_did_not_sign_keeps_the_witness_from_starting) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  house.witness.reset();
  std::ofstream(house.layout().journal(), std::ios::app) << R"({"note":"x","v":1})" << '\n';
  const auto opened = Witness::open(house.layout(), bureau.clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "journal");
}

TEST_F(Conversation, a_long_journal_is_cut_to_its_newest_line) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  const std::string line = file::read_file(house.layout().journal()).value();
  house.witness.reset();
  std::ofstream out(house.layout().journal(), std::ios::app);
  for (int i = 0; i < 1000; ++i) out << line;
  out.close();
  house.restart();
  EXPECT_EQ(size(), 5U);
  EXPECT_EQ(file::read_file(house.layout().journal()).value(), line);
}

TEST_F(Conversation, only_one_process_speaks_for_a_witness) {
  const auto second = Witness::open(house.layout(), bureau.clock);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "locked");
}

TEST_F(Conversation, a_fork_is_refused_and_both_notes_are_kept) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  const std::string ours = house.witness->cosigned_note();
  ledger::Note other{ledger::checkpoint_text({bureau.origin, 5, base::Hash{}}), {}};
  ledger::sign(other, bureau.origin, bureau.log_key);
  const std::string request =
      ledger::format(ledger::AddCheckpoint{.old_size = 5, .proof = {}, .checkpoint = ledger::format(other)});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(house.ask(request).answer.status, 422);
  EXPECT_EQ(house.witness->standing().forks, 1U);
  const auto names = file::list_directory(house.layout().evidence()).value();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(file::read_file(house.layout().evidence() + "/" + names[0]).value(), request);
  EXPECT_EQ(file::read_file(house.layout().evidence() + "/" + names[1]).value(),
            ours + "-----\n" + ledger::format(other));
  EXPECT_EQ(house.witness->cosigned_note(), ours);
}

TEST_F(Conversation, a_rollback_is_refused_and_kept_while_a_stale_old_size_is_not) {
  EXPECT_EQ(house.ask(house.request(9)).answer.status, 200);
  const auto from_nothing = [&](std::uint64_t to) {
    return ledger::format(ledger::AddCheckpoint{.old_size = 0, .proof = {}, .checkpoint = bureau.note(to)});
  };
  EXPECT_EQ(house.ask(from_nothing(12)).answer, (ledger::WitnessAnswer{409, "9\n"}));
  EXPECT_EQ(house.witness->standing().rollbacks, 0U);
  EXPECT_EQ(house.ask(from_nothing(4)).answer, (ledger::WitnessAnswer{409, "9\n"}));
  house.restart();
  EXPECT_EQ(house.witness->standing().rollbacks, 1U);
}

TEST_F(Conversation, nothing_is_cosigned_that_could_not_be_written_down) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  const std::string request = house.request(9);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{.rlim_cur = fs::file_size(house.layout().journal()) + 10, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
  const auto refused = house.witness->add_checkpoint(request);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_FALSE(refused);
  EXPECT_EQ(size(), 5U);
  house.restart();
  EXPECT_EQ(size(), 5U);
  EXPECT_EQ(house.ask(request).answer.status, 200);
}

TEST(Installation, does_not_overwrite_another_and_refuses_what_does_not_fit) {
  town::Bureau bureau;
  House house(bureau);
  EXPECT_EQ(make_installation(house.founding()).error().code, "already_installed");
  Founding other = house.founding();
  other.root = house.directory + "/other";
  other.origin = "demo.somebody.else/log";
  EXPECT_EQ(make_installation(other).error().code, "config");
  other = house.founding();
  other.root = house.directory + "/other";
  other.source = "ftp://x";
  EXPECT_EQ(make_installation(other).error().code, "address");
  other.source = "http://127.0.0.1:8080/log";
  other.lawbook = std::string(MINGJING_SOURCE) + "/lawbook";
  EXPECT_TRUE(make_installation(other));
  const auto config = load_config({other.root});
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->source->port, 8080);
  EXPECT_EQ(config->source->prefix, "/log");
  EXPECT_EQ(load_editions(other.root + "/editions")->all().begin()->first, bureau.lawbook->rules());
}

TEST(Installation, keys_that_others_can_read_are_not_used) {
  town::Bureau bureau;
  House house(bureau);
  house.witness.reset();
  fs::permissions(house.layout().cosignature_key(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(Witness::open(house.layout(), bureau.clock).error().code, "secret_mode");
}

}  // namespace
}  // namespace witness::test
