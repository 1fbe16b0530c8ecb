#pragma once
// The log's side of the witness (transparency-log.md §7): asks for cosignatures, takes what verifies, stops
// signing when a witness knows more of this log than we do.

#include <functional>
#include <set>

#include "http/client.h"
#include "registrar/registrar.h"
#include "witnessing/book.h"
#include "worker.h"

namespace office::witnessing {

struct WitnessingParts {
  registrar::Registrar& registrar;
  const ledger::RecordReader& reader;
  Book& book;
  const Config& config;
  ledger::VerifierKey log;
  const base::Clock& clock;    // of the machine, never the demo's: a witness has its own time
  std::function<void()> told;  // something new for those who follow the log
};

/// One thread at a time.
class Witnessing {
 public:
  explicit Witnessing(WitnessingParts parts) : parts_(std::move(parts)) {}

  /// Before anything is signed: honours a stop that stands in the book, and lifts it when the records that
  /// were missing are back; stops when the book says that a witness has seen more than there is. Errors: the
  /// book's.
  [[nodiscard]] base::Result<void> start();

  /// A checkpoint over all records, what was carried in, and every witness that can be reached. One that
  /// fails does not hold up the others; the first error, once all were tried. Errors: `witness`,
  /// `witness_refused`, `witness_report`, `signing_stopped`, of the network and the stores.
  [[nodiscard]] base::Result<Pause> round();

  /// What a witness answered about our checkpoint over `size` records, from wherever it came.
  [[nodiscard]] base::Result<Answer> take_answer(const Witness& witness, std::uint64_t size,
                                                 const ledger::WitnessAnswer& answer);
  /// A procedure report, from wherever it came; one we have already changes nothing. Errors: `witness_report`
  /// (not by the report key, or about another tree), `gap`.
  [[nodiscard]] base::Result<void> take_report(std::string_view note);

 private:
  base::Result<void> visit(const Witness& witness, const std::string& note);
  base::Result<void> ask(const Witness& witness, http::Client& client, const std::string& prefix,
                         const std::string& note);
  base::Result<void> fetch_reports(http::Client& client, const std::string& prefix);
  base::Result<void> read_inbox(const Witness& witness);
  base::Result<void> read_carried(const Witness& witness, const std::filesystem::path& file);
  base::Result<void> stop(const Witness& witness, std::uint64_t size, const std::string& note);
  [[nodiscard]] bool due(const Witness& witness, const std::string& note) const;
  [[nodiscard]] std::string shown_by(const base::json::Value& evidence, std::uint64_t claimed) const;
  [[nodiscard]] bool restored(const std::string& evidence) const;
  [[nodiscard]] base::Result<feed::Report> checked_report(std::string_view note) const;

  WitnessingParts parts_;
  std::set<std::string> asked_;  // those who answered since the start
  std::uint64_t awaited_ = 0;    // size whose report is being made
  int looks_ = 0;                // for it
};

}  // namespace office::witnessing
