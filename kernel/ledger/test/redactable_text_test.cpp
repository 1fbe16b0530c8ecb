#include "ledger/redactable_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "crypto/hash.h"
#include "own_vectors.h"
#include "redactable_text_parts.h"

namespace ledger {
namespace {

using test::at;
using test::list;
using test::text;

const json::Value& published() {
  static const json::Value value = test::vectors("14-redactable-text.json");
  return value;
}

HashAlg alg_of(const json::Value& value) {
  return text(value, "alg") == "sm3" ? HashAlg::sm3 : HashAlg::sha256;
}

std::vector<Redaction> redactions_of(const json::Value& value) {
  std::vector<Redaction> out;
  for (const json::Value& item : list(value, "redactions"))
    out.push_back({at(item, "at").as_int64(), at(item, "n").as_int64(), text(item, "r"), text(item, "l")});
  return out;
}

std::string code_of(const base::Result<json::Value>& result) {
  return result ? "ok" : result.error().code;
}

/// The long texts of the vectors: one item, characters by a rule.
json::Array body_by_rule(std::int64_t n, std::int64_t add) {
  std::string characters;
  for (std::int64_t i = 0; i < n; ++i)
    base::append_utf8(characters, static_cast<char32_t>(0x4e00 + (i * 7919 + add) % 20902));
  return {json::Object{{"t", characters}}};
}

json::Array body_of_code_point(const std::string& hex) {
  std::string characters;
  base::append_utf8(characters, static_cast<char32_t>(std::stoul(hex, nullptr, 16)));
  return {json::Object{{"t", characters}}};
}

TEST(RedactableText, commitments_of_the_published_bodies) {
  for (const json::Value& commit : list(published(), "commits")) {
    const json::Array& body = list(commit, "body");
    const auto field = text_field(body, test::from_hex(commit, "seed_hex"), alg_of(commit));
    ASSERT_TRUE(field) << text(commit, "case") << field.error().text;
    EXPECT_EQ(json::canonical(*field), text(commit, "field")) << text(commit, "case");
    EXPECT_EQ(check_body(body), at(commit, "n").as_int64());
    EXPECT_EQ(plain_text(body), text(commit, "shown")) << text(commit, "case");
    EXPECT_EQ(normalise(body), body);
  }
}

TEST(RedactableText, publications_byte_for_byte) {
  for (const json::Value& publication : list(published(), "publications")) {
    const auto index = static_cast<std::size_t>(at(publication, "commit").as_int64());
    const json::Value& commit = list(published(), "commits").at(index);
    const auto form = publish_text(list(commit, "body"), test::from_hex(commit, "seed_hex"),
                                   redactions_of(publication), alg_of(commit));
    ASSERT_TRUE(form) << text(publication, "case") << form.error().text;
    EXPECT_EQ(json::canonical(*form), text(publication, "bundle")) << text(publication, "case");
    EXPECT_EQ(plain_text(list(*form, "body")), text(publication, "shown"));
    EXPECT_EQ(code_of(verify_published_text(text(publication, "bundle"), true)), "ok");
    EXPECT_EQ(json::canonical(field_of_published(*form)), text(commit, "field"));
  }
}

TEST(RedactableText, broken_publications_fail_with_their_code) {
  for (const json::Value& broken : list(published(), "must_fail")) {
    const std::string bytes = json::find(broken, "bundle") != nullptr ? text(broken, "bundle")
                                                                      : test::from_hex(broken, "bundle_hex");
    EXPECT_EQ(code_of(verify_published_text(bytes, true)), text(broken, "reason")) << text(broken, "case");
  }
}

TEST(RedactableText, allowed_and_forbidden_characters) {
  const json::Value& characters = at(published(), "characters");
  for (const std::string& code : test::strings(characters, "allowed"))
    EXPECT_EQ(check_body(body_of_code_point(code)), 1) << code;
  for (const std::string& code : test::strings(characters, "forbidden")) {
    const auto value = static_cast<char32_t>(std::stoul(code, nullptr, 16));
    const bool surrogate = value >= 0xd800 && value < 0xe000;  // no UTF-8 stands for it
    const auto result = surrogate ? base::fail("char") : check_body(body_of_code_point(code));
    ASSERT_FALSE(result) << code;
    EXPECT_EQ(result.error().code, "char") << code;
  }
}

TEST(RedactableText, large_texts_by_rule) {
  for (const json::Value& large : list(published(), "large")) {
    const json::Array body = body_by_rule(at(large, "n").as_int64(), at(large, "add").as_int64());
    const Bytes seed = test::from_hex(large, "seed_hex");
    EXPECT_EQ(json::canonical(text_field(body, seed).value()), text(large, "field"));
    const std::string bytes = json::canonical(publish_text(body, seed, redactions_of(large)).value());
    EXPECT_EQ(bytes.size(), at(large, "bundle_bytes").as_int64());
    EXPECT_EQ(base::hex(crypto::sm3(bytes)), text(large, "sm3_of_bundle"));
    EXPECT_EQ(code_of(verify_published_text(bytes)), "ok");
  }
}

TEST(RedactableText, publication_files_as_published) {
  for (const json::Value& item : list(at(published(), "composition"), "cases")) {
    const auto result = verify_publication(text(item, "publication"));
    EXPECT_EQ(result ? *result : result.error().code, text(item, "result")) << text(item, "case");
  }
}

TEST(RedactableText, sha256_is_for_tests_only) {
  for (const json::Value& publication : list(published(), "publications")) {
    const std::string bundle = text(publication, "bundle");
    const bool sm3 = bundle.find("sha256") == std::string::npos;
    EXPECT_EQ(code_of(verify_published_text(bundle)), sm3 ? "ok" : "member");
  }
}

TEST(RedactableText, redactions_that_overlap_or_leave_the_text_are_refused) {
  const json::Array body{json::Object{{"t", "一二三"}}};
  const Bytes seed(32, 's');
  for (const std::vector<Redaction>& wrong :
       std::vector<std::vector<Redaction>>{{{0, 2, "privacy", "x"}, {1, 1, "privacy", "x"}},
                                           {{2, 1, "privacy", "x"}, {0, 1, "privacy", "x"}},
                                           {{2, 2, "privacy", "x"}},
                                           {{-1, 1, "privacy", "x"}},
                                           {{4, 1, "privacy", "x"}},
                                           {{0, 0, "privacy", "x"}},
                                           {{0, INT64_MAX, "privacy", "x"}},
                                           {{0, 1, "Privacy", "x"}},
                                           {{0, 1, "privacy", ""}},
                                           {{0, 1, "privacy", "\u200b"}}})
    EXPECT_EQ(code_of(publish_text(body, seed, wrong)), "redaction");
}

TEST(RedactableText, a_redacted_item_has_no_place_in_a_body_to_commit) {
  const json::Array body{json::Object{{"l", "x"}, {"n", 1}, {"r", "privacy"}}};
  EXPECT_EQ(commit_text(body).error().code, "item");
}

TEST(RedactableText, two_commitments_of_one_text_share_nothing) {
  const json::Array body{json::Object{{"t", "同一份文字"}}};
  const auto first = commit_text(body).value();
  const auto second = commit_text(body).value();
  EXPECT_NE(first.seed, second.seed);
  EXPECT_NE(first.field, second.field);
}

TEST(RedactableText, pieces_typed_one_by_one_become_the_canonical_body) {
  const json::Array pieces =
      json::parse(R"([{"t":"a"},{"t":""},{"t":"b"},{"b":"p"},{"t":"c"},{"a":"d"},{"t":"e"}])")
          .value()
          .as_array();
  EXPECT_EQ(json::canonical(normalise(pieces)), R"([{"t":"ab"},{"b":"p"},{"t":"c"},{"a":"d"},{"t":"e"}])");
  EXPECT_EQ(check_body(normalise(pieces)), 6);
}

TEST(RedactableText, more_items_or_units_than_allowed_are_refused) {
  json::Array many;
  for (std::size_t i = 0; i <= kItemsMax; ++i) many.emplace_back(json::Object{{"b", "p"}});
  EXPECT_EQ(check_body(many).error().code, "limit");
  EXPECT_EQ(check_body({json::Object{{"t", std::string(kUnitsMax + 1, 'a')}}}).error().code, "limit");
  EXPECT_EQ(check_body({json::Object{{"t", std::string(kUnitsMax, 'a')}}}), kUnitsMax);
}

TEST(RedactableText, thirty_thousand_redactions_verify) {
  const json::Array body = body_by_rule(60000, 1);
  std::vector<Redaction> redactions;
  for (std::int64_t i = 0; i < 30000; ++i) redactions.push_back({2 * i, 1, "other", "号"});
  const auto form = publish_text(body, Bytes(32, 's'), redactions);
  EXPECT_TRUE(verify_published_text(form.value()).has_value());
}

// ---- properties ----

rc::Gen<json::Value> any_item() {
  const auto letters = [](std::size_t n) {
    return rc::gen::map(rc::gen::container<std::vector<int>>(n, rc::gen::inRange(0x4e00, 0x9fa5)),
                        [](const std::vector<int>& codes) {
                          std::string out;
                          for (const int code : codes) base::append_utf8(out, static_cast<char32_t>(code));
                          return out;
                        });
  };
  return rc::gen::exec([letters] {
    const std::string member = *rc::gen::element<std::string>("t", "a", "b");
    if (member == "b")
      return json::Value(json::Object{{"b", *rc::gen::element<std::string>("p", "td", "h1", "br", "x9")}});
    return json::Value(json::Object{{member, *letters(*rc::gen::inRange<std::size_t>(1, 9))}});
  });
}

json::Array any_body() {
  json::Array pieces;
  for (const json::Value& item : *rc::gen::container<std::vector<json::Value>>(any_item()))
    pieces.push_back(item);
  return normalise(pieces);
}

std::vector<Redaction> any_redactions(std::int64_t units) {
  std::vector<Redaction> out;
  for (std::int64_t i = 0; i < units;) {
    const std::int64_t n = std::min(units - i, *rc::gen::inRange<std::int64_t>(1, 6));
    if (*rc::gen::arbitrary<bool>())
      out.push_back({i, n, *rc::gen::element<std::string>("privacy", "trade"), "某"});
    i += n;
  }
  return out;
}

RC_GTEST_PROP(RedactableText, any_redaction_of_any_body_verifies, ()) {
  const json::Array body = any_body();
  const CommittedText committed = commit_text(body).value();
  const auto redactions = any_redactions(check_body(body).value());
  const auto form = publish_text(body, committed.seed, redactions);
  RC_ASSERT(form.has_value());
  RC_ASSERT(verify_published_text(*form).has_value());
  RC_ASSERT(field_of_published(*form) == committed.field);
  std::size_t hidden = 0;
  for (const json::Value& item : list(*form, "body")) hidden += json::find(item, "l") != nullptr ? 1 : 0;
  RC_ASSERT(hidden == redactions.size());
}

/// A published form without its labels and reasons: all that the root covers.
std::string authenticated(json::Value form) {
  for (json::Value& item : form.at("body").as_array())
    if (json::find(item, "l") != nullptr) item = json::Object{{"n", item.at("n")}};
  return json::canonical(form);
}

RC_GTEST_PROP(RedactableText, a_changed_byte_is_refused_or_changes_only_labels, ()) {
  const json::Array body = any_body();
  const auto form = publish_text(body, Bytes(32, 's'), any_redactions(check_body(body).value())).value();
  std::string bytes = json::canonical(form);
  const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const auto change = *rc::gen::inRange(1, 256);
  bytes[place] = static_cast<char>(static_cast<unsigned char>(bytes[place]) ^ change);
  const auto changed = verify_published_text(bytes);
  if (changed) RC_ASSERT(authenticated(*changed) == authenticated(form));
}

}  // namespace
}  // namespace ledger
