#pragma once
// The office's API over a real installation in a temporary folder, without sockets.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/endpoint.h"
#include "described.h"
#include "installation.h"

namespace office {

namespace json = base::json;

using test::kPassphrase;

/// One office for all tests of a suite: password hashing is slow on purpose.
class Api : public testing::Test {
 protected:
  static void SetUpTestSuite() { begin(test::founding()); }
  static void begin(const Founding& founding) {
    installation_ = std::make_unique<test::Installation>(founding);
    layout_ = installation_->layout;
    office_ = installation_->office.get();
    api::mount(*office_, router_);
    http::Request document;
    document.path = "/api/openapi.json";
    described_ = std::make_unique<test::Described>(
        json::parse(router_.handle(document).body, {.bytes_max = 1 << 20}).value());
  }
  static void TearDownTestSuite() {
    router_ = http::Router();
    installation_.reset();
    cookies_.clear();
  }

  struct Call {
    http::Method method = http::Method::get;
    std::string path, body, cookie;
    std::vector<std::pair<std::string, std::string>> headers;
  };
  static http::Response call(const Call& wanted) {
    http::Request request;
    request.method = wanted.method;
    request.path = wanted.path.substr(0, wanted.path.find('?'));
    if (request.path.size() < wanted.path.size()) request.query = wanted.path.substr(request.path.size() + 1);
    request.body = wanted.body;
    request.id = "0123456789abcdef";
    if (!wanted.cookie.empty()) request.headers.add("Cookie", wanted.cookie);
    for (const auto& [name, value] : wanted.headers) request.headers.add(name, value);
    if (!wanted.body.empty() && request.header("Content-Type").empty())
      request.headers.add("Content-Type", "application/json");
    auto response = router_.handle(request);
    EXPECT_THAT(described_->faults(request, response), testing::IsEmpty());
    return response;
  }
  static http::Response sign_in(const std::string& login, const std::string& passphrase = kPassphrase) {
    return call({http::Method::post,
                 "/api/session",
                 json::canonical(
                     json::Object{{"login", login}, {"password", crypto::sign_in_secret(login, passphrase)}}),
                 "",
                 {}});
  }
  static std::string cookie_of(const http::Response& response) {
    const std::string set(response.header("Set-Cookie"));
    return set.substr(0, set.find(';'));
  }
  /// The session of somebody, begun when first asked for.
  static const std::string& cookie(const std::string& login) {
    std::string& known = cookies_[login];
    if (known.empty()) known = cookie_of(sign_in(login));
    return known;
  }
  static http::Response get(const std::string& path, const std::string& login) {
    return call({http::Method::get, path, "", cookie(login), {}});
  }
  static json::Value body_of(const http::Response& response) {
    return json::parse(response.body, {.bytes_max = std::size_t{64} << 20}).value_or(json::Value());
  }
  /// Code of a problem, or of its first refusal.
  static std::string code_of(const http::Response& response) {
    const auto body = body_of(response);
    const auto* refusals = json::find(body, "refusals");
    if (refusals == nullptr) return json::text_or_empty(json::find(body, "code"));
    return json::text_or_empty(json::find(refusals->get_array().at(0), "code"));
  }

  struct Signer {
    std::string key_id;
    std::optional<crypto::Sm2Key> key;  // none: unsigned
  };
  /// The key that lies wrapped in the office under the tests' passphrase.
  static Signer signer(const std::string& login) {
    const auto stored = office_->credentials->key_of(login);
    const auto scalar = crypto::unwrap_key(stored->wrapped, kPassphrase);
    return {stored->key_id.text(), *crypto::Sm2Key::from_scalar(*scalar)};
  }
  struct Step {
    std::string stream, step, role;
    json::Object fields;
  };
  /// The body of a record as a client sends it.
  static std::string record_by(const Signer& who, const Step& step) {
    std::vector<std::pair<std::string, json::Value>> fields{
        {"stream", json::Value(step.stream)},
        {"step", json::Value(step.step)},
        {"at", json::Value(base::format(office_->clock().now()))},
        {"actor", json::Value(who.key_id)},
        {"role", json::Value(step.role)}};
    for (const auto& field : step.fields) fields.emplace_back(std::string(field.key()), field.value());
    const auto act = ledger::make_act(fields, who.key ? &*who.key : nullptr);
    json::Array decoys;
    for (const auto& decoy : act->decoys) decoys.emplace_back(base::base64(decoy));
    return json::canonical(
        json::Object{{"act", json::Object{{"decoys", decoys},
                                          {"disclosures", json::string_array(act->disclosures)},
                                          {"n", static_cast<std::int64_t>(act->n)}}}});
  }
  static http::Response post(const std::string& login, const std::string& kind, const std::string& stream,
                             const std::string& body, const std::string& idempotency_key = "") {
    Call wanted{
        http::Method::post, "/api/streams/" + kind + "/" + stream + "/records", body, cookie(login), {}};
    if (!idempotency_key.empty()) wanted.headers.emplace_back("Idempotency-Key", idempotency_key);
    return call(wanted);
  }
  /// A record by somebody with his own key, in a stream of this kind.
  static http::Response record(const std::string& login, const std::string& kind, const Step& step) {
    return post(login, kind, step.stream, record_by(signer(login), step));
  }
  static std::string fresh_stream() { return base::base64url(crypto::random_bytes(16)); }
  /// A well-formed `adopt_edition` by the director.
  static std::string adoption(const std::string& stream, const std::string& role = "key_keeper") {
    return record_by(
        signer("director"),
        {stream, "adopt_edition", role, {{"law.edition", office_->lawbook->rules()}, {"law.reason", "立"}}});
  }

  static inline std::unique_ptr<test::Installation> installation_;
  static inline Layout layout_;
  static inline Office* office_ = nullptr;
  static inline http::Router router_;
  static inline std::unique_ptr<test::Described> described_;
  static inline std::map<std::string, std::string> cookies_;
};

}  // namespace office
