// Portal and office in a real browser. The portal's proof is recalculated there, pages fit a telephone, and
// nobody is shut out (tests/browser/check.mjs); officers do their work in it (tests/browser/office.mjs).

#include "demo.h"

namespace {

using house_test::Demo;
using house_test::Ran;
using house_test::run;

class Browser : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    packages_ = run(std::string(MINGJING_SOURCE) + "/tools/npm-packages " + kFolder);
    data_ = house_test::fs::temp_directory_path() / ("mingjing-browser-" + std::to_string(getpid()));
    house_test::fs::remove_all(data_);
    const std::uint16_t port = house_test::free_ports();
    seeded_ = house_test::seed(data_, port);
    demo_ = std::make_unique<Demo>(data_, port);
    if (demo_->appears("/jueding", "柳岸食品") && demo_->appears("/chexia", "自行纠正"))
      id_ = demo_->decision("%E9%94%A6%E6%BE%84");
  }
  static void TearDownTestSuite() {
    demo_.reset();
    house_test::fs::remove_all(data_);
    house_test::fs::remove(data_.string() + ".demo.log");
  }
  void SetUp() override {
    ASSERT_EQ(packages_.status, 0) << packages_.output;
    ASSERT_EQ(seeded_.status, 0) << seeded_.output;
    ASSERT_FALSE(id_.empty()) << "the demo did not get to its decisions";
  }
  static std::string decision() { return demo_->url("/jueding/" + id_); }
  static Ran check(const std::string& arguments, const char* program = "check.mjs",
                   const std::string& address = {}) {
    return run("timeout 240 node " + kFolder + "/" + program + " " + arguments + " " + address);
  }

  static inline const std::string kFolder = std::string(MINGJING_SOURCE) + "/tests/browser";
  static inline Ran packages_, seeded_;
  static inline house_test::fs::path data_;
  static inline std::unique_ptr<Demo> demo_;
  static inline std::string id_;
};

TEST_F(Browser, recalculates_an_honest_proof_and_refuses_a_changed_one) {
  const Ran checked = check("recalculate " + decision());
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(Browser, no_page_is_wider_than_a_telephone) {
  const Ran checked = check("narrow " + demo_->url("/") + " " + demo_->url("/jueding") + " " +
                            demo_->url("/chexia") + " " + decision() + " " + decision() + "/zhengming");
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(Browser, finds_no_barrier_of_the_accessibility_guidelines) {
  const Ran checked = check("accessible " + demo_->url("/") + " " + demo_->url("/jueding") + " " +
                            demo_->url("/chexia") + " " + decision() + " " + decision() + "/zhengming");
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(Browser, officers_take_a_case_from_the_lead_to_the_published_decision) {
  const Ran checked = check("case", "office.mjs", demo_->office());
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(Browser, finds_no_barrier_on_the_pages_of_the_office) {
  const Ran checked = check("accessible", "office.mjs", demo_->office());
  EXPECT_EQ(checked.status, 0) << checked.output;
}

}  // namespace
