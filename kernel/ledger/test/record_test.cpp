#include "ledger/record.h"

#include <gtest/gtest.h>

#include "ledger/act.h"

namespace {

namespace json = base::json;
using ledger::Bytes;
using ledger::KeptText;

const ledger::MasterKey kMaster{.mid = "m001", .key = Bytes(32, 'k')};

/// One data key, or none once it was destroyed.
class OneKey final : public ledger::DataKeyReader {
 public:
  explicit OneKey(ledger::SealedBlob blob) : blob_(std::move(blob)) {}
  void destroy() { blob_.kid.clear(); }
  base::Result<Bytes> wrapped(std::string_view kid) const override {
    if (kid != blob_.kid) return base::fail("erased");
    return blob_.wrapped;
  }

 private:
  ledger::SealedBlob blob_;
};

struct AtRest {
  ledger::StoredRecord record;
  ledger::SealedRecord made;
  OneKey key;
};

const std::map<std::string, KeptText> kTexts{
    {"doc.facts",
     {.body = json::Array{json::Object{{"t", "当事人销售过期食品。"}}}, .seed = Bytes(32, 's')}}};

/// `stream` and `step` in clear, `party.name` sealed.
AtRest at_rest() {
  const auto act =
      ledger::make_act({{"stream", "s1"}, {"step", "file_case"}, {"party.name", "郑怀瑾"}}, nullptr);
  const auto made = ledger::seal_record(act.value(), {.pos = 0, .prev = "", .rules = "r", .recorded = {}});
  ledger::StoredRecord record{.index = 7,
                              .stream = "s1",
                              .pos = 0,
                              .kind = "case",
                              .entry = made->entry,
                              .leaf = made->leaf,
                              .digests = made->digests,
                              .structure = {},
                              .sealed = {}};
  std::vector<std::string> rest;
  for (const std::string& disclosure : made->disclosures) {
    const std::string name = ledger::decode_disclosure(disclosure)->name;
    (name == "party.name" ? rest : record.structure).push_back(disclosure);
  }
  const auto blob = ledger::seal_blob(ledger::blob_plain(rest, made->decoys, kTexts), record.leaf, kMaster);
  record.sealed = blob.blob;
  return {.record = std::move(record), .made = *made, .key = OneKey(blob)};
}

TEST(Record, opens_to_every_field_decoy_and_text_it_was_closed_with) {
  const AtRest kept = at_rest();
  const auto opened = ledger::open_record(kept.record, kept.key, kMaster);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(*opened->find("party.name"), "郑怀瑾");
  EXPECT_EQ(*opened->find("step"), "file_case");
  EXPECT_EQ(opened->find("nothing"), nullptr);
  EXPECT_EQ(opened->decoys, kept.made.decoys);
  EXPECT_EQ(opened->disclosures.size(), kept.made.disclosures.size());
  EXPECT_EQ(opened->texts.at("doc.facts").body, kTexts.at("doc.facts").body);
  EXPECT_EQ(opened->texts.at("doc.facts").seed, kTexts.at("doc.facts").seed);
}

TEST(Record, whose_key_was_destroyed_is_erased_but_shows_its_structure_and_still_verifies) {
  AtRest kept = at_rest();
  kept.key.destroy();
  EXPECT_EQ(ledger::open_record(kept.record, kept.key, kMaster).error().code, "erased");
  const auto fields = ledger::structure_fields(kept.record);
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->size(), kept.record.structure.size());
  EXPECT_TRUE(ledger::verify_bundle(ledger::structure_bundle(kept.record)));
}

TEST(Record, under_another_master_key_is_not_opened) {
  const AtRest kept = at_rest();
  const ledger::MasterKey other{.mid = "m001", .key = Bytes(32, 'x')};
  EXPECT_EQ(ledger::open_record(kept.record, kept.key, other).error().code, "data_key");
}

TEST(Record, whose_blob_was_exchanged_for_another_records_is_not_opened) {
  AtRest kept = at_rest();
  const AtRest other = at_rest();
  kept.record.sealed = other.record.sealed;
  EXPECT_EQ(ledger::open_record(kept.record, other.key, kMaster).error().code, "blob");
}

TEST(Record, whose_sealed_values_have_another_form_is_a_damaged_blob) {
  AtRest kept = at_rest();
  const auto blob = ledger::seal_blob(R"({"decoys":[]})", kept.record.leaf, kMaster);
  kept.record.sealed = blob.blob;
  EXPECT_EQ(ledger::open_record(kept.record, OneKey(blob), kMaster).error().code, "blob");
}

TEST(Record, reveals_its_structure_without_any_private_value) {
  const AtRest kept = at_rest();
  const auto revealed = ledger::verify_bundle(ledger::structure_bundle(kept.record));
  ASSERT_TRUE(revealed) << revealed.error().text;
  EXPECT_EQ(revealed->leaf, kept.record.leaf);
  EXPECT_NE(revealed->find("step"), nullptr);
  EXPECT_EQ(revealed->find("party.name"), nullptr);
}

TEST(Record, reveals_what_is_asked_beside_the_structure_and_nothing_twice) {
  const AtRest kept = at_rest();
  const auto opened = ledger::open_record(kept.record, kept.key, kMaster);
  const auto bundle = ledger::bundle_revealing(kept.record, opened->disclosures);
  EXPECT_EQ(bundle.disclosures.size(), opened->disclosures.size());
  const auto revealed = ledger::verify_bundle(bundle);
  ASSERT_TRUE(revealed) << revealed.error().text;
  EXPECT_EQ(*revealed->find("party.name"), "郑怀瑾");
}

TEST(Record, seals_the_canonical_object_of_the_specification) {
  EXPECT_EQ(ledger::blob_plain({"d"}, {Bytes(3, '\0')}, {{"t", {.body = json::Array{}, .seed = "seed"}}}),
            R"({"decoys":["AAAA"],"disclosures":["d"],"texts":{"t":{"body":[],"seed":"c2VlZA=="}}})");
}

}  // namespace
