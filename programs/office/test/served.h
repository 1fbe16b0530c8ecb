#pragma once
// An office that serves on a port of the loopback, and people at clients of their own.

#include <gtest/gtest.h>

#include "api/endpoint.h"
#include "crypto/cipher.h"
#include "enrolment.h"
#include "http/server.h"
#include "play/act_builder.h"
#include "play/person.h"

namespace office {

namespace json = base::json;

/// Serves an office while it lives.
class Served {
 public:
  explicit Served(Office& office) : office_(office) {
    http::Router router;
    api::mount(office, router);
    server_ = std::make_unique<http::Server>(http::ServerOptions{}, std::move(router));
    const auto port = server_->start();
    EXPECT_TRUE(port) << (port ? "" : port.error().text);
    port_ = port.value_or(0);
  }

  [[nodiscard]] base::Result<play::Person> sign_in(const std::string& login, const std::string& password) {
    return play::Person::sign_in(address(), login, password);
  }
  [[nodiscard]] play::Address address() const { return {.host = "127.0.0.1", .port = port_}; }

  struct Step {
    std::string kind, stream, step, role;
    json::Object fields;
  };
  /// The act of a client, signed with `key`, which may be another than the person's own.
  [[nodiscard]] ledger::Act act(const crypto::Sm2Key& key, const Step& step) {
    std::vector<std::pair<std::string, json::Value>> fields{
        {"stream", json::Value(step.stream)},
        {"step", json::Value(step.step)},
        {"at", json::Value(base::format(office_.clock().now()))},
        {"actor", json::Value(ledger::key_id(key.public_key()))},
        {"role", json::Value(step.role)}};
    for (const auto& field : step.fields) fields.emplace_back(std::string(field.key()), field.value());
    return ledger::make_act(fields, &key).value();
  }
  /// What the office answers; a failure of the test when there is no answer.
  [[nodiscard]] play::Answer record(play::Person& by, const crypto::Sm2Key& key, const Step& step) {
    return send(by, step, act(key, step));
  }
  [[nodiscard]] static play::Answer send(play::Person& by, const Step& step, const ledger::Act& act) {
    auto answer = by.record(step.kind, step.stream, act, {});
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().text);
    return answer.value_or(play::Answer{});
  }

 private:
  Office& office_;
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_ = 0;
};

/// A new stream's name.
inline std::string fresh_stream() {
  return base::base64url(crypto::random_bytes(16));
}

}  // namespace office
