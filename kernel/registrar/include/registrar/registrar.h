#pragma once
// The one write path: command → check → append → receipt. One writer thread groups commits; submit() may be
// called from any thread and blocks until the record is durable or refused.

#include <memory>

#include "base/id.h"
#include "ledger/act.h"
#include "ledger/incidents.h"
#include "ledger/keys.h"
#include "ledger/note.h"
#include "registrar/appender.h"
#include "registrar/projection.h"

namespace registrar {

/// `kind` and `stream` are those of the address: they must equal what the act commits.
struct Submission {
  std::string kind;
  base::StreamId stream;
  std::string idempotency_key;      // outside the record; counts per person and stream, see Registrar::submit
  base::PersonId signed_in_holder;  // whose session: must hold the actor's key; empty: a machine of the house
  std::optional<std::int64_t> expected_pos;  // refused `stale_position` when another record came first
  ledger::Act act;
  std::map<std::string, ledger::KeptText> texts;  // body and seed of every rich_text field
};

struct Receipt {
  std::string stream, leaf, root;  // base64
  std::int64_t pos = 0;
  std::uint64_t index = 0;
};
[[nodiscard]] ledger::json::Object to_json(const Receipt& receipt);
[[nodiscard]] base::Result<Receipt> receipt_from_json(std::string_view text);

/// A record that has just become durable.
struct Committed {
  Receipt receipt;
  std::string kind, step;
};

/// Why nothing was written: refusals in words, all at once, or a `fault`: what the world did
/// (`storage_full`, `storage_unavailable`, `clock_behind`, `position_taken`), what came too late
/// (`stale_position`, `replayed_signature`), or what no form allows (`act_count`, `act_digests`, `act_field`,
/// `stream_mismatch`).
struct Refused {
  std::vector<law::Refusal> refusals;
  std::optional<base::Error> fault;
};

/// Facts of other streams that the rules may ask for (people's certificates and recusals).
class PeopleFacts {
 public:
  virtual ~PeopleFacts() = default;
  [[nodiscard]] virtual law::Person person(const base::PersonId& holder, const base::StreamId& in_case,
                                           base::Date day) const = 0;
};

/// Rules that ask of other records what the lawbook cannot say. Called on the writer's thread.
class FurtherChecks {
 public:
  virtual ~FurtherChecks() = default;
  /// Whether check() asks anything for this step; all records before it are committed then.
  [[nodiscard]] virtual bool concern(std::string_view step) const = 0;
  /// `people` of the command are not filled in. On error nothing is written.
  [[nodiscard]] virtual base::Result<std::vector<law::Refusal>> check(const law::Command& command) const = 0;
};

struct RegistrarParts {
  const ledger::RecordReader& reader;
  const ledger::DataKeyReader& data_keys;
  const ledger::BlobReader& blobs;
  RecordAppender& appender;
  const base::Clock& clock;
  const PeopleFacts& people;
  const FurtherChecks* further = nullptr;  // nullptr: none
  ledger::MasterKey master;
  std::vector<ledger::RootKey> roots;
  law::Editions& editions;
  std::shared_ptr<const law::Lawbook> current;
  std::string origin;
  const crypto::Sm2Key& log_key;
  std::vector<Projection*> projections;
};

class Registrar {
 public:
  /// Reads the whole log once: tree, keys, newest checkpoint; rebuilds projections whose version differs or
  /// which missed records. Errors: `log_damaged` (with index), `behind_checkpoint`, as the reader's and the
  /// projections'.
  [[nodiscard]] static base::Result<std::unique_ptr<Registrar>> open(RegistrarParts parts);
  ~Registrar();

  /// The same idempotency key by the same person for the same stream gets the first receipt again, if it
  /// brings the same submission; fault `idempotency_mismatch` if it brings another.
  [[nodiscard]] std::expected<Receipt, Refused> submit(Submission submission);

  /// Facts of a stream at its newest record (cached). Error: `unknown_stream`.
  [[nodiscard]] base::Result<law::Facts> facts(const base::StreamId& stream) const;
  /// The keys good so far, after the newest record.
  [[nodiscard]] std::shared_ptr<const ledger::KeyDirectory> keys() const;
  /// The records void so far (transparency-log.md §7).
  [[nodiscard]] std::shared_ptr<const ledger::Incidents> incidents() const;
  /// Records of kind `key` and `incident` found at the start that nobody entitled signed: they mean nothing,
  /// and somebody must be told. A line each.
  [[nodiscard]] const std::vector<std::string>& distrusted() const;

  /// A checkpoint over everything integrated: the newest if nothing was added, else a new one, persisted
  /// first.
  [[nodiscard]] base::Result<std::string> checkpoint();
  /// Adds signature lines that the caller has verified to the checkpoint over `size` records; a line takes
  /// the place of an older one by the same key. The note as it stands then. Error: `unknown_checkpoint` (we
  /// never signed one there).
  [[nodiscard]] base::Result<std::string> add_signatures(
      std::uint64_t size, const std::vector<ledger::NoteSignature>& signatures);
  /// No checkpoint is signed any more until this object is made anew: a witness knows more of this log than
  /// we do (transparency-log.md §7). checkpoint() then fails with `signing_stopped` once records were added.
  void stop_signing();
  [[nodiscard]] bool signing() const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] std::vector<base::Hash> inclusion(std::uint64_t index, std::uint64_t size) const;
  [[nodiscard]] std::vector<base::Hash> consistency(std::uint64_t from, std::uint64_t to) const;
  /// Calls `read` with the tree while it cannot change (tiles).
  void with_tree(const std::function<void(const ledger::Tree&)>& read) const;

  /// Called on the writer thread after each commit, once a record, for the sealer's and the feed's workers;
  /// must not block, nor call on_commit. There is one listener: a new one takes the place of the former, an
  /// empty one ends it, and the former is no longer running when this returns.
  void on_commit(std::function<void(const Committed&)> listener);

  /// Drops and rebuilds every projection while nothing writes.
  [[nodiscard]] base::Result<void> rebuild();

 private:
  struct State;
  explicit Registrar(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace registrar
