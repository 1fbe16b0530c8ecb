// What somebody who is signed in at the office, or holds its machine, can try there, and what the office
// says. Each test ends with what it says is missing.

#include "attacks/attack.h"

namespace attack {
namespace {

TEST_F(Attack, the_administrator_reads_no_case_and_takes_no_step_of_one) {
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const std::string stream = Forger(data()).stream_of(kReady);
  const auto seen = signed_in("admin").get("/api/streams/case/" + stream);
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().code, "api.forbidden");
  const std::string draft = Forger::root(Forger(data()).newest("draft_document", stream));
  const auto decided =
      takes("admin", stream, "decide_penalty", "agency_head", {{"draft", json::Value(draft)}});
  EXPECT_FALSE(decided.recorded);
  EXPECT_THAT(decided.words(), HasSubstr("role.not_granted"));
}

// The step needs no view of the record before it, so nothing but the signature stands in the way.
TEST_F(Attack, a_signed_act_cannot_be_sent_again_by_whatever_way) {
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const std::string stream = Forger(data()).stream_of(kReady), other = Forger(data()).stream_of(kDrafted);
  Person head = signed_in("shenzhibai");
  const auto act = ledger::make_act(fields_of(head, stream, "discuss_collectively", "agency_head",
                                              {{"discussion.text", json::Value("同意。")}}),
                                    head.key())
                       .value();
  const auto first = head.record("case", stream, act, {});
  ASSERT_TRUE(first->recorded) << first->words();
  const auto again = head.record("case", stream, act, {});  // with an idempotency key of its own
  EXPECT_FALSE(again->recorded);
  EXPECT_THAT(json::canonical(again->body), HasSubstr("\"replayed_signature\""));
  const auto elsewhere = head.record("case", other, act, {});
  EXPECT_FALSE(elsewhere->recorded);
  EXPECT_THAT(json::canonical(elsewhere->body), HasSubstr("stream_mismatch"));
}

/// `act` with the signature of another.
ledger::Act with_signature_of(const ledger::Act& signed_act, ledger::Act act) {
  act.disclosures.back() = signed_act.disclosures.back();
  return act;
}

TEST_F(Attack, a_signature_covers_the_stream_and_the_place_it_was_made_for) {
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const std::string stream = Forger(data()).stream_of(kReady), other = Forger(data()).stream_of(kDrafted);
  Person head = signed_in("shenzhibai");
  const auto made = [&](const std::string& in) {
    const Forger forger(data());
    return ledger::make_act(
               fields_of(head, in, "decide_penalty", "agency_head",
                         {{"draft", json::Value(Forger::root(forger.newest("draft_document", in)))},
                          {"seen", json::Value(base::base64(forger.records(in).back().leaf))}}),
               head.key())
        .value();
  };
  const ledger::Act decided = made(stream);
  ASSERT_TRUE(head.record("case", stream, decided, {})->recorded);
  for (const std::string& in : {stream, other}) {  // a place further on, and another case
    const auto answer = head.record("case", in, with_signature_of(decided, made(in)), {});
    EXPECT_FALSE(answer->recorded);
    EXPECT_THAT(answer->codes(), testing::Contains("signature.wrong"));
  }
}

// ---- keys ----

/// Both halves of an enrolment of `own` for `holder`, by whoever `signs`.
std::string forge_enrolment(Forger& forger, const crypto::Sm2Key& own, const std::string& holder,
                            const std::function<Fields(const Fields&)>& in_whose_name,
                            const crypto::Sm2Key* signs) {
  const std::string id = ledger::key_id(own.public_key()), keys = base::base64url(crypto::random_bytes(16));
  const std::vector<std::string> roles{"legal_reviewer"};
  const std::string proof = base::base64(own.sign(ledger::enrol_message(holder, id, roles)));
  forger.write("key", keys,
               in_whose_name(forger.in_the_name_of("enrol_key", keys, "enrol_key",
                                                   {{"key.id", json::Value(id)},
                                                    {"key.pub", json::Value(base::base64(own.public_key()))},
                                                    {"key.holder", json::Value(holder)},
                                                    {"key.roles", json::string_array(roles)},
                                                    {"key.proof", json::Value(proof)}})),
               signs);
  forger.write("key", keys,
               in_whose_name(forger.in_the_name_of(
                   "confirm_key", keys, "confirm_key",
                   {{"confirms", json::Value(base::base64(forger.records(keys).back().leaf))}})),
               signs);
  return id;
}

Fields as_actor(Fields fields, const std::string& key) {
  for (auto& [name, value] : fields)
    if (name == "actor") value = json::Value(key);
  return fields;
}

/// A review of the drafted case, signed with `own`.
std::string review_with(Forger& forger, const crypto::Sm2Key& own) {
  const std::string stream = forger.stream_of(kDrafted);
  forger.write("case", stream,
               as_actor(forger.in_the_name_of(
                            "pass_review", stream, "pass_review",
                            {{"draft", json::Value(Forger::root(forger.newest("draft_document", stream)))},
                             {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}}),
                        ledger::key_id(own.public_key())),
               &own);
  return stream;
}

TEST_F(Attack, a_key_enrolled_past_the_two_roots_signs_nothing_that_counts) {
  {
    Forger forger(data());
    const crypto::Sm2Key own = crypto::Sm2Key::generate();
    forge_enrolment(
        forger, own, base::base64url(crypto::random_bytes(16)), [](const Fields& fields) { return fields; },
        nullptr);
    review_with(forger, own);
  }
  start();
  EXPECT_TRUE(log_says("office", "nobody entitled signed this"));
  EXPECT_TRUE(witnessed_up_to_end());
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("条记录无法检查"));
}

TEST_F(Attack, a_handler_who_signs_both_halves_of_an_enrolment_gets_no_reviewers_key) {
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  Person handler = signed_in("linshuying");
  const crypto::Sm2Key own = crypto::Sm2Key::generate();
  // At the office he is told why,
  const std::string keys = base::base64url(crypto::random_bytes(16));
  const std::vector<std::string> roles{"legal_reviewer"};
  const std::string id = ledger::key_id(own.public_key());
  const auto asked =
      takes("linshuying", keys, "enrol_key", "key_keeper",
            {{"key.id", json::Value(id)},
             {"key.pub", json::Value(base::base64(own.public_key()))},
             {"key.holder", json::Value(handler.holder())},
             {"key.roles", json::string_array(roles)},
             {"key.proof",
              json::Value(base::base64(own.sign(ledger::enrol_message(handler.holder(), id, roles))))}},
            "key");
  EXPECT_FALSE(asked.recorded);
  EXPECT_THAT(asked.codes(), testing::Contains("role.not_granted"));
  // past it, with his own signature under both,
  demo_.reset();
  std::string stream;
  {
    Forger forger(data());
    forge_enrolment(
        forger, own, handler.holder(),
        [&](const Fields& fields) { return as_actor(fields, handler.key_id()); }, handler.key());
    stream = review_with(forger, own);
    forge_decision_and_order(forger, stream, Forger::root(forger.newest("draft_document", stream)));
  }
  // nobody takes it for a key.
  start();
  EXPECT_TRUE(log_says("office", "nobody entitled signed this"));
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to_end());
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("chain.actor"));
  EXPECT_FALSE(is_issued(stream));
}

// ---- clock and store ----

TEST_F(Attack, nobody_decides_while_the_clock_is_set_back) {
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  const std::string stream = Forger(data()).stream_of(kReady);
  const std::string draft = Forger::root(Forger(data()).newest("draft_document", stream));
  set_clock("2026-03-02T09:00:00+08:00");
  const auto decided =
      takes("shenzhibai", stream, "decide_penalty", "agency_head", {{"draft", json::Value(draft)}});
  EXPECT_FALSE(decided.recorded);
  EXPECT_THAT(decided.words(), AnyOf(HasSubstr("clock_behind"), HasSubstr("time.")));
}

TEST_F(Attack, an_office_whose_record_was_taken_out_does_not_start) {
  Forger(data()).sql("DELETE FROM record WHERE idx=(SELECT max(idx)/2 FROM record)");
  start();
  EXPECT_TRUE(demo_->ends());
  EXPECT_THAT(log_of("office"), HasSubstr("log_damaged"));
}

TEST_F(Attack, an_office_whose_draft_was_exchanged_does_not_start) {
  {
    Forger forger(data());
    const auto draft = forger.newest("draft_document", forger.stream_of(kReady));
    const auto other = forger.newest("draft_document", forger.stream_of(kDrafted));
    forger.sql("UPDATE record SET entry=? WHERE idx=?",
               {sql::Blob{other.entry}, static_cast<std::int64_t>(draft.index)});
  }
  start();
  EXPECT_TRUE(demo_->ends());
  EXPECT_THAT(log_of("office"), HasSubstr("its entry was altered"));
}

}  // namespace
}  // namespace attack
