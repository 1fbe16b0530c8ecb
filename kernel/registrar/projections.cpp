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

/// The fold of the whole log, record by record in the order of the tree.
class Replay {
 public:
  Replay(const std::vector<Projection*>& projections, sql::Session& session, const Shelf& shelf,
         const KeyState& keys)
      : projections_(projections), session_(session), shelf_(shelf), keys_(keys), streams_(kStreamsMax) {}

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
    MJ_TRY(const OpenedView opened, open_view(record, shelf_, keys_.directory));
    StreamStatePtr before = streams_.find(record.stream);
    if (before == nullptr && record.pos > 0) {
      MJ_TRY(before, load_stream(shelf_, record.stream, record.index, keys_.directory));
    }
    auto after = std::make_shared<StreamState>();
    after->kind = record.kind;
    MJ_TRY(after->facts,
           law::fold(shelf_.editions, before ? before->facts : law::Facts{}, opened.view, opened.rules));
    streams_.put(record.stream, after);
    const auto lawbook = shelf_.editions.find(opened.rules);
    const auto day = base::date_of(opened.view.at);
    const ProjectedRecord projected{
        .stored = record, .view = opened.view, .procedure = *lawbook->procedure(after->facts.procedure, day)};
    for (Projection* projection : projections_) MJ_CHECK(projection->apply(projected, session_));
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
  const KeyState& keys_;
  StreamCache streams_;
};

}  // namespace

base::Result<void> Projections::bring_up(sql::Session& session, const Shelf& shelf, const KeyState& keys,
                                         std::uint64_t size) const {
  MJ_CHECK(session.run(kTable));
  std::vector<Projection*> behind;
  for (Projection* projection : all_) {
    MJ_TRY(const bool good, stands(*projection, size, session));
    if (!good) behind.push_back(projection);
  }
  if (behind.empty()) return {};
  return Replay(behind, session, shelf, keys).run(size);
}

base::Result<void> Projections::rebuild(sql::Session& session, const Shelf& shelf, const KeyState& keys,
                                        std::uint64_t size) const {
  return Replay(all_, session, shelf, keys).run(size);
}

base::Result<void> Projections::apply(const ProjectedRecord& record, sql::Session& session) const {
  for (Projection* projection : all_) MJ_CHECK(projection->apply(record, session));
  return {};
}

base::Result<void> Projections::advance(sql::Session& session, std::uint64_t size) const {
  for (const Projection* projection : all_)
    MJ_CHECK(session.run("UPDATE projection_version SET size=? WHERE name=?",
                         {static_cast<std::int64_t>(size), projection->identity().name}));
  return {};
}

}  // namespace registrar
