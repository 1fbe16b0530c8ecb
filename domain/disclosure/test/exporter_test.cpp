// What a published case, a key and a withdrawal show to the outside, and what a crash on the way repeats.

#include "bureau.h"
#include "ledger/note.h"
#include "ledger/redactable_text.h"
#include "ledger/tiles.h"

namespace disclosure_test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Names = std::set<std::string>;

class Export : public Bureau {
 protected:
  /// What the decision's record at `pos` reveals, by name.
  static std::map<std::string, json::Value> revealed(const Shown& decision, std::size_t pos) {
    const auto& item = decision.value.at("records").as_array().at(pos);
    const auto bundle = ledger::bundle_from_json(item.at("bundle")).value();
    EXPECT_TRUE(ledger::verify_bundle(bundle)) << "every record shown still proves itself";
    std::map<std::string, json::Value> out;
    for (const auto& disclosure : bundle.disclosures) {
      const auto field = ledger::decode_disclosure(disclosure).value();
      out[field.name] = field.value;
    }
    return out;
  }
  static Names names(const std::map<std::string, json::Value>& fields) {
    Names out;
    for (const auto& [name, value] : fields) out.insert(name);
    return out;
  }
  /// Steps of the stream as the office knows them.
  std::vector<std::string> steps(const std::string& stream) const {
    std::vector<std::string> out;
    for (const auto& stored : records(stream)) {
      const auto fields = ledger::structure_fields(stored).value();
      for (const auto& field : fields)
        if (field.name == "step") out.push_back(json::text_or_empty(&field.value));
    }
    return out;
  }
  Shown decision() {
    auto decisions = of_kind(feed::Kind::decision);
    EXPECT_EQ(decisions.size(), 1U);
    return decisions.empty() ? Shown{} : decisions.front();
  }
  std::string address() { return std::string(decision().value.at("id").as_string()); }
  std::string state() const { return file::read_file(directory_ / "exported.json").value(); }
  /// As after a crash between making the lines public and noting it.
  void crash_back_to(const std::string& older_state) {
    exporter_.reset();
    if (older_state.empty())
      fs::remove(directory_ / "exported.json");
    else
      ASSERT_TRUE(file::write_file_durably(directory_ / "exported.json", older_state, 0640));
    start_exporter();
  }
  std::vector<std::string> lines_now() {
    std::vector<std::string> out;
    for (const auto& shown : feed_lines()) out.push_back(feed::encode(shown.line));
    return out;
  }
};

TEST_F(Export, steps_of_the_inner_file_reveal_their_place_and_nothing_else) {
  const std::string stream = published_case();
  export_all();
  const Shown shown = decision();
  const auto all = steps(stream);
  const Names inner{"register_lead", "verify_lead",    "collect_evidence", "conclude_investigation",
                    "submit_review", "approve_notice", "order_seal",       "approve_publication"};
  ASSERT_EQ(shown.value.at("records").as_array().size(), all.size());
  for (std::size_t pos = 0; pos < all.size(); ++pos) {
    if (!inner.contains(all[pos])) continue;
    const auto fields = revealed(shown, pos);
    EXPECT_EQ(names(fields), (Names{"pos", "prev", "stream"})) << all[pos];
    EXPECT_EQ(fields.at("pos"), json::Value(static_cast<std::int64_t>(pos)));
  }
}

TEST_F(Export, a_superseded_draft_and_its_review_are_hidden_and_the_decided_ones_shown) {
  const std::string stream = published_case();
  export_all();
  const Shown shown = decision();
  const auto all = steps(stream);
  std::map<std::string, std::vector<bool>> visible;
  for (std::size_t pos = 0; pos < all.size(); ++pos)
    visible[all[pos]].push_back(revealed(shown, pos).contains("step"));
  EXPECT_EQ(visible["draft_document"], (std::vector<bool>{false, true}));
  EXPECT_EQ(visible["pass_review"], (std::vector<bool>{false, true}));
  EXPECT_EQ(visible["decide_penalty"], (std::vector<bool>{true}));
  const auto& acts = shown.value.at("acts").as_object();
  EXPECT_EQ(all.at(static_cast<std::size_t>(acts.at("draft").as_int64())), "draft_document");
  EXPECT_TRUE(revealed(shown, static_cast<std::size_t>(acts.at("review").as_int64())).contains("step"));
  EXPECT_EQ(acts.size(), 6U) << json::canonical(acts);
}

TEST_F(Export, a_public_step_shows_its_public_fields_without_the_private_ones) {
  const std::string stream = published_case();
  export_all();
  const Shown shown = decision();
  const auto& acts = shown.value.at("acts").as_object();
  const auto at = [&](const char* act) { return static_cast<std::size_t>(acts.at(act).as_int64()); };
  const auto draft = names(revealed(shown, at("draft")));
  for (const char* name : {"doc.facts", "doc.penalty.001", "doc.party.name", "step", "sig"})
    EXPECT_TRUE(draft.contains(name)) << name;
  for (const char* name : {"doc.party.address", "doc.party.representative", "doc.evidence.001"})
    EXPECT_FALSE(draft.contains(name)) << name;
  EXPECT_FALSE(revealed(shown, at("review")).contains("review.text"));
  const auto publication = names(revealed(shown, at("publication")));
  EXPECT_TRUE(publication.contains("pub.texts"));
  EXPECT_FALSE(publication.contains("pub.redactions"))
      << "where the hidden words stood is in the text's form";
  EXPECT_EQ(json::text_or_empty(&revealed(shown, at("issue")).at("doc.no")), "澄明市监处罚〔2026〕1号");
}

TEST_F(Export, words_that_were_hidden_or_superseded_or_private_are_in_no_file_of_the_feed) {
  published_case();
  export_all();
  const std::string all = everything_in_the_feed();
  const Shown shown = decision();
  const auto& published = shown.value.at("texts").as_object();
  const std::string texts = json::canonical(published);
  EXPECT_THAT(texts, HasSubstr("反映电梯仍在使用"));
  EXPECT_THAT(texts, HasSubstr("第二稿"));
  for (const char* words : {"第一稿", "镜湖路", "许示范", "日常检查发现", "事实清楚，同意"}) {
    EXPECT_THAT(all, Not(HasSubstr(words)));
    EXPECT_THAT(all, Not(HasSubstr(base::base64url(words))));
  }
  EXPECT_THAT(texts, Not(HasSubstr("证人李")));
  for (const auto& [name, text] : published) EXPECT_TRUE(ledger::verify_published_text(text)) << name;
}

TEST_F(Export, keys_and_lawbook_come_before_the_decision_that_rests_on_them) {
  published_case();
  export_all();
  const auto lines = feed_lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].line.kind, feed::Kind::key);
  EXPECT_EQ(lines[1].line.kind, feed::Kind::lawbook);
  EXPECT_EQ(lines[1].text, real_lawbook()->edition());
  EXPECT_EQ(lines[2].line.kind, feed::Kind::decision);
  EXPECT_EQ(lines[2].value.at("keys"), json::Value(json::Array{0}));
  EXPECT_EQ(lines[2].value.at("kind"), json::Value("penalty.ordinary"));
}

TEST_F(Export, a_decision_is_shown_for_the_months_of_the_lawbook) {
  published_case();
  export_all();
  EXPECT_EQ(decision().line.until, base::parse_date("2029-03-02").value());
}

TEST_F(Export, exporting_again_adds_nothing) {
  published_case();
  export_all();
  const auto lines = lines_now();
  export_all();
  start_exporter();
  export_all();
  EXPECT_EQ(lines_now(), lines);
}

TEST_F(Export, a_crash_between_publishing_and_noting_repeats_nothing) {
  export_all();
  const std::string before = state();
  published_case();
  export_all();
  const auto lines = lines_now();
  const std::string id = address(), noted = state();
  ASSERT_NE(before, noted);
  crash_back_to(before);
  clock_.pass(60);
  export_all();
  EXPECT_EQ(lines_now(), lines);
  EXPECT_EQ(state(), noted);
  EXPECT_EQ(address(), id) << "the address stays";
}

TEST_F(Export, a_lost_state_file_is_made_again_without_a_new_line) {
  const std::string stream = published_case();
  export_all();
  withdraw(stream);
  published_case();
  export_all();
  const auto lines = lines_now();
  const std::string noted = state();
  crash_back_to("");
  export_all();
  EXPECT_EQ(lines_now(), lines);
  EXPECT_EQ(state(), noted);
}

TEST_F(Export, the_address_is_not_the_streams_name_and_differs_from_case_to_case) {
  const std::string first = published_case(), second = published_case();
  export_all();
  const auto decisions = of_kind(feed::Kind::decision);
  ASSERT_EQ(decisions.size(), 2U);
  const std::string one = json::text_or_empty(&decisions[0].value.at("id"));
  const std::string other = json::text_or_empty(&decisions[1].value.at("id"));
  EXPECT_EQ(one.size(), 22U);
  EXPECT_NE(one, other);
  EXPECT_NE(one, first);
  EXPECT_NE(other, second);
}

TEST_F(Export, a_withdrawal_leaves_a_tombstone_without_names_and_removes_the_decision) {
  const std::string stream = published_case();
  export_all();
  const Shown shown = decision();
  withdraw(stream);
  export_all();
  const auto removals = of_kind(feed::Kind::remove);
  ASSERT_EQ(removals.size(), 1U);
  EXPECT_EQ(removals[0].line.cause, feed::Cause::unlawful);
  EXPECT_EQ(removals[0].line.of, (std::vector<std::uint64_t>{shown.line.index}));
  EXPECT_EQ(removals[0].value, json::Value(json::Object{{"date", "2026-03-02"},
                                                        {"id", shown.value.at("id")},
                                                        {"no", "澄明市监处罚〔2026〕1号"},
                                                        {"reason", "该决定已被人民法院判决撤销。"},
                                                        {"t", "tombstone"},
                                                        {"v", 1}}));
  EXPECT_FALSE(fs::exists(directory_ / "feed" / feed::payload_path(*shown.line.payload)));
  EXPECT_THAT(everything_in_the_feed(), Not(HasSubstr("示范物业")));
}

TEST_F(Export, a_crash_after_a_withdrawal_withdraws_once) {
  const std::string stream = published_case();
  export_all();
  const std::string before = state();
  withdraw(stream);
  export_all();
  const auto lines = lines_now();
  crash_back_to(before);
  export_all();
  EXPECT_EQ(lines_now(), lines);
  EXPECT_EQ(of_kind(feed::Kind::remove).size(), 1U);
}

TEST_F(Export, a_case_that_was_not_published_shows_nothing) {
  served_case();
  export_all();
  for (const auto& shown : feed_lines()) EXPECT_EQ(shown.line.kind, feed::Kind::key);
  EXPECT_THAT(everything_in_the_feed(), Not(HasSubstr("示范物业")));
}

// --- what witnesses said, and the twin

TEST_F(Export, what_a_witness_says_goes_out_between_two_publications) {
  export_all();
  const auto file = [&](const char* name) {
    const fs::path path = directory_ / "feed/log" / name;
    return fs::exists(path) ? file::read_file(path).value() : std::string();
  };
  EXPECT_EQ(file("witnessed"), "");
  const std::uint64_t size = registrar_->size();
  told_.note = "cosigned";
  told_.reports = {{size - 1, "first report"}, {size, "second report"}, {size + 9, "of what is not out yet"}};
  export_all();
  EXPECT_EQ(file("witnessed"), "cosigned");
  EXPECT_EQ(file(("report/" + std::to_string(size - 1)).c_str()), "first report");
  EXPECT_EQ(file("report/newest"), "second report");
  EXPECT_FALSE(fs::exists(directory_ / "feed/log/report" / std::to_string(size + 9)));
  const std::string noted = state();
  start_exporter();
  export_all();
  EXPECT_EQ(state(), noted);
}

TEST_F(Export, a_log_that_signs_no_more_still_withdraws) {
  const std::string stream = published_case();
  export_all();
  registrar_->stop_signing();
  withdraw(stream);
  export_all();
  EXPECT_EQ(of_kind(feed::Kind::remove).size(), 1U);
  EXPECT_THAT(everything_in_the_feed(), Not(HasSubstr("示范物业")));
}

TEST_F(Export, the_twin_holds_the_same_entries_under_its_own_hash_key_and_origin) {
  published_case();
  export_all();
  twin_.emplace("zf.test/log/1", crypto::Ed25519Key::from_seed(std::string(32, 's')).value());
  start_exporter();
  withdraw(published_case());
  export_all();
  const fs::path folder = directory_ / "feed/log/sha256";
  const auto note = ledger::parse_note(file::read_file(folder / "checkpoint").value()).value();
  const auto checkpoint = ledger::parse_checkpoint(note.text).value();
  EXPECT_EQ(checkpoint.origin, "zf.test/log/1/sha256");
  ASSERT_EQ(checkpoint.size, registrar_->size()) << "joined later, it holds everything from the beginning";
  ledger::Tree tree(ledger::HashAlg::sha256);
  const std::string part = "tile/entries/000.p/" + std::to_string(checkpoint.size);
  const auto entries =
      ledger::parse_bundle(file::read_file(folder / part).value(), static_cast<int>(checkpoint.size)).value();
  for (const auto& entry : entries) tree.append(ledger::leaf_hash(entry, ledger::HashAlg::sha256));
  EXPECT_EQ(tree.root(), checkpoint.root);
  EXPECT_EQ(file::read_file(directory_ / "feed/log" / part), file::read_file(folder / part));
}

}  // namespace
}  // namespace disclosure_test
