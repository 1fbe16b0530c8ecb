#pragma once
// A bureau whose registrar takes a case from the lead to its publication by the real lawbook, with an
// exporter behind it, on real stores in a temporary directory.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "crypto/cipher.h"
#include "disclosure/exporter.h"
#include "file/durable.h"
#include "stores.h"

namespace disclosure_test {

namespace fs = std::filesystem;
namespace json = base::json;

inline std::shared_ptr<const law::Lawbook> real_lawbook() {
  static const auto lawbook = law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook").value();
  return lawbook;
}

inline json::Array body(std::string_view words) {
  return {json::Object{{"b", "p"}}, json::Object{{"t", words}}};
}

struct Person {
  crypto::Sm2Key key = crypto::Sm2Key::generate();
  std::string holder = base::base64url(crypto::random_bytes(16));
  [[nodiscard]] std::string id() const { return ledger::key_id(key.public_key()); }
};

class MovingClock final : public base::Clock {
 public:
  base::Instant now() const override { return now_; }
  void pass(std::int64_t minutes) { now_.ms += minutes * 60'000; }

 private:
  base::Instant now_ = *base::parse_instant("2026-03-02T09:00:00+08:00");
};

class Everybody final : public registrar::PeopleFacts {
 public:
  law::Person person(const base::PersonId&, const base::StreamId&, base::Date) const override {
    return {.name = "某", .certificate_valid = law::Truth::yes, .recused = law::Truth::no};
  }
};

/// A witness that says what it is told to say.
class Told final : public disclosure::Testimony {
 public:
  std::string note;
  std::vector<std::pair<std::uint64_t, std::string>> reports;
  std::string witnessed() const override { return note; }
  std::vector<std::pair<std::uint64_t, std::string>> reports_after(std::uint64_t to) const override {
    auto out = reports;
    std::erase_if(out, [&](const auto& report) { return report.first <= to; });
    return out;
  }
};

/// One payload of the feed.
struct Shown {
  feed::Line line;
  std::string text;
  json::Value value;
};

struct Deed {
  std::string step, role, by;
  json::Object fields = {};
  std::string draft = {};
  bool seen = false;
};

class Bureau : public testing::Test {
 protected:
  Bureau();
  ~Bureau() override;

  // ---- writing ----
  registrar::Receipt take(const std::string& stream, const Deed& deed, const std::string& kind = "case",
                          const std::map<std::string, ledger::KeptText>& texts = {}, std::size_t digests = 0);
  void enrol(const std::string& name, const std::vector<std::string>& roles);
  std::string new_stream() const { return base::base64url(crypto::random_bytes(16)); }
  /// The root of the new draft.
  std::string draft(const std::string& stream, std::string_view facts);
  void review(const std::string& stream, const std::string& root);
  /// A served case whose first draft was reviewed and then written again.
  std::string served_case();
  void publish(const std::string& stream, const std::vector<disclosure::TextRedaction>& hidden);
  /// The same up to its publication, which hides the two characters of a name in the facts.
  std::string published_case();
  void withdraw(const std::string& stream);

  // ---- the feed ----
  /// A new exporter over the state file and the feed's folder, as after a restart of the process.
  void start_exporter();
  void export_all();
  std::vector<Shown> feed_lines();
  std::vector<Shown> of_kind(feed::Kind kind);
  std::string everything_in_the_feed() const;

  crypto::Sm2Key feed_key() const { return crypto::Sm2Key::from_scalar(base::Bytes(32, 'f')).value(); }
  std::vector<ledger::StoredRecord> records(const std::string& stream) const {
    return stores_->reader().stream(stream).value();
  }

  fs::path directory_;
  MovingClock clock_;
  Everybody everybody_;
  std::map<std::string, Person> people_;
  const ledger::MasterKey master_{.mid = "m001", .key = base::Bytes(32, 'k')};
  const crypto::Sm2Key log_key_ = crypto::Sm2Key::generate();
  law::Editions editions_;
  std::unique_ptr<registrar_test::Stores> stores_;
  std::unique_ptr<registrar::Registrar> registrar_;
  Told told_;
  std::optional<disclosure::Twin> twin_;  // set before start_exporter()
  std::optional<disclosure::Exporter> exporter_;
  std::map<std::string, std::string> drafts_;
  int number_ = 0;
};

}  // namespace disclosure_test
