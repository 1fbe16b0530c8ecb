// Texts, files, what stays in clear, and what erasure leaves.

#include "house.h"
#include "ledger/redactable_text.h"

namespace {

using namespace registrar_test;

class Contents : public House {
 protected:
  void SetUp() override { accepted(begin(stream_)); }
  registrar::Submission with(const Fields& more) const {
    return submission(officer_, fields(officer_, stream_, "add_note", "handler", more));
  }
  static json::Value file(const base::Hash& sm3, std::int64_t size) {
    return json::Array{json::Object{
        {"media", "image/jpeg"}, {"name", "现场.jpg"}, {"size", size}, {"sm3", base::base64(sm3)}}};
  }
  const std::string stream_ = new_id();
};

TEST_F(Contents, a_missing_attachment_is_refused) {
  const base::Hash absent = ledger::hash_of(ledger::HashAlg::sm3, "absent");
  EXPECT_EQ(refused(with({{"note.files", file(absent, 5)}})), "file.missing");
}

TEST_F(Contents, an_attachment_of_another_size_is_refused_and_a_whole_one_taken) {
  const base::Hash sm3 = stores_->blob_writer().store("a photograph").value();
  EXPECT_EQ(refused(with({{"note.files", file(sm3, 11)}})), "file.missing");
  accepted(with({{"note.files", file(sm3, 12)}}));
}

TEST_F(Contents, a_text_that_is_not_the_one_committed_is_refused) {
  const auto text = ledger::commit_text(json::Array{json::Object{{"t", "当事人陈述"}}}).value();
  auto made = with({{"note.text", text.field}});
  EXPECT_EQ(refused(made), "text.mismatch") << "no text at all";
  made.texts["note.text"] = {.body = json::Array{json::Object{{"t", "当事人否认"}}}, .seed = text.seed};
  EXPECT_EQ(refused(made), "text.mismatch");
  made.texts["note.text"] = {.body = text.body, .seed = base::Bytes(32, 'x')};
  EXPECT_EQ(refused(made), "text.mismatch");
}

TEST_F(Contents, a_text_that_no_field_commits_is_refused) {
  auto made = with({{"note.words", "x"}});
  made.texts["note.text"] = {.body = json::Array{}, .seed = base::Bytes(32, 'x')};
  EXPECT_EQ(refused(made), "text.mismatch");
}

TEST_F(Contents, a_committed_text_is_kept_with_its_record) {
  const auto text = ledger::commit_text(json::Array{json::Object{{"t", "当事人陈述"}}}).value();
  auto made = with({{"note.text", text.field}});
  made.texts["note.text"] = {.body = text.body, .seed = text.seed};
  accepted(made);
  const auto record = stores_->reader().stream(stream_, 1)->at(0);
  const auto opened =
      ledger::open_record(record, stores_->data_keys(), {.mid = "m001", .key = base::Bytes(32, 'k')});
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->texts.at("note.text").body, text.body);
}

TEST_F(Contents, no_private_value_lies_in_clear_and_the_course_does) {
  accepted(with({{"note.words", "秘密的话"}}));
  std::set<std::string> names;
  for (const auto& record : records(stream_)) {
    for (const auto& field : structure(record)) names.insert(field.name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"stream", "step", "at", "actor", "role", "pos", "prev", "rules",
                                          "recorded", "area"}));
}

TEST_F(Contents, the_chain_is_what_witness_and_sealer_demand) {
  accepted(with({{"note.words", "x"}}));
  accepted(close(stream_));
  std::vector<ledger::ChainRecord> structure, full;
  for (const auto& record : records(stream_)) {
    const auto opened =
        ledger::open_record(record, stores_->data_keys(), {.mid = "m001", .key = base::Bytes(32, 'k')});
    structure.push_back({.index = record.index, .bundle = ledger::structure_bundle(record)});
    full.push_back({.index = record.index, .bundle = ledger::bundle_revealing(record, opened->disclosures)});
    EXPECT_EQ(opened->disclosures.size() + opened->decoys.size(), record.digests.size());
  }
  const auto keys = registrar_->keys();
  const auto seen =
      ledger::check_chain(structure, ledger::View::witness, editions_.chain_rules(false), *keys);
  EXPECT_TRUE(seen) << seen.error().code << " " << seen.error().text;
  const auto all = ledger::check_chain(full, ledger::View::full, editions_.chain_rules(true), *keys);
  ASSERT_TRUE(all) << all.error().code << " " << all.error().text;
  EXPECT_TRUE(law::judge(editions_, *all, *keys)->empty());
}

TEST_F(Contents, a_record_whose_values_were_erased_still_folds_from_its_structure) {
  accepted(with({{"note.words", "将被删除"}}));
  accepted(close(stream_));
  const auto facts = registrar_->facts(base::StreamId(stream_));
  const auto record = stores_->reader().stream(stream_, 1)->at(0);
  stores_->lose_data_key(ledger::blob_kid(record.sealed).value());
  reopen();
  EXPECT_EQ(registrar_->facts(base::StreamId(stream_)), facts);
  ASSERT_TRUE(registrar_->rebuild());
  EXPECT_EQ(dump().find("将被删除"), std::string::npos);
  EXPECT_EQ(registrar_->size(), 3U);
}

}  // namespace
