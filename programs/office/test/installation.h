#pragma once
// A real installation in a temporary folder, and an office open on it.

#include <unistd.h>

#include "crypto/cipher.h"
#include "crypto/sign_in.h"
#include "init.h"
#include "office.h"

namespace office::test {

inline constexpr const char* kPassphrase = "a-passphrase-for-tests";
inline constexpr const char* kOrigin = "demo.test/log";

inline Founding founding() {
  const auto person = [](const char* login, const std::vector<std::string>& roles) {
    return make_person_key(login, roles, kPassphrase).value();
  };
  return {.origin = kOrigin,
          .feed_origin = "demo.test/feed",
          .portal_url = "http://127.0.0.1:1",
          .director = person("director", {"agency_head", "key_keeper"}),
          .legal_head = person("legal", {"legal_reviewer", "key_keeper"}),
          .administrator = person("admin", {"administrator"})};
}

/// A well-formed `adopt_edition` by the director.
inline ledger::Act adoption(const Office& office, const std::string& stream,
                            const std::string& role = "key_keeper") {
  const auto stored = office.credentials->key_of("director");
  const auto scalar = crypto::unwrap_key(stored->wrapped, kPassphrase);
  const auto key = crypto::Sm2Key::from_scalar(*scalar);
  return ledger::make_act({{"stream", base::json::Value(stream)},
                           {"step", base::json::Value("adopt_edition")},
                           {"at", base::json::Value(base::format(office.clock().now()))},
                           {"actor", base::json::Value(stored->key_id.text())},
                           {"role", base::json::Value(role)},
                           {"law.edition", base::json::Value(office.lawbook->rules())},
                           {"law.reason", base::json::Value("立")}},
                          &*key)
      .value();
}

class Installation {
 public:
  explicit Installation(const Founding& founding = test::founding()) {
    std::string pattern = std::filesystem::temp_directory_path() / "mingjing-office-XXXXXX";
    layout.root = ::mkdtemp(pattern.data());
    const auto lawbook = law::Lawbook::from_directory(kLawbook).value();
    if (const auto made = make_installation(layout, founding, *lawbook); !made)
      throw std::runtime_error(made.error().text);
    reopen();
  }
  ~Installation() {
    office.reset();
    std::filesystem::remove_all(layout.root);
  }
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  void reopen() {
    office.reset();
    office = Office::open(layout, kLawbook).value();
  }
  /// One more record.
  void adopt() const {
    const std::string stream = base::base64url(crypto::random_bytes(16));
    const auto receipt =
        office->registrar->submit({.kind = "law",
                                   .stream = base::StreamId(stream),
                                   .idempotency_key = "",
                                   .signed_in_holder = base::PersonId(office->config.roots[0].holder),
                                   .expected_pos = {},
                                   .act = adoption(*office, stream),
                                   .texts = {}});
    if (!receipt) throw std::runtime_error("the record was refused");
  }
  [[nodiscard]] ledger::VerifierKey log_vkey() const {
    return ledger::make_vkey(kOrigin, ledger::NoteType::note, office->log_key->public_key());
  }

  Layout layout;
  std::unique_ptr<Office> office;

 private:
  static inline const std::string kLawbook = std::string(MINGJING_SOURCE) + "/lawbook";
};

}  // namespace office::test
