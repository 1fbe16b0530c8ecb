#include "attacks/attack.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace attack {
namespace {

using house_test::binary;
using house_test::Ran;
using house_test::run;

constexpr const char* kPassphrase = "mingjing-demo-2026";
constexpr auto kPrograms = {"office", "sealer", "portal", "witness"};

/// Where the town lies: of this run alone, or, where the build says so, of all runs that share its founding.
/// Its path and its ports are written all over an installation.
fs::path folder() {
  const char* shared = std::getenv("MINGJING_ATTACK_TOWN");
  if (shared != nullptr) return shared;
  return fs::temp_directory_path() / ("mingjing-attack-" + std::to_string(getpid()));
}

fs::path saved() {
  return folder() / "saved";
}

/// Written when the town is founded.
fs::path ports() {
  return folder() / "ports";
}

}  // namespace

void copy_tree(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
  // Secrets must stay their owner's alone; fs::copy keeps the rights of files, not of directories.
  for (const auto& entry : fs::recursive_directory_iterator(from))
    if (entry.is_directory())
      fs::permissions(to / fs::relative(entry.path(), from), entry.status().permissions());
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const fs::path& Attack::data() {
  static const fs::path kData = folder() / "data";
  return kData;
}

fs::path Attack::older() {
  return folder() / "older";
}

std::uint16_t Attack::port_base() {
  static const std::uint16_t kPortBase = fs::exists(ports())
                                             ? static_cast<std::uint16_t>(std::stoi(text_of(ports())))
                                             : house_test::free_ports();
  return kPortBase;
}

void Attack::SetUpTestSuite() {
  if (!fs::exists(ports())) found();
}

void Attack::found() {
  fs::remove_all(folder());
  fs::create_directories(folder());
  const Ran seeded = house_test::seed(data(), port_base());
  ASSERT_EQ(seeded.status, 0) << seeded.output;
  copy_tree(data(), older());
  Demo demo(data(), port_base());
  ASSERT_TRUE(demo.appears("/jueding", kPublished));
  const std::string stories = std::string(MINGJING_SOURCE) + "/tests/attacks/";
  const Ran played = run(binary("mingjing") + " play --port " + std::to_string(port_base()) + " " + stories +
                         "drafted.yaml " + stories + "ready.yaml");
  ASSERT_EQ(played.status, 0) << played.output;
  ASSERT_EQ(demo.stop(), 0);
  Demo again(data(), port_base());  // asks its witness at once
  ASSERT_TRUE(witnessed_up_to(again, Forger(data()).size()));
  ASSERT_EQ(again.stop(), 0);
  copy_tree(data(), saved());
  std::ofstream(ports()) << port_base();
}

namespace {

/// The town is kept for the next run where it is shared, and for the next suite of this one.
class Razing : public testing::Environment {
 public:
  void TearDown() override {
    if (std::getenv("MINGJING_ATTACK_TOWN") == nullptr) fs::remove_all(folder());
  }
};
const testing::Environment* const kRazing = testing::AddGlobalTestEnvironment(new Razing);

/// For whoever runs the attacks in several processes: this one alone first.
class Founding : public Attack {
 protected:
  static void SetUpTestSuite() {
    if (std::getenv("MINGJING_ATTACK_TOWN") != nullptr) fs::remove_all(folder());
    Attack::SetUpTestSuite();
  }
};

TEST_F(Founding, leaves_a_town_with_a_case_that_is_drafted_and_one_that_is_ready) {
  EXPECT_NE(Forger(data()).stream_of(kDrafted), Forger(data()).stream_of(kReady));
}

}  // namespace

void Attack::SetUp() {
  ASSERT_TRUE(fs::exists(saved())) << "the town was not founded";
  copy_tree(saved(), data());
}

bool Attack::witnessed_up_to(const Demo& demo, std::uint64_t size) {
  return demo.witness_appears("<dt>报告到</dt><dd><b class=\"num\">" + std::to_string(size) + "</b>");
}

void Attack::start() {
  for (const std::string program : kPrograms) {
    const fs::path log = data() / (program + ".log");
    said_before_[program] = fs::exists(log) ? fs::file_size(log) : 0;
  }
  demo_ = std::make_unique<Demo>(data(), port_base());
}

void Attack::start_and_wait() {
  start();
  ASSERT_TRUE(demo_->appears("/jueding", kPublished)) << log_of("office") << log_of("portal");
}

std::string Attack::log_of(const std::string& program) const {
  const auto before = said_before_.find(program);
  const std::string text = text_of(data() / (program + ".log"));
  return before == said_before_.end() ? text
                                      : text.substr(std::min<std::size_t>(before->second, text.size()));
}

bool Attack::log_says(const std::string& program, const std::string& text) const {
  const bool says =
      house_test::within_a_minute([&] { return log_of(program).find(text) != std::string::npos; });
  if (!says) ADD_FAILURE() << program << " has said:\n" << log_of(program);
  return says;
}

bool Attack::is_issued(const std::string& stream) {
  for (const auto& record : Forger(data()).records(stream))
    if (Forger::text(record, "step") == "issue_document") return true;
  return false;
}

bool Attack::gets_issued(const std::string& stream) {
  return house_test::within_a_minute([&] { return is_issued(stream); });
}

Person Attack::signed_in(const std::string& login) {
  auto person = Person::sign_in({"127.0.0.1", port_base()}, login, kPassphrase);
  if (!person) throw std::runtime_error(person.error().text);
  return std::move(*person);
}

void Attack::set_clock(const std::string& instant) {
  const auto set =
      signed_in("hejingming").send(http::Method::post, "/api/demo/clock", json::Object{{"now", instant}});
  if (!set) throw std::runtime_error(set.error().text);
}

base::Instant Attack::clock() {
  const auto answer = http::Client("127.0.0.1", port_base()).get("/api/clock");
  if (!answer) throw std::runtime_error(answer.error().text);
  const std::string now = json::string_member(json::parse(answer->body).value(), "now").value();
  return base::parse_instant(now).value();
}

Fields Attack::fields_of(const Person& person, const std::string& stream, const std::string& step,
                         const std::string& role, const Fields& more) {
  Fields fields{{"stream", json::Value(stream)},
                {"step", json::Value(step)},
                {"at", json::Value(base::format(clock()))},
                {"actor", json::Value(person.key_id())},
                {"role", json::Value(role)}};
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

office::play::Answer Attack::takes(const std::string& login, const std::string& stream,
                                   const std::string& step, const std::string& role, const Fields& more,
                                   const std::string& kind) {
  Person person = signed_in(login);
  auto answer = person.record(
      kind, stream, ledger::make_act(fields_of(person, stream, step, role, more), person.key()).value(), {});
  if (!answer) throw std::runtime_error(answer.error().text);
  return std::move(*answer);
}

std::string Attack::draft_of(const std::string& stream) {
  const Forger forger(data());
  return Forger::root(forger.newest("draft_document", stream));
}

void Attack::decides_and_orders(const std::string& stream, const std::string& draft,
                                const std::string& series) {
  const auto seen = [&] { return json::Value(base::base64(Forger(data()).records(stream).back().leaf)); };
  const auto decided = takes("shenzhibai", stream, "decide_penalty", "agency_head",
                             {{"draft", json::Value(draft)}, {"seen", seen()}});
  ASSERT_TRUE(decided.recorded) << decided.words();
  const auto ordered = takes("yanxiyan", stream, "order_seal", "seal_keeper",
                             {{"draft", json::Value(draft)},
                              {"seen", seen()},
                              {"seal.series", json::Value(series)},
                              {"seal.form", json::Value("D45")}});
  ASSERT_TRUE(ordered.recorded) << ordered.words();
}

void Attack::forge_decision_and_order(Forger& forger, const std::string& stream, const std::string& draft) {
  for (const char* step : {"decide_penalty", "order_seal"}) {
    Fields more{{"draft", json::Value(draft)},
                {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}};
    if (std::string_view(step) == "order_seal") {
      more.emplace_back("seal.series", json::Value(kSeries));
      more.emplace_back("seal.form", json::Value("D45"));
    }
    forger.write("case", stream, forger.in_the_name_of(step, stream, step, more));
  }
}

}  // namespace attack
