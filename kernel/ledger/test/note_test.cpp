#include "ledger/note.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "own_vectors.h"

namespace {

using base::json::Value;
using ledger::LogPolicy;
using ledger::Note;
using ledger::NoteType;
using ledger::test::at;
using ledger::test::from_hex;
using ledger::test::list;
using ledger::test::text;

const Value& file() {
  static const Value value = ledger::test::vectors("05-notes.json");
  return value;
}
crypto::Sm2Key key_of(const char* who) {
  return crypto::Sm2Key::from_scalar(from_hex(at(file(), who), "d")).value();
}
ledger::VerifierKey vkey_of(const char* who) {
  return ledger::parse_vkey(text(at(file(), who), "vkey")).value();
}
LogPolicy policy(int required) {
  return {.log = vkey_of("log"), .witnesses = {vkey_of("witness")}, .cosignatures_required = required};
}
std::string note_named(const std::string& name) {
  for (const Value& item : list(file(), "notes"))
    if (text(item, "case") == name) return text(item, "note");
  throw std::runtime_error("no note " + name);
}
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto position = text.find(from);
  if (position == std::string::npos) throw std::runtime_error("nothing to replace: " + from);
  return text.replace(position, from.size(), to);
}

TEST(Vkey, is_made_and_read_as_published) {
  for (const auto& [who, type] : {std::pair{"log", NoteType::note}, {"witness", NoteType::cosignature}}) {
    const Value& item = at(file(), who);
    const auto key = ledger::make_vkey(text(item, "name"), type, from_hex(item, "pub"));
    EXPECT_EQ(base::hex(key.id), text(item, "key_id"));
    EXPECT_EQ(ledger::format_vkey(key), text(item, "vkey"));
    EXPECT_EQ(ledger::parse_vkey(text(item, "vkey")).value(), key);
    EXPECT_EQ(ledger::fingerprint(key).size(), 16U);
  }
  EXPECT_NE(ledger::fingerprint(vkey_of("log")), ledger::fingerprint(vkey_of("witness")));
}

TEST(Vkey, is_refused_when_anything_in_it_is_off) {
  const std::string good = text(at(file(), "log"), "vkey");
  const std::string other_type = text(at(file(), "c2sp_compat"), "vkey");
  for (const std::string& bad :
       {std::string(), std::string("a+b"), replaced(good, "+f9", "+f8"), replaced(good, "+f9", "+F9"),
        replaced(good, "zf", "z f"), replaced(good, "zf.example.gov.cn/log/2026", ""), good + "=",
        good.substr(0, good.size() - 4), other_type, replaced(good, "+f9", "+")})
    EXPECT_EQ(ledger::parse_vkey(bad).error().code, "vkey") << bad;
}

TEST(Checkpoint, is_judged_as_the_published_notes_say) {
  for (const Value& item : list(file(), "notes"))
    EXPECT_EQ(ledger::verify_checkpoint(text(item, "note"), policy(0)).has_value(),
              at(item, "accept").as_bool())
        << text(item, "case");
}

TEST(Checkpoint, says_who_is_to_blame) {
  const auto code = [](const std::string& note, int required) {
    const auto result = ledger::verify_checkpoint(note_named(note), policy(required));
    return result ? "" : result.error().code;
  };
  EXPECT_EQ(code("origin of another log", 0), "log");
  EXPECT_EQ(code("missing blank line", 0), "log");
  EXPECT_EQ(code("known key, corrupted signature", 0), "log");
  EXPECT_EQ(code("witness cosignature with a changed timestamp", 0), "witness");
  EXPECT_EQ(code("log-signed checkpoint", 1), "witness");
  EXPECT_EQ(code("log + witness cosignature", 1), "");
}

TEST(Checkpoint, counts_a_witness_once_however_often_it_is_configured) {
  LogPolicy twice = policy(2);
  twice.witnesses.push_back(twice.witnesses.front());
  const auto result = ledger::verify_checkpoint(note_named("log + witness cosignature"), twice);
  EXPECT_EQ(result.error().code, "witness");
}

TEST(Checkpoint, is_read_and_written_alike) {
  const auto verified = ledger::verify_checkpoint(note_named("log + witness cosignature"), policy(1)).value();
  EXPECT_EQ(verified.checkpoint.size, 5U);
  EXPECT_EQ(verified.checkpoint.origin, text(at(file(), "log"), "origin"));
  ASSERT_EQ(verified.cosignatures.size(), 1U);
  EXPECT_EQ(verified.cosignatures[0].name, text(at(file(), "witness"), "name"));
  EXPECT_EQ(verified.cosignatures[0].unix_seconds, 1'790'000'000U);
  const std::string written = ledger::checkpoint_text(verified.checkpoint);
  EXPECT_EQ(ledger::parse_note(note_named("log-signed checkpoint")).value().text, written);
}

TEST(Checkpoint, is_refused_when_a_line_is_not_as_it_should_be) {
  const std::string root = base::base64(std::string(32, 'r'));
  const auto code = [&](const std::string& text) {
    const auto result = ledger::parse_checkpoint(text);
    return result ? "" : result.error().code;
  };
  EXPECT_EQ(code("a/b\n5\n" + root + "\n"), "");
  EXPECT_EQ(code("a/b\n9223372036854775807\n" + root + "\nmore\n"), "");
  for (const std::string& bad : std::vector<std::string>{
           "a/b\n5\n" + root, "a/b\n5\n", "\n5\n" + root + "\n", "a b\n5\n" + root + "\n",
           "a+b\n5\n" + root + "\n", "cosignature/v1\n5\n" + root + "\n", "a/b\n\n" + root + "\n",
           "a/b\n+5\n" + root + "\n", "a/b\n9223372036854775808\n" + root + "\n",
           "a/b\n99999999999999999999\n" + root + "\n", "a/b\n5 \n" + root + "\n", "a/b\n5\n" + root + "\n\n",
           "a/b\n5\n" + root + "\nx",
           "a\xc2\xa0"
           "b\n5\n" +
               root + "\n",
           std::string()})
    EXPECT_EQ(code(bad), "checkpoint") << bad;
}

TEST(Note, of_another_signature_type_is_still_read) {
  const std::string signed_note = text(at(file(), "c2sp_compat"), "signed");
  const Note note = ledger::parse_note(signed_note).value();
  EXPECT_EQ(note.text, "This is an example message.\n");
  EXPECT_EQ(base::hex(note.signatures.at(0).id), text(at(file(), "c2sp_compat"), "key_id"));
  EXPECT_EQ(ledger::format(note), signed_note);
}

TEST(Note, ends_its_text_at_the_last_empty_line) {
  const std::string line = "— n AAAAAAA=\n";
  EXPECT_EQ(ledger::parse_note("a\n\nb\n\n" + line).value().text, "a\n\nb\n");
  EXPECT_EQ(ledger::parse_note("a\n\n— x/1 AAAAAAA=\n\n" + line).value().signatures.size(), 1U);
}

TEST(Note, is_refused_when_its_grammar_is_broken) {
  const std::string ok = "— n AAAAAAA=\n";
  ASSERT_TRUE(ledger::parse_note("t\n\n" + ok));
  for (const std::string& bad : {std::string(),
                                 std::string("t\n"),
                                 std::string("t\n\n"),
                                 "t\n" + ok,
                                 "t" + ok,
                                 "t\n\n" + ok + "\n",
                                 std::string("t\n\n— n AAAAAAA="),
                                 std::string("t\n\n—  n AAAAAAA=\n"),
                                 std::string("t\n\n— n  AAAAAAA=\n"),
                                 std::string("t\n\n— n AAAAAAA= \n"),
                                 std::string("t\n\n— AAAAAAA=\n"),
                                 std::string("t\n\n— n AAAAAA==\n"),
                                 std::string("t\n\n— n+m AAAAAAA=\n"),
                                 std::string("t\n\n— n　m AAAAAAA=\n"),
                                 "t\t\n\n" + ok,
                                 "t\r\n\n" + ok,
                                 "\xff\n\n" + ok,
                                 std::string("t\n\n- n AAAAAAA=\n"),
                                 std::string("t\n\n— n AAAAAAB=\n"),
                                 std::string("t\n\n— n AAAAAAA=\nx\n")})
    EXPECT_EQ(ledger::parse_note(bad).error().code, "note") << bad;
}

TEST(Note, keeps_its_limits) {
  std::string note = "t\n\n";
  for (int i = 0; i < 64; ++i) note += "— n AAAAAAA=\n";
  EXPECT_EQ(ledger::parse_note(note).value().signatures.size(), 64U);
  EXPECT_FALSE(ledger::parse_note(note + "— n AAAAAAA=\n"));
  const std::string tail = "\n\n— n AAAAAAA=\n";
  EXPECT_TRUE(ledger::parse_note(std::string(64 * 1024 - tail.size(), 'x') + tail));
  EXPECT_FALSE(ledger::parse_note(std::string(64 * 1024 - tail.size() + 1, 'x') + tail));
}

TEST(Note, verifies_what_was_signed_and_cosigned) {
  Note note{.text = "mingjing\n", .signatures = {}};
  EXPECT_EQ(ledger::check_signature(note, vkey_of("log")), std::nullopt);
  ledger::sign(note, vkey_of("log").name, key_of("log"));
  ledger::cosign(note, vkey_of("witness").name, key_of("witness"), 1'800'000'000);
  ledger::cosign(note, vkey_of("witness").name, key_of("witness"), 1'700'000'000);
  const Note read = ledger::parse_note(ledger::format(note)).value();
  EXPECT_EQ(ledger::check_signature(read, vkey_of("log")), true);
  EXPECT_EQ(ledger::check_signature(read, vkey_of("witness")), true);
  EXPECT_EQ(ledger::check_cosignature(read, vkey_of("witness")).value()->unix_seconds, 1'800'000'000U);
  EXPECT_EQ(ledger::check_cosignature(read, vkey_of("log")).value(), std::nullopt);
  Note altered = read;
  altered.text = "Mingjing\n";
  EXPECT_EQ(ledger::check_signature(altered, vkey_of("log")), false);
  EXPECT_EQ(ledger::check_cosignature(altered, vkey_of("witness")).error().code, "witness");
}

TEST(Note, is_refused_when_one_of_two_signatures_of_a_key_fails) {
  Note note{.text = "mingjing\n", .signatures = {}};
  ledger::sign(note, vkey_of("log").name, key_of("log"));
  note.signatures.push_back(note.signatures.front());
  note.signatures.back().signature[40] ^= 1;
  EXPECT_EQ(ledger::check_signature(note, vkey_of("log")), false);
}

TEST(Note, cosigns_the_published_message) {
  const std::string message = from_hex(file(), "cosigned_message_hex");
  const auto note = ledger::parse_note(note_named("log + witness cosignature")).value();
  EXPECT_EQ("cosignature/v1\ntime 1790000000\n" + note.text, message);
  EXPECT_TRUE(
      crypto::sm2_verify(vkey_of("witness").public_key, message, note.signatures.at(1).signature.substr(8)));
}

TEST(TlogProof, is_judged_as_the_published_cases_say) {
  for (const Value& item : list(file(), "tlog_proofs")) {
    const auto accepted = [&] {
      const auto proof = ledger::parse_tlog_proof(text(item, "proof"));
      if (!proof) return false;
      const auto verified = ledger::verify_checkpoint(proof->checkpoint, policy(1));
      return verified && ledger::verify_inclusion(proof->index, verified->checkpoint.size,
                                                  ledger::leaf_hash(from_hex(item, "entry_hex")), proof->path,
                                                  verified->checkpoint.root);
    };
    EXPECT_EQ(accepted(), at(item, "accept").as_bool()) << text(item, "proof");
  }
}

TEST(TlogProof, is_written_as_it_is_read) {
  for (const Value& item : list(file(), "tlog_proofs")) {
    const auto proof = ledger::parse_tlog_proof(text(item, "proof"));
    if (!proof || text(item, "proof").find("\nextra ") != std::string::npos) continue;
    EXPECT_EQ(ledger::format(*proof), text(item, "proof"));
  }
  const ledger::TlogProof empty_path{.index = 0, .path = {}, .checkpoint = "note\n"};
  EXPECT_EQ(ledger::format(empty_path), "c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n");
}

TEST(TlogProof, is_refused_when_its_grammar_is_broken) {
  const std::string hash = base::base64(std::string(32, 'h')) + "\n";
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  std::string many;
  for (int i = 0; i < 64; ++i) many += hash;
  ASSERT_TRUE(ledger::parse_tlog_proof(head + "extra AAAA\nindex 7\n" + hash + "\nnote\n"));
  ASSERT_TRUE(ledger::parse_tlog_proof(head + "index 7\n" + many.substr(hash.size()) + "\nnote\n"));
  for (const std::string& bad : std::vector<std::string>{
           std::string(), head, head + "index 7\n", head + "index 7\n\n", head + "index 07\n\nnote\n",
           head + "index -1\n\nnote\n", head + "index 9223372036854775808\n\nnote\n",
           head + hash + "\nnote\n", head + "extra A\nindex 7\n\nnote\n",
           head + "index 7\nextra AAAA\n\nnote\n", head + "index 7\nAAAA\n\nnote\n",
           head + "index 7\n" + many + "\nnote\n", "c2sp.org/tlog-proof@v2\nindex 7\n\nnote\n",
           head + "index 7\r\n\nnote\n", head + "index 7\n\n" + std::string(128 * 1024, 'x')})
    EXPECT_EQ(ledger::parse_tlog_proof(bad).error().code, "tlog_proof") << bad.substr(0, 200);
}

RC_GTEST_PROP(Note, never_accepts_a_checkpoint_with_any_bit_flipped, ()) {
  std::string note = note_named("log + witness cosignature");
  const auto bit = *rc::gen::inRange<std::size_t>(0, note.size() * 8);
  note[bit / 8] = static_cast<char>(note[bit / 8] ^ (1 << bit % 8));
  RC_ASSERT(!ledger::verify_checkpoint(note, policy(1)).has_value());
}

}  // namespace
