#pragma once
// Writes the tree of files that outsiders follow (feed.md §1). It links no reader of records: what it is
// given is public already.

#include <filesystem>
#include <memory>
#include <utility>

#include "crypto/sm2.h"
#include "feed/manifest.h"

namespace feed {

/// Files of the main log that this publication must rest on, written before the manifest names what they
/// prove.
struct LogFiles {
  std::string checkpoint;                            ///< newest note of the main log, "" to leave it as it is
  std::string witnessed;                             ///< newest note that witnesses cosigned, "" likewise
  std::string twin;                                  ///< note of the SHA-256 twin, "" likewise
  std::vector<std::pair<std::string, Bytes>> tiles;  ///< `tile/0/000.p/34`, `sha256/tile/entries/000` → bytes
  std::vector<std::pair<std::uint64_t, std::string>> reports;  ///< `to` of a procedure report → its note
};

/// One writer per folder. Not for use from two threads at once.
class FeedWriter {
 public:
  /// Continues what stands in `folder` (made if absent) and finishes deletions a crash left undone. The
  /// origin is also the name of the key. Errors: `storage_…`, `feed_damaged` (files do not give the signed
  /// root), `feed_key` (the note there is of another key or origin).
  [[nodiscard]] static base::Result<FeedWriter> open(std::filesystem::path folder, std::string origin,
                                                     crypto::Sm2Key key);
  FeedWriter(FeedWriter&&) noexcept;
  FeedWriter& operator=(FeedWriter&&) noexcept;
  ~FeedWriter();

  /// Writes the payload file (durable with publish) and stages the line that names it. Returns the
  /// line's index: what `keys` and `files` of later payloads and remove/replace refer to. `until` is for
  /// decisions only. Errors: `storage_…`, `payload` (too large, or a kind that has no payload).
  [[nodiscard]] base::Result<std::uint64_t> put_payload(Kind kind, std::string_view content, base::Instant at,
                                                        std::optional<base::Date> until = {});
  /// Stages a removal. `tombstone` is the content of the payload, given for `unlawful` only; name attachments
  /// in `of` too. Errors: `of` (empty, unknown or not ascending, or gone already), `tombstone`, `storage_…`.
  [[nodiscard]] base::Result<std::uint64_t> remove(std::vector<std::uint64_t> of, Cause cause,
                                                   base::Instant at, std::string_view tombstone = {});
  /// Stages a replacement of lines `of` by line `by`. Errors: `of`, `by`.
  [[nodiscard]] base::Result<std::uint64_t> replace(std::vector<std::uint64_t> of, std::uint64_t by,
                                                    base::Instant at);

  /// Makes everything staged public, in the order of §1: tiles, reports, log/checkpoint, feed/checkpoint;
  /// deletions last. With nothing staged only the log's files are brought up to date. Error: `storage_…`;
  /// then call it again.
  [[nodiscard]] base::Result<void> publish(const LogFiles& log);

  /// Lines published and staged.
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] const std::vector<Line>& lines() const;

 private:
  struct State;
  explicit FeedWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace feed
