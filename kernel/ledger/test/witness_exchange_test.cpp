#include "ledger/witness_exchange.h"

#include <gtest/gtest.h>

#include "own_vectors.h"

namespace {

using base::Bytes;
using ledger::test::at;
using ledger::test::list;
using ledger::test::text;

const base::json::Value& file() {
  static const base::json::Value value = ledger::test::vectors("06-witness.json");
  return value;
}
std::string growth() {
  for (const auto& step : list(file(), "steps"))
    if (text(step, "case") == "consistent growth") return text(step, "body");
  throw std::runtime_error("no such step");
}

TEST(WitnessExchange, every_published_request_is_read_unless_it_is_called_malformed) {
  for (const auto& step : list(file(), "steps")) {
    const std::string body = text(step, "body");
    const auto request = ledger::parse_add_checkpoint(body);
    EXPECT_EQ(request.has_value(), !text(step, "case").starts_with("malformed")) << text(step, "case");
    if (request) {
      EXPECT_EQ(ledger::format(*request), body);
    }
  }
}

TEST(WitnessExchange, a_request_has_an_old_size_a_proof_and_a_checkpoint) {
  const auto request = ledger::parse_add_checkpoint(growth());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->old_size, 5U);
  EXPECT_EQ(request->proof.size(), 6U);
  EXPECT_TRUE(ledger::parse_note(request->checkpoint));
  for (const std::string bad :
       {"", "old 1", "old 1\n", "old 1\n\n", "old -1\n\nx", "new 1\n\nx", "old 1\nx\n"})
    EXPECT_FALSE(ledger::parse_add_checkpoint(bad)) << bad;
}

TEST(WitnessExchange, a_carried_answer_is_the_status_and_the_body_as_over_http) {
  const ledger::WitnessAnswer answer{409, "17\n"};
  EXPECT_EQ(ledger::format_carried(answer), "status 409\n17\n");
  EXPECT_EQ(ledger::parse_carried_answer("status 409\n17\n").value(), answer);
  EXPECT_EQ(ledger::parse_size(answer.body).value(), 17U);
  for (const std::string bad : {"", "409\n", "status 409", "status 0409\n", "status 99\n", "status 600\n"})
    EXPECT_FALSE(ledger::parse_carried_answer(bad)) << bad;
  for (const std::string bad : {"", "17", "017\n", "17\n\n", "x\n"}) EXPECT_FALSE(ledger::parse_size(bad));
}

TEST(WitnessExchange, signature_lines_are_those_of_a_note) {
  const auto note = ledger::parse_note(ledger::parse_add_checkpoint(growth())->checkpoint);
  ASSERT_TRUE(note);
  const std::string lines = ledger::format_signature_lines(note->signatures);
  EXPECT_TRUE(lines.starts_with("— zf.example.gov.cn/log/2026 "));
  const auto read = ledger::parse_signature_lines(lines + lines);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->size(), 2U);
  EXPECT_EQ(ledger::format(ledger::Note{note->text, {read->front()}}), ledger::format(*note));
  for (const std::string& bad :
       {std::string(), std::string("\n"), lines + "\n", lines + "\n" + lines, "x" + lines})
    EXPECT_FALSE(ledger::parse_signature_lines(bad)) << bad;
}

TEST(WitnessExchange, files_are_named_by_the_origin_s_hash) {
  const std::string origin = text(file(), "origin");
  EXPECT_EQ(ledger::origin_directory(origin), text(file(), "origin_hash_for_monitoring_path"));
  EXPECT_EQ(ledger::carried_name(origin, 40), "e5473547ef784851-40");
  EXPECT_EQ(ledger::carried_path("tile/entries/000.p/34"), "tiles/entries/000.p/34");
  EXPECT_EQ(ledger::carried_path("structure/000.p/34"), "structure/000.p/34");
}

TEST(WitnessExchange, structure_lies_beside_the_entries_and_may_have_gaps) {
  EXPECT_EQ(ledger::structure_path(0, 5), "structure/000.p/5");
  EXPECT_EQ(ledger::structure_path(1234067, 256), "structure/x001/x234/067");
  const std::vector<Bytes> bundles{"{}", "", "{\"v\":1}"};
  const Bytes bytes = ledger::structure_bytes(bundles);
  EXPECT_EQ(bytes.size(), 3U * 4 + 2 + 7);
  EXPECT_EQ(ledger::parse_structure(bytes, 3).value(), bundles);
  EXPECT_FALSE(ledger::parse_structure(bytes, 2));
  EXPECT_FALSE(ledger::parse_structure(bytes, 4));
  EXPECT_FALSE(ledger::parse_structure(bytes.substr(0, bytes.size() - 1), 3));
  EXPECT_FALSE(ledger::parse_structure("", 0));
}

}  // namespace
