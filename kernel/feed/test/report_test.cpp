// Procedure reports: who may say what about which records.

#include "feed/report.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace feed::test {
namespace {

constexpr auto kName = "sfj.example.gov.cn/witness/1/procedure";
constexpr auto kOrigin = "zf.example.gov.cn/log/2026";

struct Witness {
  crypto::Sm2Key key = crypto::Sm2Key::generate();
  std::vector<ledger::VerifierKey> known = {
      ledger::make_vkey(kName, ledger::NoteType::note, key.public_key())};

  std::string note(const std::string& body) {
    ledger::Note note{.text = "mingjing-report/v1\n" + body + "\n", .signatures = {}};
    ledger::sign(note, kName, key);
    return ledger::format(note);
  }
  static std::string body(const std::string& closed, const std::string& unlawful,
                          const std::string& missing = "[]") {
    return R"({"closed":)" + closed + R"(,"from":0,"missing":)" + missing +
           R"(,"origin":"zf.example.gov.cn/log/2026",)" +
           R"("root":"z0b4qjXajLz9/os2ouIu8uM2MePBiZJJSaGSBteMDj0=","rules":[],"time":"2026-03-20T00:00:00+08:00",)" +
           R"("to":34,"unlawful":)" + unlawful + R"(,"v":1})";
  }
};

TEST(Report, what_a_known_witness_lists_is_read) {
  Witness witness;
  const auto report = read_report(
      witness.note(Witness::body("[3]", R"([{"guards":["review.not_passed"],"index":7}])", "[9]")), kOrigin,
      witness.known);
  ASSERT_TRUE(report.has_value()) << report.error().text;
  EXPECT_EQ(report->unlawful, (std::set<std::uint64_t>{7}));
  EXPECT_EQ(report->missing, (std::set<std::uint64_t>{9}));
  EXPECT_TRUE(report->names(3) && report->names(7) && report->covers(33));
  EXPECT_FALSE(report->covers(34));
}

TEST(Report, what_is_written_is_read_again) {
  Witness witness;
  const ReportDraft draft{.origin = kOrigin,
                          .from = 5,
                          .to = 12,
                          .root = {},
                          .time = base::parse_instant("2026-03-20T00:00:00+08:00").value(),
                          .unlawful = {{7, {"review.not_passed", "chain.sig"}}, {2, {"chain.fork"}}},
                          .missing = {9, 6},
                          .closed = {1},
                          .rules = {"b", "a"}};
  ledger::Note note{.text = report_text(draft), .signatures = {}};
  ledger::sign(note, kName, witness.key);
  const auto report = read_report(ledger::format(note), kOrigin, witness.known);
  ASSERT_TRUE(report.has_value()) << report.error().text;
  EXPECT_EQ(report->from, 5U);
  EXPECT_EQ(report->to, 12U);
  EXPECT_EQ(report->time, draft.time);
  EXPECT_EQ(report->unlawful, (std::set<std::uint64_t>{2, 7}));
  EXPECT_EQ(report->guards.at(7), (std::vector<std::string>{"chain.sig", "review.not_passed"}));
  EXPECT_EQ(report->missing, draft.missing);
  EXPECT_EQ(report->closed, draft.closed);
  EXPECT_NE(note.text.find(R"("rules":["a","b"])"), std::string::npos);
}

TEST(Report, a_finding_lasts_until_a_later_report_closes_it) {
  Witness witness;
  const auto first = read_report(witness.note(Witness::body("[]", R"([{"guards":["x"],"index":7}])", "[9]")),
                                 kOrigin, witness.known);
  const auto second = read_report(witness.note(Witness::body("[7]", "[]")), kOrigin, witness.known);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(open_findings(std::vector{*first}), (std::set<std::uint64_t>{7, 9}));
  EXPECT_EQ(open_findings(std::vector{*first, *second}), (std::set<std::uint64_t>{9}));
}

TEST(Report, strangers_other_logs_and_crooked_bodies_are_not_read) {
  Witness witness;
  Witness stranger;
  const std::string good = Witness::body("[]", "[]");
  EXPECT_TRUE(read_report(witness.note(good), kOrigin, witness.known).has_value());
  EXPECT_FALSE(read_report(stranger.note(good), kOrigin, witness.known).has_value());
  EXPECT_FALSE(read_report(witness.note(good), "zf.example.gov.cn/log/2027", witness.known).has_value());
  EXPECT_FALSE(read_report(witness.note(" " + good), kOrigin, witness.known).has_value());
  EXPECT_FALSE(read_report(witness.note(Witness::body("[-1]", "[]")), kOrigin, witness.known).has_value());
  std::string changed = witness.note(good);
  changed.replace(changed.find("\"to\":34"), 7, "\"to\":35");
  EXPECT_FALSE(read_report(changed, kOrigin, witness.known).has_value());
}

}  // namespace
}  // namespace feed::test
