// Lawbooks that are not the one in force, or not proven.

#include <fstream>

#include "attacks/attack.h"
#include "crypto/hash.h"
#include "law/lawbook.h"

namespace attack {
namespace {

TEST_F(Attack, a_record_under_a_lawbook_of_ones_own_is_judged_by_nobody_and_sealed_by_nobody) {
  std::string stream;
  std::uint64_t index = 0;
  {
    Forger forger(data());
    stream = forger.stream_of(kDrafted);
    const std::string draft = Forger::root(forger.newest("draft_document", stream));
    index = forger.write(
        "case", stream,
        forger.in_the_name_of("pass_review", stream, "pass_review", {{"draft", json::Value(draft)}}), nullptr,
        base::base64(ledger::leaf_hash("a lawbook without reviews")));
  }
  start();
  EXPECT_TRUE(witness_says("没有安装"));
  EXPECT_TRUE(witness_says(std::to_string(index)));
}

std::map<std::string, std::string> lawbook_files() {
  std::map<std::string, std::string> files;
  const fs::path root = fs::path(MINGJING_SOURCE) / "lawbook";
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().extension() == ".yaml" &&
        entry.path().lexically_relative(root).begin()->string() != "tests")
      files[entry.path().lexically_relative(root).generic_string()] = text_of(entry.path());
  return files;
}

/// An edition that once was in force: the real lawbook but for a word, installed wherever editions are.
std::string install_older_edition(const fs::path& data) {
  auto files = lawbook_files();
  files.at("bureau.yaml") += "# 旧版本\n";
  const auto older = law::Lawbook::from_files(std::move(files)).value();
  const std::string name = base::hex(crypto::sm3(older->edition())) + ".json";
  for (const char* who : {"editions", "sealer/editions", "witness/editions"})
    std::ofstream(data / who / name) << older->edition();
  return older->rules();
}

TEST_F(Attack, an_edition_that_was_real_and_is_over_serves_nobody_any_more) {
  const std::string older = install_older_edition(data()), stream = Forger(data()).stream_of(kDrafted);
  {
    Forger forger(data());  // in use once, as everybody knows
    const std::string lead = base::base64url(crypto::random_bytes(16));
    forger.write("case", lead,
                 forger.in_the_name_of("register_lead", lead, "register_lead",
                                       {{"procedure", json::Value("penalty.ordinary")}}),
                 nullptr, older);
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  Person reviewer = signed_in("songqinghe");
  const std::string rules = Forger::text(Forger(data()).newest("pass_review"), "rules");
  const auto adopted =
      takes("hejingming", base::base64url(crypto::random_bytes(16)), "adopt_edition", "key_keeper",
            {{"law.edition", json::Value(rules)}, {"law.reason", json::Value("改")}}, "law");
  ASSERT_TRUE(adopted.recorded) << adopted.words();
  demo_.reset();
  std::uint64_t index = 0;
  {
    Forger forger(data());
    index = forger.write(
        "case", stream,
        forger.in_the_name_of("pass_review", stream, "pass_review",
                              {{"draft", json::Value(Forger::root(forger.newest("draft_document", stream)))},
                               {"seen", json::Value(base::base64(forger.records(stream).back().leaf))}}),
        reviewer.key(), older);
  }
  ASSERT_NO_FATAL_FAILURE(start_and_wait());
  EXPECT_TRUE(witness_says("chain.superseded"));
  EXPECT_THAT(demo_->witness_page("/"), HasSubstr("<td class=\"num\">" + std::to_string(index) + "</td>"));
  const std::string ask =
      house_test::binary("mingjing-sealer") + " ask " + (data() / "sealer" / "state").string() + " status";
  const std::string mark = "{\"code\":\"superseded\",\"index\":" + std::to_string(index);
  EXPECT_TRUE(house_test::within_a_minute([&] {
    return house_test::run(ask).output.find(mark) != std::string::npos;
  })) << house_test::run(ask).output;
}

/// The lawbook with four more things that must all have been done before a case can be closed, each by a step
/// of its own: more states than can be visited.
std::map<std::string, std::string> too_large_to_prove() {
  constexpr int kMore = 4;
  auto files = lawbook_files();
  std::string& text = files.at("procedures/penalty_ordinary.yaml");
  std::string facts, steps, needs;
  for (int i = 1; i <= kMore; ++i) {
    const std::string n = std::to_string(i);
    facts += "  - {fact: more.f" + n + ", title: 附加" + n +
             ", source: 行政处罚法 第四条, missing: {code: more.not_" + n + ", say: 附加" + n +
             "没有办。, do: 请办理。}}\n";
    steps += "  - {step: more_" + n + ", title: 办理附加" + n +
             ", by: {role: handler, signed: true}, sets: [more.f" + n +
             "], course: public, stage: 调查取证, recording: text, source: 行政处罚法 第四条}\n";
    needs += "      - more.f" + n + "\n";
  }
  const auto insert = [&](const std::string& after, const std::string& what) {
    const auto place = text.find(after);
    EXPECT_NE(place, std::string::npos) << after;
    text.insert(place + after.size(), what);
  };
  insert("\nfacts:\n", facts);
  insert("\nsteps:\n", steps);
  const auto close = text.find("- step: close_case");
  EXPECT_NE(close, std::string::npos);
  text.insert(text.find("needs:\n", close) + std::string("needs:\n").size(), needs);
  return files;
}

TEST_F(Attack, rules_too_large_to_be_proven_are_not_used_by_anybody) {
  const auto files = too_large_to_prove();
  const fs::path folder = data() / "large";
  for (const auto& [name, text] : files) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }
  const auto checked = house_test::run(house_test::binary("mingjing") + " law check " + folder.string());
  EXPECT_EQ(checked.status, 1);
  EXPECT_THAT(checked.output, HasSubstr("状态超过1000000个"));
  EXPECT_THAT(checked.output, HasSubstr("more.f4"));
  const auto served =
      house_test::run(house_test::binary("mingjing") + " serve --data " + data().string() + " --port " +
                      std::to_string(port_base()) + " --lawbook " + folder.string());
  EXPECT_EQ(served.status, 2);
  EXPECT_THAT(served.output, HasSubstr("lawbook_unproven"));
  EXPECT_THAT(served.output, HasSubstr("more.f4"));
  const auto edition = law::Lawbook::from_files(files).value()->edition();
  const std::string name = base::hex(crypto::sm3(edition)) + ".json";
  std::ofstream(data() / "sealer" / "editions" / name) << edition;
  const auto sealed = house_test::run(house_test::binary("mingjing-sealer") + " --config " +
                                      (data() / "sealer" / "sealer.json").string());
  EXPECT_EQ(sealed.status, 2);
  EXPECT_THAT(sealed.output, HasSubstr("状态超过1000000个"));
}

}  // namespace
}  // namespace attack
