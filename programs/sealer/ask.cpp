#include "ask.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <span>

#include "file/durable.h"
#include "seal/client.h"
#include "server.h"

namespace sealer {
namespace {

constexpr std::uint64_t kProofBytesMax = 8U << 20;  // zhengming.md §1

using Words = std::span<const std::string>;

/// The records of a published decision's proof that say which number it bears. Anybody may have kept such a
/// file: the sealer looks at its own signature in it.
base::Result<void> add_issued(seal::Resync& resync, const std::string& path) {
  const auto wrong = [&] { return base::fail("zhengming", path + ": no proof of a decision"); };
  MJ_TRY(const Bytes text, file::read_file(path, kProofBytesMax));
  const auto proof = json::parse(text, {.bytes_max = kProofBytesMax, .depth_max = 16});
  const auto records = proof ? json::array_member(*proof, "records") : std::unexpected(proof.error());
  if (!records) return wrong();
  for (const json::Value& record : **records) {
    const json::Value* value = json::find(record, "bundle");
    const auto index = json::int_member(record, "index");
    if (value == nullptr || !index || *index < 0) return wrong();
    auto bundle = ledger::bundle_from_json(*value);
    const auto revealed = bundle ? ledger::verify_bundle(*bundle) : std::unexpected(bundle.error());
    if (!revealed) return wrong();
    if (json::text_or_empty(revealed->find("step")) == "issue_document")
      resync.records.push_back({static_cast<std::uint64_t>(*index), std::move(*bundle)});
  }
  return {};
}

base::Result<json::Object> resync_request(Words files) {
  seal::Resync resync;
  for (const std::string& path : files) MJ_CHECK(add_issued(resync, path));
  return seal::to_json(resync);
}

base::Result<json::Object> request_of(Words question) {
  const auto is = [&](std::string_view name, std::size_t words) {
    return question.size() == words && question.front() == name;
  };
  if (is("status", 1)) return seal::status_request();
  if (is("resume", 1)) return seal::resume_request();
  if (is("answer", 2)) return seal::answer_request(question[1]);
  if (is("void", 3)) return seal::void_request(question[1], question[2]);
  if (question.size() > 1 && question.front() == "resync") return resync_request(question.subspan(1));
  int year = 0;
  if (is("account", 3)) {
    const char* end = question[2].data() + question[2].size();
    if (std::from_chars(question[2].data(), end, year).ptr == end)
      return seal::account_request(question[1], year);
  }
  return base::fail("usage", "用法：\n" + std::string(kQuestions));
}

}  // namespace

base::Result<bool> ask(const std::vector<std::string>& words) {
  if (words.size() < 2) return base::fail("usage", "用法：\n" + std::string(kQuestions));
  MJ_TRY(const json::Object request, request_of(Words(words).subspan(1)));
  MJ_TRY(seal::Client client, seal::Client::connect(operator_socket(words.front())));
  MJ_TRY(const seal::Answer answer, client.call(request));
  fmt::print("{}\n", json::canonical(answer.body));
  if (!answer.ok) fmt::print(stderr, "mingjing-sealer: {}: {}\n", answer.code, answer.say);
  return answer.ok;
}

}  // namespace sealer
