#include "ledger/zhengming.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "own_vectors.h"

namespace ledger {
namespace {

using test::at;
using test::list;
using test::text;

const json::Value& published() {
  static const json::Value value = test::vectors("15-proof.json");
  return value;
}

const std::string& valid_file() {
  static const std::string file = text(list(published(), "cases")[0], "file");
  return file;
}

json::Value parsed(const std::string& file) {
  return json::parse(file, {.bytes_max = 8 << 20}).value();
}

/// Where a step of a path leads: into an object by name, into an array by number.
json::Value& child(json::Value& value, const json::Value& step) {
  if (step.is_int64()) return value.as_array().at(static_cast<std::size_t>(step.as_int64()));
  return value.as_object().at(json::text_or_empty(&step));
}

/// One edit of a vector: [path, new value], null deletes the member.
void apply(json::Value& file, const json::Array& edit) {
  const json::Array& path = edit.at(0).as_array();
  json::Value* place = &file;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) place = &child(*place, path[i]);
  if (edit.at(1).is_null())
    place->as_object().erase(json::text_or_empty(&path.back()));
  else if (path.back().is_int64())
    child(*place, path.back()) = edit.at(1);
  else
    place->as_object()[json::text_or_empty(&path.back())] = edit.at(1);
}

std::string file_of(const json::Value& item) {
  if (json::find(item, "file") != nullptr) return text(item, "file");
  json::Value file = parsed(valid_file());
  for (const json::Value& edit : list(item, "patch")) apply(file, edit.as_array());
  return json::canonical(file);
}

Trust pins_of(const json::Value& item) {
  const json::Value* own = json::find(item, "pins");
  return trust_from_json(own != nullptr ? *own : at(published(), "pins")).value();
}

ProofPolicy policy_of(const json::Value& item) {
  ProofPolicy policy;
  if (text(item, "trust") == "pinned") policy.pinned = pins_of(item);
  policy.cosignatures = static_cast<int>(at(item, "policy").as_int64());
  return policy;
}

ProofPolicy usual_policy() {
  return policy_of(list(published(), "cases")[0]);
}

std::string word(Statement statement) {
  if (statement == Statement::proven) return "proven";
  return statement == Statement::carried ? "carried" : "open";
}

TEST(Zhengming, published_files_pass_or_fail_with_their_code) {
  ASSERT_EQ(list(published(), "cases").size(), 32U);
  for (const json::Value& item : list(published(), "cases")) {
    const ProofResult result = verify_proof(file_of(item), policy_of(item));
    EXPECT_EQ(result.code, text(item, "result")) << text(item, "case") << ": " << result.where;
    EXPECT_EQ(result.pinned, text(item, "trust") == "pinned");
    if (result.code != "ok") {
      EXPECT_TRUE(result.statements.empty()) << "on failure no statement is given";
      EXPECT_TRUE(result.chain.empty());
      continue;
    }
    const auto& wanted = at(item, "statements").as_object();
    ASSERT_EQ(result.statements.size(), wanted.size());
    for (const auto& [id, statement] : result.statements)
      EXPECT_EQ(word(statement), json::text_or_empty(wanted.if_contains(id))) << text(item, "case") << id;
  }
}

TEST(Zhengming, the_number_of_the_failing_check_goes_with_its_code) {
  const std::map<std::string, int> numbers{{"ok", 0},        {"format", 1}, {"log", 2},    {"witness", 3},
                                           {"inclusion", 5}, {"key", 6},    {"pos", 7},    {"actor", 7},
                                           {"acts", 8},      {"draft", 9},  {"role", 10},  {"document", 11},
                                           {"text", 12},     {"view", 13},  {"report", 14}};
  for (const json::Value& item : list(published(), "cases")) {
    const ProofResult result = verify_proof(file_of(item), policy_of(item));
    if (result.code == "bundle")  // of a bundle itself, or of what it shows of its step
      EXPECT_TRUE(result.check == 4 || result.check == 7) << text(item, "case");
    else
      EXPECT_EQ(result.check, numbers.at(result.code)) << text(item, "case");
  }
}

TEST(Zhengming, the_result_carries_what_the_sentences_need) {
  const ProofResult result = verify_proof(valid_file(), usual_policy());
  ASSERT_EQ(result.code, "ok") << result.where;
  EXPECT_EQ(result.records, 14U);
  EXPECT_EQ(result.hidden, 6U);
  EXPECT_EQ(result.chain.size(), 14U);
  EXPECT_EQ(result.editions.size(), 2U);
  EXPECT_EQ(result.document_no, "澄明市监处罚〔2026〕37号");
  EXPECT_EQ(result.service_on, "2026-03-03");
  EXPECT_EQ(result.witness_name, "sfj.example.gov.cn/witness/1");
  EXPECT_TRUE(result.witness_time.has_value());
  EXPECT_TRUE(base::hash_from_base64(result.document_sm3).has_value());
}

TEST(Zhengming, white_space_between_members_does_not_matter) {
  std::string file = valid_file();
  file.insert(1, "\n  ");
  EXPECT_EQ(verify_proof(file, usual_policy()).code, "ok");
}

TEST(Zhengming, the_default_policy_asks_for_a_witness_where_the_keys_name_one) {
  json::Value file = parsed(valid_file());
  const std::string note = text(file, "checkpoint");
  file.at("checkpoint") = note.substr(0, note.rfind("\n— ") + 1);
  ProofPolicy policy = usual_policy();
  policy.cosignatures.reset();
  EXPECT_EQ(verify_proof(json::canonical(file), policy).code, "witness");
  policy.pinned->witnesses.clear();
  EXPECT_EQ(verify_proof(json::canonical(file), policy).code, "ok");
}

TEST(Zhengming, something_else_is_no_proof) {
  for (const std::string wrong : {"", "{}", "[]", "null", "\xff", "{\"t\":\"zhengming\"}"})
    EXPECT_EQ(verify_proof(wrong, usual_policy()).code, "format") << wrong;
  EXPECT_EQ(verify_proof(std::string((8 << 20) + 1, ' '), usual_policy()).code, "format");
}

// ---- reports of our own making ----

constexpr const char* kAuthority = "witness.example/procedure";

crypto::Sm2Key authority_key() {
  return crypto::Sm2Key::from_scalar(Bytes(31, '\0') + '\5').value();
}

struct ReportParts {
  std::int64_t from = 0, to = 34;
  json::Array closed = {}, missing = {}, unlawful = {};
  std::string root = {};  // "": that of the checkpoint
};

json::Value report(const ReportParts& parts) {
  const json::Value file = parsed(valid_file());
  const auto checkpoint = parse_checkpoint(parse_note(text(file, "checkpoint")).value().text).value();
  const json::Object body{{"closed", parts.closed},
                          {"from", parts.from},
                          {"missing", parts.missing},
                          {"origin", text(file, "origin")},
                          {"root", parts.root.empty() ? base::base64(checkpoint.root) : parts.root},
                          {"rules", json::Array{}},
                          {"time", "2026-03-28T18:00:00+08:00"},
                          {"to", parts.to},
                          {"unlawful", parts.unlawful},
                          {"v", 1}};
  Note note{"mingjing-report/v1\n" + json::canonical(body) + "\n", {}};
  sign(note, kAuthority, authority_key());
  return json::Value(format(note));
}

ProofResult verify_with_reports(const json::Array& reports) {
  json::Value file = parsed(valid_file());
  file.at("reports") = reports;
  ProofPolicy policy = usual_policy();
  policy.pinned->procedure = {make_vkey(kAuthority, NoteType::note, authority_key().public_key())};
  return verify_proof(json::canonical(file), policy);
}

TEST(Zhengming, a_report_on_another_tree_of_this_size_is_refused) {
  EXPECT_EQ(verify_with_reports({report({.root = base::base64(Bytes(32, 'x'))})}).code, "report");
  EXPECT_EQ(verify_with_reports({report({.to = 30, .root = base::base64(Bytes(32, 'x'))})}).code, "ok");
}

TEST(Zhengming, contiguous_reports_cover_the_case_together) {
  const ProofResult both = verify_with_reports({report({.to = 20}), report({.from = 20})});
  ASSERT_EQ(both.code, "ok") << both.where;
  EXPECT_EQ(both.statements.at("report"), Statement::proven);
  const ProofResult hole = verify_with_reports({report({.to = 20}), report({.from = 21})});
  EXPECT_EQ(hole.statements.at("report"), Statement::open);
}

TEST(Zhengming, a_listed_record_is_refused_until_it_is_closed_later) {
  const json::Value listed = report({.to = 30, .missing = {26}});
  EXPECT_EQ(verify_with_reports({listed}).code, "report");
  EXPECT_EQ(verify_with_reports({listed, report({.from = 30, .closed = {26}})}).code, "ok");
  const json::Value elsewhere = report({.to = 30, .missing = {0}});
  EXPECT_EQ(verify_with_reports({elsewhere}).code, "ok") << "no record of this file";
}

TEST(Zhengming, a_report_that_lists_the_enrolment_of_a_key_is_refused) {
  const json::Object unlawful{{"guards", json::Array{"chain.sig"}}, {"index", 3}};
  EXPECT_EQ(verify_with_reports({report({.unlawful = {unlawful}})}).code, "report");
}

TEST(Zhengming, malformed_reports_of_a_known_key_are_refused) {
  EXPECT_EQ(verify_with_reports({report({.from = 34, .to = 20})}).code, "report");
  EXPECT_EQ(verify_with_reports({report({.missing = {30, 28}})}).code, "report");
  EXPECT_EQ(verify_with_reports({report({.missing = {"30"}})}).code, "report");
  EXPECT_EQ(verify_with_reports({"no note"}).code, "report");
}

TEST(Zhengming, a_report_of_an_unknown_key_is_not_counted) {
  ProofPolicy policy = usual_policy();
  policy.pinned->procedure.clear();
  const ProofResult result = verify_proof(valid_file(), policy);
  EXPECT_EQ(result.code, "ok");
  EXPECT_EQ(result.statements.at("report"), Statement::open);
}

TEST(Zhengming, trust_is_written_as_it_is_read) {
  EXPECT_EQ(to_json(pins_of(list(published(), "cases")[0])), at(published(), "pins"));
}

/// Byte ranges of the members whose every change must be seen; the file is canonical, so they follow each
/// other.
std::vector<std::pair<std::size_t, std::size_t>> guarded_ranges() {
  const std::string& file = valid_file();
  const auto start = [&](const char* name) { return file.find(std::string(",\"") + name + "\":"); };
  return {{file.find("\"acts\""), start("checkpoint")},
          {start("checkpoint"), start("keys")},
          {start("keys"), start("origin")},
          {start("records"), start("reports")},
          {start("texts"), start("trust")}};
}

TEST(Zhengming, every_changed_character_is_refused) {
  std::size_t tried = 0;
  std::uint32_t random = 20260302;
  for (const auto& [begin, end] : guarded_ranges()) {
    ASSERT_LT(begin, end);
    const std::size_t stride = std::max<std::size_t>(1, (end - begin) / 120);
    for (std::size_t i = begin; i < end; i += stride) {
      random = random * 1664525 + 1013904223;
      std::string file = valid_file();
      file[i] = static_cast<char>(
          0x21 + (static_cast<unsigned char>(file[i]) - 0x21 + 1 + (random >> 16) % 93) % 94);
      if (file[i] == valid_file()[i]) continue;
      EXPECT_NE(verify_proof(file, usual_policy()).code, "ok") << "byte " << i << " became " << file[i];
      ++tried;
    }
  }
  EXPECT_GT(tried, 400U);
}

// ---- the same decision as the feed's follower sees it ----

struct Followed {
  PublicationView view;
  KeyDirectory keys;
};

std::vector<ChainRecord> records_of(const json::Value& value) {
  std::vector<ChainRecord> out;
  for (const json::Value& record : list(value, "records"))
    out.push_back({static_cast<std::uint64_t>(at(record, "index").as_int64()),
                   bundle_from_json(at(record, "bundle")).value()});
  return out;
}

Followed followed(const json::Value& item) {
  const json::Value file = parsed(file_of(item));
  Followed out{{records_of(file), {}, {}}, KeyDirectory(pins_of(item).roots)};
  for (const auto& act : at(file, "acts").as_object()) out.view.acts[act.key()] = act.value().as_int64();
  for (const auto& form : at(file, "texts").as_object()) out.view.texts[form.key()] = form.value();
  for (const json::Value& enrolment : list(file, "keys")) {
    std::vector<KeyDirectory::KeyRecord> stream;
    for (const ChainRecord& record : records_of(enrolment))
      stream.push_back({record.index, verify_bundle(record.bundle).value(), record.bundle.digests});
    EXPECT_TRUE(out.keys.enrol(stream));
  }
  return out;
}

TEST(Zhengming, the_follower_of_the_feed_finds_the_same_faults) {
  const std::vector<std::string> shared{"ok",   "pos",  "actor",    "acts", "draft",
                                        "role", "text", "document", "view"};
  std::size_t compared = 0;
  for (const json::Value& item : list(published(), "cases")) {
    if (std::ranges::find(shared, text(item, "result")) == shared.end()) continue;
    const Followed given = followed(item);
    const auto steps = verify_publication_view(given.view, given.keys);
    EXPECT_EQ(steps ? "ok" : steps.error().code, text(item, "result")) << text(item, "case");
    ++compared;
  }
  EXPECT_GE(compared, 18U);
}

TEST(Zhengming, an_act_outside_the_records_is_refused_by_the_follower_too) {
  Followed given = followed(list(published(), "cases")[0]);
  given.view.acts["publication"] = 14;
  EXPECT_EQ(verify_publication_view(given.view, given.keys).error().code, "format");
}

}  // namespace
}  // namespace ledger
