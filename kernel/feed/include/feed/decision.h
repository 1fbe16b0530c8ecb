#pragma once
// The payload of a publication (feed.md §3): parse, verify, and make the proof a stranger can check from it.

#include <map>

#include "feed/report.h"
#include "feed/tile_log.h"
#include "law/lawbook.h"
#include "ledger/zhengming.h"

namespace feed {

using base::Bytes;

struct Decision {
  std::string id;                          ///< address: 16 random bytes base64url
  std::string kind;                        ///< penalty.ordinary
  std::vector<std::uint64_t> files, keys;  ///< lines of the manifest
  ledger::PublicationView view;
};

/// Members and types. Error: `format`.
[[nodiscard]] base::Result<Decision> parse_decision(std::string_view content);
/// `{"id","records","t":"structure","v":1}`: later records of a published stream, to be read after the
/// decision's own.
struct LaterRecords {
  std::string id;
  std::vector<ledger::ChainRecord> records;
};
[[nodiscard]] base::Result<LaterRecords> parse_structure(std::string_view content);

/// One stream of kind `key`: enrolment, confirmation and, where there is one, retirement.
struct KeyStream {
  std::vector<ledger::ChainRecord> records;
  base::json::Value json;  ///< `{"records":[{"bundle","index"}…]}` as it came
};
/// `{"keys":[{"records":[…]}…],"t":"keys","v":1}`. Error: `format`.
[[nodiscard]] base::Result<std::vector<KeyStream>> parse_keys(std::string_view content);

/// What a follower needs to judge a publication.
struct Judging {
  const ledger::KeyDirectory* keys = nullptr;
  const law::Editions* editions = nullptr;
  ledger::Hash log_root{};
  const std::set<std::uint64_t>* findings = nullptr;  ///< open_findings of the witness's reports
};

struct Refused {
  std::string code;   ///< `proof.draft`, `not_logged`, `unlawful`, `reported` (feed.md §5)
  std::string guard;  ///< of `unlawful`: codes of the certainly false guards, ascending, joined by a comma
};

/// Checks 4–13 of proof.md §3, inclusion in the log, the rule function over the shown structure, the reports:
/// the first that fails. `later` is checked with it when not empty.
[[nodiscard]] std::expected<std::vector<ledger::ChainStep>, Refused> judge(
    const Decision& decision, const std::vector<ledger::ChainRecord>& later, const Judging& with,
    TileLog& log);

/// Key directory from all key payloads. A stream that does not fit is left out; its line is named in
/// `refused`.
struct Keys {
  ledger::KeyDirectory directory;
  std::set<std::uint64_t> refused;
};
[[nodiscard]] Keys read_keys(const std::vector<ledger::RootKey>& roots,
                             const std::map<std::uint64_t, std::vector<KeyStream>>& by_line,
                             const ledger::Hash& log_root, TileLog& log);

/// zhengming.json (proof.md §1), canonical, from the payload of a decision, the payloads its `keys` name, the
/// log's files up to `checkpoint`, and the reports that touch it. Paths come from the files alone. Errors:
/// `format`, `tile`, `too_large` (8 MiB), `not_logged` (an index beyond the checkpoint).
[[nodiscard]] base::Result<Bytes> build_proof(std::string_view decision,
                                              const std::vector<Bytes>& key_payloads, TileLog& log,
                                              const std::string& checkpoint,
                                              const std::vector<Report>& reports, const ledger::Trust& trust);

}  // namespace feed
