#include "ledger/act.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>

#include "own_vectors.h"

namespace ledger {
namespace {

using test::at;
using test::list;
using test::text;
using Fields = std::vector<std::pair<std::string, json::Value>>;

const json::Value& published() {
  static const json::Value value = test::vectors("13-structure.json");
  return value;
}

std::vector<std::string> disclosures_of(const json::Value& built, bool registrar) {
  std::vector<std::string> out;
  for (const auto& member : at(built, "disclosures").as_object()) {
    const std::string name(member.key());
    const bool theirs = name == "pos" || name == "prev" || name == "rules" || name == "recorded";
    if (registrar || !theirs) out.push_back(json::text_or_empty(&member.value()));
  }
  return out;
}

std::vector<Bytes> decoys_of(const json::Value& built) {
  std::vector<Bytes> out;
  for (const auto& decoy : test::strings(built, "decoys")) out.push_back(base::from_base64(decoy).value());
  return out;
}

/// The client's part of a published record: without the registrar's last decoy where it is unsigned.
Act act_of(const json::Value& built) {
  Act act{static_cast<std::size_t>(at(built, "n").as_int64()), disclosures_of(built, false),
          decoys_of(built)};
  if (at(built, "signed").as_bool()) return act;
  const auto act_set = test::strings(built, "act_set");
  std::erase_if(act.decoys, [&](const Bytes& decoy) {
    return std::ranges::find(act_set, base::base64(decoy_digest(decoy))) == act_set.end();
  });
  return act;
}

json::Value base64_array(std::span<const Hash> hashes) {
  std::vector<std::string> texts;
  for (const Hash& hash : hashes) texts.push_back(base::base64(hash));
  return json::string_array(texts);
}

crypto::Sm2Key test_key() {
  return crypto::Sm2Key::from_scalar(Bytes(31, '\0') + '\7').value();
}

TEST(Act, key_ids_of_the_published_keys) {
  for (const json::Value& key : list(published(), "keys"))
    EXPECT_EQ(key_id(base::from_base64(text(key, "pub")).value()), text(key, "id"));
}

TEST(Act, published_records_are_built_byte_for_byte) {
  for (const json::Value& built : list(published(), "construction")) {
    const auto record = close_record(disclosures_of(built, true), decoys_of(built));
    ASSERT_TRUE(record) << record.error().text;
    EXPECT_EQ(record->entry, text(built, "entry"));
    EXPECT_EQ(base::base64(record->leaf), text(built, "leaf_hash"));
    EXPECT_EQ(base::base64(record->root), text(built, "root"));
    EXPECT_EQ(base64_array(record->digests), at(built, "digests"));
  }
}

TEST(Act, published_acts_open_to_their_act_set_and_message) {
  for (const json::Value& built : list(published(), "construction")) {
    const auto opened = open_act(act_of(built));
    ASSERT_TRUE(opened) << opened.error().text;
    EXPECT_EQ(base64_array(opened->act_set), at(built, "act_set"));
    EXPECT_EQ(opened->sig.has_value(), at(built, "signed").as_bool());
    if (!opened->sig) continue;
    EXPECT_EQ(act_message(opened->act_set, text(built, "actor")), text(built, "message"));
    EXPECT_EQ(text(*opened->sig, "sig"), text(built, "sig"));
    EXPECT_EQ(text(*opened->sig, "key"), text(built, "actor"));
  }
}

TEST(Act, published_signatures_verify_or_fail_as_stated) {
  for (const json::Value& item : list(published(), "signatures")) {
    std::vector<Hash> act_set;
    for (const auto& digest : test::strings(item, "act_set"))
      act_set.push_back(base::hash_from_base64(digest).value());
    const bool valid = crypto::sm2_verify(base::from_base64(text(item, "pub")).value(),
                                          act_message(act_set, text(item, "key")),
                                          base::from_base64(text(item, "sig")).value());
    EXPECT_EQ(valid, at(item, "valid").as_bool()) << text(item, "case");
  }
}

RC_GTEST_PROP(Act, what_was_made_opens_and_seals_again, (const std::vector<std::string>& values)) {
  Fields fields;
  for (std::size_t i = 0; i < values.size(); ++i)
    fields.emplace_back("f." + std::to_string(i), json::Value(base::hex(values[i])));
  const crypto::Sm2Key key = test_key();
  const bool is_signed = *rc::gen::arbitrary<bool>();
  const auto act = make_act(fields, is_signed ? &key : nullptr);
  RC_ASSERT(act.has_value());
  RC_ASSERT(act->n == std::max<std::size_t>(16, std::bit_ceil(values.size() + 5)));
  const auto opened = open_act(*act);
  RC_ASSERT(opened.has_value());
  RC_ASSERT(opened->act_set.size() + 5 == act->n);
  RC_ASSERT(opened->sig.has_value() == is_signed);
  for (const auto& [name, value] : fields) RC_ASSERT(*opened->find(name) == value);
  const auto record = seal_record(*act, {.pos = 0, .prev = "", .rules = "r", .recorded = {}});
  RC_ASSERT(record.has_value());
  const auto revealed = verify_bundle({.alg = HashAlg::sm3,
                                       .entry = record->entry,
                                       .digests = record->digests,
                                       .disclosures = record->disclosures,
                                       .proof = {}});
  RC_ASSERT(revealed.has_value());
  RC_ASSERT(revealed->fields.size() == fields.size() + (is_signed ? 5U : 4U));
  RC_ASSERT(record->disclosures.size() + record->decoys.size() == act->n);
}

TEST(Act, a_form_may_ask_for_more_digests) {
  EXPECT_EQ(make_act({{"a", 1}}, nullptr, 33)->n, 64U);
  EXPECT_EQ(make_act({{"a", 1}}, nullptr, 4097).error().code, "too_many_fields");
}

TEST(Act, names_of_the_registrar_are_refused_on_both_sides) {
  for (const std::string name : {"pos", "prev", "rules", "recorded", "sig"}) {
    EXPECT_EQ(make_act({{name, 1}}, nullptr).error().code, "act_field") << name;
    Act act = make_act({{"a", 1}}, nullptr).value();
    act.disclosures[0] = encode_disclosure({Bytes(16, 's'), name, 1});
    EXPECT_EQ(open_act(act).error().code, "act_field") << name;
  }
}

TEST(Act, a_name_twice_is_refused) {
  EXPECT_EQ(make_act({{"a", 1}, {"a", 2}}, nullptr).error().code, "act_field");
  Act act = make_act({{"a", 1}, {"b", 2}}, nullptr).value();
  act.disclosures[1] = encode_disclosure({Bytes(16, 's'), "a", 3});
  EXPECT_EQ(open_act(act).error().code, "act_field");
}

TEST(Act, a_wrong_count_is_refused) {
  Act act = make_act({{"a", 1}}, nullptr).value();
  act.decoys.pop_back();
  EXPECT_EQ(open_act(act).error().code, "act_count");
  act.n = 24;
  EXPECT_EQ(open_act(act).error().code, "act_count");
}

TEST(Act, a_repeated_digest_is_refused) {
  Act act = make_act({{"a", 1}}, nullptr).value();
  act.decoys[1] = act.decoys[0];
  EXPECT_EQ(open_act(act).error().code, "act_digests");
  EXPECT_EQ(seal_record(act, {}).error().code, "act_digests");
}

}  // namespace
}  // namespace ledger
