// What was restored, rolled back, forked or exchanged: whoever has seen more refuses.

#include <fstream>

#include "attacks/attack.h"

namespace attack {
namespace {

class Restored : public Attack {
 protected:
  /// The records of yesterday.
  static void roll_back() {
    for (const char* name : {"records.db", "private/data-keys.db"}) {
      for (const char* beside : {"", "-wal", "-shm"}) fs::remove(data() / (std::string(name) + beside));
      fs::copy(older() / name, data() / name);
    }
  }
  /// An office that has never heard of a witness.
  static void forget_the_witness() {
    fs::remove_all(data() / "witnessing");
    json::Value config = json::parse(text_of(data() / "office.json")).value();
    config.as_object()["witnesses"] = json::Array();
    std::ofstream(data() / "office.json") << json::canonical(config);
  }
};

TEST_F(Restored, a_database_rolled_back_signs_nothing_more) {
  roll_back();
  start();
  EXPECT_TRUE(log_says("office", "signing is stopped"));
  EXPECT_TRUE(fs::exists(data() / "witnessing" / "stopped"));
  EXPECT_TRUE(log_says("office", "sealing: signing_stopped"));
}

TEST_F(Restored, a_database_rolled_back_behind_a_forgotten_witness_is_behind_the_sealer) {
  roll_back();
  forget_the_witness();
  start();
  EXPECT_TRUE(log_says("office", "sealing: sealer.behind_sealer"));
}

TEST_F(Attack, a_second_history_under_the_same_key_is_kept_as_evidence) {
  std::string note;
  std::uint64_t size = 0;
  {
    Forger forger(data());
    size = forger.size();
    note = forger.forked_checkpoint(size);
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const auto answer = http::Client("127.0.0.1", static_cast<std::uint16_t>(port_base() + 2))
                          .send({.method = http::Method::post,
                                 .target = "/add-checkpoint",
                                 .headers = {},
                                 .body = "old " + std::to_string(size) + "\n\n" + note});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 422);
  EXPECT_TRUE(witness_says("日志自相矛盾 1 次"));
  EXPECT_TRUE(log_says("witness", "the log contradicts itself"));
}

TEST_F(Attack, a_portal_that_starts_afresh_refuses_an_exchanged_payload) {
  const fs::path payloads = data() / "feed" / "payload";
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
  for (const auto& entry : fs::directory_iterator(data() / "portal"))
    if (entry.path().filename() != "portal.json") fs::remove_all(entry.path());
  start();
  ASSERT_TRUE(demo_->appears("/jueding", "柳岸食品"));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr("碧波")));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr(kPublished)));
  EXPECT_TRUE(log_says("portal", "1 refused"));
}

// A sealer that forgot would give numbers twice.
TEST_F(Attack, a_sealer_without_its_memory_gives_no_number) {
  fs::remove_all(data() / "sealer" / "state");
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  EXPECT_TRUE(log_says("office", "封签程序刚从备份恢复"));
  const std::string stream = Forger(data()).stream_of(kReady);
  ASSERT_NO_FATAL_FAILURE(decides_and_orders(stream, draft_of(stream)));
  Person keeper = signed_in("yanxiyan");
  EXPECT_TRUE(house_test::within_a_minute([&] {
    const auto documents = keeper.get("/api/documents");
    return documents && json::canonical(*documents).find("sealer.stopped") != std::string::npos;
  }));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_sealer_whose_clock_was_set_back_dates_no_document) {
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const std::string stream = Forger(data()).stream_of(kReady), draft = draft_of(stream);
  const std::string before = base::format(base::Instant{clock().ms - std::int64_t{86'400'000}});
  // A wrong series keeps the order waiting.
  ASSERT_NO_FATAL_FAILURE(decides_and_orders(stream, draft, "澄明市监不罚〔2026〕"));
  EXPECT_TRUE(log_says("office", "sealing: sealer.seal_order"));
  set_clock(before);  // the sealer's of a demo is the office's
  EXPECT_TRUE(log_says("office", "sealing: sealer.clock"));
  EXPECT_FALSE(is_issued(stream));
}

}  // namespace
}  // namespace attack
