#include "ledger/disclosure.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "disclosure_parts.h"
#include "own_vectors.h"

namespace ledger {
namespace {

using test::at;
using test::list;
using test::text;

const json::Value& published() {
  static const json::Value value = test::vectors("08-disclosure.json");
  return value;
}

HashAlg alg_of(const json::Value& record) {
  return text(record, "alg") == "sm3" ? HashAlg::sm3 : HashAlg::sha256;
}

std::vector<Hash> digests_of(const json::Value& record) {
  std::vector<Hash> out;
  for (const json::Value& item : list(record, "sorted_digests_hex"))
    out.push_back(base::to_hash(base::from_hex(json::text_or_empty(&item)).value()).value());
  return out;
}

base::Result<Revealed> verify_text(const std::string& text, bool sha256_allowed) {
  MJ_TRY(const auto value, json::parse(text));
  MJ_TRY(const auto bundle, bundle_from_json(value));
  return verify_bundle(bundle, sha256_allowed);
}

TEST(Record, an_entry_is_one_by_its_type_alone) {
  EXPECT_TRUE(ledger::is_record(R"({"alg":"sm3","n":16,"root":"","t":"rec","v":1})"));
  EXPECT_FALSE(ledger::is_record(R"({"t":"pub","v":1})"));
  EXPECT_FALSE(ledger::is_record("rec"));
  EXPECT_FALSE(ledger::is_record(""));
}

TEST(Disclosure, digest_of_the_example_of_rfc_9901) {
  const json::Value& example = at(published(), "rfc9901_example");
  const Hash digest = disclosure_digest(text(example, "disclosure"), HashAlg::sha256);
  EXPECT_EQ(base::base64url(base::view(digest)), text(example, "sha256_b64u"));
  EXPECT_EQ(base::base64url(text(example, "json")), text(example, "disclosure"));
}

TEST(Disclosure, encodes_every_published_field_byte_for_byte) {
  for (const json::Value& record : list(published(), "records"))
    for (const json::Value& item : list(record, "fields")) {
      const Field field{base::from_base64url(text(item, "salt_b64u")).value(), text(item, "name"),
                        at(item, "value")};
      const std::string disclosure = encode_disclosure(field);
      EXPECT_EQ(disclosure, text(item, "disclosure"));
      EXPECT_EQ(base::hex(disclosure_digest(disclosure, alg_of(record))), text(item, "digest"));
      const auto decoded = decode_disclosure(disclosure);
      ASSERT_TRUE(decoded);
      EXPECT_EQ(decoded->salt, field.salt);
      EXPECT_EQ(decoded->value, field.value);
    }
}

/// What the format allows, told from the bytes alone.
std::optional<Field> by_the_format(const std::string& bytes) {
  const auto parts = json::parse_canonical(bytes);
  if (!parts || !parts->is_array() || parts->get_array().size() != 3) return std::nullopt;
  const auto& array = parts->get_array();
  if (!array[0].is_string() || !array[1].is_string()) return std::nullopt;
  auto salt = base::from_base64url(json::text_or_empty(&array[0]));
  if (!salt || salt->size() < 16) return std::nullopt;
  return Field{*std::move(salt), json::text_or_empty(&array[1]), array[2]};
}

TEST(Disclosure, reads_plain_texts_quickly_and_nothing_that_the_format_refuses) {
  const std::string salt = base::base64url(std::string(16, 's'));
  const std::vector<std::string> texts = {
      R"([")" + salt + R"(","party.name","明湖区示范超市"])", R"([")" + salt + R"(","a","line\nbreak"])",
      R"([")" + salt + R"(","","\""])", R"([")" + salt + R"(","n",[1,"x"]])"};
  std::size_t good = 0;
  for (const std::string& text : texts)
    for (std::size_t i = 0; i <= text.size(); ++i)
      for (const char c : std::string("\"\\,]x\x01\x7f\x80\xe6 ")) {
        for (const bool insert : {false, true}) {
          std::string changed = text;
          if (insert || i == text.size())
            changed.insert(i, 1, c);
          else
            changed[i] = c;
          const auto expected = by_the_format(changed);
          const auto field = decode_disclosure(base::base64url(changed));
          ASSERT_EQ(field.has_value(), expected.has_value()) << changed;
          if (!field) continue;
          ++good;
          EXPECT_EQ(field->salt, expected->salt);
          EXPECT_EQ(field->name, expected->name);
          EXPECT_EQ(field->value, expected->value);
        }
      }
  EXPECT_GT(good, 100U);
}

TEST(Disclosure, fields_and_decoys_together_are_the_digests) {
  for (const json::Value& record : list(published(), "records")) {
    std::vector<Hash> digests;
    for (const json::Value& item : list(record, "decoys_hex"))
      digests.push_back(base::to_hash(base::from_hex(json::text_or_empty(&item)).value()).value());
    for (const json::Value& item : list(record, "fields"))
      digests.push_back(disclosure_digest(text(item, "disclosure"), alg_of(record)));
    std::ranges::sort(digests);
    EXPECT_TRUE(digests == digests_of(record));
  }
}

TEST(Disclosure, entries_and_leaves_are_the_published_ones) {
  for (const json::Value& record : list(published(), "records")) {
    const std::vector<Hash> digests = digests_of(record);
    const Bytes entry = entry_over(digests_root(digests, alg_of(record)), digests.size(), alg_of(record));
    EXPECT_EQ(entry, text(record, "entry"));
    EXPECT_EQ(base::hex(leaf_hash(entry, alg_of(record))), text(record, "leaf_hash"));
  }
}

TEST(Disclosure, published_bundles_reveal_what_they_say) {
  for (const json::Value& record : list(published(), "records")) {
    const auto revealed = verify_text(text(record, "bundle"), true);
    ASSERT_TRUE(revealed) << revealed.error().text;
    EXPECT_EQ(base::hex(revealed->leaf), text(record, "leaf_hash"));
    EXPECT_EQ(base::hex(revealed->root), text(record, "root"));
    ASSERT_EQ(revealed->fields.size(), list(record, "revealed").size());
    for (const json::Value& field : list(record, "revealed")) {
      const json::Value* value = revealed->find(text(field, "name"));
      ASSERT_NE(value, nullptr);
      EXPECT_EQ(*value, at(field, "value"));
    }
  }
}

TEST(Disclosure, a_bundle_is_written_as_it_was_read) {
  for (const json::Value& record : list(published(), "records")) {
    const auto bundle = bundle_from_json(json::parse(text(record, "bundle")).value());
    EXPECT_EQ(json::canonical(to_json(bundle.value())), text(record, "bundle"));
  }
}

TEST(Disclosure, sha256_is_refused_where_it_is_not_allowed) {
  for (const json::Value& record : list(published(), "records"))
    EXPECT_EQ(verify_text(text(record, "bundle"), false).has_value(), text(record, "alg") == "sm3");
}

TEST(Disclosure, broken_bundles_are_refused) {
  ASSERT_FALSE(list(published(), "must_fail").empty());
  for (const json::Value& broken : list(published(), "must_fail")) {
    const auto result = verify_text(text(broken, "bundle"), true);
    ASSERT_FALSE(result) << text(broken, "case");
    EXPECT_EQ(result.error().code, "bundle") << text(broken, "case");
  }
}

TEST(Disclosure, an_unknown_name_reveals_nothing) {
  const auto revealed = verify_text(text(list(published(), "records")[0], "bundle"), false);
  EXPECT_EQ(revealed.value().find("party.secret"), nullptr);
}

}  // namespace
}  // namespace ledger
