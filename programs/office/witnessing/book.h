#pragma once
// What the office remembers of its witnesses, in the folder witnessing/: what each of them has, their
// reports, and why it stopped signing. Cosignatures themselves stand under the checkpoints of the record
// store.

#include <map>
#include <memory>
#include <mutex>

#include "disclosure/exporter.h"
#include "feed/report.h"
#include "witnessing/exchange.h"

namespace office::witnessing {

/// known.json   name of the cosignature key → size it has
/// report/<to>  procedure reports, contiguous from 0
/// stopped      what a witness knows and we do not: nothing is signed while it lies there
/// inbox/       carried files, until the office has read them
/// Any thread.
class Book final : public disclosure::Testimony {
 public:
  /// Reads the folder, made when absent; `newest` finds the newest witnessed checkpoint below a size. Errors:
  /// `witness_book` (a file makes no sense), of the disk and the reader.
  [[nodiscard]] static base::Result<std::unique_ptr<Book>> open(std::filesystem::path folder,
                                                                const Config& config,
                                                                const ledger::RecordReader& reader);

  /// What the witness had when we last heard of it; 0 before.
  [[nodiscard]] std::uint64_t known(const Witness& witness) const;
  [[nodiscard]] base::Result<void> know(const Witness& witness, std::uint64_t size);

  /// A checkpoint of ours over `size` records has new cosignatures.
  void take_note(std::uint64_t size, const std::string& note);
  [[nodiscard]] std::string witnessed() const override;

  /// Where the last report ends.
  [[nodiscard]] std::uint64_t reported() const;
  /// Error: `gap` when it does not begin where the last one ends.
  [[nodiscard]] base::Result<void> add_report(const feed::Report& report);
  [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> reports_after(
      std::uint64_t to) const override;

  /// Keeps the evidence; it outlives the process.
  [[nodiscard]] base::Result<void> stop(const std::string& evidence);
  /// "" while nothing is wrong.
  [[nodiscard]] base::Result<std::string> stopped() const;
  [[nodiscard]] std::filesystem::path stop_file() const { return folder_ / "stopped"; }

  [[nodiscard]] std::filesystem::path inbox(const Witness& witness) const;

 private:
  Book(std::filesystem::path folder, const Config& config) : folder_(std::move(folder)), config_(config) {}
  base::Result<void> read_known();
  base::Result<void> read_reports();
  base::Result<void> read_witnessed(const ledger::RecordReader& reader);
  [[nodiscard]] bool enough(const std::string& note) const;

  std::filesystem::path folder_;
  const Config& config_;
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> known_;
  std::map<std::uint64_t, std::string> reports_;
  std::uint64_t witnessed_size_ = 0;
  std::string witnessed_;
};

}  // namespace office::witnessing
