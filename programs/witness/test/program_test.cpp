// The program itself: subcommands, exit statuses, a socket, signals.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <thread>

#include "file/durable.h"
#include "http/client.h"
#include "http/server.h"
#include "town.h"

namespace witness::test {
namespace {

using testing::HasSubstr;

constexpr int kTries = 200;
constexpr std::chrono::milliseconds kPause{50};

const std::string kProgram = std::string(MINGJING_BIN) + "/mingjing-witness";

class Program : public testing::Test {
 protected:
  void SetUp() override { house.witness.reset(); }
  void TearDown() override {
    if (child > 0) static_cast<void>(end(SIGKILL));
  }
  [[nodiscard]] int run(const std::string& arguments) const {
    const int status = std::system((kProgram + " " + arguments + " >" + said() + " 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] std::string said() const { return house.directory + "/said"; }
  [[nodiscard]] std::string words() const { return file::read_file(said()).value_or(""); }
  /// Starts to serve on a port the system chooses; a client of it.
  http::Client serve() {
    std::filesystem::remove(said());  // what an earlier one said is not to be read
    child = ::fork();
    if (child == 0) {
      if (std::freopen(said().c_str(), "w", stderr) == nullptr) ::_exit(126);
      const std::string root = house.layout().root;
      ::execl(kProgram.c_str(), kProgram.c_str(), "serve", root.c_str(), "--port", "0", nullptr);
      ::_exit(127);
    }
    std::smatch port;
    for (int i = 0; i < kTries; ++i) {
      const std::string line = words();
      if (std::regex_search(line, port, std::regex("127\\.0\\.0\\.1:([0-9]+)/")))
        return {"127.0.0.1", static_cast<std::uint16_t>(std::stoi(port[1]))};
      std::this_thread::sleep_for(kPause);
    }
    ADD_FAILURE() << "the program does not listen: " << words();
    return {"127.0.0.1", 1};
  }
  int end(int signal) {
    ::kill(child, signal);
    int status = 0;
    bool ended = false;
    for (int i = 0; i < kTries && !ended; ++i) {
      ended = ::waitpid(child, &status, WNOHANG) != 0;
      if (!ended) std::this_thread::sleep_for(kPause);
    }
    EXPECT_TRUE(ended);
    if (!ended) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
    }
    child = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] std::string request(std::uint64_t old, std::uint64_t size) const {
    return ledger::format(ledger::AddCheckpoint{
        .old_size = old, .proof = bureau.tree().consistency(old, size), .checkpoint = bureau.note(size)});
  }

  town::Bureau bureau;
  House house{bureau};
  pid_t child = -1;
};

TEST_F(Program, cosigns_over_http_survives_being_killed_and_ends_cleanly_on_a_signal) {
  {
    http::Client client = serve();
    EXPECT_EQ(client.get("/healthz")->status, 200);
    const auto answer = client.send(
        {.method = http::Method::post, .target = "/add-checkpoint", .headers = {}, .body = request(0, 7)});
    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(answer->status, 200);
    EXPECT_THAT(answer->body, testing::StartsWith("— sfj.example.gov.cn/witness/1 "));
  }
  EXPECT_EQ(end(SIGKILL), -1);
  http::Client client = serve();
  const auto stale = client.send(
      {.method = http::Method::post, .target = "/add-checkpoint", .headers = {}, .body = request(0, 9)});
  ASSERT_TRUE(stale);
  EXPECT_EQ(stale->status, 409);
  EXPECT_EQ(stale->body, "7\n");
  EXPECT_EQ(stale->header("Content-Type"), "text/x.tlog.size");
  const auto page = client.get("/");
  ASSERT_TRUE(page);
  EXPECT_THAT(page->body, HasSubstr("日志见证"));
  EXPECT_THAT(std::string(page->header("Content-Security-Policy")), HasSubstr("default-src 'none'"));
  EXPECT_EQ(end(SIGTERM), 0);
}

TEST_F(Program, carries_from_a_medium_and_says_by_its_status_whether_all_was_signed) {
  const std::string medium = house.directory + "/medium";
  const std::uint64_t size = bureau.log().size();
  const std::string stem = medium + "/" + ledger::carried_name(bureau.origin, size);
  put(stem + ".req", request(0, size));
  write_medium(house, medium, 0, size);
  EXPECT_EQ(run("carry " + medium + " --data " + house.layout().root), 0) << words();
  EXPECT_THAT(file::read_file(stem + ".resp").value_or(""), testing::StartsWith("status 200\n"));
  EXPECT_EQ(house.read(file::read_file(stem + ".report").value_or("")).to, size);
  put(stem + ".req", request(3, size));
  EXPECT_EQ(run("carry " + medium + " --data " + house.layout().root), 1);
  EXPECT_EQ(file::read_file(stem + ".resp").value_or(""), "status 409\n" + std::to_string(size) + "\n");
  EXPECT_EQ(run("carry " + medium + "/nowhere --data " + house.layout().root), 2);
}

TEST_F(Program, makes_an_installation_and_prints_its_public_keys) {
  const Founding founding = house.founding();
  const std::string root = house.directory + "/new";
  const std::string arguments = "init " + root + " --origin " + founding.origin + " --log '" + founding.log +
                                "' --roots " + founding.roots_file + " --source none --lawbook " +
                                founding.lawbook;
  EXPECT_EQ(run(arguments), 0) << words();
  const auto keys = base::json::parse(words());
  ASSERT_TRUE(keys);
  const auto a = ledger::parse_vkey(base::json::text_or_empty(&keys->at("witnesses").as_array().at(0)));
  ASSERT_TRUE(a);
  EXPECT_EQ(a->type, ledger::NoteType::cosignature);
  EXPECT_EQ(a->name, "witness/" + founding.origin);
  EXPECT_EQ(run(arguments), 2);
  EXPECT_EQ(run("serve " + house.directory + "/nothing"), 2);
  EXPECT_EQ(run("dance"), 2);
}

TEST_F(Program, follows_the_log_over_http_with_its_token) {
  bureau.run_case({"pass_review"});
  http::Router router;
  std::string shown;
  router.add(http::Method::get, "/log/tile/entries/{file*}", [&](const http::Request&) {
    return http::Response::bytes("application/octet-stream",
                                 *house.source.entries(0, static_cast<int>(bureau.log().size())));
  });
  router.add(http::Method::get, "/log/structure/{file*}", [&](const http::Request& asked) {
    shown = asked.header("Authorization");
    return http::Response::bytes("application/octet-stream",
                                 **house.source.structure(0, static_cast<int>(bureau.log().size())));
  });
  http::Server office({}, std::move(router));
  const auto port = office.start();
  ASSERT_TRUE(port) << port.error().text;
  auto config = load_config(house.layout());
  ASSERT_TRUE(config);
  config->source_url = "http://127.0.0.1:" + std::to_string(*port) + "/log";
  ASSERT_TRUE(save_config(house.layout(), *config));
  ASSERT_TRUE(file::write_file_durably(house.layout().source_token(), "c0ffee\n"));

  http::Client client = serve();
  const std::uint64_t size = bureau.log().size();
  ASSERT_EQ(client
                .send({.method = http::Method::post,
                       .target = "/add-checkpoint",
                       .headers = {},
                       .body = request(0, size)})
                ->status,
            200);
  const std::string path = "/" + ledger::origin_directory(bureau.origin) + "/report/" + std::to_string(size);
  std::string note;
  for (int i = 0; i < kTries && note.empty(); ++i) {
    const auto answer = client.get(path);
    if (answer && answer->status == 200) note = answer->body;
    if (note.empty()) std::this_thread::sleep_for(kPause);
  }
  EXPECT_FALSE(house.read(note).unlawful.empty());
  EXPECT_EQ(end(SIGTERM), 0);
  office.stop();
  EXPECT_EQ(shown, "Bearer c0ffee");
}

}  // namespace
}  // namespace witness::test
