#include "registrar/registrar.h"

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <span>

#include "opening.h"
#include "writer.h"

namespace registrar {

namespace {

constexpr std::size_t kStreamsMax = 4096;
constexpr std::size_t kGroupMax = 128;
constexpr std::int64_t kClockBackMaxMs = 5 * 60 * 1000;
/// A follower takes at most 4,096 entries a step (sealer.md §3): so many records never pass without a
/// checkpoint.
constexpr std::uint64_t kCheckpointEvery = 1024;

/// Errors of one record of a group, as opposed to those of the store: the others may still be written.
bool of_one_record(const base::Error& error) {
  return error.code != "storage_full" && error.code != "storage_unavailable";
}

}  // namespace

struct Registrar::State {
  using Listener = std::function<void(const Committed&)>;

  State(RegistrarParts all, LogState read, std::string newest, std::uint64_t newest_size)
      : parts(std::move(all)),
        projections(parts.projections),
        streams(kStreamsMax),
        log(std::move(read)),
        distrusted(std::move(log.distrusted)),
        note(std::move(newest)),
        note_size(newest_size),
        writer(kGroupMax, [this](std::vector<Job>& jobs) { work(jobs); }) {}

  /// On the writer's thread.
  void work(std::vector<Job>& jobs);
  [[nodiscard]] std::size_t write_group(std::span<Job> jobs, base::Instant now);
  [[nodiscard]] std::optional<Answer> first_answer(const Repetition& repetition) const;
  void publish(const Batch& batch);
  [[nodiscard]] base::Result<void> sign_checkpoint();
  [[nodiscard]] base::Result<std::string> add_signatures(std::uint64_t size,
                                                         const std::vector<ledger::NoteSignature>& added);

  [[nodiscard]] std::pair<StandingPtr, std::uint64_t> standing_and_size() const {
    const std::shared_lock lock(mutex);
    return {log.standing, log.tree.size()};
  }
  [[nodiscard]] base::Result<StreamStatePtr> stream(const std::string& id) const;

  RegistrarParts parts;
  const Shelf shelf{parts.reader, parts.data_keys, parts.master, parts.editions};
  const Projections projections;
  mutable StreamCache streams;
  mutable std::shared_mutex mutex;  // guards log; only the writer's thread changes it
  LogState log;
  const std::vector<std::string> distrusted;
  std::string note;  // newest checkpoint; the writer's thread only
  std::uint64_t note_size = 0;
  std::atomic<bool> stopped{false};  // signing
  std::mutex listener_mutex;
  Listener listener;
  Writer writer;  // last: stops before what it works on goes away
};

std::optional<Answer> Registrar::State::first_answer(const Repetition& repetition) const {
  if (repetition.key.empty()) return {};
  const auto text = parts.reader.receipt_of(repetition.key);
  if (!text) return fault(text.error());
  return registrar::first_answer(*text, repetition);
}

base::Result<StreamStatePtr> Registrar::State::stream(const std::string& id) const {
  if (auto known = streams.find(id)) return known;
  const auto [standing, size] = standing_and_size();
  MJ_TRY(auto loaded, load_stream(shelf, id, size, *standing));
  const std::shared_lock lock(mutex);
  // Only what is still the newest may be remembered: a commit in between may have gone on with this stream.
  if (loaded && log.tree.size() == size) streams.put(id, loaded);
  return loaded;
}

void Registrar::State::publish(const Batch& batch) {
  {
    const std::unique_lock lock(mutex);
    batch.hand_over(log);
  }
  const std::lock_guard lock(listener_mutex);
  if (!listener) return;
  for (const auto& told : batch.told()) listener(told);
}

/// Writes the first of `jobs`, as many as one group can hold, and answers them: their number. 0 when the
/// group failed for a reason that may lie in one of its records: nothing was answered then.
std::size_t Registrar::State::write_group(std::span<Job> jobs, base::Instant now) {
  Batch batch({.parts = parts, .shelf = shelf, .projections = projections, .streams = streams, .log = log},
              now);
  std::vector<std::optional<Answer>> answers(jobs.size());
  std::vector<bool> waits(jobs.size(), false);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (batch.must_commit_before(jobs[i].prepared)) {
      jobs = jobs.first(i);
      break;
    }
    const auto first = first_answer(jobs[i].prepared.repetition);
    answers[i] = first ? *first : batch.add(jobs[i].prepared);
    waits[i] = !first && answers[i]->has_value();
  }
  const auto committed = batch.empty() ? base::Result<void>() : batch.commit();
  if (!committed && jobs.size() > 1 && of_one_record(committed.error())) return 0;
  if (committed && !batch.empty()) {
    publish(batch);
    // Not needed for the answer: a failure shows at the next checkpoint somebody asks for.
    if (log.tree.size() - note_size >= kCheckpointEvery) static_cast<void>(sign_checkpoint());
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (waits[i] && !committed) answers[i] = fault(committed.error());
    jobs[i].answer.set_value(std::move(*answers[i]));
  }
  return jobs.size();
}

void Registrar::State::work(std::vector<Job>& jobs) {
  const base::Instant now = parts.clock.now();
  if (now.ms + kClockBackMaxMs < log.last_recorded.ms) {
    for (Job& job : jobs)
      job.answer.set_value(fault({.code = "clock_behind", .text = "本机时钟早于最近一条记录，请先校准时钟"}));
    return;
  }
  std::span<Job> left = jobs;
  while (!left.empty()) {
    const std::size_t written = write_group(left, now);
    left = left.subspan(written);
    if (written > 0) continue;
    for (; !left.empty(); left = left.subspan(1)) static_cast<void>(write_group(left.first(1), now));
  }
}

base::Result<void> Registrar::State::sign_checkpoint() {
  if (!note.empty() && note_size == log.tree.size()) return {};
  if (stopped)
    return base::fail("signing_stopped", "见证机关见过更长的日志：已停止签发总指纹，请先恢复缺失的记录");
  const ledger::Checkpoint checkpoint{
      .origin = parts.origin, .size = log.tree.size(), .root = log.tree.root()};
  ledger::Note signed_note{.text = ledger::checkpoint_text(checkpoint), .signatures = {}};
  ledger::sign(signed_note, parts.origin, parts.log_key);
  std::string text = ledger::format(signed_note);
  MJ_CHECK(parts.appender.save_checkpoint(checkpoint.size, text));
  note = std::move(text);
  note_size = checkpoint.size;
  return {};
}

base::Result<std::string> Registrar::State::add_signatures(std::uint64_t size,
                                                           const std::vector<ledger::NoteSignature>& added) {
  MJ_TRY(const std::string stands, parts.reader.checkpoint_up_to(size));
  auto parsed = ledger::parse_note(stands);
  const auto checkpoint = parsed ? ledger::parse_checkpoint(parsed->text)
                                 : base::Result<ledger::Checkpoint>(std::unexpected(parsed.error()));
  if (!checkpoint || checkpoint->size != size)
    return base::fail("unknown_checkpoint", "no checkpoint over " + std::to_string(size) + " records");
  for (const ledger::NoteSignature& signature : added) {
    std::erase_if(parsed->signatures, [&](const ledger::NoteSignature& older) {
      return older.name == signature.name && older.id == signature.id;
    });
    parsed->signatures.push_back(signature);
  }
  std::string text = ledger::format(*parsed);
  MJ_CHECK(parts.appender.replace_checkpoint(size, text));
  if (size == note_size) note = text;
  return text;
}

Registrar::Registrar(std::unique_ptr<State> state) : state_(std::move(state)) {}
Registrar::~Registrar() = default;

base::Result<std::unique_ptr<Registrar>> Registrar::open(RegistrarParts parts) {
  parts.editions.add(parts.current);
  MJ_TRY(LogState log, read_log(parts.reader, parts.roots));
  MJ_TRY(std::string note, parts.reader.newest_checkpoint());
  MJ_TRY(const std::uint64_t size, check_checkpoint(note, parts.origin, parts.log_key, log.tree));
  const Shelf shelf{parts.reader, parts.data_keys, parts.master, parts.editions};
  MJ_CHECK(Projections(parts.projections)
               .bring_up(parts.appender.session(), shelf, *log.standing, log.tree.size()));
  auto state = std::make_unique<State>(std::move(parts), std::move(log), std::move(note), size);
  return std::unique_ptr<Registrar>(new Registrar(std::move(state)));
}

std::expected<Receipt, Refused> Registrar::submit(Submission submission) {
  const Repetition repetition = repetition_of(submission);
  if (const auto first = state_->first_answer(repetition)) return *first;
  auto stream = state_->stream(submission.stream.text());
  if (!stream) return fault(std::move(stream).error());
  auto [standing, size] = state_->standing_and_size();
  auto prepared = Intake{.lawbook = *state_->parts.current,
                         .blobs = state_->parts.blobs,
                         .standing = std::move(standing),
                         .stream = std::move(*stream),
                         .next_index = size}
                      .prepare(std::move(submission));
  if (!prepared) return std::unexpected(std::move(prepared).error());
  prepared->repetition = repetition;
  return state_->writer.write(std::move(*prepared));
}

base::Result<law::Facts> Registrar::facts(const base::StreamId& stream) const {
  MJ_TRY(const auto state, state_->stream(stream.text()));
  if (state == nullptr) return base::fail("unknown_stream", fmt::format("没有编号为 {} 的记录", stream));
  return state->facts;
}

std::shared_ptr<const ledger::KeyDirectory> Registrar::keys() const {
  const auto state = state_->standing_and_size().first;
  return {state, &state->keys};
}

std::shared_ptr<const ledger::Incidents> Registrar::incidents() const {
  const auto state = state_->standing_and_size().first;
  return {state, &state->incidents};
}

const std::vector<std::string>& Registrar::distrusted() const {
  return state_->distrusted;
}

base::Result<std::string> Registrar::checkpoint() {
  std::string note;
  const auto sign = [&]() -> base::Result<void> {
    MJ_CHECK(state_->sign_checkpoint());
    note = state_->note;
    return {};
  };
  MJ_CHECK(state_->writer.run(sign));
  return note;
}

base::Result<std::string> Registrar::add_signatures(std::uint64_t size,
                                                    const std::vector<ledger::NoteSignature>& signatures) {
  std::string note;
  const auto add = [&]() -> base::Result<void> {
    MJ_TRY(note, state_->add_signatures(size, signatures));
    return {};
  };
  MJ_CHECK(state_->writer.run(add));
  return note;
}

void Registrar::stop_signing() {
  state_->stopped = true;
}

bool Registrar::signing() const {
  return !state_->stopped;
}

std::uint64_t Registrar::size() const {
  return state_->standing_and_size().second;
}

std::vector<base::Hash> Registrar::inclusion(std::uint64_t index, std::uint64_t size) const {
  const std::shared_lock lock(state_->mutex);
  return state_->log.tree.inclusion(index, size);
}

std::vector<base::Hash> Registrar::consistency(std::uint64_t from, std::uint64_t to) const {
  const std::shared_lock lock(state_->mutex);
  return state_->log.tree.consistency(from, to);
}

void Registrar::with_tree(const std::function<void(const ledger::Tree&)>& read) const {
  const std::shared_lock lock(state_->mutex);
  read(state_->log.tree);
}

void Registrar::on_commit(std::function<void(const Committed&)> listener) {
  const std::lock_guard lock(state_->listener_mutex);
  state_->listener = std::move(listener);
}

base::Result<void> Registrar::rebuild() {
  return state_->writer.run([&] {
    return state_->projections.rebuild(state_->parts.appender.session(), state_->shelf, *state_->log.standing,
                                       state_->log.tree.size());
  });
}

}  // namespace registrar
