#pragma once
// A small bureau on real stores in a temporary directory, with a clock that stands where it is put.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "crypto/cipher.h"
#include "lawbook.h"
#include "registrar/registrar.h"
#include "stores.h"
#include "visits.h"

namespace registrar_test {

namespace json = base::json;
/// A field as a test writes it: {"place", place}.
struct Given {
  template <class Value>
  Given(std::string field, const Value& given) : name(std::move(field)), value(json::Value(given)) {}
  std::string name;
  json::Value value;
};
using Fields = std::vector<Given>;
using Outcome = std::expected<registrar::Receipt, registrar::Refused>;

inline std::string new_id() {
  return base::base64url(crypto::random_bytes(16));
}

inline ledger::Act act_of(const Fields& fields, const crypto::Sm2Key* key) {
  std::vector<std::pair<std::string, json::Value>> pairs;
  for (const Given& field : fields) pairs.emplace_back(field.name, field.value);
  return ledger::make_act(pairs, key).value();
}

/// Somebody with a key.
struct Person {
  crypto::Sm2Key key = crypto::Sm2Key::generate();
  std::string holder = new_id();
  std::vector<std::string> roles;
  [[nodiscard]] std::string id() const { return ledger::key_id(key.public_key()); }
  [[nodiscard]] ledger::RootKey root() const { return {id(), key.public_key(), holder, roles}; }
};

class StandingClock final : public base::Clock {
 public:
  base::Instant now() const override { return {ms_.load()}; }
  void put(std::string_view text) { ms_ = base::parse_instant(text)->ms; }
  void move_ms(std::int64_t ms) { ms_ += ms; }

 private:
  std::atomic<std::int64_t> ms_{base::parse_instant("2026-03-02T09:00:00+08:00")->ms};
};

/// Everybody's certificate is valid, but of those whose own stream `suspended` finds something in.
class People final : public registrar::PeopleFacts {
 public:
  std::function<bool(const base::PersonId& holder)> suspended;
  law::Person person(const base::PersonId& holder, const base::StreamId&, base::Date) const override {
    const bool valid = !suspended || !suspended(holder);
    return {.name = "某",
            .certificate_valid = valid ? law::Truth::yes : law::Truth::no,
            .recused = law::Truth::no};
  }
};

/// What the lawbook cannot say, of the one step whose name is given: nothing until then.
class Further final : public registrar::FurtherChecks {
 public:
  std::string step;
  std::function<base::Result<std::vector<law::Refusal>>(const law::Command&)> found;
  bool concern(std::string_view asked) const override { return asked == step; }
  base::Result<std::vector<law::Refusal>> check(const law::Command& command) const override {
    return concern(command.step) ? found(command) : std::vector<law::Refusal>{};
  }
};

/// An appender that can be told to fail, or to wait so that a group gathers behind it.
class Gate final : public registrar::RecordAppender {
 public:
  explicit Gate(registrar::RecordAppender& inner) : inner_(inner) {}
  std::string fails_with;             // of the next append
  std::string fails_later_with;       // of the one after the group that waits
  std::string checkpoint_fails_with;  // of every checkpoint
  std::atomic<int> groups{0};

  base::Result<void> append(const std::vector<registrar::Append>& records,
                            const std::function<base::Result<void>(sql::Session&)>& project) override {
    {
      std::unique_lock lock(mutex_);
      arrived_ = true;
      changed_.notify_all();
      const bool waited = closed_;
      changed_.wait(lock, [&] { return !closed_; });
      if (waited) {
        ++groups;
        auto done = inner_.append(records, project);
        fails_with = std::exchange(fails_later_with, "");
        return done;
      }
    }
    ++groups;
    if (!fails_with.empty()) return base::fail(std::exchange(fails_with, ""), "injected");
    return inner_.append(records, project);
  }
  base::Result<void> save_checkpoint(std::uint64_t size, const std::string& note) override {
    if (!checkpoint_fails_with.empty()) return base::fail(checkpoint_fails_with, "injected");
    return inner_.save_checkpoint(size, note);
  }
  base::Result<void> replace_checkpoint(std::uint64_t size, const std::string& note) override {
    return inner_.replace_checkpoint(size, note);
  }
  sql::Session& session() override { return inner_.session(); }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    arrived_ = false;
  }
  void wait_for_a_group() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_; });
  }
  void open() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = false;
    }
    changed_.notify_all();
  }

 private:
  registrar::RecordAppender& inner_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false, arrived_ = false;
};

class House : public testing::Test {
 protected:
  House() {
    std::string pattern = std::filesystem::temp_directory_path() / "mingjing-registrar-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    officer_.roles = {"handler"};
    head_.roles = {"agency_head", "key_keeper"};
    reviewer_.roles = {"key_keeper"};
    sealer_.roles = {"sealer"};
    supervisor_.roles = {"supervising_authority"};
    open_stores();
    open();
  }
  ~House() override {
    registrar_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  void open_stores() {
    gate_.reset();
    stores_.reset();
    stores_ = stores_in(directory_);
    gate_ = std::make_unique<Gate>(stores_->appender());
  }

  base::Result<void> try_open() {
    registrar_.reset();
    auto opened = registrar::Registrar::open(
        {.reader = stores_->reader(),
         .data_keys = stores_->data_keys(),
         .blobs = stores_->blobs(),
         .appender = *gate_,
         .clock = clock_,
         .people = people_,
         .further = &further_,
         .master = {.mid = "m001", .key = base::Bytes(32, 'k')},
         .roots = {officer_.root(), head_.root(), reviewer_.root(), sealer_.root(), supervisor_.root()},
         .editions = editions_,
         .current = lawbook_,
         .origin = "zf.test/log/1",
         .log_key = log_key_,
         .projections = {&visits_}});
    if (!opened) return std::unexpected(opened.error());
    registrar_ = std::move(*opened);
    return {};
  }
  void open() {
    const auto opened = try_open();
    if (!opened) throw std::runtime_error(opened.error().code + ": " + opened.error().text);
  }
  /// As after a restart of the process.
  void reopen() {
    registrar_.reset();
    open_stores();
    open();
  }

  Fields fields(const Person& by, const std::string& stream, const std::string& step, const std::string& role,
                const Fields& more = {}) const {
    Fields all{{"stream", stream},
               {"step", step},
               {"at", base::format(clock_.now())},
               {"actor", by.id()},
               {"role", role}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  registrar::Submission submission(const Person& by, const Fields& all, bool is_signed = false) const {
    registrar::Submission made;
    made.kind = "case";
    made.stream = base::StreamId(json::text_or_empty(&all.front().value));
    made.signed_in_holder = base::PersonId(by.holder);
    made.act = act_of(all, is_signed ? &by.key : nullptr);
    return made;
  }
  registrar::Submission begin(const std::string& stream, const std::string& place = "东街") const {
    return submission(
        officer_, fields(officer_, stream, "begin_visit", "handler", {{"place", place}, {"area", "east"}}));
  }
  registrar::Submission note(const std::string& stream, const std::string& words) const {
    return submission(officer_, fields(officer_, stream, "add_note", "handler", {{"note.words", words}}));
  }
  registrar::Submission close(const std::string& stream) const {
    const std::string head = registrar_->facts(base::StreamId(stream))->head;
    return submission(head_, fields(head_, stream, "close_visit", "agency_head", {{"seen", head}}), true);
  }

  /// The receipt of what must be accepted.
  registrar::Receipt accepted(const registrar::Submission& submission) {
    const Outcome outcome = registrar_->submit(submission);
    EXPECT_TRUE(outcome) << why(outcome);
    return outcome.value_or(registrar::Receipt{});
  }
  /// Code of the first refusal or of the fault, "" when accepted.
  static std::string why(const Outcome& outcome) {
    if (outcome) return "";
    if (outcome.error().fault) return outcome.error().fault->code;
    return outcome.error().refusals.front().code;
  }
  /// Codes of all refusals of what must be refused.
  std::set<std::string> all_refusals(const registrar::Submission& submission) {
    std::set<std::string> codes;
    const Outcome outcome = registrar_->submit(submission);
    EXPECT_FALSE(outcome);
    if (outcome) return codes;
    for (const law::Refusal& refusal : outcome.error().refusals) {
      codes.insert(refusal.code);
      EXPECT_FALSE(refusal.say.empty() || refusal.remedy.empty() || refusal.source.empty()) << refusal.code;
    }
    return codes;
  }
  std::string refused(const registrar::Submission& submission) { return why(registrar_->submit(submission)); }

  /// All that stands in the projection and in the tables of records, as text.
  std::string dump() {
    std::string text;
    const auto add = [&](const sql::Row& row) {
      for (std::size_t i = 0; i < row.values().size(); ++i)
        text += (row.is_null(i)                                          ? "-"
                 : std::holds_alternative<std::int64_t>(row.values()[i]) ? std::to_string(row.integer(i))
                                                                         : row.text(i)) +
                "|";
      text += "\n";
      return true;
    };
    EXPECT_TRUE(stores_->appender().session().each("SELECT * FROM test_visits ORDER BY idx", {}, add));
    EXPECT_TRUE(
        stores_->appender().session().each("SELECT * FROM projection_version ORDER BY name", {}, add));
    return text;
  }
  std::vector<ledger::StoredRecord> records(const std::string& stream) const {
    return stores_->reader().stream(stream, 0).value();
  }
  static std::vector<ledger::Field> structure(const ledger::StoredRecord& record) {
    return ledger::structure_fields(record).value();
  }
  std::uint64_t stored() const { return stores_->reader().size().value(); }
  base::Hash root() const {
    base::Hash root{};
    registrar_->with_tree([&](const ledger::Tree& tree) { root = tree.root(); });
    return root;
  }

  std::filesystem::path directory_;
  StandingClock clock_;
  People people_;
  Further further_;
  Person officer_, head_, reviewer_, sealer_, supervisor_;
  const crypto::Sm2Key log_key_ = crypto::Sm2Key::generate();
  const std::shared_ptr<const law::Lawbook> lawbook_ = lawbook();
  law::Editions editions_;
  Visits visits_;
  std::unique_ptr<Stores> stores_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<registrar::Registrar> registrar_;
};

}  // namespace registrar_test
