#pragma once
// What the sealer remembers: a pure fold over its journal (sealer.md §2). Nothing else tells it anything
// about the past, so a copy of the journal is a copy of the sealer's memory.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "law/in_force.h"
#include "ledger/incidents.h"
#include "ledger/keys.h"

namespace sealer {

namespace json = base::json;
using base::Bytes;
using base::Hash;

/// The newest record of a stream that is in its place.
struct Head {
  std::int64_t pos = -1;
  std::uint64_t index = 0;
  std::string leaf;  // base64, "" before the first
  /// First 8 bytes of every digest of the stream: one that occurs again is a replay. Two different digests
  /// agree in them by accident once in 2^64; the full comparison follows when the stream is sealed.
  std::unordered_set<std::uint64_t> digests;
  std::string last_order;  // leaf of its newest order_seal
};

struct Mark {
  std::string stream, leaf, code;
};

/// A record that came before one whose structure is missing: its stream may still be whole.
struct Held {
  std::uint64_t index = 0;
  json::Value bundle;
};

enum class NumberState { allotted, answered, recorded, voided, hole };

/// One number for ever (sealer.md §5).
struct Number {
  std::string series;  // 澄明市监处罚
  int year = 0;
  std::int64_t number = 0;
  std::string date;     // YYYY-MM-DD
  std::string order;    // base64 leaf hash of order_seal; "" of a number known only by a resync
  std::string request;  // base64 SM3
  std::string code, token;
  NumberState state = NumberState::allotted;
  std::string answer_sm3;              // base64, of the answer file
  std::string answered_at;             // instant
  std::optional<std::uint64_t> index;  // of issue_document
  std::string leaf;                    // of issue_document or void_number, as soon as known
  std::string ground;                  // of a void number
};

struct VoidRecord {
  std::string stream, holder, ground, order;
  std::uint64_t index = 0;
  std::string confirmed_by;  // leaf of confirm_void, "" while unconfirmed
};

struct SeriesYear {
  std::string series;
  int year = 0;
  auto operator<=>(const SeriesYear&) const = default;
};

class State {
 public:
  explicit State(const std::vector<ledger::RootKey>& roots) : keys(roots) {}

  /// Folds one line of the journal (without looking at `h`). Error: `journal`: such a line never came from
  /// here.
  [[nodiscard]] base::Result<void> apply(const json::Object& line);
  /// One followed record; also part of a `checkpoint` line.
  [[nodiscard]] base::Result<void> apply_followed(const json::Object& followed);

  std::string note;       // newest checkpoint, "" before the first
  ledger::Frontier edge;  // of the log's tree
  ledger::KeyDirectory keys;
  std::map<std::string, std::vector<ledger::KeyDirectory::KeyRecord>> key_streams;
  std::map<std::string, Head> heads;
  std::map<std::uint64_t, Mark> marks;                       // by index
  std::map<std::uint64_t, std::string> missing;              // index → leaf: structure not delivered
  std::map<std::string, std::map<std::int64_t, Held>> held;  // stream → pos
  ledger::Incidents incidents;
  law::InForce in_force;
  std::map<std::string, VoidRecord> void_records;  // by leaf
  /// index → leaf of each issue_document of which this memory knows no number: it is older than the log.
  std::map<std::uint64_t, std::string> unknown;
  std::map<SeriesYear, std::map<std::int64_t, Number>> numbers;
  std::map<std::string, std::pair<SeriesYear, std::int64_t>> by_order;
  std::set<std::string> stops;  // causes that stand

  [[nodiscard]] Number* of_order(std::string_view order);
  [[nodiscard]] const Number* of_order(std::string_view order) const;
  /// Last number of the series and year, 0 if none.
  [[nodiscard]] std::int64_t last(const SeriesYear& series) const;
  /// Newest date on any allotted number, "" if none.
  [[nodiscard]] std::string last_date() const;
  [[nodiscard]] bool marked(std::string_view stream) const;

 private:
  base::Result<void> apply_checkpoint(const json::Object& line);
  base::Result<void> apply_allot(const json::Object& line);
  base::Result<void> apply_answer(const json::Object& line);
  base::Result<void> apply_void(const json::Object& line);
  base::Result<void> apply_known(const json::Object& line);
  struct Lawful;
  void no_longer_held(const std::string& stream, std::int64_t pos);
  base::Result<void> apply_meaning(const Lawful& record);
  base::Result<void> apply_order(const Lawful& record);
  base::Result<void> apply_issue(const Lawful& record);
  base::Result<void> apply_void_record(const Lawful& record);
  base::Result<void> apply_confirm_void(const Lawful& record);
  base::Result<void> apply_incident(const Lawful& record);
  base::Result<void> apply_confirm_incident(const Lawful& record);
  base::Result<void> apply_key(const Lawful& record);
};

/// The indexes of such a map, as the answers give them.
template <class What>
[[nodiscard]] json::Array indexes(const std::map<std::uint64_t, What>& by_index) {
  json::Array array;
  for (const auto& [index, what] : by_index) array.emplace_back(static_cast<std::int64_t>(index));
  return array;
}
/// The edge as the journal keeps it: base64, the largest first.
[[nodiscard]] json::Array peaks_of(const ledger::Frontier& edge);

[[nodiscard]] std::string_view name_of(NumberState state);
/// 澄明市监处罚〔2026〕1号.
[[nodiscard]] std::string number_text(const Number& number);
/// Series, year and number of such a text; nullopt for anything else.
struct NumberParts {
  SeriesYear series;
  std::int64_t number = 0;
};
[[nodiscard]] std::optional<NumberParts> parse_number(std::string_view text);

}  // namespace sealer
