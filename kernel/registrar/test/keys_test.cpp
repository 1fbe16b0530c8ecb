// Who may sign is itself a matter of records (transparency-log.md §3c, Keys).

#include "house.h"

namespace {

using namespace registrar_test;

class Keys : public House {
 protected:
  Keys() { newcomer_.roles = {"handler"}; }

  registrar::Submission enrolment(const base::Bytes& proof) const {
    auto made = submission(head_,
                           fields(head_, stream_, "enrol_key", "key_keeper",
                                  {{"key.id", newcomer_.id()},
                                   {"key.pub", base::base64(newcomer_.key.public_key())},
                                   {"key.holder", newcomer_.holder},
                                   {"key.roles", json::string_array(newcomer_.roles)},
                                   {"key.proof", base::base64(proof)}}),
                           true);
    made.kind = "key";
    return made;
  }
  registrar::Submission enrolment() const {
    return enrolment(
        newcomer_.key.sign(ledger::enrol_message(newcomer_.holder, newcomer_.id(), newcomer_.roles)));
  }
  registrar::Submission keeper_act(const Person& by, const std::string& step, const Fields& more = {}) const {
    auto made = submission(by, fields(by, stream_, step, "key_keeper", more), true);
    made.kind = "key";
    return made;
  }
  void enrolled() {
    const auto receipt = accepted(enrolment());
    accepted(keeper_act(reviewer_, "confirm_key", {{"confirms", receipt.leaf}}));
  }
  std::string tries() {
    return refused(
        submission(newcomer_, fields(newcomer_, new_id(), "begin_visit", "handler", {{"place", "x"}})));
  }
  const std::string stream_ = new_id();
  Person newcomer_;
};

TEST_F(Keys, a_key_is_good_once_a_second_person_has_confirmed_it) {
  EXPECT_EQ(tries(), "actor.not_enrolled");
  const auto receipt = accepted(enrolment());
  EXPECT_EQ(tries(), "actor.not_enrolled");
  accepted(keeper_act(reviewer_, "confirm_key", {{"confirms", receipt.leaf}}));
  EXPECT_EQ(tries(), "");
  reopen();
  EXPECT_EQ(tries(), "");
  EXPECT_EQ(registrar_->keys()->all().count(newcomer_.id()), 1U);
}

TEST_F(Keys, the_person_who_enrolled_a_key_cannot_confirm_it) {
  const auto receipt = accepted(enrolment());
  EXPECT_EQ(refused(keeper_act(head_, "confirm_key", {{"confirms", receipt.leaf}})), "key.refused");
  EXPECT_EQ(stored(), 1U);
  accepted(keeper_act(reviewer_, "confirm_key", {{"confirms", receipt.leaf}}));
}

TEST_F(Keys, a_confirmation_that_names_another_record_is_refused) {
  accepted(enrolment());
  const std::string other = base::base64(ledger::leaf_hash("other"));
  EXPECT_EQ(refused(keeper_act(reviewer_, "confirm_key", {{"confirms", other}})), "key.refused");
  EXPECT_EQ(tries(), "actor.not_enrolled");
}

TEST_F(Keys, a_key_that_nobody_shows_to_hold_is_not_enrolled) {
  EXPECT_EQ(refused(enrolment(head_.key.sign("another message"))), "key.refused");
  EXPECT_EQ(stored(), 0U);
}

TEST_F(Keys, a_retired_key_signs_nothing_more_but_what_it_signed_stands) {
  enrolled();
  EXPECT_EQ(tries(), "");
  accepted(keeper_act(reviewer_, "retire_key"));
  EXPECT_EQ(tries(), "actor.not_enrolled");
  const std::string before = dump();
  EXPECT_NE(before.find(newcomer_.holder), std::string::npos);
  reopen();
  EXPECT_EQ(tries(), "actor.not_enrolled");
  ASSERT_TRUE(registrar_->rebuild());
  EXPECT_EQ(dump(), before);
}

TEST_F(Keys, a_failed_commit_of_a_confirmation_leaves_the_key_unconfirmed) {
  const auto receipt = accepted(enrolment());
  const auto confirmation = keeper_act(reviewer_, "confirm_key", {{"confirms", receipt.leaf}});
  gate_->fails_with = "storage_full";
  EXPECT_EQ(refused(confirmation), "storage_full");
  EXPECT_EQ(tries(), "actor.not_enrolled");
  accepted(confirmation);
  EXPECT_EQ(tries(), "");
}

}  // namespace
