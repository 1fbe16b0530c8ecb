#pragma once
// The sealer's memory on disk: journal and answer files (sealer.md §2, §6).

#include "file/journal.h"
#include "file/lock.h"
#include "state.h"

namespace sealer {

class Memory {
 public:
  /// Opens or creates the directory; takes its lock; checks every `h`; folds; removes answer files without a
  /// line. Errors: `journal` (a whole line does not match its `h`, or makes no sense: restore), `locked`, as
  /// file's.
  [[nodiscard]] static base::Result<Memory> open(const std::string& directory,
                                                 const std::vector<ledger::RootKey>& roots);

  [[nodiscard]] const State& state() const { return state_; }
  /// For `examine`, whose followed records are applied one by one before their line is written with commit().
  [[nodiscard]] State& growing() { return state_; }

  /// Durable, then folded. Errors: `storage_full`, `storage_unavailable`.
  [[nodiscard]] base::Result<void> write(json::Object line);
  /// Writes a `checkpoint` line whose followed records are in growing() already. On error the state is as it
  /// was before them: read again from the disk.
  [[nodiscard]] base::Result<void> commit(json::Object checkpoint);

  /// Answer file of an order (base64 leaf). Durable when it returns; counts only once its line is written.
  [[nodiscard]] base::Result<void> put_answer(std::string_view order, std::string_view bytes);
  /// Error: `answer` when the file is not the one the journal names.
  [[nodiscard]] base::Result<Bytes> answer(const Number& number) const;
  /// Keeps it under its hash: two notes that contradict each other.
  [[nodiscard]] base::Result<void> keep_evidence(std::string_view evidence);
  [[nodiscard]] base::Result<std::uint64_t> free_bytes() const;
  [[nodiscard]] std::uint64_t bytes_cut() const { return bytes_cut_; }

 private:
  Memory(std::string directory, file::FileLock lock, file::Journal journal,
         const std::vector<ledger::RootKey>& roots);
  [[nodiscard]] base::Result<void> fold(const std::vector<std::string>& lines);
  [[nodiscard]] base::Result<void> remove_orphans() const;
  [[nodiscard]] base::Result<void> append(json::Object line);
  void read_again();

  std::string directory_;
  file::FileLock lock_;
  file::Journal journal_;
  std::vector<ledger::RootKey> roots_;
  State state_;
  Hash chained_{};  // `h` of the newest line
  std::uint64_t bytes_cut_ = 0;
  bool lost_ = false;  // the disk could not be read again: nothing is known any more
};

}  // namespace sealer
