#pragma once
// From the log to the feed: what a published case, an enrolled key or a withdrawal shows to the outside
// (feed.md).

#include <filesystem>

#include "disclosure/publication.h"
#include "disclosure/twin.h"
#include "feed/writer.h"
#include "registrar/registrar.h"

namespace disclosure {

/// What witnesses have said of the log, for those who follow it. Called on the exporter's thread.
class Testimony {
 public:
  virtual ~Testimony() = default;
  /// The newest checkpoint note that enough witnesses cosigned, "" before the first.
  [[nodiscard]] virtual std::string witnessed() const = 0;
  /// Procedure reports that end after `to`: that end and the note, in order.
  [[nodiscard]] virtual std::vector<std::pair<std::uint64_t, std::string>> reports_after(
      std::uint64_t to) const = 0;
};

struct ExporterParts {
  const ledger::RecordReader& reader;
  const ledger::DataKeyReader& data_keys;
  const ledger::MasterKey& master;
  registrar::Registrar& registrar;
  const law::Editions& editions;
  base::Bytes address_secret;            // makes /jueding/{id} unguessable and the same after a crash
  std::filesystem::path state_file;      // how far the log was exported, and which line shows what
  const Testimony* testimony = nullptr;  // none: a log without witness
  Twin* twin = nullptr;                  // none: a log without twin
};

/// Not for use from two threads at once.
class Exporter {
 public:
  /// Errors: of the state file.
  [[nodiscard]] static base::Result<Exporter> open(ExporterParts parts, feed::FeedWriter writer);
  Exporter(Exporter&&) noexcept;
  Exporter& operator=(Exporter&&) noexcept;
  ~Exporter();
  /// Exports every record since the last call, and what witnesses have said since; each record's lines become
  /// public before the next is looked at, so a crash repeats at most one and finds it done. Errors: the
  /// reader's, the writer's.
  [[nodiscard]] base::Result<void> catch_up();

 private:
  struct State;
  explicit Exporter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace disclosure
