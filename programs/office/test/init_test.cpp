// An installation for real: two persons make their keys, `init` pins them, the office serves, the first
// record stands.

#include "init.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <fstream>

#include "file/durable.h"
#include "served.h"

namespace office {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct Ran {
  int status = -1;
  std::string output;
};
Ran run(const std::string& command) {
  Ran out;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.output.append(buffer.data(), n);
  out.status = WEXITSTATUS(pclose(pipe));
  return out;
}

const std::string kProgram = std::string(MINGJING_BIN) + "/mingjing";

/// The keys of three persons and a lawbook of a bureau that is none of the samples; made once.
class Init : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    work_ = fs::temp_directory_path() / ("mingjing-init-" + std::to_string(getpid()));
    fs::create_directories(work_);
    fs::copy(fs::path(MINGJING_SOURCE) / "lawbook", work_ / "lawbook", fs::copy_options::recursive);
    std::ofstream(work_ / "lawbook/bureau.yaml")
        << "name: 某区市场监督管理局\nshort: 某区局\ncode_word: 某市监\naddress: 某路1号\nphone: 12315\n"
           "hours: 工作日\ngovernment: 某区人民政府\ncourt: 某区人民法院\nsupervisor: 某区司法局\npayment: "
           "某银行\n";
    key("director", "--role agency_head --role key_keeper");
    key("legal_head", "--role legal_reviewer --role key_keeper");
    key("administrator", "--role administrator");
  }
  static void TearDownTestSuite() { fs::remove_all(work_); }
  void TearDown() override { fs::remove_all(work_ / "data"); }

  static std::string passphrase(const std::string& login) { return "passphrase of " + login; }
  static void key(const std::string& login, const std::string& roles) {
    const Ran made = run("echo '" + passphrase(login) + "' | " + kProgram + " key make --login " + login +
                         " " + roles + " --out " + (work_ / (login + ".json")).string());
    ASSERT_EQ(made.status, 0) << made.output;
  }
  static json::Object config() {
    return {{"feed_origin", "zf.example.gov.cn/feed/2026"},
            {"founders", json::Object{{"administrator", "administrator.json"},
                                      {"director", "director.json"},
                                      {"legal_head", "legal_head.json"}}},
            {"origin", "zf.example.gov.cn/log/2026"},
            {"portal_port", 8081},
            {"portal_url", "https://zf.example.gov.cn"},
            {"twin", true}};
  }
  static Ran init(const json::Object& config, const std::string& lawbook = (work_ / "lawbook").string()) {
    std::ofstream(work_ / "config.json") << json::canonical(config);
    return run(kProgram + " init --data " + (work_ / "data").string() + " --config " +
               (work_ / "config.json").string() + " --lawbook " + lawbook);
  }
  /// Refused with these words, and nothing was made.
  static void refused(const json::Object& config, const std::string& words) {
    const Ran answer = init(config);
    EXPECT_EQ(answer.status, 1) << answer.output;
    EXPECT_THAT(answer.output, HasSubstr(words));
    EXPECT_FALSE(fs::exists(work_ / "data/office.json"));
  }
  static json::Object config_with(const std::string& name, json::Value value) {
    json::Object out = config();
    out[name] = std::move(value);
    return out;
  }

  static inline fs::path work_;
};

TEST_F(Init, the_first_root_person_signs_in_and_makes_the_first_record) {
  const Ran made = init(config());
  ASSERT_EQ(made.status, 0) << made.output;
  const auto office = Office::open({work_ / "data"}, work_ / "lawbook");
  ASSERT_TRUE(office) << office.error().text;
  Served served(**office);
  EXPECT_FALSE((*office)->config.demo());
  auto director = served.sign_in("director", passphrase("director"));
  ASSERT_TRUE(director) << director.error().text;
  ASSERT_NE(director->key(), nullptr);
  EXPECT_EQ(director->key_id(), (*office)->config.roots.at(0).id);
  const auto answer = served.record(*director, *director->key(),
                                    {"law",
                                     fresh_stream(),
                                     "adopt_edition",
                                     "key_keeper",
                                     {{"law.edition", (*office)->lawbook->rules()}, {"law.reason", "立"}}});
  EXPECT_TRUE(answer.recorded) << answer.words();
  EXPECT_EQ((*office)->registrar->size(), 1U);
}

TEST_F(Init, the_clock_of_an_installation_for_real_cannot_be_set) {
  ASSERT_EQ(init(config()).status, 0);
  const auto office = Office::open({work_ / "data"}, work_ / "lawbook");
  ASSERT_TRUE(office) << office.error().text;
  Served served(**office);
  auto director = served.sign_in("director", passphrase("director"));
  ASSERT_TRUE(director);
  const auto set = director->send(http::Method::post, "/api/demo/clock", json::Object{{"now", nullptr}});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, "api.not_demo");
}

TEST_F(Init, every_secret_is_its_owners_alone) {
  ASSERT_EQ(init(config()).status, 0);
  const auto mode = [](const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
  };
  for (const char* name :
       {"private/log.key", "private/feed.key", "private/master.key", "private/address.key",
        "private/credentials.db", "sealer/act.key", "sealer/document.key", "sealer/sealer.json"})
    EXPECT_EQ(mode(work_ / "data" / name), 0600U) << name;
  EXPECT_EQ(mode(work_ / "data/private"), 0700U);
  EXPECT_EQ(mode(work_ / "director.json"), 0600U);
}

TEST_F(Init, pins_both_persons_and_tells_each_operator_what_is_left) {
  const Ran made = init(config());
  ASSERT_EQ(made.status, 0) << made.output;
  for (const char* words : {"封签程序", "公示门户", "https://zf.example.gov.cn", "备份", "enrolment.json"})
    EXPECT_THAT(made.output, HasSubstr(words));
  const auto keys = json::parse(file::read_file((work_ / "data/keys.json").string()).value());
  const auto& roots = json::find(*keys, "roots")->get_array();
  ASSERT_EQ(roots.size(), 2U);
  for (const auto& root : roots)
    EXPECT_THAT(made.output, HasSubstr(json::text_or_empty(json::find(root, "id"))));
  const auto sealer = json::parse(file::read_file((work_ / "data/sealer/sealer.json").string()).value());
  EXPECT_EQ(*json::find(*sealer, "roots"), json::Value(roots));
  EXPECT_EQ(json::text_or_empty(json::find(*sealer, "portal")), "https://zf.example.gov.cn");
}

TEST_F(Init, an_installation_that_stands_is_left_as_it_is) {
  ASSERT_EQ(init(config()).status, 0);
  const std::string before = file::read_file((work_ / "data/keys.json").string()).value();
  const Ran again = init(config());
  EXPECT_EQ(again.status, 2);
  EXPECT_THAT(again.output, HasSubstr("already_installed"));
  EXPECT_EQ(file::read_file((work_ / "data/keys.json").string()).value(), before);
}

TEST_F(Init, what_was_begun_and_not_finished_is_not_built_upon) {
  ASSERT_EQ(init(config()).status, 0);
  fs::remove(work_ / "data/office.json");
  const Ran again = init(config());
  EXPECT_EQ(again.status, 2);
  EXPECT_THAT(again.output, HasSubstr("half_installed"));
}

TEST_F(Init, a_demo_is_no_installation_for_real) {
  refused(config_with("origin", json::Value("demo.example/log")), "示范");
  const Ran sample = init(config(), std::string(MINGJING_SOURCE) + "/lawbook");
  EXPECT_EQ(sample.status, 1);
  EXPECT_THAT(sample.output, HasSubstr("bureau.yaml"));
}

TEST_F(Init, names_and_address_must_be_fit_for_the_public) {
  refused(config_with("portal_url", json::Value("http://zf.example.gov.cn")), "https://");
  refused(config_with("origin", json::Value("a+b")), "加号");
  refused(config_with("origin", json::Value("zf.example.gov.cn/feed/2026")), "两个不同的名称");
}

TEST_F(Init, the_three_founders_are_three_persons_with_their_own_parts) {
  const auto founders = [](const char* director, const char* legal_head, const char* administrator) {
    return config_with(
        "founders",
        json::Object{{"administrator", administrator}, {"director", director}, {"legal_head", legal_head}});
  };
  refused(founders("legal_head.json", "legal_head.json", "administrator.json"), "agency_head");
  refused(founders("director.json", "legal_head.json", "director.json"), "administrator");
  key("both", "--role agency_head --role legal_reviewer --role key_keeper");
  refused(founders("both.json", "both.json", "administrator.json"), "三个人");
}

TEST_F(Init, a_key_file_that_was_tampered_with_is_not_pinned) {
  auto changed = json::parse(file::read_file((work_ / "director.json").string()).value());
  changed->get_object()["enrolment"].get_object()["holder"] = std::string(22, 'A');
  std::ofstream(work_ / "changed.json") << json::canonical(*changed);
  const Ran answer = init(config_with("founders", json::Object{{"administrator", "administrator.json"},
                                                               {"director", "changed.json"},
                                                               {"legal_head", "legal_head.json"}}));
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.output, HasSubstr("持有证明不符"));
}

TEST_F(Init, a_key_file_says_nothing_secret_and_is_never_overwritten) {
  const std::string text = file::read_file((work_ / "director.json").string()).value();
  EXPECT_THAT(text, Not(HasSubstr(passphrase("director"))));
  const Ran again =
      run("echo 'another long passphrase' | " + kProgram +
          " key make --login director --role key_keeper --out " + (work_ / "director.json").string());
  EXPECT_EQ(again.status, 2);
  EXPECT_EQ(file::read_file((work_ / "director.json").string()).value(), text);
  const Ran too_short = run("echo short | " + kProgram + " key make --login x --role key_keeper --out " +
                            (work_ / "x.json").string());
  EXPECT_EQ(too_short.status, 2);
  EXPECT_FALSE(fs::exists(work_ / "x.json"));
}

}  // namespace
}  // namespace office
