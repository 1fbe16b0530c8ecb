// What a witness remembers, through crashes and contradictions.

#include "witness.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "file/durable.h"
#include "town.h"

namespace witness::test {
namespace {

namespace fs = std::filesystem;

class Conversation : public testing::Test {
 protected:
  town::Bureau bureau;
  House house{bureau};
  [[nodiscard]] std::string note(std::uint64_t size, const Hash& root) const {
    ledger::Note note{ledger::checkpoint_text({bureau.origin, size, root}), {}};
    ledger::sign(note, bureau.origin, bureau.log_key);
    return ledger::format(note);
  }
  [[nodiscard]] std::string other_history(std::uint64_t size) const {
    return note(size, ledger::leaf_hash("another history"));
  }
  [[nodiscard]] static std::string body(std::uint64_t old, const std::vector<Hash>& proof,
                                        const std::string& note) {
    return ledger::format(ledger::AddCheckpoint{.old_size = old, .proof = proof, .checkpoint = note});
  }
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

TEST_F(Conversation, a_fork_is_refused_and_both_notes_are_kept_once) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  const std::string ours = house.witness->cosigned_note();
  const std::string first = other_history(5), again = other_history(5);
  ASSERT_NE(first, again) << "signed twice, one statement";
  EXPECT_EQ(house.ask(body(5, {}, first)).answer.status, 422);
  house.restart();
  for (const std::string& note : {first, again}) EXPECT_FALSE(house.ask(body(5, {}, note)).fork);
  EXPECT_EQ(house.witness->standing().forks, 1U);
  const auto names = file::list_directory(house.layout().evidence()).value();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(file::read_file(house.layout().evidence() + "/" + names[0]).value(), body(5, {}, first));
  EXPECT_EQ(file::read_file(house.layout().evidence() + "/" + names[1]).value(), ours + "-----\n" + first);
  EXPECT_EQ(house.witness->cosigned_note(), ours);
}

TEST_F(Conversation, whoever_reaches_the_witness_cannot_accuse_the_log_with_its_own_notes) {
  EXPECT_EQ(house.ask(house.request(12)).answer.status, 200);
  EXPECT_TRUE(house.witness->follow(&house.source));
  const std::vector<Hash> junk{Hash{}, Hash{}, Hash{}, Hash{}};
  for (const std::uint64_t size : {1U, 4U, 11U, 12U, 13U, 14U})
    for (const std::uint64_t old : {0U, 1U, 4U, 12U, 14U})
      for (const auto& proof : {std::vector<Hash>{}, junk})
        static_cast<void>(house.ask(body(old, proof, bureau.note(size))));
  EXPECT_EQ(house.witness->standing().forks, 0U);
  EXPECT_EQ(file::list_directory(house.layout().evidence()).value().size(), 0U);
  EXPECT_EQ(size(), 12U);
}

TEST_F(Conversation, another_history_at_a_size_that_was_passed_is_a_fork_whichever_old_size_it_claims) {
  EXPECT_EQ(house.ask(house.request(12)).answer.status, 200);
  EXPECT_EQ(house.ask(body(7, {}, other_history(7))).answer, (ledger::WitnessAnswer{409, "12\n"}));
  EXPECT_EQ(house.witness->standing().forks, 0U) << "its records were not fetched yet";
  EXPECT_TRUE(house.witness->follow(&house.source));
  const Processed refused = house.ask(body(0, {}, other_history(7)));
  EXPECT_EQ(refused.answer, (ledger::WitnessAnswer{409, "12\n"}));
  ASSERT_TRUE(refused.fork);
  EXPECT_EQ(house.witness->standing().forks, 1U);

  std::istringstream evidence(refused.fork->evidence.substr(refused.fork->evidence.rfind("-----\n") + 6));
  std::vector<Hash> joined;
  for (std::string line; std::getline(evidence, line);)
    joined.push_back(base::hash_from_base64(line).value());
  const Hash true_root = joined.front();
  joined.erase(joined.begin());
  EXPECT_TRUE(ledger::verify_consistency(7, 12, true_root, bureau.tree().root_at(12), joined));
}

TEST_F(Conversation, a_log_that_goes_on_from_a_restored_copy_is_convicted_at_the_first_size_it_signs_again) {
  EXPECT_EQ(house.ask(house.request(12)).answer.status, 200);
  EXPECT_TRUE(house.witness->follow(&house.source));
  ledger::Tree again;  // the first nine records, then others
  for (std::uint64_t i = 0; i < 9; ++i) again.append(bureau.tree().leaf(i));
  for (std::uint64_t i = 9; i < 14; ++i) again.append(ledger::leaf_hash("other " + std::to_string(i)));
  const auto offered = [&](std::uint64_t old, std::uint64_t size) {
    return house.ask(
        body(old, again.consistency(std::min(old, size), size), note(size, again.root_at(size))));
  };
  EXPECT_FALSE(offered(9, 9).fork) << "only old";
  EXPECT_TRUE(offered(10, 10).fork);
  EXPECT_TRUE(offered(12, 12).fork);
  EXPECT_TRUE(offered(12, 14).fork) << "its own proof shows it";
  EXPECT_EQ(house.witness->standing().forks, 3U);
}

TEST_F(Conversation, evidence_is_bounded_however_many_forks_are_signed) {
  EXPECT_EQ(house.ask(house.request(5)).answer.status, 200);
  for (std::size_t i = 0; i < Evidence::kForksMax + 3; ++i)
    static_cast<void>(house.ask(body(5, {}, note(5, ledger::leaf_hash("history " + std::to_string(i))))));
  EXPECT_EQ(house.witness->standing().forks, Evidence::kForksMax);
  EXPECT_EQ(file::list_directory(house.layout().evidence()).value().size(), 2 * Evidence::kForksMax);
}

TEST_F(Conversation, a_log_that_only_comes_shorter_stands_still_until_it_goes_on) {
  EXPECT_EQ(house.ask(house.request(9)).answer.status, 200);
  EXPECT_EQ(house.ask(body(0, {}, bureau.note(12))).answer, (ledger::WitnessAnswer{409, "9\n"}));
  EXPECT_FALSE(house.witness->standing().standstill) << "a stale old size is asked again";
  const base::Instant first = bureau.clock.now();
  EXPECT_EQ(house.ask(body(4, {}, bureau.note(4))).answer, (ledger::WitnessAnswer{409, "9\n"}));
  bureau.clock.pass(24 * 60);
  EXPECT_EQ(house.ask(body(9, {}, bureau.note(12))).answer.status, 422);
  house.restart();
  const auto standstill = house.witness->standing().standstill;
  ASSERT_TRUE(standstill);
  EXPECT_EQ(standstill->offered, 4U);
  EXPECT_EQ(standstill->since, first);
  EXPECT_EQ(house.ask(house.request(12)).answer.status, 200);
  EXPECT_FALSE(house.witness->standing().standstill);
  house.restart();
  EXPECT_FALSE(house.witness->standing().standstill);
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
