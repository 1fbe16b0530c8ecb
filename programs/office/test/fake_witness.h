#pragma once
// A witness that keeps to transparency-log.md §7 and knows nothing else: written apart from programs/witness,
// so that the office is not only tested against the program it is delivered with.

#include "feed/report.h"
#include "http/server.h"
#include "witnessing/exchange.h"

namespace office::test {

class FakeWitness {
 public:
  FakeWitness(std::string name, ledger::VerifierKey log) : name_(std::move(name)), log_(std::move(log)) {
    http::Router router;
    router.add(http::Method::post, "/add-checkpoint", [this](const http::Request& request) {
      const auto answer = add(request.body);
      http::Response response = http::Response::text(answer.body);
      response.status = answer.status;
      return response;
    });
    const std::string folder = "/" + ledger::origin_directory(log_.name);
    router.add(http::Method::get, folder + "/checkpoint",
               [this](const http::Request&) { return text(note); });
    router.add(http::Method::get, folder + "/report", [this](const http::Request&) {
      return text(reports.empty() ? "" : reports.rbegin()->second);
    });
    router.add(http::Method::get, folder + "/report/{to}", [this](const http::Request& request) {
      const auto found = reports.find(std::stoull(request.param("to")));
      return text(found == reports.end() ? "" : found->second);
    });
    server_ = std::make_unique<http::Server>(http::ServerOptions{}, std::move(router));
    port_ = server_->start().value();
  }

  [[nodiscard]] Witness configured() const {
    return {
        .name = name_,
        .url = "http://127.0.0.1:" + std::to_string(port_),
        .cosignature = ledger::make_vkey(name_, ledger::NoteType::cosignature, key_.public_key()),
        .report = ledger::make_vkey(name_ + "/procedure", ledger::NoteType::note, report_key_.public_key())};
  }

  /// Table of §7, as far as an honest log meets it.
  ledger::WitnessAnswer add(const std::string& body) {
    const auto request = ledger::parse_add_checkpoint(body);
    if (!request) return {400, "malformed\n"};
    const auto verified = ledger::verify_checkpoint(request->checkpoint, {.log = log_, .witnesses = {}});
    if (!verified) return {403, "signature\n"};
    if (refuses) return {422, "not consistent\n"};
    if (claims) return {409, std::to_string(*claims) + "\n"};
    if (request->old_size != checkpoint.size) return {409, std::to_string(checkpoint.size) + "\n"};
    if (checkpoint.size > 0 &&
        !ledger::verify_consistency(checkpoint.size, verified->checkpoint.size, checkpoint.root,
                                    verified->checkpoint.root, request->proof))
      return {422, "not consistent\n"};
    checkpoint = verified->checkpoint;
    ledger::Note own{.text = ledger::checkpoint_text(checkpoint), .signatures = {}};
    ledger::cosign(own, name_, forges ? report_key_ : key_, unix_seconds);
    if (forges) own.signatures.back().id = configured().cosignature.id;
    note = request->checkpoint + ledger::format_signature_lines(own.signatures);
    ++cosigned;
    return {200, ledger::format_signature_lines(own.signatures)};
  }

  /// Signs what it is told to say of [from, to).
  std::string report(std::uint64_t from, std::uint64_t to, const ledger::Hash& root,
                     const std::string& unlawful = "[]") {
    const std::string line = R"({"closed":[],"from":)" + std::to_string(from) +
                             R"(,"missing":[],"origin":")" + log_.name + R"(","root":")" +
                             base::base64(root) + R"(","rules":[],"time":"2026-03-20T00:00:00+08:00","to":)" +
                             std::to_string(to) + R"(,"unlawful":)" + unlawful + R"(,"v":1})";
    ledger::Note own{.text = "mingjing-report/v1\n" + line + "\n", .signatures = {}};
    ledger::sign(own, name_ + "/procedure", report_key_);
    return ledger::format(own);
  }

  std::optional<std::uint64_t> claims;  // answers 409 with this size, whatever is asked
  bool refuses = false;                 // answers 422 to what the log signed
  bool forges = false;                  // signs with a wrong key under the right name
  std::uint64_t unix_seconds = 1'774'000'000;
  int cosigned = 0;
  ledger::Checkpoint checkpoint;
  std::string note;
  std::map<std::uint64_t, std::string> reports;

 private:
  static http::Response text(const std::string& body) {
    return body.empty() ? http::Response::not_found() : http::Response::text(body);
  }
  std::string name_;
  ledger::VerifierKey log_;
  crypto::Sm2Key key_ = crypto::Sm2Key::generate(), report_key_ = crypto::Sm2Key::generate();
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_ = 0;
};

}  // namespace office::test
