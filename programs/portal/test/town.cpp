#include "town.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "ledger/tiles.h"

namespace portal::test {

namespace {

constexpr const char* kOrigin = "demo.minghu.example/log/2026";
constexpr const char* kFeedOrigin = "demo.minghu.example/feed/2026";
constexpr const char* kReporter = "demo.sfj.minghu.example/witness/1/procedure";
constexpr const char* kWitness = "demo.sfj.minghu.example/witness/1";

/// Test data that cannot be made is a bug of the test.
template <class Value>
Value need(base::Result<Value> result) {
  if (!result) {
    std::fprintf(stderr, "town: %s %s\n", result.error().code.c_str(), result.error().text.c_str());
    std::abort();
  }
  return std::move(*result);
}

void need(const base::Result<void>& result) {
  if (!result) need(base::Result<int>(std::unexpected(result.error())));
}

std::string new_id() {
  return base::base64url(crypto::random_bytes(16));
}

struct Person {
  crypto::Sm2Key key = crypto::Sm2Key::generate();
  std::string holder = new_id();
  std::string id = ledger::key_id(key.public_key());
};

struct Kept {
  std::uint64_t index = 0;
  std::string step;
  ledger::SealedRecord sealed;
};

struct Stream {
  std::string id = new_id();
  std::vector<Kept> records;
  [[nodiscard]] std::string head() const {
    return records.empty() ? "" : base::base64(records.back().sealed.leaf);
  }
};

/// A field by name; takes whatever JSON can be made of.
struct Named {
  Named(std::string field, boost::json::value_ref content)
      : name(std::move(field)), value(json::Array({content}).front()) {}
  std::string name;
  json::Value value;
};
using Fields = std::vector<Named>;

struct Act {
  std::string step, role;
  const Person* person = nullptr;
  base::Instant at;
  std::string draft;
  bool seen = false, is_signed = true;
  Fields fields = {};
};

ledger::Bundle reveal(const ledger::SealedRecord& sealed,
                      const std::function<bool(const std::string&)>& shown) {
  ledger::Bundle bundle{.alg = ledger::HashAlg::sm3,
                        .entry = sealed.entry,
                        .digests = sealed.digests,
                        .disclosures = {},
                        .proof = ""};
  for (const std::string& disclosure : sealed.disclosures)
    if (shown(need(ledger::decode_disclosure(disclosure)).name)) bundle.disclosures.push_back(disclosure);
  return bundle;
}

json::Value record_json(const Kept& kept, const std::function<bool(const std::string&)>& shown) {
  return json::Object{{"bundle", ledger::to_json(reveal(kept.sealed, shown))},
                      {"index", static_cast<std::int64_t>(kept.index)}};
}

bool is_private(const std::string& name) {
  static const std::set<std::string> kPrivate = {"doc.party.address", "doc.party.representative",
                                                 "doc.evidence.001", "review.text"};
  return kPrivate.contains(name);
}

}  // namespace

struct Town::State {
  std::filesystem::path folder;
  std::shared_ptr<const law::Lawbook> lawbook;
  crypto::Sm2Key log_key = crypto::Sm2Key::generate();
  crypto::Sm2Key feed_key = crypto::Sm2Key::generate();
  crypto::Sm2Key witness_key = crypto::Sm2Key::generate();
  crypto::Sm2Key report_key = crypto::Sm2Key::generate();
  std::vector<std::pair<std::uint64_t, std::string>> reports;
  std::uint64_t reported = 0;
  std::optional<std::uint64_t> witness_time;  // of the next checkpoint
  std::string witnessed;                      // the newest cosigned note
  ledger::VerifierKey feed_vkey;
  ledger::Tree tree;
  std::vector<base::Bytes> entries;
  std::uint64_t written = 0;
  Person director, legal_head, handler, second, sealer, publisher, approver, seal_keeper;
  std::vector<std::uint64_t> key_lines;
  std::optional<feed::FeedWriter> writer;

  [[nodiscard]] ledger::RootKey root(const Person& person, std::vector<std::string> roles) const {
    return {person.id, person.key.public_key(), person.holder, std::move(roles)};
  }
  std::uint64_t add(Stream& stream, const Act& act, base::Instant recorded);
  std::uint64_t enrol(const Person& person, std::vector<std::string> roles, base::Instant at);
  Fields draft_fields(const Story& story, std::map<std::string, ledger::CommittedText>& texts) const;
  struct Course {
    Stream stream;
    std::map<std::string, std::int64_t> acts;
    json::Object texts;
    Published published;
    base::Instant at;
  };
  Course run(const Story& story, bool reviewed);
  Published show(Course& course, std::optional<base::Date> until);
};

std::uint64_t Town::State::add(Stream& stream, const Act& act, base::Instant recorded) {
  Fields fields = act.fields;
  fields.emplace_back("stream", stream.id);
  fields.emplace_back("step", act.step);
  fields.emplace_back("at", base::format(act.at));
  fields.emplace_back("actor", act.person->id);
  fields.emplace_back("role", act.role);
  if (!act.draft.empty()) fields.emplace_back("draft", act.draft);
  if (act.seen) fields.emplace_back("seen", stream.head());
  std::vector<std::pair<std::string, json::Value>> pairs;
  for (const Named& field : fields) pairs.emplace_back(field.name, field.value);
  const auto made = need(ledger::make_act(pairs, act.is_signed ? &act.person->key : nullptr));
  auto sealed = need(ledger::seal_record(made, {.pos = static_cast<std::int64_t>(stream.records.size()),
                                                .prev = stream.head(),
                                                .rules = lawbook->rules(),
                                                .recorded = recorded}));
  const std::uint64_t index = tree.size();
  tree.append(sealed.leaf);
  entries.push_back(sealed.entry);
  stream.records.push_back({index, act.step, std::move(sealed)});
  return index;
}

std::uint64_t Town::State::enrol(const Person& person, std::vector<std::string> roles, base::Instant at) {
  Stream stream;
  const std::string proof = person.key.sign(ledger::enrol_message(person.holder, person.id, roles));
  add(stream,
      {.step = "enrol_key",
       .role = "key_keeper",
       .person = &director,
       .at = at,
       .draft = "",
       .fields = {{"key.id", person.id},
                  {"key.pub", base::base64(person.key.public_key())},
                  {"key.holder", person.holder},
                  {"key.roles", json::string_array(roles)},
                  {"key.proof", base::base64(proof)}}},
      at);
  add(stream,
      {.step = "confirm_key",
       .role = "key_keeper",
       .person = &legal_head,
       .at = at,
       .draft = "",
       .fields = {{"confirms", stream.head()}}},
      at);
  json::Array records;
  for (const Kept& kept : stream.records)
    records.push_back(record_json(kept, [](const auto&) { return true; }));
  const json::Object payload = {
      {"keys", json::Array{json::Object{{"records", records}}}}, {"t", "keys"}, {"v", 1}};
  return need(writer->put_payload(feed::Kind::key, json::canonical(payload), at));
}

Fields Town::State::draft_fields(const Story& story,
                                 std::map<std::string, ledger::CommittedText>& texts) const {
  texts.emplace("doc.facts", need(ledger::commit_text(story.facts)));
  texts.emplace("doc.discretion", need(ledger::commit_text(story.discretion)));
  Fields fields = {{"doc.form", json::Object{{"edition", lawbook->rules()}, {"form", "D45"}}},
                   {"doc.party.kind", "organisation"},
                   {"doc.party.name", story.party},
                   {"doc.party.uscc", story.uscc},
                   {"doc.party.address", "临澄市明湖区镜湖路 62 号"},
                   {"doc.party.representative", story.representative},
                   {"doc.character", story.character},
                   {"doc.evidence.001", json::Object{{"item", "现场笔录"}, {"proves", "检查时的情况"}}},
                   {"doc.facts", texts.at("doc.facts").field},
                   {"doc.discretion", texts.at("doc.discretion").field}};
  for (std::size_t i = 0; i < story.breach.size(); ++i)
    fields.emplace_back(fmt::format("doc.breach.{:03}", i + 1), story.breach[i]);
  for (std::size_t i = 0; i < story.law.size(); ++i)
    fields.emplace_back(fmt::format("doc.law.{:03}", i + 1), story.law[i]);
  if (!story.correction.empty()) fields.emplace_back("doc.correction", story.correction);
  fields.emplace_back("doc.penalty.001",
                      json::Object{{"fen", story.fine_fen}, {"kind", "fine"}, {"text", "罚款"}});
  return fields;
}

Town::State::Course Town::State::run(const Story& story, bool reviewed) {
  Course course;
  base::Date day = story.filed;
  const auto noon = [&] { return base::Instant{base::start_of(day).ms + 10LL * 3600 * 1000}; };
  const auto later = [&](int days) { day = lawbook->calendar().add_working_days(day, days); };
  const auto take = [&](const Act& act) { add(course.stream, act, act.at); };
  const json::Value handlers = json::Array{handler.holder, second.holder};
  const auto note = [&](const char* name) {
    course.acts[name] = static_cast<std::int64_t>(course.stream.records.size()) - 1;
  };
  const auto simple = [&](const char* step, const char* role, const Person& person, Fields fields = {}) {
    take({.step = step,
          .role = role,
          .person = &person,
          .at = noon(),
          .draft = "",
          .fields = std::move(fields)});
  };
  simple("register_lead", "handler", handler, {{"procedure", "penalty.ordinary"}});
  simple("verify_lead", "handler", handler, {{"handlers", handlers}});
  simple("file_case", "agency_head", director, {{"handlers", handlers}, {"case.cause", story.cause}});
  later(4);
  simple("collect_evidence", "handler", handler, {{"handlers", handlers}});
  simple("conclude_investigation", "handler", handler);
  later(2);
  std::map<std::string, ledger::CommittedText> texts;
  const Fields draft = draft_fields(story, texts);
  take({.step = "draft_document",
        .role = "handler",
        .person = &handler,
        .at = noon(),
        .draft = "",
        .fields = draft});
  note("draft");
  const std::string root = base::base64(course.stream.records.back().sealed.root);
  const auto of_draft = [&](const char* step, const char* role, const Person& person, bool seen,
                            Fields fields = {}) {
    take({.step = step,
          .role = role,
          .person = &person,
          .at = noon(),
          .draft = root,
          .seen = seen,
          .fields = std::move(fields)});
  };
  of_draft("submit_review", "handler", handler, false);
  later(3);
  // Without a review the same place holds what a careless hand might write there instead.
  if (reviewed)
    of_draft("pass_review", "legal_reviewer", legal_head, true, {{"review.text", "同意。"}});
  else
    of_draft("approve_notice", "agency_head", director, false);
  note("review");
  of_draft("approve_notice", "agency_head", director, false);
  later(1);
  of_draft("serve_notice", "handler", handler, false,
           {{"notice.hearing_right", false}, {"service.way", "direct"}, {"service.on", base::format(day)}});
  later(6);
  of_draft("decide_penalty", "agency_head", director, true);
  note("decision");
  const std::string date = base::format(day);
  of_draft("order_seal", "seal_keeper", seal_keeper, true,
           {{"seal.series", "澄明市监处罚〔2026〕"}, {"seal.form", "D45"}});
  course.published.no = fmt::format("澄明市监处罚〔2026〕{}号", story.number);
  course.published.sm3 = crypto::sm3("示范文件 " + course.published.no);
  course.published.check_code = fmt::format("{:08}", 10203040 + story.number);
  const std::string sm3 = base::base64(course.published.sm3);
  of_draft("issue_document", "sealer", sealer, true,
           {{"doc.no", course.published.no},
            {"doc.date", date},
            {"doc.sm3", sm3},
            {"doc.pages", 3},
            {"doc.code", base::base64(crypto::sm3("mingjing-code/v1\n" + course.published.check_code))}});
  note("issue");
  later(1);
  simple("serve_decision", "handler", handler,
         {{"handlers", handlers},
          {"doc.sm3", sm3},
          {"service.way", "direct"},
          {"service.on", base::format(day)}});
  note("service");
  later(1);
  simple("approve_publication", "publication_approver", approver);
  course.texts["doc.facts"] =
      need(ledger::publish_text(story.facts, texts.at("doc.facts").seed, story.hidden));
  course.texts["doc.discretion"] =
      need(ledger::publish_text(story.discretion, texts.at("doc.discretion").seed, {}));
  std::vector<std::string> names;
  for (const auto& [name, value] : draft)
    if (!is_private(name)) names.push_back(name);
  std::sort(names.begin(), names.end());
  of_draft("publish_decision", "publisher", publisher, true,
           {{"pub.fields", json::string_array(names)},
            {"pub.texts", base::base64(crypto::sm3(json::canonical(course.texts)))}});
  note("publication");
  course.published.index = course.stream.records.back().index;
  course.at = noon();
  return course;
}

Town::Published Town::State::show(Course& course, std::optional<base::Date> until) {
  static const std::set<std::string> kHidden = {
      "register_lead", "verify_lead",    "collect_evidence", "conclude_investigation",
      "submit_review", "approve_notice", "order_seal",       "approve_publication"};
  json::Array records;
  for (const Kept& kept : course.stream.records) {
    const bool hidden = kHidden.contains(kept.step);
    records.push_back(record_json(kept, [&](const std::string& name) {
      return hidden ? name == "stream" || name == "pos" || name == "prev" : !is_private(name);
    }));
  }
  json::Object acts;
  for (const auto& [name, pos] : course.acts) acts[name] = pos;
  json::Array keys;
  for (const std::uint64_t line : key_lines) keys.emplace_back(static_cast<std::int64_t>(line));
  if (course.published.id.empty()) course.published.id = new_id();
  const json::Object payload = {{"acts", acts},    {"files", json::Array()},     {"id", course.published.id},
                                {"keys", keys},    {"kind", "penalty.ordinary"}, {"records", records},
                                {"t", "decision"}, {"texts", course.texts},      {"v", 1}};
  course.published.line =
      need(writer->put_payload(feed::Kind::decision, json::canonical(payload), course.at, until));
  return course.published;
}

Town::Town(std::filesystem::path folder) : state_(new State) {
  state_->folder = std::move(folder);
  std::filesystem::create_directories(state_->folder);
  state_->lawbook = need(law::Lawbook::from_directory(MINGJING_SOURCE "/lawbook"));
  state_->feed_vkey = ledger::make_vkey(kFeedOrigin, ledger::NoteType::note, state_->feed_key.public_key());
  state_->writer = need(feed::FeedWriter::open(feed(), kFeedOrigin, std::move(state_->feed_key)));
  const base::Instant founded = *base::parse_instant("2026-01-04T09:00:00+08:00");
  need(state_->writer->put_payload(feed::Kind::lawbook, state_->lawbook->edition(), founded));
  const auto enrol = [&](const Person& person, const char* role) {
    state_->key_lines.push_back(state_->enrol(person, {role}, founded));
  };
  enrol(state_->handler, "handler");
  enrol(state_->sealer, "sealer");
  enrol(state_->publisher, "publisher");
  json::Value keys = ledger::to_json(trust());
  keys.as_object()["feed"] = ledger::format_vkey(state_->feed_vkey);
  std::ofstream(keys_file()) << json::canonical(keys);
}

Town::~Town() = default;

std::filesystem::path Town::feed() const {
  return state_->folder / "feed";
}

std::filesystem::path Town::keys_file() const {
  return state_->folder / "keys.json";
}

ledger::Trust Town::trust() const {
  return {
      .log = ledger::make_vkey(kOrigin, ledger::NoteType::note, state_->log_key.public_key()),
      .procedure = {ledger::make_vkey(kReporter, ledger::NoteType::note, state_->report_key.public_key())},
      .roots = {state_->root(state_->director, {"agency_head", "key_keeper"}),
                state_->root(state_->legal_head, {"key_keeper", "legal_reviewer"})},
      .witnesses = {
          ledger::make_vkey(kWitness, ledger::NoteType::cosignature, state_->witness_key.public_key())}};
}

std::string Town::config(const std::filesystem::path& state, std::uint16_t port) const {
  return json::canonical(json::Object{{"address", "127.0.0.1"},
                                      {"clock", "feed"},
                                      {"feed", feed().string()},
                                      {"keys", keys_file().string()},
                                      {"port", port},
                                      {"state", state.string()}});
}

Town::Published Town::publish(const Story& story, std::optional<base::Date> until) {
  auto course = state_->run(story, true);
  return state_->show(course, until);
}

Town::Published Town::publish_altered(const Story& story) {
  auto course = state_->run(story, true);
  json::Value& first = course.texts["doc.facts"].as_object()["body"].as_array().front();
  first.as_object()["t"] = "改" + json::text_or_empty(json::find(first, "t")).substr(3);
  return state_->show(course, {});
}

Town::Published Town::publish_unreviewed(const Story& story) {
  auto course = state_->run(story, false);
  return state_->show(course, {});
}

void Town::withdraw(const Published& published, const std::string& reason, base::Date day) {
  const json::Object tombstone = {{"date", base::format(day)}, {"id", published.id}, {"no", published.no},
                                  {"reason", reason},          {"t", "tombstone"},   {"v", 1}};
  need(state_->writer->remove({published.line}, feed::Cause::unlawful, base::start_of(day),
                              json::canonical(tombstone)));
}

void Town::expire(const Published& published, base::Instant at) {
  need(state_->writer->remove({published.line}, feed::Cause::expired, at));
}

void Town::cosign(std::uint64_t unix_seconds) {
  state_->witness_time = unix_seconds;
}

void Town::report(const std::vector<std::uint64_t>& unlawful, const std::vector<std::uint64_t>& closed) {
  json::Array listed, ended;
  for (const std::uint64_t index : unlawful)
    listed.push_back(json::Object{{"guards", json::Array{"review.not_passed"}},
                                  {"index", static_cast<std::int64_t>(index)}});
  for (const std::uint64_t index : closed) ended.emplace_back(static_cast<std::int64_t>(index));
  const std::uint64_t to = state_->tree.size();
  const json::Object body = {{"closed", ended},
                             {"from", static_cast<std::int64_t>(state_->reported)},
                             {"missing", json::Array()},
                             {"origin", kOrigin},
                             {"root", base::base64(state_->tree.root())},
                             {"rules", json::Array{state_->lawbook->rules()}},
                             {"time", "2026-03-20T00:00:00+08:00"},
                             {"to", static_cast<std::int64_t>(to)},
                             {"unlawful", listed},
                             {"v", 1}};
  ledger::Note note{.text = "mingjing-report/v1\n" + json::canonical(body) + "\n", .signatures = {}};
  ledger::sign(note, kReporter, state_->report_key);
  state_->reports.emplace_back(to, ledger::format(note));
  state_->reported = to;
}

void Town::flush() {
  feed::LogFiles files;
  files.reports = std::exchange(state_->reports, {});
  const std::uint64_t size = state_->tree.size();
  for (const auto& id : ledger::tiles_of(size, state_->written)) {
    files.tiles.emplace_back(ledger::tile_path(id), ledger::tile_bytes(state_->tree, id));
    if (id.level == 0)
      files.tiles.emplace_back(
          ledger::bundle_path(id.index, id.width),
          ledger::bundle_bytes(id.index, id.width, [&](std::uint64_t i) { return state_->entries[i]; }));
  }
  ledger::Note note{.text = ledger::checkpoint_text({kOrigin, size, state_->tree.root()}), .signatures = {}};
  ledger::sign(note, kOrigin, state_->log_key);
  if (const auto at = std::exchange(state_->witness_time, {})) {
    ledger::cosign(note, kWitness, state_->witness_key, *at);
    state_->witnessed = ledger::format(note);
  }
  files.checkpoint = ledger::format(note);
  files.witnessed = state_->witnessed;
  need(state_->writer->publish(files));
  state_->written = size;
}

}  // namespace portal::test
