// Records written past the office, by whoever holds its database: the sealer gives no number, the witness
// names them, the honest go on.

#include "attacks/attack.h"

namespace attack {
namespace {

TEST_F(Attack, a_decision_without_review_gets_no_seal_and_is_reported_while_the_log_is_still_witnessed) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data());
    stream = forger.stream_of(kDrafted);
    forge_decision_and_order(forger, stream, Forger::root(forger.newest("draft_document", stream)));
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("2 条记录无法检查"));
  EXPECT_TRUE(witness_says("<td>作出行政处罚决定</td><td>这一步须由本人签名，记录上没有签名。"));
  EXPECT_FALSE(is_issued(stream));
  EXPECT_THAT(demo_->page("/jueding"), Not(HasSubstr(kDrafted)));
}

TEST_F(Attack, a_review_and_a_decision_signed_with_a_key_of_ones_own_are_named_by_the_witness) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data());
    stream = forger.stream_of(kDrafted);
    const crypto::Sm2Key own = crypto::Sm2Key::generate();
    const std::string draft = Forger::root(forger.newest("draft_document", stream));
    const auto signed_as_oneself = [&](Fields fields) {
      for (auto& [name, value] : fields)
        if (name == "actor") value = json::Value(ledger::key_id(own.public_key()));
      return fields;
    };
    for (const char* step : {"pass_review", "decide_penalty", "order_seal"})
      forger.write("case", stream,
                   signed_as_oneself(forger.in_the_name_of(
                       step, stream, step,
                       {{"draft", json::Value(draft)},
                        {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}})),
                   &own);
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("chain.actor"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_review_taken_from_another_case_is_no_review_of_this_one) {
  std::string stream;
  std::uint64_t size = 0;
  {
    Forger forger(data());
    stream = forger.stream_of(kDrafted);
    forger.write_again(forger.newest("pass_review", forger.stream_of(kReady)), stream);
    forge_decision_and_order(forger, stream, Forger::root(forger.newest("draft_document", stream)));
    size = forger.size();
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witnessed_up_to(*demo_, size));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("3 条记录无法检查"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, another_draft_behind_the_reviewers_back_is_not_sealed) {
  std::string stream;
  {
    Forger forger(data());
    stream = forger.stream_of(kReady);
    forger.write_again(forger.newest("draft_document", forger.stream_of(kDrafted)), stream);
    const std::string other = Forger::root(forger.records(stream).back());
    forge_decision_and_order(forger, stream, other);
  }
  start();
  EXPECT_TRUE(log_says("office", "sealing: "));
  EXPECT_TRUE(witness_says("条记录无法检查"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_changed_text_is_found_before_the_seal) {
  std::string stream, draft;
  {
    Forger forger(data());
    stream = forger.stream_of(kReady);
    const auto record = forger.newest("draft_document", stream);
    draft = Forger::root(record);
    forger.change_blob(record, "未在店堂显著位置公示", "已在店堂显著位置公示");
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  decides_and_orders(stream, draft);
  EXPECT_TRUE(log_says("office", "sealing: sealer."));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, a_shifted_time_is_found_before_the_seal) {
  std::string stream, draft;
  {
    Forger forger(data());
    stream = forger.stream_of(kReady);
    draft = Forger::root(forger.newest("draft_document", stream));
    forger.change_structure(forger.newest("serve_notice", stream), "recorded",
                            json::Value("2026-10-13T09:00:00+08:00"));
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  decides_and_orders(stream, draft);
  EXPECT_TRUE(log_says("office", "sealing: bundle"));
  EXPECT_FALSE(is_issued(stream));
}

TEST_F(Attack, after_a_forgery_the_honest_case_is_still_sealed_and_witnessed) {
  std::string ready, draft;
  {
    Forger forger(data());
    const std::string drafted = forger.stream_of(kDrafted);
    forge_decision_and_order(forger, drafted, Forger::root(forger.newest("draft_document", drafted)));
    ready = forger.stream_of(kReady);
    draft = Forger::root(forger.newest("draft_document", ready));
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  decides_and_orders(ready, draft);
  EXPECT_TRUE(house_test::within_a_minute([&] { return is_issued(ready); }));
  EXPECT_TRUE(witnessed_up_to(*demo_, Forger(data()).size()));
}

// ---- what was unlawful is closed in the open ----

/// A head who also holds the database decides a case that nobody has reviewed, and signs it.
std::uint64_t decided_past_the_office(const std::string& stream, const Person& head) {
  Forger forger(Attack::data());
  const std::string draft = Forger::root(forger.newest("draft_document", stream));
  return forger.write(
      "case", stream,
      forger.in_the_name_of("decide_penalty", stream, "decide_penalty",
                            {{"draft", json::Value(draft)},
                             {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}}),
      head.key());
}

class Incident : public Attack {
 protected:
  static json::Value seen(const std::string& stream) {
    return json::Value(base::base64(Forger(data()).records(stream).back().leaf));
  }
  /// Reported by the director, confirmed by the supervising authority.
  static void declare_void(const ledger::StoredRecord& record) {
    const std::string incident = base::base64url(crypto::random_bytes(16));
    const auto reported = takes("hejingming", incident, "report_incident", "agency_head",
                                {{"incident.index", json::Value(static_cast<std::int64_t>(record.index))},
                                 {"incident.leaf", json::Value(base::base64(record.leaf))},
                                 {"incident.guards", json::string_array({"review.not_passed"})},
                                 {"incident.text", json::Value("没有审核就作了决定，无效。")}},
                                "incident");
    ASSERT_TRUE(reported.recorded) << reported.words();
    const Fields confirms{{"confirms", seen(incident)}};
    const auto by_the_house =
        takes("hejingming", incident, "confirm_incident", "supervising_authority", confirms, "incident");
    EXPECT_THAT(by_the_house.codes(), testing::Contains("role.not_granted"));
    const auto confirmed =
        takes("jianshenyan", incident, "confirm_incident", "supervising_authority", confirms, "incident");
    ASSERT_TRUE(confirmed.recorded) << confirmed.words();
  }
  /// Review and notice of the drafted case, as they should have been.
  static void reviews_and_serves(const std::string& stream, const std::string& draft) {
    const json::Value named(draft);
    const auto reviewed =
        takes("songqinghe", stream, "pass_review", "legal_reviewer",
              {{"draft", named}, {"seen", seen(stream)}, {"review.text", json::Value("同意。")}});
    ASSERT_TRUE(reviewed.recorded) << reviewed.words();
    const auto approved = takes("shenzhibai", stream, "approve_notice", "agency_head", {{"draft", named}});
    ASSERT_TRUE(approved.recorded) << approved.words();
    const auto served = takes("linshuying", stream, "serve_notice", "handler",
                              {{"draft", named},
                               {"service.way", json::Value("direct")},
                               {"service.on", json::Value(base::format(base::date_of(clock())))},
                               {"notice.hearing_right", json::Value(false)},
                               {"service.note", json::Value("当面签收。")}});
    ASSERT_TRUE(served.recorded) << served.words();
  }
};

TEST_F(Incident, closes_an_unlawful_decision_and_the_case_goes_on_as_the_law_wants_it) {
  const std::string stream = Forger(data()).stream_of(kDrafted), draft = draft_of(stream);
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  Person head = signed_in("shenzhibai");
  demo_.reset();
  const std::uint64_t index = decided_past_the_office(stream, head);
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  EXPECT_TRUE(witness_says("<td class=\"num\">" + std::to_string(index) + "</td>"));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("review.not_passed"));

  ASSERT_NO_FATAL_FAILURE(declare_void(Forger(data()).records(stream).back()));
  EXPECT_TRUE(witness_says("违反程序的记录（<span class=\"num\">0</span>）"));
  const auto too_soon = takes("shenzhibai", stream, "decide_penalty", "agency_head",
                              {{"draft", json::Value(draft)}, {"seen", seen(stream)}});
  EXPECT_THAT(too_soon.codes(), testing::Contains("review.not_passed"));

  ASSERT_NO_FATAL_FAILURE(reviews_and_serves(stream, draft));
  set_clock(base::format(base::Instant{clock().ms + 20 * std::int64_t{86'400'000}}));
  ASSERT_NO_FATAL_FAILURE(decides_and_orders(stream, draft));
  EXPECT_TRUE(gets_issued(stream)) << log_of("office");
  EXPECT_TRUE(witnessed_up_to_end());
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("没有发现问题"));
}

}  // namespace
}  // namespace attack
