#include "play/person.h"

#include "crypto/cipher.h"
#include "crypto/sign_in.h"
#include "ledger/keys.h"

namespace office::play {
namespace {

constexpr std::size_t kPiece = 4 << 20;
constexpr json::Limits kAnswerLimits{.bytes_max = 64 << 20, .depth_max = 32};

base::Result<json::Value> body_of(const http::ClientResponse& response) {
  return json::parse(response.body, kAnswerLimits);
}

base::Error problem_of(const http::ClientResponse& response) {
  const auto body = body_of(response);
  if (!body) return {"api.http_" + std::to_string(response.status), response.body.substr(0, 200)};
  return {"api." + json::text_or_empty(json::find(*body, "code")),
          json::text_or_empty(json::find(*body, "title"))};
}

}  // namespace

std::vector<std::string> Answer::codes() const {
  std::vector<std::string> out;
  if (const auto* all = json::find(body, "refusals"); all != nullptr && all->is_array()) {
    for (const auto& item : all->get_array()) out.push_back(json::text_or_empty(json::find(item, "code")));
  } else {
    out.push_back(json::text_or_empty(json::find(body, "code")));
  }
  return out;
}

std::string Answer::words() const {
  std::string out;
  if (const auto* all = json::find(body, "refusals"); all != nullptr && all->is_array()) {
    for (const auto& item : all->get_array())
      out += "\n      · [" + json::text_or_empty(json::find(item, "code")) + "] " +
             json::text_or_empty(json::find(item, "say"));
  } else {
    out =
        json::text_or_empty(json::find(body, "code")) + " " + json::text_or_empty(json::find(body, "title"));
  }
  return out;
}

base::Result<json::Value> Person::enter(const std::string& login, const std::string& passphrase) {
  MJ_TRY(auto body,
         send(http::Method::post, "/api/session",
              json::Object{{"login", login}, {"password", crypto::sign_in_secret(login, passphrase)}}));
  MJ_TRY(holder_, json::string_member(body, "holder"));
  arriving_ = json::find(body, "arrival") != nullptr;
  return body;
}

base::Result<json::Object> Person::possession(const std::string& login, const std::string& passphrase,
                                              const crypto::Sm2Key& key) {
  MJ_TRY(const auto given, send(http::Method::post, "/api/me/challenge", json::Object()));
  MJ_TRY(const std::string challenge, json::string_member(given, "challenge"));
  const std::string id = ledger::key_id(key.public_key());
  const base::Bytes signature = key.sign(ledger::possession_message(challenge, id, login));
  return json::Object{{"challenge", challenge},
                      {"id", id},
                      {"signature", base::base64(signature)},
                      {"wrapped", crypto::wrap_key(key.scalar(), passphrase)}};
}

base::Result<Person> Person::arrive(const Address& address, const std::string& login,
                                    const std::string& first, const std::string& passphrase,
                                    const crypto::Sm2Key* key) {
  Person person{http::Client(address.host, address.port)};
  MJ_CHECK(person.enter(login, first));
  json::Object choice{{"password", crypto::sign_in_secret(login, passphrase)}};
  if (key != nullptr) {
    MJ_TRY(choice["key"], person.possession(login, passphrase, *key));
    MJ_TRY(person.key_, crypto::Sm2Key::from_scalar(key->scalar()));
  }
  MJ_CHECK(person.send(http::Method::post, "/api/me/own-password", choice));
  person.arriving_ = false;
  return person;
}

base::Result<Person> Person::sign_in(const Address& address, const std::string& login,
                                     const std::string& passphrase) {
  Person person{http::Client(address.host, address.port)};
  MJ_TRY(const auto body, person.enter(login, passphrase));
  const json::Value* key = json::find(body, "key");
  if (key == nullptr) return person;
  MJ_TRY(const std::string wrapped, json::string_member(*key, "wrapped"));
  MJ_TRY(const base::Bytes scalar, crypto::unwrap_key(wrapped, passphrase));
  MJ_TRY(auto opened, crypto::Sm2Key::from_scalar(scalar));
  person.key_ = std::move(opened);
  return person;
}

std::string Person::key_id() const {
  return key_ ? ledger::key_id(key_->public_key()) : std::string();
}

base::Result<json::Value> Person::get(const std::string& path) {
  MJ_TRY(const auto response, client_.get(path));
  if (response.status != 200) return std::unexpected(problem_of(response));
  return body_of(response);
}

base::Result<json::Value> Person::send(http::Method method, const std::string& path,
                                       const json::Value& body) {
  MJ_TRY(const auto response, client_.send({.method = method,
                                            .target = path,
                                            .headers = {{"Content-Type", "application/json"}},
                                            .body = json::canonical(body)}));
  if (response.status / 100 != 2) return std::unexpected(problem_of(response));
  if (response.body.empty()) return json::Value();
  return body_of(response);
}

base::Result<Answer> Person::record(const std::string& kind, const std::string& stream,
                                    const ledger::Act& act, const json::Object& texts) {
  json::Array decoys;
  for (const auto& decoy : act.decoys) decoys.emplace_back(base::base64(decoy));
  const json::Object body{{"act", json::Object{{"decoys", std::move(decoys)},
                                               {"disclosures", json::string_array(act.disclosures)},
                                               {"n", static_cast<std::int64_t>(act.n)}}},
                          {"texts", texts}};
  MJ_TRY(const auto response,
         client_.send({.method = http::Method::post,
                       .target = "/api/streams/" + kind + "/" + stream + "/records",
                       .headers = {{"Content-Type", "application/json"},
                                   {"Idempotency-Key", base::hex(crypto::random_bytes(16))}},
                       .body = json::canonical(body)}));
  MJ_TRY(json::Value answer, body_of(response));
  return Answer{.recorded = response.status == 201, .body = std::move(answer)};
}

base::Result<std::string> Person::upload(const base::Bytes& bytes) {
  MJ_TRY(
      const auto created,
      client_.send({.method = http::Method::post,
                    .target = "/files",
                    .headers = {{"Upload-Length", std::to_string(bytes.size())}, {"Tus-Resumable", "1.0.0"}},
                    .body = ""}));
  if (created.status != 201) return std::unexpected(problem_of(created));
  const std::string place(created.header("Location"));
  for (std::size_t offset = 0; offset < bytes.size(); offset += kPiece) {
    MJ_TRY(const auto piece, client_.send({.method = http::Method::patch,
                                           .target = place,
                                           .headers = {{"Content-Type", "application/offset+octet-stream"},
                                                       {"Upload-Offset", std::to_string(offset)},
                                                       {"Tus-Resumable", "1.0.0"}},
                                           .body = bytes.substr(offset, kPiece)}));
    if (piece.status != 204) return std::unexpected(problem_of(piece));
    if (const auto sm3 = piece.header("Mingjing-SM3"); !sm3.empty()) return std::string(sm3);
  }
  return base::fail("upload", "文件没有传完");
}

}  // namespace office::play
