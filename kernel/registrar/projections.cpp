#include "projections.h"

#include <algorithm>

namespace registrar {

namespace {

constexpr std::uint64_t kRecordsPerTransaction = 1024;
// A rebuild meets the streams of the whole log at once; what does not fit is folded again when met.
constexpr std::size_t kStreamsMax = 65'536;

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS projection_version "
    "(name TEXT PRIMARY KEY, version INTEGER NOT NULL, size INTEGER NOT NULL) STRICT, WITHOUT ROWID";

base::Result<bool> stands(const Projection& projection, std::uint64_t size, sql::Session& session) {
  const auto identity = projection.identity();
  MJ_TRY(const auto rows,
         session.rows("SELECT version,size FROM projection_version WHERE name=?", {identity.name}));
  return !rows.empty() && rows[0].integer(0) == identity.version &&
         rows[0].integer(1) == static_cast<std::int64_t>(size);
}

struct Telling {
  const std::vector<Projection*>& projections;
  sql::Session& session;
  const Shelf& shelf;
  const Standing& standing;
};

/// Folds the record and tells the projections of it, unless it is void or no edition explains it. The facts
/// after it.
base::Result<law::Facts> tell(const ledger::StoredRecord& record, law::Facts before, const Telling& to) {
  MJ_TRY(const OpenedView opened, open_view(record, to.shelf, to.standing));
  law::Facts after = fold_stored(to.shelf, std::move(before), record, opened);
  const auto lawbook = to.shelf.editions.find(opened.rules);
  const law::Procedure* procedure =
      lawbook ? lawbook->procedure(after.procedure, base::date_of(opened.view.at)) : nullptr;
  if (procedure == nullptr) {
    for (Projection* projection : to.projections) MJ_CHECK(projection->keep_place(record, to.session));
    return after;
  }
  const ProjectedRecord projected{.stored = record,
                                  .view = opened.view,
                                  .after = after,
                                  .procedure = *procedure,
                                  .calendar = lawbook->calendar()};
  for (Projection* projection : to.projections) MJ_CHECK(projection->apply(projected, to.session));
  return after;
}

base::Result<StreamStatePtr> retell_stream(const std::string& stream, std::uint64_t end, const Telling& to) {
  for (Projection* projection : to.projections) MJ_CHECK(projection->forget(stream, to.session));
  MJ_TRY(const auto records, to.shelf.reader.stream(stream));
  auto state = std::make_shared<StreamState>();
  for (const ledger::StoredRecord& record : records) {
    if (record.index >= end) break;
    MJ_TRY(state->facts, tell(record, std::move(state->facts), to));
    state->kind = record.kind;
  }
  return state;
}

/// The fold of the whole log, record by record in the order of the tree.
class Replay {
 public:
  Replay(const std::vector<Projection*>& projections, sql::Session& session, const Shelf& shelf,
         const Standing& standing)
      : projections_(projections),
        session_(session),
        shelf_(shelf),
        standing_(standing),
        streams_(kStreamsMax) {
    standing_.incidents = {};
  }

  base::Result<void> run(std::uint64_t size) {
    MJ_CHECK(session_.transaction([&] { return begin(); }));
    for (std::uint64_t from = 0; from < size; from += kRecordsPerTransaction) {
      const std::uint64_t to = std::min(size, from + kRecordsPerTransaction);
      MJ_CHECK(session_.transaction([&] { return part(from, to); }));
    }
    // Only now do they count as standing: a crash on the way leaves them to be rebuilt.
    return session_.transaction([&] { return finish(size); });
  }

 private:
  base::Result<void> begin() {
    for (Projection* projection : projections_) {
      MJ_CHECK(session_.run("DELETE FROM projection_version WHERE name=?", {projection->identity().name}));
      MJ_CHECK(projection->create(session_));
    }
    return {};
  }

  base::Result<void> part(std::uint64_t from, std::uint64_t to) {
    base::Result<void> done;
    MJ_CHECK(shelf_.reader.scan(from, to, [&](const ledger::StoredRecord& record) {
      done = take(record);
      return done.has_value();
    }));
    return done;
  }

  base::Result<void> take(const ledger::StoredRecord& record) {
    MJ_TRY(StreamStatePtr before, state_before(record));
    MJ_TRY(auto told,
           tell(record, before ? before->facts : law::Facts{}, {projections_, session_, shelf_, standing_}));
    streams_.put(record.stream, std::make_shared<StreamState>(std::move(told), record.kind));
    if (record.kind != kIncidentKind) return {};
    const auto target = standing_.take(record);
    if (!target || !*target) return {};
    return undo(**target, record.index);
  }

  base::Result<StreamStatePtr> state_before(const ledger::StoredRecord& record) {
    StreamStatePtr known = streams_.find(record.stream);
    if (known != nullptr || record.pos == 0) return known;
    return load_stream(shelf_, record.stream, record.index, standing_);
  }

  base::Result<void> undo(const ledger::IncidentTarget& target, std::uint64_t end) {
    MJ_TRY(const ledger::StoredRecord voided, record_at(shelf_.reader, target.index));
    MJ_TRY(auto state, retell_stream(voided.stream, end, {projections_, session_, shelf_, standing_}));
    streams_.put(voided.stream, std::move(state));
    return {};
  }

  base::Result<void> finish(std::uint64_t size) {
    for (const Projection* projection : projections_) {
      const auto identity = projection->identity();
      MJ_CHECK(
          session_.run("INSERT INTO projection_version VALUES(?,?,?)",
                       {identity.name, std::int64_t{identity.version}, static_cast<std::int64_t>(size)}));
    }
    return {};
  }

  const std::vector<Projection*>& projections_;
  sql::Session& session_;
  const Shelf& shelf_;
  Standing standing_;  // keys of the whole log; incidents as far as the replay has come
  StreamCache streams_;
};

}  // namespace

base::Result<void> Projections::bring_up(sql::Session& session, const Shelf& shelf, const Standing& standing,
                                         std::uint64_t size) const {
  MJ_CHECK(session.run(kTable));
  std::vector<Projection*> behind;
  for (Projection* projection : all_) {
    MJ_TRY(const bool good, stands(*projection, size, session));
    if (!good) behind.push_back(projection);
  }
  if (behind.empty()) return {};
  return Replay(behind, session, shelf, standing).run(size);
}

base::Result<void> Projections::rebuild(sql::Session& session, const Shelf& shelf, const Standing& standing,
                                        std::uint64_t size) const {
  return Replay(all_, session, shelf, standing).run(size);
}

base::Result<void> Projections::apply(const ProjectedRecord& record, sql::Session& session) const {
  for (Projection* projection : all_) MJ_CHECK(projection->apply(record, session));
  return {};
}

base::Result<void> Projections::retell(const std::string& stream, std::uint64_t end, const Shelf& shelf,
                                       const Standing& standing, sql::Session& session) const {
  MJ_CHECK(retell_stream(stream, end, {all_, session, shelf, standing}));
  return {};
}

base::Result<void> Projections::advance(sql::Session& session, std::uint64_t size) const {
  for (const Projection* projection : all_)
    MJ_CHECK(session.run("UPDATE projection_version SET size=? WHERE name=?",
                         {static_cast<std::int64_t>(size), projection->identity().name}));
  return {};
}

}  // namespace registrar
