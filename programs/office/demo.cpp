#include "demo.h"

#include <chrono>
#include <iostream>
#include <thread>

#include "base/signals.h"
#include "file/durable.h"
#include "file/lock.h"
#include "http/client.h"
#include "init.h"
#include "play/player.h"
#include "processes.h"
#include "report.h"

namespace office {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* kOrigin = "demo.minghu.example/log/2026";
constexpr const char* kFeedOrigin = "demo.minghu.example/feed/2026";
constexpr const char* kWitnessName = "sfj.minghu.example/witness/1";

struct Stage {
  DemoOptions options;
  Layout layout;
  std::shared_ptr<const law::Lawbook> lawbook;
  play::Town town;
  [[nodiscard]] std::uint16_t portal_port() const {
    return static_cast<std::uint16_t>(options.port_base + 1);
  }
  [[nodiscard]] std::uint16_t witness_port() const {
    return static_cast<std::uint16_t>(options.port_base + 2);
  }
  [[nodiscard]] std::filesystem::path witness() const { return layout.root / "witness"; }
  [[nodiscard]] std::string log_of(const char* name) const {
    return (layout.root / (std::string(name) + ".log")).string();
  }
  [[nodiscard]] std::filesystem::path seeded() const { return layout.root / "seeded"; }
};

std::filesystem::path beside(const char* program) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / program;
}

base::Result<PersonKey> founder(const play::Town& town, const char* kind) {
  const play::Townsman* person = town.founder(kind);
  if (person == nullptr) return base::fail("journey", std::string("the town has no ") + kind);
  return make_person_key(person->login, person->roles, town.passphrase);
}

/// The supervising authority makes its own keys; the two sides then exchange what is public, and the token.
base::Result<void> invite_witness(const Stage& stage, const std::string& supervisor) {
  MJ_TRY(const std::string published, file::read_file(stage.layout.keys_json().string()));
  MJ_TRY(const auto keys, base::json::parse(published));
  MJ_TRY(const std::string log, base::json::string_member(keys, "log"));
  const std::string source = "http://127.0.0.1:" + std::to_string(stage.options.port_base) + "/log";
  MJ_CHECK(Processes::run(
      beside("mingjing-witness"),
      {"init", stage.witness().string(), "--origin", kOrigin, "--log", log, "--roots",
       stage.layout.keys_json().string(), "--source", source, "--lawbook", (home() / "lawbook").string(),
       "--token", stage.layout.secret("witness.token").string(), "--name", kWitnessName},
      stage.log_of("witness")));
  MJ_TRY(const std::string theirs, file::read_file((stage.witness() / "keys.json").string()));
  return join_witness(stage.layout, supervisor, "http://127.0.0.1:" + std::to_string(stage.witness_port()),
                      theirs);
}

base::Result<void> install(const Stage& stage) {
  const auto* bureau = stage.lawbook->data("bureau");
  if (bureau == nullptr) return base::fail("lawbook", "bureau.yaml is missing");
  Founding founding;
  founding.origin = kOrigin;
  founding.feed_origin = kFeedOrigin;
  founding.portal_port = stage.portal_port();
  founding.portal_url = "http://127.0.0.1:" + std::to_string(stage.portal_port());
  founding.twin = true;
  MJ_TRY(founding.director, founder(stage.town, "director"));
  MJ_TRY(founding.legal_head, founder(stage.town, "legal_head"));
  MJ_TRY(founding.administrator, founder(stage.town, "administrator"));
  MJ_CHECK(make_installation(stage.layout, founding, *stage.lawbook));
  return invite_witness(stage, base::json::text_or_empty(base::json::find(*bureau, "supervisor")));
}

base::Result<void> wait_for(std::uint16_t port, const char* name, Processes& processes) {
  for (int i = 0; i < 300; ++i) {
    // A child that has ended first: else another program on its port could answer in its place.
    if (const std::string ended = processes.ended(); !ended.empty())
      return base::fail("process", ended + " has stopped; see its log in the data directory");
    http::Client client("127.0.0.1", port);
    // Any answer: an office that has stopped signing runs, and says so itself.
    if (client.get("/healthz")) return {};
    std::this_thread::sleep_for(100ms);
  }
  return base::fail("process", std::string(name) + " does not answer");
}

base::Result<void> start_all(const Stage& stage, Processes& processes) {
  const auto log = [&](const char* name) { return stage.log_of(name); };
  const auto config = [](const std::filesystem::path& path) {
    return std::vector<std::string>{"--config", path.string()};
  };
  MJ_CHECK(processes.start(beside("mingjing-sealer"), config(stage.layout.sealer() / "sealer.json"),
                           log("sealer")));
  const bool witness = fs::exists(stage.witness());  // a town of an earlier edition has none
  if (witness)
    MJ_CHECK(processes.start(
        beside("mingjing-witness"),
        {"serve", stage.witness().string(), "--port", std::to_string(stage.witness_port())}, log("witness")));
  MJ_CHECK(processes.start(
      beside("mingjing"),
      {"serve", "--data", stage.layout.root.string(), "--port", std::to_string(stage.options.port_base)},
      log("office")));
  if (witness) MJ_CHECK(wait_for(stage.witness_port(), "the witness", processes));
  MJ_CHECK(wait_for(stage.options.port_base, "the office", processes));
  if (!std::filesystem::exists(stage.layout.feed() / "feed"))
    std::filesystem::create_directories(stage.layout.feed());
  MJ_CHECK(processes.start(beside("mingjing-portal"), config(stage.layout.portal() / "portal.json"),
                           log("portal")));
  return wait_for(stage.portal_port(), "the portal", processes);
}

base::Result<std::vector<play::Journey>> load_journeys(const std::vector<std::filesystem::path>& files,
                                                       const law::WorkCalendar& calendar) {
  std::vector<play::Journey> out;
  for (const auto& file : files) {
    MJ_TRY(auto journey, play::load_journey(file, calendar));
    out.push_back(std::move(journey));
  }
  return out;
}

std::vector<std::filesystem::path> demo_journeys() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(home() / "tests/journeys"))
    if (entry.path().extension() == ".yaml" && entry.path().stem() != "town") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

play::Player player_for(const Stage& stage) {
  return play::Player({.address = {"127.0.0.1", stage.options.port_base},
                       .lawbook = *stage.lawbook,
                       .town = stage.town,
                       .files = home() / "build/attachments",
                       .out = std::cout});
}

/// The number of steps that did not go as told.
base::Result<int> seed(const Stage& stage) {
  play::Player player = player_for(stage);
  MJ_TRY(const std::string enrolment, file::read_file((stage.layout.sealer() / "enrolment.json").string()));
  MJ_TRY(const auto sealer, base::json::parse(enrolment));
  MJ_CHECK(player.found_town(sealer));
  MJ_TRY(const auto journeys, load_journeys(demo_journeys(), stage.lawbook->calendar()));
  MJ_TRY(const int wrong, player.play(journeys));
  if (wrong == 0) MJ_CHECK(file::write_file_durably(stage.seeded().string(), "", 0644));
  return wrong;
}

/// For the sign-in page; written at every start, so that a town of an earlier edition has it, too.
base::Result<void> offer_accounts(const Stage& stage) {
  base::json::Array accounts;
  for (const auto& person : stage.town.people)
    accounts.emplace_back(base::json::Object{
        {"login", person.login}, {"name", person.name}, {"post", person.post}, {"unit", person.unit}});
  const base::json::Object offer{{"accounts", std::move(accounts)}, {"passphrase", stage.town.passphrase}};
  return file::write_file_durably(stage.layout.demo_accounts(), base::json::canonical(offer), 0640);
}

void print_welcome(const Stage& stage) {
  std::cout << "\n明镜 · " << stage.town.title << "（示范环境）\n\n"
            << "  公示门户  http://127.0.0.1:" << stage.portal_port() << "/\n"
            << "  办案平台  http://127.0.0.1:" << stage.options.port_base << "/o/\n"
            << "  见证机关  http://127.0.0.1:" << stage.witness_port() << "/\n"
            << "  数据目录  " << stage.layout.root.string() << "\n"
            << "  公钥      " << stage.layout.keys_json().string() << "\n\n"
            << "  示范账户（口令都是 " << stage.town.passphrase << "）\n";
  for (const auto& person : stage.town.people)
    std::cout << "    " << person.login
              << std::string(person.login.size() < 16 ? 16 - person.login.size() : 1, ' ') << person.name
              << "  " << person.unit << person.post << "\n";
  std::cout << "\n按 Ctrl-C 停止；数据保留，再次启动继续。\n" << std::flush;
}

base::Result<Stage> set_stage(const DemoOptions& options) {
  Stage stage{.options = options, .layout = {options.data}, .lawbook = {}, .town = {}};
  MJ_TRY(stage.lawbook, law::Lawbook::from_directory((home() / "lawbook").string()));
  MJ_TRY(stage.town, play::load_town(home() / "tests/journeys/town.yaml"));
  return stage;
}

/// A first start that was interrupted while it told its story left half a town: it begins anew. Only what a
/// demo itself has begun is ever removed, and only while no office runs on it.
base::Result<void> begin(const Stage& stage) {
  const fs::path begun = stage.layout.root / "demo-begun";
  if (!fs::exists(stage.layout.root) || fs::is_empty(stage.layout.root)) {
    MJ_CHECK(file::make_private_directory(stage.layout.root.string()));
    MJ_CHECK(file::write_file_durably(begun.string(), "", 0600));
    return install(stage);
  }
  if (!fs::exists(begun))
    return base::fail(
        "not_a_demo",
        stage.layout.root.string() + " holds something else than a demo: name another directory with --data");
  MJ_TRY(const auto lock, file::FileLock::take((stage.layout.root / "office.lock").string()));
  if (fs::exists(stage.seeded())) return {};
  std::cout << "上次的示范数据没有建完，重新建立。\n";
  for (const auto& entry : fs::directory_iterator(stage.layout.root))
    if (entry.path().filename() != "office.lock" && entry.path() != begun) fs::remove_all(entry.path());
  return install(stage);
}

/// Waits for Ctrl-C or for the end of a child. Exit status.
int watch(const base::EndingSignals& signals, Processes& processes) {
  while (!signals.wait_for(1s))
    if (const std::string ended = processes.ended(); !ended.empty())
      return could_not_run({"process", ended + " has stopped; see its log in the data directory"});
  return 0;
}

}  // namespace

int demo(const DemoOptions& options) {
  const base::EndingSignals signals;
  const auto stage = set_stage(options);
  if (!stage) return could_not_run(stage.error());
  if (const auto begun = begin(*stage); !begun) return could_not_run(begun.error());
  if (const auto offered = offer_accounts(*stage); !offered) return could_not_run(offered.error());
  Processes processes;
  if (const auto started = start_all(*stage, processes); !started) return could_not_run(started.error());
  if (!std::filesystem::exists(stage->seeded())) {
    const auto wrong = seed(*stage);
    if (!wrong) return could_not_run(wrong.error());
    if (*wrong > 0) return kRefused;
  }
  if (options.seed_only) return 0;
  print_welcome(*stage);
  return watch(signals, processes);
}

int play_files(const PlayOptions& options) {
  const auto stage = set_stage({.data = {}, .port_base = options.port});
  if (!stage) return could_not_run(stage.error());
  const auto journeys = load_journeys(options.journeys, stage->lawbook->calendar());
  if (!journeys) return could_not_run(journeys.error());
  play::Player player = player_for(*stage);
  const auto wrong = player.play(*journeys);
  if (!wrong) return could_not_run(wrong.error());
  return *wrong == 0 ? kDone : kRefused;
}

}  // namespace office
