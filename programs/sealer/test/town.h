#pragma once
// A small honest bureau in memory: people with keys, a log, and cases that run by the real lawbook. Nothing
// here asks the lawbook's permission: tests also write what the office would have refused.

#include <map>

#include "law/lawbook.h"
#include "ledger/act.h"
#include "ledger/note.h"
#include "ledger/redactable_text.h"
#include "sealer.h"

namespace town {

namespace json = base::json;
using base::Bytes;
using base::Hash;

class FakeClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override { return now_; }
  void set(base::Instant now) { now_ = now; }
  void pass(std::int64_t minutes) { now_.ms += minutes * 60'000; }

 private:
  base::Instant now_;
};

/// Prints a line of text; fails where the test says so.
class FakePress final : public sealer::Press {
 public:
  [[nodiscard]] base::Result<void> rehearse(const sealer::PrintJob& job) const override;
  [[nodiscard]] base::Result<sealer::Printed> print(const sealer::PrintJob& job) const override;
  bool broken = false;
  mutable int printed = 0;
};

struct Person {
  std::string holder;
  crypto::Sm2Key key;
  [[nodiscard]] std::string id() const { return ledger::key_id(key.public_key()); }
};

struct Kept {
  ledger::SealedRecord record;
  std::string stream, step;
};

/// One act of a story; what is left out is chosen by the town.
struct Deed {
  std::string step, role, by;
  json::Object fields = {};
  std::string draft = {};
  bool seen = false, is_signed = true;
  std::string seen_leaf = {};  // another than the predecessor
  std::size_t digests = 0;
};

class Town {
 public:
  Town();

  // ---- people ----
  Person& person(const std::string& name) { return people_.at(name); }
  [[nodiscard]] std::vector<ledger::RootKey> roots() const;
  /// Enrols a key by both roots; two records.
  void enrol(const std::string& name, const std::vector<std::string>& roles,
             const std::string& enroller = "director", const std::string& confirmer = "head");

  // ---- log ----
  /// Appends and returns the index.
  std::uint64_t write(const std::string& stream, const Deed& deed);
  /// Appends an act that somebody else made (the sealer's).
  std::uint64_t append(const std::string& stream, const std::string& step, const ledger::Act& act);
  [[nodiscard]] std::string new_stream();
  [[nodiscard]] std::string leaf(std::uint64_t index) const;
  [[nodiscard]] std::string head(const std::string& stream) const;
  [[nodiscard]] std::uint64_t head_index(const std::string& stream) const;
  [[nodiscard]] std::string note(std::uint64_t size) const;
  [[nodiscard]] const std::vector<Kept>& log() const { return log_; }
  [[nodiscard]] json::Value structure(std::uint64_t index) const;
  [[nodiscard]] ledger::Bundle bundle(std::uint64_t index) const;
  /// What the office sends to take a sealer of size `from` to the end.
  [[nodiscard]] seal::Advance advance(std::uint64_t from) const;

  // ---- a case ----
  /// From the lead to the order; `without` leaves steps out, as a forged database would.
  std::string run_case(const std::set<std::string>& without = {});
  [[nodiscard]] seal::SealOrder order(const std::string& stream) const;
  void order_seal(const std::string& stream, const std::string& by = "keeper", const std::string& draft = {});
  [[nodiscard]] std::string draft_of(const std::string& stream) const { return drafts_.at(stream); }
  void draft(const std::string& stream);

  std::shared_ptr<const law::Lawbook> lawbook;
  law::Editions editions;
  FakeClock clock;
  crypto::Sm2Key log_key = crypto::Sm2Key::generate();
  std::string origin = "demo.example.gov.cn/log/2026";

 private:
  [[nodiscard]] json::Object client_fields(const std::string& stream, const Deed& deed);
  void investigate(const std::string& stream, const std::set<std::string>& without);
  void decide(const std::string& stream, const std::set<std::string>& without);

  std::map<std::string, Person> people_;
  std::vector<Kept> log_;
  ledger::Tree tree_;
  std::map<std::string, std::string> drafts_;
  std::map<std::string, std::map<std::string, ledger::KeptText>> texts_;
};

/// A sealer over a town, with a state directory of its own that outlives it.
class House {
 public:
  explicit House(Town& town);
  ~House();
  /// Ends the sealer (as a crash does) and starts it again.
  void restart();
  [[nodiscard]] seal::Answer ask(const json::Object& request, const sealer::Caller& caller = {});
  [[nodiscard]] seal::Answer advance();
  [[nodiscard]] seal::Answer seal(const std::string& stream);
  [[nodiscard]] std::string directory() const { return directory_; }
  [[nodiscard]] sealer::Settings settings() const;
  /// The codes of the answer's refusals.
  [[nodiscard]] static std::set<std::string> codes(const seal::Answer& answer);

  Town& town;
  FakePress press;
  int cosignatures = 0;
  std::vector<ledger::VerifierKey> witnesses;
  std::map<int, std::int64_t> first;
  std::string crash_at;  // point at which the next request ends the process
  std::unique_ptr<sealer::Sealer> sealer;

 private:
  void start();
  std::string directory_;
};

struct Crash {};

}  // namespace town
