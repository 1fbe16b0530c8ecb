#pragma once
// A fictional bureau in memory: keys, cases run through the real procedure of the lawbook, a log, and the
// feed that shows them. For tests and for looking at the pages; every party is marked 示范.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "feed/writer.h"
#include "law/lawbook.h"
#include "ledger/act.h"
#include "ledger/keys.h"
#include "ledger/redactable_text.h"
#include "ledger/zhengming.h"

namespace portal::test {

namespace json = base::json;

/// What one fictional case is about.
struct Story {
  std::string party, uscc, representative, character, cause;
  std::vector<std::string> breach, law;
  std::int64_t fine_fen = 0;
  std::string correction;
  json::Array facts, discretion;          ///< bodies of redactable texts
  std::vector<ledger::Redaction> hidden;  ///< in the facts
  base::Date filed;
  int number = 1;
};

/// Stories to choose from, in the order of their filing.
[[nodiscard]] std::vector<Story> stories();

class Town {
 public:
  /// Writes `feed/` and `keys.json` below `folder`.
  explicit Town(std::filesystem::path folder);
  ~Town();

  struct Published {
    std::string id, no;
    std::uint64_t line = 0;
    ledger::Hash sm3{};
    std::string check_code;
    std::uint64_t index = 0;  ///< of its publication in the log
  };
  /// Runs the case to its publication and shows it. `until` is the last day shown.
  Published publish(const Story& story, std::optional<base::Date> until = {});
  /// The same, but one character of the published facts is not the reviewed one: must be refused.
  Published publish_altered(const Story& story);
  /// Decided without a review of the draft, by a log and an exporter that look away: must be refused.
  Published publish_unreviewed(const Story& story);
  void withdraw(const Published& published, const std::string& reason, base::Date day);
  /// A term that ended, said by a line of the office.
  void expire(const Published& published, base::Instant at);
  /// A witness cosigns the next checkpoint, and none after it.
  void cosign(std::uint64_t unix_seconds);
  /// The witness's procedure report over everything so far: lists `unlawful`, closes `closed`.
  void report(const std::vector<std::uint64_t>& unlawful, const std::vector<std::uint64_t>& closed = {});
  /// Writes what was staged, with a new checkpoint of the log.
  void flush();

  [[nodiscard]] std::filesystem::path feed() const;
  [[nodiscard]] std::filesystem::path keys_file() const;
  [[nodiscard]] ledger::Trust trust() const;
  /// Content of portal.json.
  [[nodiscard]] std::string config(const std::filesystem::path& state, std::uint16_t port) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portal::test
