// `mingjing law …` as a lawyer runs it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;

struct Ran {
  int status = -1;
  std::string output;
};

Ran law(const std::string& arguments) {
  Ran out;
  FILE* pipe = popen((std::string(MINGJING_BIN) + "/mingjing law " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    out.output.append(buffer.data(), n);
  }
  out.status = WEXITSTATUS(pclose(pipe));
  return out;
}

// A copy of the lawbook in which `text` of a file says `instead`.
fs::path changed(const std::string& file, const std::string& text, const std::string& instead) {
  const fs::path copy = fs::path(testing::TempDir()) / "changed-lawbook";
  fs::remove_all(copy);
  fs::copy(fs::path(MINGJING_SOURCE) / "lawbook", copy, fs::copy_options::recursive);
  std::stringstream content;
  content << std::ifstream(copy / file).rdbuf();
  std::string all = content.str();
  const std::size_t at = all.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  if (at != std::string::npos) all.replace(at, text.size(), instead);
  std::ofstream(copy / file) << all;
  return copy;
}

TEST(LawCommands, check_says_that_the_lawbook_may_be_used) {
  const Ran ran = law("check");
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("✓ 没有通过法制审核，不能作出重大决定"));
  EXPECT_THAT(ran.output, EndsWith("可以启用。\n"));
}

TEST(LawCommands, check_shows_the_steps_that_lead_round_a_rule) {
  const fs::path copy =
      changed("procedures/penalty_simple.yaml", "    needs: [decision.published, decision.revoked]\n",
              "    needs: [decision.published, decision.revoked]\n"
              "    forbids: [case.archived]\n");
  const Ran ran = law("check " + copy.string());
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.output, HasSubstr("✗ 公示以后，总能撤下"));
  EXPECT_THAT(ran.output, HasSubstr("1. 当场查明违法事实"));
  EXPECT_THAT(ran.output, EndsWith("不能启用。\n"));
}

TEST(LawCommands, check_names_the_line_of_a_file_that_cannot_be_read) {
  const fs::path copy = changed("procedures/account.yaml", "sets: [account.open]", "sets: [account.opened]");
  const Ran ran = law("check " + copy.string());
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.output, HasSubstr("✗ 所用的名称都有定义"));
  EXPECT_THAT(ran.output, HasSubstr("没有定义的事实“account.opened”"));
  EXPECT_EQ(law("check /nowhere").status, 2);
}

TEST(LawCommands, test_counts_the_stories_that_came_out_as_told) {
  const Ran ran = law("test");
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, EndsWith(" passed, 0 failed\n"));
  const fs::path copy =
      changed("tests/review.yaml", "then: {accepted: true}", "then: {refused: [role.wrong]}");
  const Ran failed = law("test " + copy.string());
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.output, HasSubstr("应当拒绝的理由：role.wrong；实际："));
  EXPECT_THAT(failed.output, EndsWith(" passed, 1 failed\n"));
}

TEST(LawCommands, show_prints_steps_clocks_and_forms_with_their_articles) {
  const Ran step = law("show --as-of 2026-03-02 decide_penalty");
  EXPECT_EQ(step.status, 0);
  EXPECT_THAT(step.output, HasSubstr("步骤 作出行政处罚决定（decide_penalty，行政处罚普通程序）"));
  EXPECT_THAT(step.output, HasSubstr("之前应当：法制审核已通过"));
  EXPECT_THAT(step.output, HasSubstr("依据：行政处罚法 第五十七条、行政处罚法 第五十八条"));
  EXPECT_THAT(law("show --as-of 2026-03-02 party_reply").output, HasSubstr("长短：5个工作日"));
  EXPECT_THAT(law("show --as-of 2026-03-02 D45").output, HasSubstr("文书 行政处罚决定书"));
  EXPECT_THAT(law("show --as-of 2026-03-02 key").output, HasSubstr("程序 签名密钥管理"));
  EXPECT_EQ(law("show --as-of 1990-01-01 decide_penalty").status, 1);
  EXPECT_EQ(law("show --as-of yesterday decide_penalty").status, 2);
}

}  // namespace
