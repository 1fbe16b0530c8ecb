#include "house.h"

namespace {

using namespace registrar_test;

class Submit : public House {};

TEST_F(Submit, an_acknowledged_record_is_there_after_reopening) {
  const std::string stream = new_id();
  const auto receipt = accepted(begin(stream));
  EXPECT_EQ(receipt.stream, stream);
  EXPECT_EQ(receipt.pos, 0);
  EXPECT_EQ(receipt.index, 0U);
  const auto facts = registrar_->facts(base::StreamId(stream));
  const auto root_before = root();
  reopen();
  EXPECT_EQ(registrar_->size(), 1U);
  EXPECT_EQ(root(), root_before);
  EXPECT_EQ(registrar_->facts(base::StreamId(stream)), facts);
  EXPECT_EQ(facts->head, receipt.leaf);
  EXPECT_EQ(facts->flag("visit.begun"), law::Truth::yes);
}

TEST_F(Submit, a_refused_command_writes_nothing) {
  const std::string stream = new_id();
  accepted(begin(stream));
  const std::string before = dump();
  const auto root_before = root();
  EXPECT_EQ(refused(begin(stream)), "step.opening_again");
  EXPECT_EQ(refused(note(new_id(), "x")), "procedure.none");
  EXPECT_EQ(stored(), 1U);
  EXPECT_EQ(root(), root_before);
  EXPECT_EQ(dump(), before);
}

TEST_F(Submit, every_refusal_of_the_law_is_told_at_once_in_words) {
  const std::string stream = new_id();
  accepted(begin(stream));
  EXPECT_EQ(all_refusals(submission(
                head_, fields(head_, stream, "close_visit", "key_keeper", {{"extra", "x"}}), false)),
            (std::set<std::string>{"role.wrong", "signature.missing", "seen.stale", "field.unknown"}));
}

TEST_F(Submit, what_keys_form_and_law_refuse_is_told_together) {
  const std::string stream = new_id();
  accepted(begin(stream));
  auto bad = submission(officer_, fields(officer_, stream, "close_visit", "agency_head"));
  bad.texts["opinion"] = {json::Array{}, base::Bytes(32, 's')};
  EXPECT_EQ(all_refusals(bad),
            (std::set<std::string>{"role.not_granted", "text.mismatch", "signature.missing", "seen.stale"}));
}

TEST_F(Submit, of_a_case_nothing_is_said_while_it_is_not_certain_who_asks) {
  const std::string stream = new_id();
  accepted(begin(stream));
  auto borrowed = submission(head_, fields(head_, stream, "close_visit", "key_keeper"));
  borrowed.signed_in_holder = base::PersonId(officer_.holder);
  EXPECT_EQ(all_refusals(borrowed), std::set<std::string>{"actor.not_signed_in"});
}

TEST_F(Submit, further_checks_are_told_with_the_rest_but_ask_nothing_for_somebody_without_the_role) {
  const std::string stream = new_id();
  accepted(begin(stream));
  int asked = 0;
  further_.step = "close_visit";
  further_.found = [&](const law::Command&) {
    ++asked;
    return std::vector<law::Refusal>{
        {.code = "further", .say = "不行。", .source = {"实施方案"}, .remedy = "请改正。"}};
  };
  EXPECT_EQ(all_refusals(submission(head_, fields(head_, stream, "close_visit", "agency_head"))),
            (std::set<std::string>{"signature.missing", "seen.stale", "further"}));
  EXPECT_FALSE(all_refusals(submission(officer_, fields(officer_, stream, "close_visit", "agency_head")))
                   .contains("further"));
  EXPECT_EQ(asked, 1);
}

TEST_F(Submit, the_facts_of_a_stream_follow_its_records) {
  const std::string stream = new_id();
  accepted(begin(stream));
  accepted(note(stream, "一"));
  accepted(close(stream));
  EXPECT_EQ(registrar_->facts(base::StreamId(stream))->flag("visit.closed"), law::Truth::yes);
  EXPECT_EQ(refused(note(stream, "二")), "visit.closed.present");
  EXPECT_EQ(registrar_->facts(base::StreamId(new_id())).error().code, "unknown_stream");
}

TEST_F(Submit, the_same_submission_under_its_key_gets_the_first_receipt_also_after_reopening) {
  auto first = begin(new_id());
  first.idempotency_key = "k1";
  const auto receipt = accepted(first);
  EXPECT_EQ(to_json(accepted(first)), to_json(receipt));
  reopen();
  EXPECT_EQ(to_json(accepted(first)), to_json(receipt));
  EXPECT_EQ(stored(), 1U);
}

TEST_F(Submit, another_submission_under_a_used_key_is_refused_and_never_answered_with_its_receipt) {
  const std::string stream = new_id();
  auto first = begin(stream);
  first.idempotency_key = "k1";
  accepted(first);
  auto other = begin(stream);
  other.idempotency_key = "k1";
  EXPECT_EQ(refused(other), "idempotency_mismatch");
  EXPECT_EQ(stored(), 1U);
}

TEST_F(Submit, the_same_key_for_another_stream_is_another_key) {
  auto first = begin(new_id());
  first.idempotency_key = "k1";
  const auto receipt = accepted(first);
  auto other = begin(new_id());
  other.idempotency_key = "k1";
  EXPECT_NE(accepted(other).stream, receipt.stream);
  EXPECT_EQ(stored(), 2U);
}

TEST_F(Submit, more_digests_than_the_rule_gives_are_refused) {
  auto act = begin(new_id());
  act.act.n *= 2;
  while (act.act.decoys.size() + act.act.disclosures.size() + 5 < act.act.n + 1)
    act.act.decoys.push_back(crypto::random_bytes(32));
  EXPECT_NE(refused(act), "");
  EXPECT_EQ(stored(), 0U);
}

TEST_F(Submit, a_replayed_signature_is_refused) {
  const std::string stream = new_id();
  accepted(begin(stream));
  const auto sealed = submission(sealer_, fields(sealer_, stream, "issue_document", "sealer"), true);
  accepted(sealed);
  EXPECT_EQ(refused(sealed), "replayed_signature");
  reopen();
  EXPECT_EQ(refused(sealed), "replayed_signature");
  EXPECT_EQ(stored(), 2U);
}

TEST_F(Submit, a_signature_by_another_key_is_refused) {
  const std::string stream = new_id();
  accepted(begin(stream));
  auto by_other = close(stream);
  by_other.act = act_of(fields(head_, stream, "close_visit", "agency_head",
                               {{"seen", registrar_->facts(base::StreamId(stream))->head}}),
                        &reviewer_.key);
  EXPECT_EQ(refused(by_other), "signature.other_key");
}

TEST_F(Submit, a_signature_over_other_contents_is_refused) {
  const std::string stream = new_id();
  accepted(begin(stream));
  auto altered = close(stream);
  altered.act.decoys.back() = crypto::random_bytes(32);
  EXPECT_EQ(refused(altered), "signature.wrong");
}

TEST_F(Submit, a_key_nobody_enrolled_is_refused) {
  const Person stranger;
  EXPECT_EQ(refused(submission(stranger, fields(stranger, new_id(), "begin_visit", "handler"))),
            "actor.not_enrolled");
}

TEST_F(Submit, a_role_that_the_key_was_not_granted_is_refused) {
  EXPECT_EQ(refused(submission(head_, fields(head_, new_id(), "begin_visit", "handler", {{"place", "x"}}))),
            "role.not_granted");
}

TEST_F(Submit, a_key_of_somebody_else_than_the_one_signed_in_is_refused) {
  auto borrowed = begin(new_id());
  borrowed.signed_in_holder = base::PersonId(head_.holder);
  EXPECT_EQ(refused(borrowed), "actor.not_signed_in");
}

TEST_F(Submit, only_a_machine_acts_without_a_session) {
  const std::string stream = new_id();
  auto nobody = begin(stream);
  nobody.signed_in_holder = {};
  EXPECT_EQ(refused(nobody), "actor.not_signed_in");
  accepted(begin(stream));
  auto sealed = submission(sealer_, fields(sealer_, stream, "issue_document", "sealer"), true);
  sealed.signed_in_holder = {};
  accepted(sealed);
}

TEST_F(Submit, an_act_for_another_stream_than_the_addressed_one_is_refused) {
  auto misdirected = begin(new_id());
  misdirected.stream = base::StreamId(new_id());
  EXPECT_EQ(refused(misdirected), "stream_mismatch");
}

TEST_F(Submit, a_stream_keeps_its_kind) {
  const std::string stream = new_id();
  auto wrong = begin(stream);
  wrong.kind = "key";
  EXPECT_NE(refused(wrong), "");
  accepted(begin(stream));
  auto later = note(stream, "x");
  later.kind = "list";
  EXPECT_EQ(refused(later), "stream.kind");
}

TEST_F(Submit, reserved_names_of_another_type_are_refused) {
  const auto with = [&](const std::string& name, const json::Value& value) {
    Fields all = fields(officer_, new_id(), "begin_visit", "handler", {{"place", "x"}});
    const std::string stream = json::text_or_empty(&all.front().value);
    std::erase_if(all, [&](const auto& field) { return field.name == name; });
    if (!value.is_null()) all.emplace_back(name, value);
    auto made = submission(officer_, all);
    made.stream = base::StreamId(stream);
    return refused(made);
  };
  EXPECT_EQ(with("stream", "short"), "act_field");
  EXPECT_EQ(with("step", "Begin"), "act_field");
  EXPECT_EQ(with("at", "yesterday"), "act_field");
  EXPECT_EQ(with("role", nullptr), "act_field");
  EXPECT_EQ(with("seen", 7), "act_field");
  EXPECT_EQ(with("handlers", json::Array{"x"}), "act_field");
}

TEST_F(Submit, a_position_that_another_record_took_is_stale) {
  const std::string stream = new_id();
  accepted(begin(stream));
  auto expecting = note(stream, "x");
  expecting.expected_pos = 1;
  accepted(expecting);
  auto late = note(stream, "y");
  late.expected_pos = 1;
  EXPECT_EQ(refused(late), "stale_position");
}

TEST_F(Submit, tells_each_commit_once) {
  std::vector<std::string> told;
  registrar_->on_commit([&](const registrar::Committed& made) {
    told.push_back(std::to_string(made.receipt.index) + " " + made.kind + " " + made.step);
  });
  const std::string stream = new_id();
  accepted(begin(stream));
  EXPECT_NE(refused(begin(stream)), "");
  accepted(note(stream, "x"));
  EXPECT_EQ(registrar_->size(), 2U);
  registrar_.reset();
  EXPECT_EQ(told, (std::vector<std::string>{"0 case begin_visit", "1 case add_note"}));
}

TEST_F(Submit, tells_nobody_once_the_listener_was_taken_away) {
  int told = 0;
  registrar_->on_commit([&](const registrar::Committed&) { ++told; });
  const std::string stream = new_id();
  accepted(begin(stream));
  registrar_->on_commit({});
  accepted(note(stream, "x"));
  registrar_.reset();
  EXPECT_EQ(told, 1);
}

TEST(Receipt, is_read_again_as_it_was_written) {
  const registrar::Receipt receipt{.stream = "s", .leaf = "l", .root = "r", .pos = 3, .index = 7};
  const std::string text = json::canonical(to_json(receipt));
  EXPECT_EQ(text, R"({"durable":true,"index":7,"leaf":"l","pos":3,"root":"r","stream":"s"})");
  EXPECT_EQ(json::canonical(to_json(registrar::receipt_from_json(text).value())), text);
  EXPECT_FALSE(registrar::receipt_from_json("{}"));
}

}  // namespace
