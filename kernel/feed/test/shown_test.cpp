#include "feed/shown.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using base::json::Value;

/// The ordinary penalty procedure of the real lawbook, and steps as a publication might show them.
class Shown : public testing::Test {
 protected:
  Shown() {
    auto lawbook = law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook");
    if (!lawbook) throw std::runtime_error(lawbook.error().text);
    lawbook_ = std::move(*lawbook);
    editions_.add(lawbook_);
  }
  ledger::ChainStep step(const std::string& name, const std::vector<std::string>& fields) const {
    ledger::ChainStep out;
    out.step = name;
    out.rules = lawbook_->rules();
    out.at = *base::parse_instant("2026-03-02T09:00:00+08:00");
    for (const auto& field : fields) out.revealed.fields.push_back({"", field, Value("x")});
    return out;
  }
  std::string refused(const ledger::ChainStep& shown) const {
    const auto checked = feed::check_shown({shown}, "penalty.ordinary", editions_);
    return checked ? "" : checked.error().code;
  }
  std::shared_ptr<const law::Lawbook> lawbook_;
  law::Editions editions_;
};

TEST_F(Shown, a_public_step_with_its_public_fields_may_be_shown) {
  EXPECT_EQ(refused(step("file_case", {"stream", "step", "handlers", "case.cause"})), "");
  EXPECT_EQ(refused(step("serve_decision", {"doc.sm3", "service.way", "service.on"})), "");
}

TEST_F(Shown, a_step_of_the_inner_file_may_not_be_shown) {
  EXPECT_EQ(refused(step("approve_notice", {"stream"})), "bundle");
  EXPECT_EQ(refused(step("return_review", {"stream"})), "bundle");
}

TEST_F(Shown, a_private_field_of_a_public_step_may_not_be_shown) {
  EXPECT_EQ(refused(step("pass_review", {"review.text"})), "bundle");
  EXPECT_EQ(refused(step("serve_notice", {"service.note"})), "bundle");
}

TEST_F(Shown, of_a_draft_only_what_its_form_publishes_may_be_shown) {
  EXPECT_EQ(refused(step("draft_document", {"doc.form", "doc.law.001", "doc.penalty.001"})), "");
  EXPECT_EQ(refused(step("draft_document", {"doc.party.address"})), "bundle");
  EXPECT_EQ(refused(step("draft_document", {"doc.evidence.001"})), "bundle");
}

TEST_F(Shown, a_hidden_record_shows_nothing_and_passes) {
  ledger::ChainStep hidden;
  hidden.hidden = true;
  EXPECT_EQ(refused(hidden), "");
}

TEST_F(Shown, a_step_that_no_rule_knows_may_not_be_shown) {
  EXPECT_EQ(refused(step("invented_step", {"stream"})), "bundle");
}

}  // namespace
