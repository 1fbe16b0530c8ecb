#pragma once
// The gate's third check as one object, independent of sockets: request in, answer out (sealer.md §1).

#include <functional>
#include <memory>
#include <mutex>

#include "memory.h"
#include "press.h"

namespace sealer {

/// The sealer's clock: the machine's, unless a demo plays a year in seconds.
class SealerClock {
 public:
  explicit SealerClock(const base::Clock& machine) : machine_(machine) {}
  [[nodiscard]] base::Instant now() const { return stands_ ? *stands_ : machine_.now(); }
  void stand(std::optional<base::Instant> at) { stands_ = at; }

 private:
  const base::Clock& machine_;
  std::optional<base::Instant> stands_;
};

struct Settings {
  std::string origin;
  std::vector<ledger::RootKey> roots;
  ledger::LogPolicy log;
  std::map<std::string, Series> series;  // by form
  std::string state_directory;
};

/// Told of `after_allot`, `after_file`, `after_answer` and `after_send` while a document is made; tests end
/// the process there (sealer.md §6). Programs are built with `nothing`.
using AtPoint = std::function<void(std::string_view)>;
inline void nothing(std::string_view) {}

struct Parts {
  const law::Editions& editions;
  const crypto::Sm2Key& act_key;
  const Press& press;
  const base::Clock& clock;
  AtPoint at_point = nothing;
};

/// Who asks: resume is the operator's alone (own socket, 0700).
struct Caller {
  bool operator_socket = false;
  std::string name;  // for the journal: uid
};

class Sealer {
 public:
  /// Errors: as Memory::open.
  [[nodiscard]] static base::Result<std::unique_ptr<Sealer>> open(Settings settings, Parts parts);

  /// Never fails: what cannot be done is an answer with `ok` false. Thread-safe; requests run one at a time.
  [[nodiscard]] json::Object handle(const json::Object& request, const Caller& caller = {});

  /// After a restore of the state directory from a copy: nothing is sealed until the office has delivered
  /// what came later and the operator resumes (sealer.md §6).
  [[nodiscard]] base::Result<void> note_restored();
  [[nodiscard]] std::uint64_t bytes_cut() const { return memory_.bytes_cut(); }

 private:
  Sealer(Settings settings, Parts parts, Memory memory);
  using Answer = Verdict<json::Object>;

  Answer dispatch(const json::Object& request, const Caller& caller);
  Answer advance(const json::Object& request);
  Answer take_forward(const seal::Advance& advance, const ledger::Checkpoint& checkpoint,
                      const ledger::Frontier& edge);
  /// Two signed notes contradict each other: both are kept, with the proof that shows it, and sealing stops.
  std::unexpected<Refused> fork(const seal::Advance& advance);
  Verdict<ledger::Checkpoint> check_checkpoint(const seal::Advance& advance);

  Answer seal(const json::Object& request);
  Verdict<Number> allot(const Approved& approved, const std::string& order, const std::string& request);
  Answer make_document(const Approved& approved, const seal::SealOrder& order, const Number& number);
  [[nodiscard]] std::vector<std::pair<std::string, json::Value>> issue_fields(const Approved& approved,
                                                                              const std::string& order,
                                                                              const Number& number,
                                                                              const Printed& printed,
                                                                              base::Instant now) const;
  Answer repeat(const Number& number) const;
  /// The answer to an order that has its number already; nullopt when its document must still be made.
  [[nodiscard]] std::optional<Answer> earlier_answer(const Number& known, const std::string& request) const;
  /// Whether the document can be printed, before a number is spent on it.
  [[nodiscard]] Verdict<void> rehearse(const Approved& approved, const seal::SealOrder& order,
                                       base::Instant now) const;
  /// The answer first, then the line that says so: a crash between them leaves a file that the next start
  /// removes.
  Verdict<void> keep_answer(const std::string& order, const std::string& bytes, base::Instant now);

  [[nodiscard]] const Number* number_to_void(const VoidRecord& record, const json::Object& request) const;
  [[nodiscard]] Verdict<json::Object> known_line(std::uint64_t index, const ledger::Bundle& bundle) const;
  Answer void_number(const json::Object& request);
  Answer resync(const json::Object& request);
  Answer resume(const Caller& caller);
  Answer stored_answer(const json::Object& request) const;
  Answer account(const json::Object& request) const;
  Answer status() const;
  Answer set_clock(const json::Object& request);

  [[nodiscard]] GateRules gate_rules() const;
  [[nodiscard]] const State& state() const { return memory_.state(); }

  Settings settings_;
  Parts parts_;
  SealerClock clock_;
  Memory memory_;
  std::mutex one_at_a_time_;
};

/// A refusal of the world, not of the law: disk, journal.
[[nodiscard]] std::unexpected<Refused> fault(const base::Error& error);

}  // namespace sealer
