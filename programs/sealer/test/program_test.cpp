// The program itself: configuration on disk, sockets, signals.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "crypto/hash.h"
#include "seal/client.h"
#include "town.h"
#include "typeset/document_key.h"

namespace {

namespace fs = std::filesystem;
namespace json = base::json;

class Program : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "mj-program-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    const auto key = typeset::make_document_key("示范签名");
    ASSERT_TRUE(key);
    put("document.key", key->key_pem);
    put("document.pem", key->certificate_pem);
    put("act.key", base::hex(town.person("sealer").key.scalar()));
    fs::create_directories(folder + "/editions");
    put("editions/" + base::hex(crypto::sm3(town.lawbook->edition())) + ".json", town.lawbook->edition());
    put("sealer.json", json::canonical(config()));
  }
  void TearDown() override {
    if (child > 0) static_cast<void>(end(SIGKILL));
    fs::remove_all(folder);
  }

  [[nodiscard]] json::Object config() const {
    json::Array roots;
    for (const ledger::RootKey& root : town.roots()) roots.push_back(ledger::to_json(root));
    const auto log = ledger::make_vkey(town.origin, ledger::NoteType::note, town.log_key.public_key());
    const std::string source = MINGJING_SOURCE;
    return {{"origin", town.origin},
            {"log", ledger::format_vkey(log)},
            {"roots", std::move(roots)},
            {"series", json::Object{{"D45", json::Object{{"prefix", "澄明市监处罚"}}}}},
            {"state", folder + "/state"},
            {"socket", folder + "/s"},
            {"editions", folder + "/editions"},
            {"act_key", folder + "/act.key"},
            {"document_key", folder + "/document.key"},
            {"document_certificate", folder + "/document.pem"},
            {"fonts", (fs::path(MINGJING_BIN).parent_path() / "fonts").string()},
            {"font_pins", source + "/lawbook/layouts/fonts.sha256"},
            {"portal", "https://zf.example.gov.cn"}};
  }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder + "/" + name, std::ios::binary) << bytes;
    fs::permissions(folder + "/" + name, fs::perms::owner_read | fs::perms::owner_write);
  }
  void run(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<char*> raw{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    child = ::fork();
    ASSERT_GE(child, 0);
    if (child != 0) return;
    const std::string said = folder + "/said";
    if (std::freopen(said.c_str(), "w", stderr) == nullptr || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
      ::_exit(126);
    ::execv(program.c_str(), raw.data());
    ::_exit(127);
  }
  void start() { run(binary("mingjing-sealer"), {"--config", folder + "/sealer.json"}); }
  /// As start(), but killed as soon as it comes to this point.
  void start_dying(const std::string& point) {
    run(binary("dying_sealer"), {point, "--config", folder + "/sealer.json"});
  }
  [[nodiscard]] static std::string binary(const std::string& name) {
    return std::string(MINGJING_BIN) + "/" + name;
  }
  /// A client of the program, whose clock is the town's and which has followed the log.
  [[nodiscard]] base::Result<seal::Client> connect_and_advance() const {
    MJ_TRY(seal::Client client, connect());
    MJ_CHECK(client.call(seal::clock_request(town.clock.now())));
    MJ_TRY(const seal::Answer status, client.call(seal::status_request()));
    const auto size = static_cast<std::uint64_t>(status.body.at("size").as_int64());
    MJ_TRY(const seal::Answer advanced, client.call(seal::to_json(town.advance(size))));
    if (!advanced.ok) return base::fail(advanced.code, advanced.say);
    return client;
  }
  /// `mingjing-sealer ask …` about this sealer: its exit status; what it printed is in said().
  int ask(std::vector<std::string> question) {
    const pid_t sealer = std::exchange(child, -1);
    question.insert(question.begin(), {"ask", folder + "/state"});
    run(binary("mingjing-sealer"), question);
    const int status = end(0);
    child = sealer;
    return status;
  }
  [[nodiscard]] base::Result<seal::Client> connect() const {
    auto client = seal::Client::connect(folder + "/s");
    for (int i = 0; i < 200 && !client; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      client = seal::Client::connect(folder + "/s");
    }
    return client;
  }
  /// Sends the signal (0: none) and returns the exit status, −1 when the program was killed: by this signal,
  /// or by us because it did not end within half a minute.
  int end(int signal) {
    ::kill(child, signal);
    int status = 0;
    bool ended = false;
    for (int i = 0; i < 600 && !ended; ++i) {
      ended = ::waitpid(child, &status, WNOHANG) != 0;
      if (!ended) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    if (!ended) {
      ADD_FAILURE() << "the program did not end";
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
    }
    child = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  /// What the program wrote for its operator.
  [[nodiscard]] std::string said() const {
    std::ifstream in(folder + "/said");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  town::Town town;
  std::string folder;
  pid_t child = -1;  // the program that runs, −1 for none
};

TEST_F(Program, killed_at_any_point_it_gives_one_number_and_one_document_to_an_order) {
  int number = 0;
  for (const char* point : {"after_allot", "after_file", "after_answer", "after_send"}) {
    SCOPED_TRACE(point);
    const std::string stream = town.run_case();
    const json::Object order = seal::to_json(town.order(stream));
    start_dying(point);
    {
      auto client = connect_and_advance();
      ASSERT_TRUE(client) << client.error().text;
      static_cast<void>(client->call(order));  // may come back after all when it was sent
    }
    EXPECT_EQ(end(0), -1) << said();
    start();
    auto client = connect_and_advance();
    ASSERT_TRUE(client) << client.error().text;
    const auto answer = client->call(order);
    ASSERT_TRUE(answer && answer->ok) << answer->code << answer->say;
    EXPECT_EQ(seal::sealed_from_json(answer->body)->no, fmt::format("澄明市监处罚〔2026〕{}号", ++number));
    EXPECT_EQ(client->call(order)->body, answer->body);
    EXPECT_EQ(client->call(seal::account_request("澄明市监处罚", 2026))->body.at("numbers").as_array().size(),
              static_cast<std::size_t>(number));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder + "/state/answers"), {}), number);
    EXPECT_EQ(end(SIGTERM), 0);
  }
}

TEST_F(Program, its_operator_asks_over_a_door_of_his_own) {
  const std::string stream = town.run_case();
  run(binary("mingjing-sealer"), {"--config", folder + "/sealer.json", "--restored"});
  auto client = connect_and_advance();
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_EQ(client->call(seal::to_json(town.order(stream)))->code, "stopped");
  EXPECT_EQ(client->call(seal::resume_request())->code, "operator");
  EXPECT_EQ(ask({"status"}), 0);
  EXPECT_THAT(said(), testing::HasSubstr(R"("stopped":["resync"])"));
  EXPECT_EQ(ask({"resume"}), 0);
  ASSERT_TRUE(client->call(seal::to_json(town.order(stream)))->ok);
  EXPECT_EQ(ask({"account", "澄明市监处罚", "2026"}), 0);
  EXPECT_THAT(said(), testing::HasSubstr("澄明市监处罚〔2026〕1号"));
  EXPECT_EQ(ask({"answer", town.head(stream)}), 0);
  EXPECT_THAT(said(), testing::HasSubstr(R"("pdf":)"));
  EXPECT_EQ(ask({"answer", "nonsense"}), 1);
  EXPECT_EQ(ask({"void", town.head(stream), "澄明市监处罚〔2026〕9号"}), 1);
  EXPECT_EQ(ask({"account", "澄明市监处罚", "last"}), 2);
  EXPECT_EQ(end(SIGTERM), 0);
  EXPECT_EQ(ask({"status"}), 2) << "nobody is there any more";
}

TEST_F(Program, its_operator_hands_over_a_proof_that_bears_a_lost_number) {
  const std::string stream = town.run_case();
  start();
  auto client = connect_and_advance();
  ASSERT_TRUE(client) << client.error().text;
  const auto answer = client->call(seal::to_json(town.order(stream)));
  ASSERT_TRUE(answer && answer->ok);
  const std::uint64_t issued =
      town.append(stream, "issue_document", seal::sealed_from_json(answer->body)->act);
  EXPECT_EQ(end(SIGKILL), -1);
  fs::remove_all(folder + "/state");
  const json::Object record{{"bundle", ledger::to_json(town.bundle(issued))},
                            {"index", static_cast<std::int64_t>(issued)}};
  put("zhengming.json", json::canonical(json::Object{{"records", json::Array{record}}}));
  put("other.json", "{}");
  start();
  client = connect_and_advance();
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_EQ(ask({"resume"}), 1);
  EXPECT_EQ(ask({"resync", folder + "/other.json"}), 2);
  EXPECT_EQ(ask({"resync", folder + "/zhengming.json"}), 0) << said();
  EXPECT_EQ(ask({"resume"}), 0);
  EXPECT_EQ(client->call(seal::account_request("澄明市监处罚", 2026))->body.at("numbers").at(0).at("state"),
            "recorded");
}

TEST_F(Program, half_a_line_at_the_end_of_its_journal_is_cut_off_and_a_changed_line_ends_the_start) {
  start();
  ASSERT_TRUE(connect_and_advance());
  EXPECT_EQ(end(SIGKILL), -1);
  std::ofstream(folder + "/state/journal", std::ios::app) << R"({"j":"stop","cau)";
  start();
  ASSERT_TRUE(connect_and_advance());
  EXPECT_EQ(end(SIGTERM), 0);
  EXPECT_THAT(said(), testing::HasSubstr("cut off 16 bytes"));
  std::fstream journal(folder + "/state/journal");
  journal.seekp(20);
  journal << "x";
  journal.close();
  start();
  EXPECT_EQ(end(0), 2);
  EXPECT_THAT(said(), testing::HasSubstr("journal, line 1"));
}

TEST_F(Program, does_not_start_when_its_key_is_open_to_others) {
  fs::permissions(folder + "/act.key", fs::perms::group_read, fs::perm_options::add);
  start();
  EXPECT_EQ(end(0), 2);
  EXPECT_THAT(said(), testing::HasSubstr("act.key"));
  EXPECT_THAT(said(), testing::HasSubstr("can be read by others"));
}

}  // namespace
