#include "ledger/chain.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "crypto/cipher.h"
#include "ledger/act.h"
#include "ledger/incidents.h"
#include "structure_vectors.h"

namespace ledger {
namespace {

using test::list;
using test::text;

KeyDirectory keys_for(const json::Value& chain) {
  const json::Value& source = json::find(chain, "keystreams") != nullptr ? chain : test::structure();
  return enrol_all(test::roots_of(test::structure()), test::key_streams_of(source, "keystreams")).value();
}

View view_of(const json::Value& chain) {
  return text(chain, "view") == "portal" ? View::portal : View::witness;
}

TEST(Chain, published_chains_pass_or_fail_with_their_code) {
  for (const json::Value& chain : list(test::structure(), "chains")) {
    const auto result =
        check_chain(test::records_of(chain), view_of(chain), test::rules_of_vectors(), keys_for(chain));
    EXPECT_EQ(result ? "ok" : result.error().code, text(chain, "reason"))
        << text(chain, "case") << (result ? "" : ": " + result.error().text);
  }
}

TEST(Chain, hidden_records_show_their_place_only) {
  const json::Value& chain = list(test::structure(), "chains")[1];
  const auto steps =
      check_chain(test::records_of(chain), View::portal, test::rules_of_vectors(), keys_for(chain));
  ASSERT_TRUE(steps);
  EXPECT_TRUE((*steps)[1].hidden);
  EXPECT_EQ((*steps)[1].pos, 1);
  EXPECT_EQ((*steps)[1].stream, steps->front().stream);
  EXPECT_TRUE((*steps)[1].step.empty());
  EXPECT_EQ((*steps)[0].step, "file_case");
}

TEST(Chain, the_error_names_the_position) {
  for (const json::Value& chain : list(test::structure(), "chains"))
    if (text(chain, "case") == "seen is an older record") {
      const auto result =
          check_chain(test::records_of(chain), View::witness, test::rules_of_vectors(), keys_for(chain));
      EXPECT_EQ(result.error().text.substr(0, 11), "position 7:");
    }
}

// ---- records made here ----

constexpr std::string_view kStream = "AAECAwQFBgcICQoLDA0ODw";
const std::string kEdition = base::base64(Bytes(32, 'e'));

crypto::Sm2Key test_key() {
  return crypto::Sm2Key::from_scalar(Bytes(31, '\0') + '\7').value();
}

KeyDirectory directory_of(const crypto::Sm2Key& key) {
  return KeyDirectory({{key_id(key.public_key()), key.public_key(), std::string(kStream), {"handler"}}});
}

ChainRules lenient() {
  ChainRules rules;
  rules.private_fields_allowed = true;
  return rules;
}

struct Made {
  std::vector<ChainRecord> records;
  std::vector<SealedRecord> sealed;
};

constexpr std::size_t kNone = 99;

/// A lawful chain of `length` records, signed or not as `is_signed` says; the one at `forged` by a stranger's
/// key.
Made made_chain(std::size_t length, const std::vector<bool>& is_signed, const crypto::Sm2Key& key,
                std::size_t forged = kNone) {
  const crypto::Sm2Key stranger = crypto::Sm2Key::from_scalar(Bytes(31, '\0') + '\5').value();
  Made out;
  std::string prev;
  for (std::size_t i = 0; i < length; ++i) {
    const crypto::Sm2Key& by = i == forged ? stranger : key;
    const base::Instant now{1'767'225'600'000 + static_cast<std::int64_t>(i) * 60'000};
    std::vector<std::pair<std::string, json::Value>> fields{
        {"stream", json::Value(kStream)},       {"step", json::Value("note_fact")},
        {"at", json::Value(base::format(now))}, {"actor", json::Value(key_id(by.public_key()))},
        {"role", json::Value("handler")},       {"fact", json::Value("货值九十元")}};
    if (i > 0) fields.emplace_back("seen", json::Value(prev));
    const Act act = make_act(fields, is_signed[i] ? &by : nullptr).value();
    const SealedRecord record = seal_record(act, {static_cast<std::int64_t>(i), prev, kEdition, now}).value();
    out.records.push_back({10 + 3 * i, {HashAlg::sm3, record.entry, record.digests, record.disclosures, {}}});
    out.sealed.push_back(record);
    prev = base::base64(record.leaf);
  }
  return out;
}

RC_GTEST_PROP(Chain, accepts_what_seal_record_made, ()) {
  const crypto::Sm2Key key = test_key();
  const auto length = *rc::gen::inRange<std::size_t>(1, 6);
  const auto is_signed = *rc::gen::container<std::vector<bool>>(length, rc::gen::arbitrary<bool>());
  const Made made = made_chain(length, is_signed, key);
  const auto steps = check_chain(made.records, View::full, lenient(), directory_of(key));
  RC_ASSERT(steps.has_value());
  for (std::size_t i = 0; i < length; ++i) {
    RC_ASSERT((*steps)[i].pos == static_cast<std::int64_t>(i));
    RC_ASSERT((*steps)[i].revealed.leaf == made.sealed[i].leaf);
  }
}

RC_GTEST_PROP(Chain, refuses_any_disclosure_exchanged_between_two_records, ()) {
  const crypto::Sm2Key key = test_key();
  Made made = made_chain(2, {true, true}, key);
  auto& first = made.records[0].bundle.disclosures;
  const auto place = *rc::gen::inRange<std::size_t>(0, first.size());
  std::swap(first[place], made.records[1].bundle.disclosures[place]);
  RC_ASSERT(check_chain(made.records, View::full, lenient(), directory_of(key)).error().code == "bundle");
}

TEST(Chain, a_private_field_has_no_place_before_the_witness) {
  const crypto::Sm2Key key = test_key();
  const Made made = made_chain(1, {true}, key);
  ChainRules rules;
  rules.course_fields = {"handlers"};
  EXPECT_EQ(check_chain(made.records, View::witness, rules, directory_of(key)).error().code, "bundle");
  EXPECT_TRUE(check_chain(made.records, View::full, rules, directory_of(key)).has_value());
}

TEST(Chain, a_forged_record_that_an_incident_made_void_keeps_its_place_and_nothing_else) {
  const crypto::Sm2Key key = test_key();
  const Made made = made_chain(3, {true, true, true}, key, 1);
  ChainRules rules = lenient();
  EXPECT_EQ(check_chain(made.records, View::full, rules, directory_of(key)).error().code, "actor");
  Incidents incidents;
  incidents.report("report", {made.records[1].index, base::base64(made.sealed[1].leaf)});
  rules.is_void = [&](std::uint64_t index, const Hash& leaf) { return incidents.is_void(index, leaf); };
  EXPECT_EQ(check_chain(made.records, View::full, rules, directory_of(key)).error().code, "actor");
  EXPECT_FALSE(incidents.confirm("another report"));
  ASSERT_TRUE(incidents.confirm("report"));
  const auto steps = check_chain(made.records, View::full, rules, directory_of(key));
  ASSERT_TRUE(steps) << steps.error().text;
  EXPECT_TRUE((*steps)[1].is_void);
  EXPECT_EQ((*steps)[1].revealed.fields.size(), 3U);
  EXPECT_TRUE((*steps)[1].step.empty());
  EXPECT_FALSE((*steps)[2].is_void);
}

TEST(Chain, a_void_record_is_meant_by_its_place_and_its_leaf) {
  Incidents incidents;
  incidents.report("report", {7, base::base64(leaf_hash("seven"))});
  ASSERT_TRUE(incidents.confirm("report"));
  EXPECT_TRUE(incidents.is_void(7, leaf_hash("seven")));
  EXPECT_FALSE(incidents.is_void(7, leaf_hash("eight")));
  EXPECT_FALSE(incidents.is_void(8, leaf_hash("seven")));
}

TEST(Chain, sha256_is_refused) {
  const crypto::Sm2Key key = test_key();
  Made made = made_chain(1, {false}, key);
  made.records[0].bundle.alg = HashAlg::sha256;
  EXPECT_EQ(check_chain(made.records, View::full, lenient(), directory_of(key)).error().code, "bundle");
}

TEST(Chain, no_record_is_no_chain) {
  EXPECT_EQ(check_chain({}, View::full, lenient(), KeyDirectory({})).error().code, "pos");
}

}  // namespace
}  // namespace ledger
