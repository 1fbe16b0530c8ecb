// The program itself: configuration on disk, sockets, signals.

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
  void start() {
    child = ::fork();
    ASSERT_GE(child, 0);
    if (child != 0) return;
    const std::string said = folder + "/said";
    if (std::freopen(said.c_str(), "w", stderr) == nullptr) ::_exit(126);
    const std::string program = std::string(MINGJING_BIN) + "/mingjing-sealer";
    const std::string file = folder + "/sealer.json";
    ::execl(program.c_str(), program.c_str(), "--config", file.c_str(), nullptr);
    ::_exit(127);
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
  pid_t child = -1;
};

TEST_F(Program, seals_over_its_socket_survives_being_killed_and_ends_cleanly_on_a_signal) {
  const std::string stream = town.run_case();
  start();
  json::Object first;
  {
    auto client = connect();
    ASSERT_TRUE(client) << client.error().text;
    ASSERT_TRUE(
        client->call(seal::clock_request(base::parse_instant("2026-03-03T10:00:00+08:00").value()))->ok);
    ASSERT_TRUE(client->call(seal::to_json(town.advance(0)))->ok);
    const auto answer = client->call(seal::to_json(town.order(stream)));
    ASSERT_TRUE(answer && answer->ok) << answer->code << answer->say;
    first = answer->body;
  }
  EXPECT_EQ(end(SIGKILL), -1);
  start();
  auto client = connect();
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_EQ(client->call(seal::to_json(town.order(stream)))->body, first);
  EXPECT_EQ(end(SIGTERM), 0);
}

TEST_F(Program, does_not_start_when_its_key_is_open_to_others) {
  fs::permissions(folder + "/act.key", fs::perms::group_read, fs::perm_options::add);
  start();
  EXPECT_EQ(end(0), 2);
  EXPECT_THAT(said(), testing::HasSubstr("act.key"));
  EXPECT_THAT(said(), testing::HasSubstr("can be read by others"));
}

}  // namespace
