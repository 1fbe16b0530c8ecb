#include <gtest/gtest.h>

#include "town.h"

namespace law::test {
namespace {

using Codes = std::set<std::string>;

CaseFile noticed() {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_TRUE(take_all(file, until_notice()));
  return file;
}

const Refusal& only(const std::vector<Refusal>& refusals) {
  EXPECT_EQ(refusals.size(), 1u);
  return refusals.front();
}

TEST(Check, refuses_a_step_the_procedure_does_not_have) {
  const CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_EQ(codes(file.refusals({.step = "grant_licence"})), Codes{"step.unknown"});
}

TEST(Check, lets_only_the_opening_step_open_and_only_once) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_EQ(codes(file.refusals({.step = "file_case"})), Codes{"step.not_opening"});
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}}));
  EXPECT_EQ(codes(file.refusals({.step = "register_lead"})), Codes{"step.opening_again"});
}

TEST(Check, names_the_role_that_must_act) {
  const CaseFile file = noticed();
  Command command = file.command({.step = "waive_defence"});
  command.role = "publisher";
  const Refusal refusal = only(file.answer(command));
  EXPECT_EQ(refusal.code, "role.wrong");
  EXPECT_EQ(refusal.say, "“记录当事人放弃陈述申辩”由执法人员办理，公示录入人员不能办理。");
}

TEST(Check, lets_no_person_take_a_step_of_the_machine) {
  CaseFile file = noticed();
  file.days_pass(6, 0);
  ASSERT_TRUE(take_all(file, {{.step = "decide_penalty"}, {.step = "order_seal"}}));
  Command command = file.command({.step = "issue_document"});
  command.role = "seal_keeper";
  EXPECT_EQ(codes(file.answer(command)), Codes{"role.wrong"});
}

TEST(Check, demands_the_signature_where_the_step_does) {
  const CaseFile file = noticed();
  Command command = file.command({.step = "waive_defence"});
  command.is_signed = false;
  EXPECT_EQ(codes(file.answer(command)), Codes{"signature.missing"});
}

TEST(Check, demands_that_the_signer_saw_the_newest_record) {
  CaseFile file = noticed();
  file.days_pass(6, 0);
  Command command = file.command({.step = "decide_penalty"});
  EXPECT_TRUE(file.answer(command).empty());
  command.seen = some_hash("older");
  EXPECT_EQ(codes(file.answer(command)), Codes{"seen.stale"});
  command.seen.clear();
  EXPECT_EQ(codes(file.answer(command)), Codes{"seen.stale"});
}

TEST(Check, accepts_five_minutes_of_a_fast_clock_and_no_more) {
  const CaseFile file = noticed();
  Command command = file.command({.step = "waive_defence"});
  command.at.ms += 5 * 60 * 1000;
  EXPECT_TRUE(file.answer(command).empty());
  command.at.ms += 1;
  EXPECT_EQ(codes(file.answer(command)), Codes{"time.future"});
}

TEST(Check, accepts_an_act_told_later_but_none_before_the_stream_began) {
  const CaseFile file = noticed();
  Command command = file.command({.step = "collect_evidence"});
  command.at = file.records()[3].at;
  EXPECT_TRUE(file.answer(command).empty());
  command.at.ms = file.records()[0].at.ms - 1;
  EXPECT_EQ(codes(file.answer(command)), Codes{"time.before_first"});
}

TEST(Check, reads_clocks_on_the_day_of_the_act_not_of_its_recording) {
  CaseFile file = noticed();
  const base::Instant early = file.now();
  file.days_pass(6, 0);
  Command command = file.command({.step = "decide_penalty"});
  command.at = early;
  EXPECT_EQ(codes(file.answer(command)), (Codes{"notice.term_running", "time.too_old"}));
}

TEST(Check, tells_everything_at_once_gravest_first) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}}));
  Command command =
      file.command({.step = "file_case", .handlers = {"顾行舟"}, .fields = {{"case.cause", nullptr}}});
  command.is_signed = false;
  std::vector<std::string> told;
  for (const Refusal& refusal : file.answer(command)) told.push_back(refusal.code);
  EXPECT_EQ(told, (std::vector<std::string>{"signature.missing", "lead.not_verified", "handlers.too_few",
                                            "field.missing"}));
}

TEST(Check, names_the_person_whose_certificate_is_not_valid) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}}));
  file.set_person("林疏影", Truth::no, Truth::no);
  const Refusal refusal = only(file.refusals({.step = "verify_lead"}));
  EXPECT_EQ(refusal.code, "handlers.certificate_invalid");
  EXPECT_NE(refusal.say.find("林疏影"), std::string::npos);
  EXPECT_EQ(refusal.truth, Truth::no);
}

TEST(Check, does_not_know_a_person_it_was_told_nothing_of) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}}));
  Command command = file.command({.step = "verify_lead"});
  command.people.clear();
  const auto refusals = file.answer(command);
  EXPECT_EQ(codes(refusals), Codes{"handlers.certificate_invalid"});
  for (const Refusal& refusal : refusals) EXPECT_EQ(refusal.truth, Truth::unknown);
}

TEST(Check, wants_a_draft_exactly_where_the_step_names_one) {
  CaseFile file = noticed();
  Command command = file.command({.step = "waive_defence"});
  command.draft = some_hash("draft");
  EXPECT_EQ(codes(file.answer(command)), Codes{"draft.unexpected"});
  file.days_pass(6, 0);
  command = file.command({.step = "decide_penalty"});
  command.draft.clear();
  EXPECT_EQ(codes(file.answer(command)), Codes{"draft.missing"});
  command.draft = some_hash("of another case");
  EXPECT_EQ(codes(file.answer(command)), (Codes{"draft.unknown", "draft.superseded", "review.other_draft"}));
}

TEST(Check, stops_the_rounds_of_review_at_their_bound) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  std::vector<Act> acts = until_notice();
  acts.resize(7);
  ASSERT_TRUE(take_all(file, acts));
  for (int round = 0; round < 9; ++round) {
    ASSERT_TRUE(take_all(file, {{.step = "return_review"}, {.step = "submit_review"}}));
  }
  EXPECT_EQ(codes(file.refusals({.step = "return_review"})), Codes{"review.round.exhausted"});
}

TEST(Check, of_the_state_alone_says_what_is_missing_without_a_command) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}}));
  const Step& decide = *file.procedure().step("decide_penalty");
  const auto missing =
      check_state(file.procedure(), lawbook().calendar(), file.facts(), decide, day("2026-03-02"));
  EXPECT_EQ(codes(missing), (Codes{"review.not_passed", "notice.not_served", "notice.term_running"}));
  EXPECT_EQ(missing.front().remedy, "请将草案送法制审核机构审核，审核通过后再办理。");
}

TEST(Check, holds_an_opening_record_to_the_procedure_it_names) {
  const CaseFile file("penalty.ordinary", day("2026-03-02"));
  const auto refused = file.refusals({.step = "register_lead", .fields = {{"procedure", "penalty.summary"}}});
  EXPECT_EQ(codes(refused), Codes{"procedure.other"});
}

TEST(Check, lets_no_key_be_confirmed_by_the_person_who_enrolled_it) {
  CaseFile file("key", day("2026-03-02"));
  const json::Object key = {{"key.id", "$hash"},
                            {"key.pub", "公钥"},
                            {"key.holder", "$holder"},
                            {"key.roles", json::Array{"handler"}},
                            {"key.proof", "证明"}};
  ASSERT_TRUE(take_all(file, {{.step = "enrol_key", .fields = key}}));
  const Act confirm{.step = "confirm_key", .by = "周慎言", .fields = {{"confirms", "$head"}}};
  Act own = confirm;
  own.by.clear();
  EXPECT_EQ(codes(file.refusals(own)), Codes{"separation.key_keeper_is_key_keeper"});
  EXPECT_TRUE(file.refusals(confirm).empty());
}

TEST(Check, wants_the_very_enrolment_confirmed) {
  CaseFile file("key", day("2026-03-02"));
  const json::Object key = {{"key.id", "$hash"},
                            {"key.pub", "公钥"},
                            {"key.holder", "$holder"},
                            {"key.roles", json::Array{"handler"}},
                            {"key.proof", "证明"}};
  ASSERT_TRUE(take_all(file, {{.step = "enrol_key", .fields = key}}));
  const Act other{.step = "confirm_key", .by = "周慎言", .fields = {{"confirms", "$hash"}}};
  EXPECT_EQ(codes(file.refusals(other)), Codes{"confirms.other_record"});
}

TEST(Check, wants_the_very_report_of_an_incident_confirmed) {
  CaseFile file("incident", day("2026-03-02"));
  const json::Object report = {{"incident.index", 3},
                               {"incident.leaf", "$hash"},
                               {"incident.guards", json::Array{"review.not_passed"}},
                               {"incident.text", "说明"}};
  ASSERT_TRUE(take_all(file, {{.step = "report_incident", .fields = report}}));
  EXPECT_EQ(codes(file.refusals({.step = "confirm_incident", .fields = {{"confirms", "$hash"}}})),
            Codes{"confirms.other_record"});
  EXPECT_TRUE(file.refusals({.step = "confirm_incident", .fields = {{"confirms", "$head"}}}).empty());
}

TEST(Check, lets_everybody_declare_only_his_own_interest_and_signed) {
  CaseFile file("officer", day("2026-03-02"));
  ASSERT_TRUE(take_all(
      file,
      {{.step = "register_officer",
        .fields = {{"officer.name", "顾行舟"}, {"officer.unit", "监管所"}, {"officer.post", "执法人员"}}}}));
  Command command = file.command({.step = "declare_interest", .fields = {{"interest.reason", "亲属"}}});
  EXPECT_EQ(codes(file.answer(command)), Codes{"actor.not_self"});
  command.stream = command.holder;
  EXPECT_TRUE(file.answer(command).empty());
  command.is_signed = false;
  EXPECT_EQ(codes(file.answer(command)), Codes{"signature.missing"});
  EXPECT_TRUE(file.refusals({.step = "record_interest", .fields = {{"interest.reason", "亲属"}}}).empty());
}

TEST(Check, takes_no_step_of_roster_or_accounts_unsigned) {
  for (const char* id : {"officer", "account"}) {
    for (const Step& step : lawbook().procedure(id, day("2026-03-02"))->steps) {
      EXPECT_TRUE(step.is_signed) << step.name;
    }
  }
}

TEST(Check, lets_nobody_who_saw_a_record_act_before_it) {
  CaseFile file = noticed();
  file.days_pass(6, 0);
  Command command = file.command({.step = "decide_penalty"});
  ASSERT_TRUE(take_all(file, {{.step = "collect_evidence"}}));
  command.seen = file.facts().head;
  command.at.ms = file.facts().last_at->ms - 5 * 60 * 1000;  // clocks of two machines
  EXPECT_TRUE(file.answer(command).empty());
  command.at.ms -= 1;
  EXPECT_EQ(codes(file.answer(command)), Codes{"time.before_last"});
}

TEST(Check, lets_nobody_date_an_act_back_to_before_the_end_of_a_term_that_locks_it) {
  CaseFile file("coercion.seizure", day("2026-03-02"));
  for (const char* step :
       {"propose_seizure", "approve_seizure", "inform_party", "record_site", "impose_seizure"})
    ASSERT_TRUE(take_all(file, {{.step = step}}));
  file.days_pass(0, 60);  // the term ended on 31 March
  Command command = file.command({.step = "keep_articles"});
  EXPECT_EQ(codes(file.answer(command)), Codes{"seize.term_over"});
  command.at = at("2026-03-20T09:00:00+08:00");
  EXPECT_EQ(codes(file.answer(command)), Codes{"time.too_old"});
}

TEST(Check, dates_an_act_that_a_clock_governs_at_most_five_working_days_back) {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  ASSERT_TRUE(take_all(file, {{.step = "register_lead"}, {.step = "verify_lead"}, {.step = "file_case"}}));
  file.days_pass(0, 100);  // 10 June; five working days back: 3 June
  Command command = file.command({.step = "extend_decision"});
  command.at = at("2026-06-03T09:00:00+08:00");
  EXPECT_FALSE(codes(file.answer(command)).contains("time.too_old"));
  command.at = at("2026-05-29T09:00:00+08:00");  // the term still ran
  EXPECT_EQ(codes(file.answer(command)), Codes{"time.too_old"});
  Command evidence = file.command({.step = "collect_evidence"});
  evidence.at = command.at;
  EXPECT_TRUE(file.answer(evidence).empty());
}

TEST(Check, takes_no_review_and_no_decision_in_a_case_where_somebody_is_both) {
  CaseFile file = noticed();
  file.days_pass(6, 0);
  const Command command = file.command({.step = "decide_penalty"});
  Facts facts = file.facts();
  facts.holders["handlers"].insert(holder("周慎言"));  // however he was written into the chain
  EXPECT_EQ(codes(check(file.procedure(), lawbook().calendar(), facts, command, file.now())),
            Codes{"separation.handlers_and_legal_reviewer"});
}

}  // namespace
}  // namespace law::test
