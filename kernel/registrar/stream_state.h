#pragma once
// What a stream has come to, folded from its records, and a bounded memory of it.

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "registrar/projection.h"
#include "standing.h"

namespace registrar {

struct StreamState {
  law::Facts facts;
  std::string kind;
};
using StreamStatePtr = std::shared_ptr<const StreamState>;

/// Where records are read and how they are opened.
struct Shelf {
  const ledger::RecordReader& reader;
  const ledger::DataKeyReader& data_keys;
  const ledger::MasterKey& master;
  const law::Editions& editions;
};

/// A record opened for the fold. Of an erased one the structure is left, and `view.complete` is false; of a
/// void one nothing but its place.
struct OpenedView {
  law::StepView view;
  std::string rules;
};

/// The view of a record with these fields (all of them when `complete`).
[[nodiscard]] OpenedView view_of(const ledger::StoredRecord& record, const base::Hash& root,
                                 std::vector<ledger::Field> fields, bool complete,
                                 const ledger::KeyDirectory& keys);
/// Errors: `log_damaged` (a malformed entry), as open_record except `erased`.
[[nodiscard]] base::Result<OpenedView> open_view(const ledger::StoredRecord& record, const Shelf& shelf,
                                                 const Standing& standing);

/// The facts after a record of the log. One that no known edition explains never came through this door: it
/// keeps its place and sets nothing; sealer and witness name it (transparency-log.md §7).
[[nodiscard]] law::Facts fold_stored(const Shelf& shelf, law::Facts facts, const ledger::StoredRecord& record,
                                     const OpenedView& opened);

/// The stream after its records before index `end`; nullptr when it has none. Errors as the reader's,
/// open_view's and law::fold's.
[[nodiscard]] base::Result<StreamStatePtr> load_stream(const Shelf& shelf, std::string_view stream,
                                                       std::uint64_t end, const Standing& standing);

/// The record at this index of the tree. Error: `unknown_record`, as the reader's.
[[nodiscard]] base::Result<ledger::StoredRecord> record_at(const ledger::RecordReader& reader,
                                                           std::uint64_t index);

/// The streams last used. Thread-safe.
class StreamCache {
 public:
  explicit StreamCache(std::size_t streams_max) : streams_max_(streams_max) {}
  /// nullptr when it is not remembered.
  [[nodiscard]] StreamStatePtr find(const std::string& stream);
  void put(const std::string& stream, StreamStatePtr state);

 private:
  struct Entry {
    std::string stream;
    StreamStatePtr state;
  };
  const std::size_t streams_max_;
  std::mutex mutex_;
  std::list<Entry> newest_first_;
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

}  // namespace registrar
