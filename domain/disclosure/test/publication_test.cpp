// Which fields a publication shows, and what is refused when it says otherwise.

#include "disclosure/publication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "law/lawbook.h"

namespace {

namespace json = base::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Names = std::vector<std::string>;

const law::Form& d45() {
  static const auto lawbook = law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook").value();
  return *lawbook->form("D45");
}

ledger::OpenedRecord draft_of(const json::Object& plain) {
  ledger::OpenedRecord out;
  const auto add = [&](const std::string& name, const json::Value& value) {
    out.fields.push_back({.salt = std::string(16, 's'), .name = name, .value = value});
  };
  for (const auto& [name, value] : plain) add(std::string(name), value);
  for (const char* name : {"doc.facts", "doc.discretion"}) {
    const auto committed =
        ledger::commit_text({json::Object{{"b", "p"}}, json::Object{{"t", "证人李明说，电梯在用。"}}})
            .value();
    out.texts[name] = {committed.body, committed.seed};
    add(name, committed.field);
  }
  return out;
}

/// A draft about a shopkeeper, who is published under a substitute.
ledger::OpenedRecord shopkeeper() {
  return draft_of({{"step", "draft_document"},
                   {"doc.form", json::Object{{"edition", "x"}, {"form", "D45"}}},
                   {"doc.party.kind", "individual_business"},
                   {"doc.party.name", "张三丰"},
                   {"doc.public.party.name", "张某"},
                   {"doc.party.address", "镜湖路62号"},
                   {"doc.evidence.001", json::Object{{"item", "笔录"}, {"proves", "在用"}}},
                   {"doc.penalty.001", json::Object{{"kind", "warning"}, {"text", "警告"}}}});
}

disclosure::TextRedaction hide(std::string text, std::int64_t at, std::int64_t n) {
  return {.text = std::move(text), .redaction = {.at = at, .n = n, .reason = "name", .label = "某"}};
}

/// The fields of a publish_decision that says what it should.
json::Object honest(const ledger::OpenedRecord& draft, bool redacted = false) {
  const auto wanted =
      redacted ? std::vector{hide("doc.facts", 3, 2)} : std::vector<disclosure::TextRedaction>{};
  const auto prepared = disclosure::prepare(d45(), draft, wanted).value();
  json::Object out{{"pub.fields", json::string_array(prepared.fields)}, {"pub.texts", prepared.texts_hash}};
  if (redacted)
    out["pub.redactions"] =
        json::Array{json::Object{{"at", 3}, {"l", "某"}, {"n", 2}, {"r", "name"}, {"text", "doc.facts"}}};
  return out;
}

Names codes(const std::vector<law::Refusal>& refusals) {
  Names out;
  for (const auto& refusal : refusals) out.push_back(refusal.code);
  return out;
}

TEST(Publication, shows_what_the_form_publishes_and_nothing_private) {
  const auto prepared = disclosure::prepare(d45(), shopkeeper(), {}).value();
  EXPECT_THAT(prepared.fields, ElementsAre("doc.discretion", "doc.facts", "doc.form", "doc.party.kind",
                                           "doc.penalty.001", "doc.public.party.name"));
}

TEST(Publication, a_substitute_stands_in_for_what_it_covers_and_only_then) {
  EXPECT_THAT(disclosure::shown_fields(d45(), {"doc.party.name", "doc.public.party.name"}),
              ElementsAre("doc.public.party.name"));
  EXPECT_THAT(disclosure::shown_fields(d45(), {"doc.party.name"}), ElementsAre("doc.party.name"));
}

TEST(Publication, a_field_the_form_does_not_know_is_not_shown) {
  EXPECT_THAT(disclosure::shown_fields(d45(), {"doc.unheard", "doc.penalty.001", "step"}),
              ElementsAre("doc.penalty.001"));
}

TEST(Publication, a_redaction_takes_the_words_out_of_the_published_text) {
  const auto prepared = disclosure::prepare(d45(), shopkeeper(), {hide("doc.facts", 3, 2)}).value();
  const std::string facts = json::canonical(prepared.texts.at("doc.facts"));
  EXPECT_THAT(facts, Not(HasSubstr("李明")));
  EXPECT_THAT(facts, HasSubstr("电梯在用"));
  EXPECT_TRUE(ledger::verify_published_text(prepared.texts.at("doc.facts")));
  EXPECT_THAT(json::canonical(prepared.texts.at("doc.discretion")), HasSubstr("李明"))
      << "each text is hidden by itself";
}

TEST(Publication, what_is_hidden_changes_the_fingerprint_that_is_signed) {
  const auto draft = shopkeeper();
  EXPECT_NE(disclosure::prepare(d45(), draft, {})->texts_hash,
            disclosure::prepare(d45(), draft, {hide("doc.facts", 3, 2)})->texts_hash);
  EXPECT_EQ(disclosure::prepare(d45(), draft, {})->texts_hash,
            disclosure::prepare(d45(), draft, {})->texts_hash);
}

TEST(Publication, a_redaction_outside_the_text_or_of_no_text_is_refused) {
  for (const auto& wrong : {hide("doc.facts", 900, 2), hide("doc.facts", 3, 0), hide("doc.defence", 3, 2),
                            hide("doc.party.address", 0, 1)}) {
    const auto prepared = disclosure::prepare(d45(), shopkeeper(), {wrong});
    ASSERT_FALSE(prepared) << wrong.text << wrong.redaction.at;
    EXPECT_EQ(prepared.error().code, "redaction");
  }
}

TEST(Publication, redactions_are_read_whole_or_not_at_all) {
  const json::Object good{{"at", 3}, {"l", "某"}, {"n", 2}, {"r", "name"}, {"text", "doc.facts"}};
  const auto read = disclosure::redactions_from_json(json::Array{good});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(0).redaction.at, 3);
  EXPECT_EQ(read->at(0).redaction.label, "某");
  for (const char* missing : {"at", "l", "n", "r", "text"}) {
    json::Object less = good;
    less.erase(missing);
    EXPECT_FALSE(disclosure::redactions_from_json(json::Array{less})) << missing;
    json::Object other = good;
    other[missing] = json::Array{};
    EXPECT_FALSE(disclosure::redactions_from_json(json::Array{other})) << missing;
  }
  json::Object more = good;
  more["why"] = "x";
  EXPECT_FALSE(disclosure::redactions_from_json(json::Array{more}));
  EXPECT_FALSE(disclosure::redactions_from_json(good));
}

TEST(CheckPublication, accepts_exactly_what_prepare_gives) {
  const auto draft = shopkeeper();
  EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, honest(draft))), testing::IsEmpty());
  EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, honest(draft, true))), testing::IsEmpty());
}

TEST(CheckPublication, refuses_a_private_field_shown) {
  const auto draft = shopkeeper();
  for (const char* hidden : {"doc.party.address", "doc.evidence.001", "doc.party.name"}) {
    json::Object fields = honest(draft);
    auto names = json::strings(fields.at("pub.fields")).value();
    names.emplace_back(hidden);
    std::ranges::sort(names);
    fields["pub.fields"] = json::string_array(names);
    EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, fields)), ElementsAre("publication.fields"))
        << hidden;
  }
}

TEST(CheckPublication, refuses_a_compulsory_field_hidden) {
  const auto draft = shopkeeper();
  const auto prepared = disclosure::prepare(d45(), draft, {}).value();
  for (const auto& compulsory : prepared.fields) {
    json::Object fields = honest(draft);
    auto names = json::strings(fields.at("pub.fields")).value();
    std::erase(names, compulsory);
    fields["pub.fields"] = json::string_array(names);
    EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, fields)), ElementsAre("publication.fields"))
        << compulsory;
  }
}

TEST(CheckPublication, refuses_other_texts_than_the_reviewed_draft_gives) {
  const auto draft = shopkeeper();
  EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, honest(shopkeeper()))),
              ElementsAre("publication.texts"))
      << "the same words under other salts are another text";
  json::Object unmarked = honest(draft, true);
  unmarked.erase("pub.redactions");
  EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, unmarked)), ElementsAre("publication.texts"));
}

TEST(CheckPublication, refuses_a_publication_that_says_nothing) {
  EXPECT_THAT(codes(disclosure::check_publication(d45(), shopkeeper(), {})),
              ElementsAre("publication.fields", "publication.texts"));
}

TEST(CheckPublication, refuses_redactions_it_cannot_read) {
  const auto draft = shopkeeper();
  json::Object fields = honest(draft);
  fields["pub.redactions"] = "all of it";
  EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, fields)),
              ElementsAre("publication.redaction"));
  fields["pub.redactions"] =
      json::Array{json::Object{{"at", 900}, {"l", "某"}, {"n", 2}, {"r", "name"}, {"text", "doc.facts"}}};
  EXPECT_THAT(codes(disclosure::check_publication(d45(), draft, fields)),
              ElementsAre("publication.redaction"));
}

}  // namespace
