#pragma once
// A person at a client: signed in over HTTP, with the private key unwrapped in the client's memory.

#include <optional>

#include "base/json.h"
#include "crypto/sm2.h"
#include "http/client.h"
#include "ledger/act.h"

namespace office::play {

namespace json = base::json;

struct Address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
};

/// What the office answered to a record: a receipt, or the refusals' codes with their words.
struct Answer {
  bool recorded = false;
  json::Value body;
  [[nodiscard]] std::vector<std::string> codes() const;
  [[nodiscard]] std::string words() const;
};

class Person {
 public:
  /// Errors: `sign_in`, of the network; `passphrase` when the wrapped key does not open.
  [[nodiscard]] static base::Result<Person> sign_in(const Address& address, const std::string& login,
                                                    const std::string& passphrase);
  /// Signs in by a first password, or by an own one that `key` does not vouch for yet, and chooses
  /// `passphrase` in its place: `key`, where there is one, vouches for it and is kept wrapped under it.
  /// Errors as sign_in.
  [[nodiscard]] static base::Result<Person> arrive(const Address& address, const std::string& login,
                                                   const std::string& first, const std::string& passphrase,
                                                   const crypto::Sm2Key* key);
  [[nodiscard]] const std::string& holder() const { return holder_; }
  [[nodiscard]] const crypto::Sm2Key* key() const { return key_ ? &*key_ : nullptr; }
  [[nodiscard]] std::string key_id() const;
  /// Whether the office lets this session do nothing but choose a password.
  [[nodiscard]] bool arriving() const { return arriving_; }

  /// GET; error `api.<code>` with the problem's title.
  [[nodiscard]] base::Result<json::Value> get(const std::string& path);
  /// Any other request with a JSON body, success expected.
  [[nodiscard]] base::Result<json::Value> send(http::Method method, const std::string& path,
                                               const json::Value& body);
  /// POST of a record; refusals are an answer, not an error.
  [[nodiscard]] base::Result<Answer> record(const std::string& kind, const std::string& stream,
                                            const ledger::Act& act, const json::Object& texts);
  /// Uploads a file by tus; base64 SM3.
  [[nodiscard]] base::Result<std::string> upload(const base::Bytes& bytes);

 private:
  explicit Person(http::Client client) : client_(std::move(client)) {}
  /// The office's answer to the sign-in.
  [[nodiscard]] base::Result<json::Value> enter(const std::string& login, const std::string& passphrase);
  /// What the office wants to see of somebody who has this key: its signature, and the key wrapped.
  [[nodiscard]] base::Result<json::Object> possession(const std::string& login, const std::string& passphrase,
                                                      const crypto::Sm2Key& key);
  http::Client client_;
  std::string holder_;
  bool arriving_ = false;
  std::optional<crypto::Sm2Key> key_;
};

}  // namespace office::play
