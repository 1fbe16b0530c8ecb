#include "add_checkpoint.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/json.h"

namespace witness {
namespace {

namespace json = base::json;

const json::Value& file() {
  static const json::Value kFile = [] {
    std::ifstream in(std::string(MINGJING_SOURCE) + "/tests/vectors/06-witness.json", std::ios::binary);
    return json::parse(std::string(std::istreambuf_iterator<char>(in), {}), {.bytes_max = 1 << 20}).value();
  }();
  return kFile;
}
std::string text(const json::Value& value, std::string_view name) {
  return json::string_member(value, name).value();
}
std::string body_of(std::string_view name) {
  for (const json::Value& step : file().at("steps").as_array())
    if (text(step, "case") == name) return text(step, "body");
  throw std::runtime_error("no such step");
}

Cosigner cosigner() {
  return {ledger::parse_vkey(text(file(), "log_vkey")).value(), "sfj.example.gov.cn/witness/1",
          crypto::Sm2Key::generate()};
}

constexpr base::Instant kNow{1'784'764'800'000};

/// What a client makes of the answer: the checkpoint it sent with the lines it got.
std::optional<ledger::Cosignature> cosignature_in(const Processed& processed, const std::string& request,
                                                  const Cosigner& by) {
  auto note = ledger::parse_note(ledger::parse_add_checkpoint(request)->checkpoint);
  const auto lines = ledger::parse_signature_lines(processed.answer.body);
  if (!note || !lines) return {};
  note->signatures.insert(note->signatures.end(), lines->begin(), lines->end());
  return ledger::check_cosignature(*note, by.vkey()).value();
}

TEST(AddCheckpoint, the_published_conversation_goes_as_published) {
  const Cosigner by = cosigner();
  Cosigned stored = nothing_cosigned();
  for (const json::Value& step : file().at("steps").as_array()) {
    const std::string body = text(step, "body");
    const Processed processed = add_checkpoint(body, stored, ledger::Tree(), by, kNow);
    EXPECT_EQ(processed.answer.status, step.at("status").as_int64()) << text(step, "case");
    if (const json::Value* response = json::find(step, "response")) {
      EXPECT_EQ(processed.answer.body, response->as_string()) << text(step, "case");
    }
    if (processed.answer.status == 200) {
      const auto cosignature = cosignature_in(processed, body, by);
      ASSERT_TRUE(cosignature) << text(step, "case");
      EXPECT_EQ(static_cast<std::int64_t>(cosignature->unix_seconds) * 1000, kNow.ms);
    }
    EXPECT_EQ(processed.content_type,
              processed.answer.status == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8");
    if (processed.next) stored = *processed.next;
    EXPECT_EQ(static_cast<std::int64_t>(stored.checkpoint.size), step.at("state_after").as_int64())
        << text(step, "case");
  }
}

TEST(AddCheckpoint, what_the_log_signed_against_itself_is_a_fork_and_what_anybody_can_send_is_none) {
  const Cosigner by = cosigner();
  Cosigned stored = nothing_cosigned();
  std::map<std::string, Processed> found;
  for (const json::Value& step : file().at("steps").as_array()) {
    const Processed processed = add_checkpoint(text(step, "body"), stored, ledger::Tree(), by, kNow);
    found[text(step, "case")] = processed;
    if (processed.next) stored = *processed.next;
  }
  std::set<std::string> forks;
  for (const auto& [name, processed] : found)
    if (processed.fork) forks.insert(name);
  EXPECT_EQ(forks, (std::set<std::string>{"equivocation: same size, other root",
                                          "forked growth with a proof of the fork"}));
  EXPECT_EQ(found.at("rollback attempt: smaller checkpoint with its own old size").unjoined, 5U);
  EXPECT_EQ(found.at("proof with one hash missing").unjoined, 40U);
  EXPECT_EQ(found.at("stale old size").unjoined, std::nullopt);
  EXPECT_EQ(found.at("proof not empty though sizes equal").unjoined, std::nullopt);
}

TEST(AddCheckpoint, the_stored_note_bears_the_log_s_signature_and_ours_alone) {
  const Cosigner by = cosigner();
  auto note = ledger::parse_note(ledger::parse_add_checkpoint(body_of("first contact, old 0"))->checkpoint);
  ASSERT_TRUE(note);
  ledger::cosign(*note, "stranger.example", crypto::Sm2Key::generate(), 1);
  const std::string body =
      ledger::format(ledger::AddCheckpoint{.old_size = 0, .proof = {}, .checkpoint = ledger::format(*note)});
  const Processed processed = add_checkpoint(body, nothing_cosigned(), ledger::Tree(), by, kNow);
  ASSERT_TRUE(processed.next);
  EXPECT_EQ(ledger::parse_note(processed.next->note)->signatures.size(), 2U);
  const auto again = read_cosigned(processed.next->note, by);
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(again->checkpoint.size, 5U);
  EXPECT_EQ(again->unix_seconds, processed.next->unix_seconds);
  EXPECT_FALSE(read_cosigned(processed.next->note, cosigner()));
}

TEST(AddCheckpoint, a_line_in_our_name_that_is_not_ours_refuses_the_note) {
  const Cosigner by = cosigner();
  auto note = ledger::parse_note(ledger::parse_add_checkpoint(body_of("first contact, old 0"))->checkpoint);
  ledger::cosign(*note, by.name, by.key, 1);
  note->signatures.back().signature.back() = static_cast<char>(note->signatures.back().signature.back() ^ 1);
  const std::string body =
      ledger::format(ledger::AddCheckpoint{.old_size = 0, .proof = {}, .checkpoint = ledger::format(*note)});
  EXPECT_EQ(add_checkpoint(body, nothing_cosigned(), ledger::Tree(), by, kNow).answer.status, 403);
}

TEST(AddCheckpoint, the_same_second_gives_the_same_bytes_and_a_later_one_a_fresh_time) {
  const Cosigner by = cosigner();
  const std::string first = body_of("first contact, old 0"),
                    again = body_of("same checkpoint again (idempotent)");
  const Processed made = add_checkpoint(first, nothing_cosigned(), ledger::Tree(), by, kNow);
  ASSERT_TRUE(made.next);
  const Processed repeated = add_checkpoint(again, *made.next, ledger::Tree(), by, kNow);
  EXPECT_EQ(repeated.answer, made.answer);
  EXPECT_FALSE(repeated.next);
  const Processed later = add_checkpoint(again, *made.next, ledger::Tree(), by, {kNow.ms + 3'600'000});
  ASSERT_TRUE(later.next);
  EXPECT_EQ(later.next->unix_seconds, made.next->unix_seconds + 3600);
}

TEST(AddCheckpoint, times_of_cosignatures_never_go_back) {
  const Cosigner by = cosigner();
  const Processed made =
      add_checkpoint(body_of("first contact, old 0"), nothing_cosigned(), ledger::Tree(), by, kNow);
  const Processed next =
      add_checkpoint(body_of("consistent growth"), *made.next, ledger::Tree(), by, {kNow.ms - 60'000});
  ASSERT_TRUE(next.next);
  EXPECT_EQ(next.next->unix_seconds, made.next->unix_seconds);
}

}  // namespace
}  // namespace witness
