#pragma once
// Everything about a submission that can be settled on the caller's thread, before the writer: its form, who
// signed it, its texts and files. What depends on other records is the writer's (batch.h).

#include "ledger/act.h"
#include "refusals.h"
#include "repetition.h"
#include "standing.h"
#include "stream_state.h"

namespace registrar {

/// A submission that is well formed and whose actor is certain.
struct Prepared {
  Submission submission;
  ledger::OpenedAct act;
  law::Command command;  // `people` is left to the writer
  std::string actor;     // key id
  std::string procedure_wanted;
  base::Bytes message_hash;                    // "" when unsigned
  Repetition repetition;                       // by which the same submission is known again
  const law::Step* content_checked = nullptr;  // the step whose form texts and files were held against
  std::vector<law::Refusal> refusals;  // so far: the writer adds its own, and refuses with all of them
};

/// Texts and files of the command against the form of `step`. Appends refusals. Error: `storage_unavailable`.
[[nodiscard]] base::Result<void> check_content(const law::Step& step, const ledger::BlobReader& blobs,
                                               const Prepared& prepared, std::vector<law::Refusal>& out);

struct Intake {
  const law::Lawbook& lawbook;
  const ledger::BlobReader& blobs;
  StandingPtr standing;
  StreamStatePtr stream;  // nullptr: a new one
  std::uint64_t next_index = 0;

  /// Refuses only when it is not certain who acts: of a case nothing is said to somebody unknown.
  /// Faults: `act_count`, `act_digests`, `act_field`, `stream_mismatch`, `storage_unavailable`.
  [[nodiscard]] std::expected<Prepared, Refused> prepare(Submission submission) const;

 private:
  void check_rights(Prepared& prepared) const;
  void check_signature(Prepared& prepared, const base::Bytes& pub, std::vector<law::Refusal>& out) const;
};

/// The procedure that a command falls under: the stream's own in force on the day of the act, or the one its
/// first step opens. nullptr when there is none.
[[nodiscard]] const law::Procedure* procedure_of(const law::Lawbook& lawbook, const StreamState* stream,
                                                 const Prepared& prepared);

}  // namespace registrar
