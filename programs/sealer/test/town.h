#pragma once
// The fictional bureau (tests/fixtures/bureau.h) as a sealer meets it, and a sealer with a house of its own.

#include "fixtures/bureau.h"
#include "sealer.h"

namespace town {

/// Prints a line of text; fails where the test says so.
class FakePress final : public sealer::Press {
 public:
  [[nodiscard]] base::Result<void> rehearse(const sealer::PrintJob& job) const override;
  [[nodiscard]] base::Result<sealer::Printed> print(const sealer::PrintJob& job) const override;
  bool broken = false;
  mutable int printed = 0;
};

class Town : public Bureau {
 public:
  /// What the office sends to take a sealer of size `from` to the end.
  [[nodiscard]] seal::Advance advance(std::uint64_t from) const;
  [[nodiscard]] seal::SealOrder order(const std::string& stream) const;
};

/// A sealer over a town, with a state directory of its own that outlives it.
class House {
 public:
  explicit House(Town& town);
  ~House();
  /// Ends the sealer (as a crash does) and starts it again.
  void restart();
  /// Copies the state directory; restore() puts the copy in its place and starts the sealer on it.
  void back_up() const;
  void restore();
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
