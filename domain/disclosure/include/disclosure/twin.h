#pragma once
// The same entries as a second log with SHA-256 and Ed25519 (transparency-log.md §9), so that every public
// tool for transparency logs checks it unmodified.

#include "feed/writer.h"
#include "ledger/record.h"

namespace disclosure {

/// Its checkpoints follow from the main log's: equal entries in equal order, so it cannot fork where that one
/// does not.
class Twin {
 public:
  /// The main log's origin.
  Twin(const std::string& origin, crypto::Ed25519Key key);
  /// Adds the files below `sha256/` that a log of `size` has and one of `since` had not, and the checkpoint.
  /// Errors: of the reader.
  [[nodiscard]] base::Result<void> add_files(const ledger::RecordReader& reader, std::uint64_t since,
                                             std::uint64_t size, feed::LogFiles& files);
  /// `<origin>/sha256`.
  [[nodiscard]] static std::string origin_of(const std::string& origin);

 private:
  std::string origin_;
  crypto::Ed25519Key key_;
  ledger::Tree tree_{ledger::HashAlg::sha256};
};

}  // namespace disclosure
