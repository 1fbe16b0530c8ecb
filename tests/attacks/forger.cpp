#include "attacks/forger.h"

#include <algorithm>
#include <stdexcept>

#include "file/secret.h"
#include "ledger/note.h"

namespace attack {
namespace {

/// Setting up an attack must not fail: then nothing would be shown.
template <class T>
T sure(base::Result<T> result, const char* what) {
  if (!result)
    throw std::runtime_error(std::string(what) + ": " + result.error().code + " " + result.error().text);
  return std::move(*result);
}

void sure(const base::Result<void>& result, const char* what) {
  if (!result)
    throw std::runtime_error(std::string(what) + ": " + result.error().code + " " + result.error().text);
}

constexpr std::size_t kMidBytes = 4;

}  // namespace

Forger::Forger(const fs::path& data) : data_(data) {
  const base::Bytes master =
      sure(file::read_hex_secret((data / "private" / "master.key").string()), "master key");
  master_ = {master.substr(0, kMidBytes), master.substr(kMidBytes)};
  const std::string records = (data / "records.db").string(),
                    keys = (data / "private" / "data-keys.db").string();
  appender_ = sure(store::SqliteRecordAppender::open(records, keys), "records");
  reader_ = sure(store::SqliteRecordReader::open(records), "records");
  data_keys_ = sure(store::SqliteDataKeyReader::open(keys), "data keys");
}

std::string Forger::stream_of(const std::string& party) const {
  return sql_text("SELECT stream FROM cases_docket WHERE instr(party,?)>0", {party});
}

std::vector<ledger::StoredRecord> Forger::records(const std::string& stream) const {
  return sure(reader_->stream(stream, 0), "stream");
}

ledger::StoredRecord Forger::newest(const std::string& step, const std::string& stream) const {
  std::optional<ledger::StoredRecord> found;
  sure(reader_->scan(0, size(),
                     [&](const ledger::StoredRecord& record) {
                       if ((stream.empty() || record.stream == stream) && text(record, "step") == step)
                         found = record;
                       return true;
                     }),
       "scan");
  if (!found) throw std::runtime_error("nobody has taken the step " + step);
  return *found;
}

std::string Forger::text(const ledger::StoredRecord& record, std::string_view name) {
  const auto fields = sure(ledger::structure_fields(record), "structure");
  const auto found = std::ranges::find(fields, name, &ledger::Field::name);
  return found == fields.end() ? "" : json::text_or_empty(&found->value);
}

std::string Forger::root(const ledger::StoredRecord& record) {
  return base::base64(sure(ledger::verify_bundle(ledger::structure_bundle(record)), "bundle").root);
}

std::uint64_t Forger::size() const {
  return sure(reader_->size(), "size");
}

Fields Forger::in_the_name_of(const std::string& like, const std::string& stream, const std::string& step,
                              const Fields& more) const {
  const ledger::StoredRecord model = newest(like);
  Fields fields{{"stream", json::Value(stream)},
                {"step", json::Value(step)},
                {"at", json::Value(base::format(base::SystemClock().now()))},
                {"actor", json::Value(text(model, "actor"))},
                {"role", json::Value(text(model, "role"))}};
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

std::uint64_t Forger::write(const std::string& kind, const std::string& stream, const Fields& fields,
                            const crypto::Sm2Key* signer, const std::string& rules) {
  return append(kind, stream, sure(ledger::make_act(fields, signer), "act"), rules);
}

std::uint64_t Forger::write_again(const ledger::StoredRecord& record, const std::string& stream) {
  const auto opened = sure(ledger::open_record(record, *data_keys_, master_), "record");
  ledger::Act act{.n = record.digests.size(), .disclosures = {}, .decoys = opened.decoys};
  std::string signature;
  for (std::size_t i = 0; i < opened.fields.size(); ++i) {
    const std::string& name = opened.fields[i].name;
    if (name == "pos" || name == "prev" || name == "recorded" || name == "rules") continue;
    if (name == "sig")
      signature = opened.disclosures[i];
    else
      act.disclosures.push_back(opened.disclosures[i]);
  }
  if (!signature.empty()) act.disclosures.push_back(signature);
  return append(record.kind, stream, act, text(record, "rules"));
}

std::uint64_t Forger::append(const std::string& kind, const std::string& stream, const ledger::Act& act,
                             const std::string& rules) {
  const auto before = reader_->stream(stream, 0);
  const bool opens = !before || before->empty();
  const std::string edition = rules.empty() ? text(newest("pass_review"), "rules") : rules;
  const std::int64_t pos = opens ? 0 : before->back().pos + 1;
  const auto made = sure(ledger::seal_record(act, {.pos = pos,
                                                   .prev = opens ? "" : base::base64(before->back().leaf),
                                                   .rules = edition,
                                                   .recorded = base::SystemClock().now()}),
                         "record");
  auto blob = ledger::seal_blob(ledger::blob_plain({}, made.decoys, {}), made.leaf, master_);
  registrar::Append append;
  append.record = {.index = size(),
                   .stream = stream,
                   .pos = pos,
                   .kind = kind,
                   .entry = made.entry,
                   .leaf = made.leaf,
                   .digests = made.digests,
                   .structure = made.disclosures,
                   .sealed = std::move(blob.blob)};
  append.kid = std::move(blob.kid);
  append.wrapped_key = std::move(blob.wrapped);
  sure(appender_->append({append}, [](sql::Session&) { return base::Result<void>(); }), "append");
  return append.record.index;
}

void Forger::sql(std::string_view statement, const sql::Values& values) {
  if (sure(appender_->session().run(statement, values), "SQL") == 0)
    throw std::runtime_error("changed nothing: " + std::string(statement));
}

std::string Forger::sql_text(std::string_view statement, const sql::Values& values) const {
  const auto rows = sure(appender_->session().rows(statement, values), "SQL");
  if (rows.empty()) throw std::runtime_error("found nothing: " + std::string(statement));
  return rows.front().text(0);
}

void Forger::change_structure(const ledger::StoredRecord& record, std::string_view name,
                              const json::Value& value) {
  std::string lines;
  for (const std::string& disclosure : record.structure) {
    auto field = sure(ledger::decode_disclosure(disclosure), "disclosure");
    if (field.name == name) field.value = value;
    lines += (lines.empty() ? "" : "\n") + ledger::encode_disclosure(field);
  }
  sql("UPDATE record SET structure=? WHERE idx=?", {lines, static_cast<std::int64_t>(record.index)});
}

void Forger::change_blob(const ledger::StoredRecord& record, const std::string& from, const std::string& to) {
  const base::Bytes kid = sure(ledger::blob_kid(record.sealed), "blob");
  const base::Bytes wrapped = sure(data_keys_->wrapped(kid), "data key");
  base::Bytes plain = sure(ledger::open_blob(record.sealed, wrapped, record.leaf, master_), "blob");
  const auto place = plain.find(from);
  if (place == base::Bytes::npos) throw std::runtime_error("the record does not say: " + from);
  plain.replace(place, from.size(), to);
  const auto sealed = ledger::seal_blob(plain, record.leaf, master_);
  sql("UPDATE record SET sealed=? WHERE idx=?",
      {sql::Blob{sealed.blob}, static_cast<std::int64_t>(record.index)});
  const auto keys = sure(
      sql::open_sqlite((data_ / "private" / "data-keys.db").string(), sql::Access::read_write), "data keys");
  sure(keys->run("INSERT INTO data_key VALUES(?,?)", {sql::Blob{sealed.kid}, sql::Blob{sealed.wrapped}}),
       "data key");
}

std::string Forger::forked_checkpoint(std::uint64_t size) const {
  const auto newest = sure(ledger::parse_note(sure(reader_->newest_checkpoint(), "checkpoint")), "note");
  const std::string origin = newest.text.substr(0, newest.text.find('\n'));
  const auto scalar = sure(file::read_hex_secret((data_ / "private" / "log.key").string()), "log key");
  const auto key = sure(crypto::Sm2Key::from_scalar(scalar), "log key");
  ledger::Note note{.text = ledger::checkpoint_text({origin, size, ledger::leaf_hash("another history")}),
                    .signatures = {}};
  ledger::sign(note, origin, key);
  return ledger::format(note);
}

}  // namespace attack
