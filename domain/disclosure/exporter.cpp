#include "disclosure/exporter.h"

#include <algorithm>

#include "case_view.h"
#include "crypto/hash.h"
#include "file/durable.h"
#include "ledger/log_files.h"

namespace disclosure {
namespace {

struct Shown {
  std::string id;          // address /jueding/{id}
  std::uint64_t line = 0;  // of the manifest
  std::string no;
};

/// What was exported so far; written after each record, so that a crash repeats at most one.
struct Progress {
  std::uint64_t next_index = 0;                   // of the log
  std::uint64_t log_size = 0;                     // whose tiles are out
  std::uint64_t twin_size = 0;                    // the same of the twin, which may have been joined later
  std::uint64_t reports_to = 0;                   // where the last report that is out ends
  std::uint64_t lines = 0;                        // of the manifest
  std::map<std::string, Shown> decisions;         // by stream
  std::map<std::string, std::uint64_t> keys;      // by key id
  std::map<std::string, std::uint64_t> lawbooks;  // by rules
  std::map<std::string, std::set<std::string>>
      vouchers;                     // key id → ids of the keys that enrolled and confirmed it
  std::set<std::uint64_t> put_off;  // records that could not be exported; tried again
};

json::Object lines_json(const std::map<std::string, std::uint64_t>& lines) {
  json::Object out;
  for (const auto& [name, line] : lines) out[name] = static_cast<std::int64_t>(line);
  return out;
}

std::string to_text(const Progress& progress) {
  json::Object decisions;
  for (const auto& [stream, shown] : progress.decisions)
    decisions[stream] =
        json::Object{{"id", shown.id}, {"line", static_cast<std::int64_t>(shown.line)}, {"no", shown.no}};
  json::Object vouchers;
  for (const auto& [key, by] : progress.vouchers) vouchers[key] = json::string_array({by.begin(), by.end()});
  json::Array put_off;
  for (const auto index : progress.put_off) put_off.emplace_back(static_cast<std::int64_t>(index));
  return json::canonical(json::Object{{"decisions", std::move(decisions)},
                                      {"keys", lines_json(progress.keys)},
                                      {"lawbooks", lines_json(progress.lawbooks)},
                                      {"lines", static_cast<std::int64_t>(progress.lines)},
                                      {"log_size", static_cast<std::int64_t>(progress.log_size)},
                                      {"next_index", static_cast<std::int64_t>(progress.next_index)},
                                      {"put_off", std::move(put_off)},
                                      {"reports_to", static_cast<std::int64_t>(progress.reports_to)},
                                      {"twin_size", static_cast<std::int64_t>(progress.twin_size)},
                                      {"vouchers", std::move(vouchers)}});
}

base::Result<std::map<std::string, std::uint64_t>> lines_from(const json::Value& value, const char* name) {
  std::map<std::string, std::uint64_t> out;
  MJ_TRY(const json::Object* members, json::object_member(value, name));
  for (const auto& member : *members) {
    if (!member.value().is_int64()) return base::fail("export_state", "not a line number");
    out[std::string(member.key())] = static_cast<std::uint64_t>(member.value().get_int64());
  }
  return out;
}

/// 0 where the state was written before there were witnesses and twins: then all of it is still to come.
std::uint64_t size_or_none(const json::Value& value, const char* name) {
  const auto size = json::int_member(value, name);
  return size && *size > 0 ? static_cast<std::uint64_t>(*size) : 0;
}

base::Result<Progress> progress_from(std::string_view text) {
  Progress out;
  MJ_TRY(const json::Value value, json::parse(text, {.bytes_max = 256 << 20, .depth_max = 8}));
  MJ_TRY(const auto next_index, json::int_member(value, "next_index"));
  MJ_TRY(const auto lines, json::int_member(value, "lines"));
  out.next_index = static_cast<std::uint64_t>(next_index);
  MJ_TRY(const auto log_size, json::int_member(value, "log_size"));
  out.log_size = static_cast<std::uint64_t>(log_size);
  out.lines = static_cast<std::uint64_t>(lines);
  out.twin_size = size_or_none(value, "twin_size");
  out.reports_to = size_or_none(value, "reports_to");
  MJ_TRY(out.keys, lines_from(value, "keys"));
  MJ_TRY(out.lawbooks, lines_from(value, "lawbooks"));
  MJ_TRY(const json::Object* vouchers, json::object_member(value, "vouchers"));
  for (const auto& member : *vouchers) {
    MJ_TRY(const auto by, json::strings(member.value()));
    out.vouchers[std::string(member.key())] = {by.begin(), by.end()};
  }
  MJ_TRY(const json::Array* put_off, json::array_member(value, "put_off"));
  for (const auto& index : *put_off) {
    if (!index.is_int64()) return base::fail("export_state", "not an index");
    out.put_off.insert(static_cast<std::uint64_t>(index.get_int64()));
  }
  MJ_TRY(const json::Object* decisions, json::object_member(value, "decisions"));
  for (const auto& member : *decisions) {
    Shown shown;
    MJ_TRY(shown.id, json::string_member(member.value(), "id"));
    MJ_TRY(shown.no, json::string_member(member.value(), "no"));
    MJ_TRY(const auto line, json::int_member(member.value(), "line"));
    shown.line = static_cast<std::uint64_t>(line);
    out.decisions[std::string(member.key())] = std::move(shown);
  }
  return out;
}

constexpr std::size_t kPayloadMax =
    feed::kDecisionBytesMax - 64;  // the payload's header takes a few bytes more

/// Lines of the keys that signed, and of the keys that vouch for them up to the roots: without one of them
/// the proof of the publication would not check (proof.md §3 step 6).
std::set<std::uint64_t> key_lines(const std::set<std::string>& signers, const Progress& progress) {
  std::set<std::string> seen;
  std::vector<std::string> open(signers.begin(), signers.end());
  std::set<std::uint64_t> lines;
  while (!open.empty()) {
    const std::string key = open.back();
    open.pop_back();
    if (!seen.insert(key).second) continue;
    if (const auto line = progress.keys.find(key); line != progress.keys.end()) lines.insert(line->second);
    if (const auto by = progress.vouchers.find(key); by != progress.vouchers.end())
      open.insert(open.end(), by->second.begin(), by->second.end());
  }
  return lines;
}

/// Whether an error lies in the record itself: then the others go on.
bool of_the_record(const base::Error& error) {
  return error.code != "disk" && error.code != "storage_unavailable" && error.code != "storage_full";
}

struct Summary {
  std::string step, stream;
  base::Instant recorded;
};

Summary summary_of(const ledger::StoredRecord& stored) {
  Summary out;
  out.stream = stored.stream;
  for (const auto& disclosure : stored.structure) {
    const auto field = ledger::decode_disclosure(disclosure);
    if (field && field->name == "step") out.step = json::text_or_empty(&field->value);
    if (field && field->name == "recorded")
      out.recorded = base::parse_instant(json::text_or_empty(&field->value)).value_or(base::Instant{});
  }
  return out;
}

bool withdrawn_after(const std::vector<ledger::StoredRecord>& stream, std::int64_t pos) {
  return std::ranges::any_of(stream, [&](const ledger::StoredRecord& stored) {
    return stored.pos > pos && summary_of(stored).step == "withdraw_publication";
  });
}

}  // namespace

struct Exporter::State {
  ExporterParts parts;
  feed::FeedWriter writer;
  Progress progress;
  std::string witnessed;  // the cosigned note that is out
  base::Instant
      when;  // the record being exported was recorded: the time of its lines, however late they are written

  base::Result<void> export_record(const ledger::StoredRecord& stored);
  base::Result<void> export_or_put_off(const ledger::StoredRecord& stored);
  base::Result<void> export_decision(const ledger::StoredRecord& stored, Progress& next);
  base::Result<void> export_keys(const std::string& stream, Progress& next);
  base::Result<void> export_withdrawal(const ledger::StoredRecord& stored, Progress& next);
  base::Result<std::uint64_t> put(feed::Kind kind, std::string_view content, Progress& next,
                                  std::optional<base::Date> until = {});
  base::Result<void> publish(Progress next);
  base::Result<void> publish_testimony();
  base::Result<feed::LogFiles> log_files(Progress& next) const;
  void add_testimony(feed::LogFiles& files, Progress& next) const;
  std::string address_of(const base::Hash& leaf) const;
  base::Result<std::uint64_t> lawbook_line(const std::string& rules, Progress& next);
  std::optional<base::Date> shown_until(const std::string& rules) const;
};

Exporter::Exporter(std::unique_ptr<State> state) : state_(std::move(state)) {}
Exporter::Exporter(Exporter&&) noexcept = default;
Exporter& Exporter::operator=(Exporter&&) noexcept = default;
Exporter::~Exporter() = default;

base::Result<Exporter> Exporter::open(ExporterParts parts, feed::FeedWriter writer) {
  auto state = std::make_unique<State>(State{std::move(parts), std::move(writer), {}, {}, {}});
  if (std::filesystem::exists(state->parts.state_file)) {
    MJ_TRY(const std::string text, file::read_file(state->parts.state_file));
    MJ_TRY(state->progress, progress_from(text));
  }
  return Exporter(std::move(state));
}

/// A line that a crash left published but not noted is recognised by its number: the same record gives the
/// same lines.
base::Result<std::uint64_t> Exporter::State::put(feed::Kind kind, std::string_view content, Progress& next,
                                                 std::optional<base::Date> until) {
  const std::uint64_t line = next.lines++;
  if (line < writer.size()) return line;
  return writer.put_payload(kind, content, when, until);
}

/// Adds what witnesses said of that part of the log whose tiles are out by then.
void Exporter::State::add_testimony(feed::LogFiles& files, Progress& next) const {
  if (parts.testimony == nullptr) return;
  for (auto& [to, note] : parts.testimony->reports_after(progress.reports_to)) {
    if (to > next.log_size) break;
    next.reports_to = to;
    files.reports.emplace_back(to, std::move(note));
  }
}

/// The newest checkpoint with the tiles and entry bundles that the files lack. A log that no longer signs
/// keeps those it has: what must be withdrawn is withdrawn all the same.
base::Result<feed::LogFiles> Exporter::State::log_files(Progress& next) const {
  feed::LogFiles files;
  // Asked before the checkpoint, so that it never covers more.
  std::string cosigned = parts.testimony == nullptr ? "" : parts.testimony->witnessed();
  auto checkpoint = parts.registrar.checkpoint();
  if (!checkpoint && checkpoint.error().code == "signing_stopped") return files;
  if (!checkpoint) return std::unexpected(checkpoint.error());
  files.checkpoint = std::move(*checkpoint);
  files.witnessed = std::move(cosigned);
  MJ_TRY(const auto note, ledger::parse_note(files.checkpoint));
  MJ_TRY(const auto parsed, ledger::parse_checkpoint(note.text));
  next.log_size = parsed.size;
  parts.registrar.with_tree([&](const ledger::Tree& tree) {
    files.tiles = ledger::tile_files(tree, progress.log_size, parsed.size);
  });
  MJ_TRY(auto bundles, ledger::bundle_files(parts.reader, progress.log_size, parsed.size));
  std::ranges::move(bundles, std::back_inserter(files.tiles));
  if (parts.twin != nullptr) {
    MJ_CHECK(parts.twin->add_files(parts.reader, progress.twin_size, parsed.size, files));
    next.twin_size = parsed.size;
  }
  add_testimony(files, next);
  return files;
}

base::Result<void> Exporter::State::publish(Progress next) {
  MJ_TRY(const auto files, log_files(next));
  MJ_CHECK(writer.publish(files));
  MJ_CHECK(file::write_file_durably(parts.state_file, to_text(next), 0640));
  progress = std::move(next);
  if (!files.witnessed.empty()) witnessed = files.witnessed;
  return {};
}

/// A witness speaks between two publications, too.
base::Result<void> Exporter::State::publish_testimony() {
  if (parts.testimony == nullptr) return {};
  const bool news = parts.testimony->witnessed() != witnessed ||
                    !parts.testimony->reports_after(progress.reports_to).empty();
  return news ? publish(progress) : base::Result<void>();
}

std::string Exporter::State::address_of(const base::Hash& leaf) const {
  const base::Hash mac = crypto::hmac_sm3(parts.address_secret, base::view(leaf));
  return base::base64url(base::view(mac).substr(0, 16));
}

base::Result<std::uint64_t> Exporter::State::lawbook_line(const std::string& rules, Progress& next) {
  if (const auto known = next.lawbooks.find(rules); known != next.lawbooks.end()) return known->second;
  const auto edition = parts.editions.find(rules);
  if (!edition) return base::fail("export", "unknown edition of the lawbook");
  MJ_TRY(const auto line, put(feed::Kind::lawbook, edition->edition(), next));
  next.lawbooks[rules] = line;
  return line;
}

/// 令45 第十三条 and later rules give a publication its term; the lawbook says how many months
/// (publication_terms.yaml).
std::optional<base::Date> Exporter::State::shown_until(const std::string& rules) const {
  const auto edition = parts.editions.find(rules);
  const json::Value* terms = edition ? edition->data("publication_terms") : nullptr;
  if (terms == nullptr) return std::nullopt;
  const auto months = json::int_member(*terms, "default_months");
  if (!months) return std::nullopt;
  return base::add_months(base::date_of(when), static_cast<int>(*months));
}

base::Result<void> Exporter::State::export_decision(const ledger::StoredRecord& stored, Progress& next) {
  MJ_TRY(const auto stream, parts.reader.stream(stored.stream));
  // Put off until after it was withdrawn: it must not appear now.
  if (progress.put_off.contains(stored.index) && withdrawn_after(stream, stored.pos)) return {};
  const auto incidents = parts.registrar.incidents();
  MJ_TRY(const auto view,
         view_of(stream, stored.pos, {parts.data_keys, parts.master, parts.editions, *incidents}));
  json::Array keys;
  for (const auto line : key_lines(view.signers, next)) keys.emplace_back(static_cast<std::int64_t>(line));
  const auto before = next.decisions.find(stored.stream);
  const std::string id = before == next.decisions.end() ? address_of(stored.leaf) : before->second.id;
  const json::Object content{{"acts", view.acts}, {"files", json::Array()}, {"id", id},
                             {"keys", keys},      {"kind", view.procedure}, {"records", view.records},
                             {"t", "decision"},   {"texts", view.texts},    {"v", 1}};
  const std::string payload = json::canonical(content);
  // Before anything is staged: what is too large must leave no half of itself in the manifest.
  if (payload.size() > kPayloadMax) return base::fail("payload", "the publication is too large for the feed");
  for (const auto& rules : view.rules) MJ_CHECK(lawbook_line(rules, next));
  MJ_TRY(const auto line, put(feed::Kind::decision, payload, next, shown_until(view.publication_rules)));
  next.decisions[stored.stream] = {id, line, view.document_no};
  return {};
}

base::Result<void> Exporter::State::export_keys(const std::string& stream, Progress& next) {
  MJ_TRY(const auto records, parts.reader.stream(stream));
  json::Array items;
  std::string key_id;
  std::set<std::string> vouchers;
  for (const auto& stored : records) {
    const auto bundle = ledger::structure_bundle(stored);
    items.emplace_back(json::Object{{"bundle", ledger::to_json(bundle)},
                                    {"index", static_cast<std::int64_t>(stored.index)}});
    MJ_TRY(const auto revealed, ledger::verify_bundle(bundle));
    if (const auto* id = revealed.find("key.id"); id != nullptr) key_id = json::text_or_empty(id);
    vouchers.insert(json::text_or_empty(revealed.find("actor")));
  }
  const json::Object content{
      {"keys", json::Array{json::Object{{"records", std::move(items)}}}}, {"t", "keys"}, {"v", 1}};
  MJ_TRY(const auto line, put(feed::Kind::key, json::canonical(content), next));
  next.keys[key_id] = line;
  next.vouchers[key_id] = std::move(vouchers);
  return {};
}

base::Result<void> Exporter::State::export_withdrawal(const ledger::StoredRecord& stored, Progress& next) {
  const auto shown = next.decisions.find(stored.stream);
  if (shown == next.decisions.end()) return {};
  MJ_TRY(const auto opened, ledger::open_record(stored, parts.data_keys, parts.master));
  const std::string day = json::text_or_empty(opened.find("at")).substr(0, 10);
  const json::Object tombstone{{"date", day},
                               {"id", shown->second.id},
                               {"no", shown->second.no},
                               {"reason", json::text_or_empty(opened.find("withdraw.reason"))},
                               {"t", "tombstone"},
                               {"v", 1}};
  if (next.lines++ >= writer.size())
    MJ_CHECK(writer.remove({shown->second.line}, feed::Cause::unlawful, when, json::canonical(tombstone)));
  next.decisions.erase(shown);
  return {};
}

base::Result<void> Exporter::State::export_record(const ledger::StoredRecord& stored) {
  const Summary summary = summary_of(stored);
  when = summary.recorded;
  Progress next = progress;
  next.next_index = std::max(progress.next_index, stored.index + 1);
  next.put_off.erase(stored.index);
  if (summary.step == "publish_decision") {
    MJ_CHECK(export_decision(stored, next));
  } else if (summary.step == "confirm_key" || summary.step == "retire_key") {
    MJ_CHECK(export_keys(summary.stream, next));
  } else if (summary.step == "withdraw_publication") {
    MJ_CHECK(export_withdrawal(stored, next));
  } else {
    progress.next_index = next.next_index;  // nothing to show: noted with the next record that has
    return {};
  }
  return publish(std::move(next));
}

/// What lies in one record is noted and tried again later, so that one bad case never holds up a withdrawal.
base::Result<void> Exporter::State::export_or_put_off(const ledger::StoredRecord& stored) {
  auto done = export_record(stored);
  if (done) {
    progress.put_off.erase(stored.index);
  } else if (of_the_record(done.error())) {
    progress.put_off.insert(stored.index);
    progress.next_index = std::max(progress.next_index, stored.index + 1);
  }
  return done;
}

base::Result<void> Exporter::catch_up() {
  State& state = *state_;
  std::vector<ledger::StoredRecord> todo;
  const auto collect = [&](const ledger::StoredRecord& stored) {
    todo.push_back(stored);
    return true;
  };
  for (const auto index : state.progress.put_off)
    MJ_CHECK(state.parts.reader.scan(index, index + 1, collect));
  MJ_CHECK(state.parts.reader.scan(state.progress.next_index, state.parts.registrar.size(), collect));
  base::Result<void> first;
  for (const auto& stored : todo) {
    const auto done = state.export_or_put_off(stored);
    if (!done && !of_the_record(done.error())) return done;
    if (!done && first) first = done;
  }
  const auto told = state.publish_testimony();
  return first ? told : first;
}

}  // namespace disclosure
