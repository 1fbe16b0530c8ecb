#include "verify.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "law/lawbook.h"

namespace {

namespace fs = std::filesystem;
namespace json = base::json;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The published vectors: the file of case 0 and the keys that are pinned for it.
class Verify : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "mj-verify-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    ::setenv("XDG_CONFIG_HOME", name.c_str(), 1);
    const auto vectors = json::parse(read(fs::path(MINGJING_SOURCE) / "tests/vectors/15-proof.json"),
                                     {.bytes_max = 64U << 20, .depth_max = 32});
    ASSERT_TRUE(vectors) << vectors.error().text;
    proof_ = json::text_or_empty(&vectors->at("cases").at(0).at("file"));
    ASSERT_FALSE(proof_.empty());
    file_ = put("zhengming.json", proof_);
    keys_ = put("keys.json", json::canonical(vectors->at("pins")));
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }
  /// The proof with the first occurrence of `from` changed.
  std::string changed(const std::string& from, const std::string& to) const {
    std::string bytes = proof_;
    const std::size_t at = bytes.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return put("changed.json", bytes.replace(at, from.size(), to));
  }

  fs::path folder_;
  std::string proof_, file_, keys_;
};

TEST_F(Verify, good_file_with_pinned_keys_passes_and_the_first_line_says_whose_keys) {
  const auto outcome = verify::run({"--keys", keys_, file_});
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_TRUE(outcome.text.starts_with("公钥：使用您指定的公钥")) << outcome.text;
  EXPECT_NE(outcome.text.find("核验通过：这份决定没有被改过。"), std::string::npos);
  EXPECT_NE(outcome.text.find("起草、审核、决定是三个不同的人"), std::string::npos);
  EXPECT_NE(outcome.text.find("本文件不能证明"), std::string::npos);
}

TEST_F(Verify, keys_from_the_file_itself_verify_nothing_unless_the_user_says_so) {
  const auto doubtful = verify::run({file_});
  EXPECT_EQ(doubtful.status, 2);
  EXPECT_TRUE(doubtful.could_run);
  EXPECT_TRUE(doubtful.text.starts_with("公钥：取自文件本身")) << doubtful.text;
  EXPECT_NE(doubtful.text.find("请与公布的公钥指纹核对后再下结论"), std::string::npos);
  EXPECT_EQ(doubtful.text.find("核验通过"), std::string::npos);
  EXPECT_EQ(verify::run({"--trust-file", file_}).status, 0);
}

TEST_F(Verify, a_single_changed_character_is_refused_and_nothing_is_stated) {
  const std::string other_place = changed("\"index\":", "\"indey\":");
  const auto outcome = verify::run({"--keys", keys_, other_place});
  EXPECT_EQ(outcome.status, 1) << outcome.text;
  EXPECT_NE(outcome.text.find("核验未通过（第 1 步"), std::string::npos) << outcome.text;
  EXPECT_EQ(outcome.text.find("本文件证明"), std::string::npos);
}

TEST_F(Verify, a_changed_disclosure_is_refused_with_and_without_pinned_keys) {
  std::string bytes = proof_;
  const std::size_t at = bytes.find("\"disclosures\":[\"") + 40;
  bytes[at] = bytes[at] == 'A' ? 'B' : 'A';
  const std::string file = put("changed.json", bytes);
  EXPECT_EQ(verify::run({"--keys", keys_, file}).status, 1);
  EXPECT_EQ(verify::run({"--trust-file", file}).status, 1);
}

TEST_F(Verify, a_keys_file_may_hold_keys_for_other_uses_besides) {
  auto keys = json::parse(read(keys_))->as_object();
  keys["feed"] = "zf.example.gov.cn/feed+00000000+AA==";
  EXPECT_EQ(verify::run({"--keys", put("more.json", json::canonical(keys)), file_}).status, 0);
  keys.erase("log");
  EXPECT_EQ(verify::run({"--keys", put("less.json", json::canonical(keys)), file_}).status, 2);
}

TEST_F(Verify, json_gives_code_keys_and_statements) {
  const auto value = json::parse(verify::run({"--json", "--keys", keys_, file_}).text);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->at("code"), "ok");
  EXPECT_EQ(value->at("keys"), "pinned");
  EXPECT_EQ(value->at("lawbook"), "not_given");
  EXPECT_EQ(value->at("statements").at("review"), "proven");
  const auto carried = json::parse(verify::run({"--json", "--trust-file", file_}).text);
  ASSERT_TRUE(carried);
  EXPECT_EQ(carried->at("keys"), "carried");
  EXPECT_EQ(carried->at("statements").at("log"), "carried");
}

TEST(Status, of_a_good_proof_whose_rules_were_to_be_run_and_could_not_is_2) {
  verify::Finding finding;
  finding.proof.code = "ok";
  finding.proof.pinned = true;
  EXPECT_EQ(verify::status_of(finding, {}), 0) << "nobody asked for the rules";
  const verify::Options asked{.file = "f", .keys = "k", .lawbooks = {"one-of-two-editions"}, .pdf = {}};
  EXPECT_EQ(verify::status_of(finding, asked), 2);
  finding.lawbook_checked = true;
  EXPECT_EQ(verify::status_of(finding, asked), 0);
  finding.proof.code = "unlawful";
  EXPECT_EQ(verify::status_of(finding, asked), 1);
}

TEST_F(Verify, an_edition_that_the_case_did_not_use_is_status_2_and_states_nothing) {
  const auto lawbook = law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook");
  ASSERT_TRUE(lawbook);
  const auto outcome =
      verify::run({"--keys", keys_, "--lawbook", put("edition.json", (*lawbook)->edition()), file_});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.text.find("不是本案所依的版本"), std::string::npos) << outcome.text;
  EXPECT_EQ(outcome.text.find("核验通过"), std::string::npos);
}

TEST_F(Verify, another_pdf_than_the_one_issued_is_refused) {
  const std::string pdf = put("other.pdf", "%PDF-1.7 something else");
  const auto outcome = verify::run({"--keys", keys_, "--pdf", pdf, file_});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.text.find("代码 pdf"), std::string::npos) << outcome.text;
}

TEST_F(Verify, remembers_keys_on_first_use_and_then_believes_no_others) {
  EXPECT_EQ(verify::run({"--remember", file_}).status, 2);
  const auto second = verify::run({"--remember", file_});
  EXPECT_EQ(second.status, 0) << second.text;
  EXPECT_TRUE(second.text.starts_with("公钥：使用以前记住的公钥"));
  // The same proof with another root holder among the keys it carries.
  std::string other = proof_;
  const std::size_t trust = other.find("\"trust\":"), roots = other.find("\"roots\":", trust);
  const std::size_t digit = other.find("\"holder\":\"", roots) + 12;
  other[digit] = other[digit] == 'A' ? 'B' : 'A';
  const auto third = verify::run({"--remember", put("other.json", other)});
  EXPECT_EQ(third.status, 0) << third.text;  // only the remembered keys counted
  EXPECT_NE(third.text.find("文件所带的公钥与记住的不同"), std::string::npos) << third.text;
}

TEST_F(Verify, what_cannot_be_read_or_understood_is_status_2) {
  EXPECT_EQ(verify::run({}).status, 2);
  EXPECT_EQ(verify::run({"--keys"}).status, 2);
  EXPECT_EQ(verify::run({"--keys", keys_, "--trust-file", file_}).status, 2);
  EXPECT_EQ(verify::run({"--unknown", file_}).status, 2);
  const auto missing = verify::run({(folder_ / "none.json").string()});
  EXPECT_EQ(missing.status, 2);
  EXPECT_FALSE(missing.could_run);
  EXPECT_EQ(verify::run({"--keys", file_, file_}).status, 2);
}

TEST_F(Verify, a_file_that_is_no_proof_is_refused_in_the_first_check) {
  EXPECT_EQ(verify::run({"--keys", keys_, put("x.json", "{}")}).status, 1);
  EXPECT_EQ(verify::run({"--keys", keys_, put("y.json", "hello")}).status, 1);
}

TEST_F(Verify, program_ends_with_the_status_of_the_result) {
  const std::string program = std::string(MINGJING_BIN) + "/mingjing-verify";
  const auto status = [&](const std::string& arguments) {
    return WEXITSTATUS(std::system((program + " " + arguments + " > /dev/null 2>&1").c_str()));
  };
  EXPECT_EQ(status("--keys " + keys_ + " " + file_), 0);
  EXPECT_EQ(status(file_), 2);
  EXPECT_EQ(status("--keys " + keys_ + " " + put("x.json", "{}")), 1);
}

}  // namespace
