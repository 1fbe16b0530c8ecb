#include "town.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "crypto/cipher.h"

namespace town {
namespace {

constexpr std::int64_t kBetweenRecords_minutes = 1;
const char* const kStart = "2026-03-02T09:00:00+08:00";

json::Array body(std::string_view words) {
  return {json::Object{{"b", "p"}}, json::Object{{"t", words}}};
}

std::vector<std::pair<std::string, json::Value>> pairs(const json::Object& object) {
  std::vector<std::pair<std::string, json::Value>> fields;
  for (const auto& [name, value] : object) fields.emplace_back(name, value);
  return fields;
}

const std::set<std::string, std::less<>>& reserved() {
  static const std::set<std::string, std::less<>> names{
      "stream", "step", "at", "actor", "role", "draft", "pos", "prev", "rules", "recorded", "sig", "seen"};
  return names;
}

}  // namespace

base::Result<void> FakePress::rehearse(const sealer::PrintJob&) const {
  return {};
}

base::Result<sealer::Printed> FakePress::print(const sealer::PrintJob& job) const {
  if (broken) return base::fail("render", "印不出来");
  ++printed;
  return sealer::Printed{fmt::format("%PDF- {} {} {} {}", sealer::number_text(job.number), job.number.date,
                                     job.number.code, job.number.token),
                         3};
}

Town::Town() {
  auto loaded = law::Lawbook::from_directory(std::string(MINGJING_SOURCE) + "/lawbook");
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().text);
    std::abort();
  }
  lawbook = *loaded;
  editions.add(lawbook);
  clock.set(*base::parse_instant(kStart));
  for (const char* name : {"director", "head", "handler", "second", "reviewer", "keeper", "unit", "sealer",
                           "supervisor", "stranger"})
    people_.emplace(name, Person{base::base64url(crypto::random_bytes(16)), crypto::Sm2Key::generate()});
  // A second key of the second handler: two keys of one holder are one person.
  people_.emplace("second_as_keeper", Person{people_.at("second").holder, crypto::Sm2Key::generate()});
  enrol("handler", {"handler"});
  enrol("second", {"handler"});
  enrol("reviewer", {"legal_reviewer"});
  enrol("keeper", {"seal_keeper"});
  enrol("unit", {"unit_head"});
  enrol("sealer", {"sealer"});
  enrol("supervisor", {"supervising_authority"});
}

std::vector<ledger::RootKey> Town::roots() const {
  const auto root = [&](const char* name, std::vector<std::string> roles) {
    const Person& person = people_.at(name);
    return ledger::RootKey{person.id(), person.key.public_key(), person.holder, std::move(roles)};
  };
  return {root("director", {"agency_head", "key_keeper"}), root("head", {"key_keeper"})};
}

void Town::enrol(const std::string& name, const std::vector<std::string>& roles, const std::string& enroller,
                 const std::string& confirmer) {
  const std::string stream = new_stream();
  const Person& person = people_.at(name);
  const Bytes proof = person.key.sign(ledger::enrol_message(person.holder, person.id(), roles));
  write(stream, {.step = "enrol_key",
                 .role = "key_keeper",
                 .by = enroller,
                 .fields = {{"key.id", person.id()},
                            {"key.pub", base::base64(person.key.public_key())},
                            {"key.holder", person.holder},
                            {"key.roles", json::string_array(roles)},
                            {"key.proof", base::base64(proof)}}});
  write(
      stream,
      {.step = "confirm_key", .role = "key_keeper", .by = confirmer, .fields = {{"confirms", head(stream)}}});
}

std::string Town::new_stream() {
  return base::base64url(crypto::random_bytes(16));
}

std::string Town::leaf(std::uint64_t index) const {
  return base::base64(log_.at(index).record.leaf);
}

std::uint64_t Town::head_index(const std::string& stream) const {
  for (std::size_t i = log_.size(); i-- > 0;)
    if (log_[i].stream == stream) return i;
  ADD_FAILURE() << "no such stream";
  return 0;
}

std::string Town::head(const std::string& stream) const {
  return leaf(head_index(stream));
}

json::Object Town::client_fields(const std::string& stream, const Deed& deed) {
  json::Object fields = deed.fields;
  fields["stream"] = stream;
  fields["step"] = deed.step;
  fields["at"] = base::format(clock.now());
  fields["actor"] = people_.at(deed.by).id();
  fields["role"] = deed.role;
  if (!deed.draft.empty()) fields["draft"] = deed.draft;
  if (deed.seen) fields["seen"] = deed.seen_leaf.empty() ? head(stream) : deed.seen_leaf;
  return fields;
}

std::uint64_t Town::write(const std::string& stream, const Deed& deed) {
  clock.pass(kBetweenRecords_minutes);
  const auto act = ledger::make_act(pairs(client_fields(stream, deed)),
                                    deed.is_signed ? &people_.at(deed.by).key : nullptr, deed.digests);
  EXPECT_TRUE(act) << act.error().text;
  return append(stream, deed.step, *act);
}

std::uint64_t Town::append(const std::string& stream, const std::string& step, const ledger::Act& act) {
  std::int64_t pos = 0;
  for (const Kept& kept : log_) pos += kept.stream == stream ? 1 : 0;
  auto record = ledger::seal_record(
      act,
      {.pos = pos, .prev = pos == 0 ? "" : head(stream), .rules = lawbook->rules(), .recorded = clock.now()});
  EXPECT_TRUE(record) << record.error().text;
  tree_.append(record->leaf);
  log_.push_back({std::move(*record), stream, step});
  return log_.size() - 1;
}

std::string Town::note(std::uint64_t size) const {
  ledger::Note note{ledger::checkpoint_text({origin, size, tree_.root_at(size)}), {}};
  ledger::sign(note, origin, log_key);
  return ledger::format(note);
}

ledger::Bundle Town::bundle(std::uint64_t index) const {
  const ledger::SealedRecord& record = log_.at(index).record;
  return {.entry = record.entry, .digests = record.digests, .disclosures = record.disclosures, .proof = ""};
}

json::Value Town::structure(std::uint64_t index) const {
  ledger::Bundle shown = bundle(index);
  std::erase_if(shown.disclosures, [&](const std::string& disclosure) {
    const auto field = ledger::decode_disclosure(disclosure);
    return !reserved().contains(field->name) && !lawbook->course_fields().contains(field->name) &&
           field->name != "handlers" && field->name != "confirms";
  });
  return ledger::to_json(shown);
}

seal::Advance Town::advance(std::uint64_t from) const {
  seal::Advance advance;
  advance.from = from;
  advance.checkpoint = note(log_.size());
  advance.proof = tree_.consistency(from, log_.size());
  for (std::uint64_t i = from; i < log_.size(); ++i) {
    advance.entries.push_back(log_[i].record.entry);
    advance.structure.push_back(structure(i));
  }
  return advance;
}

void Town::draft(const std::string& stream) {
  auto& texts = texts_[stream];
  texts.clear();
  const auto text = [&](const std::string& name, std::string_view words) {
    auto committed = ledger::commit_text(body(words));
    EXPECT_TRUE(committed);
    texts[name] = {committed->body, committed->seed};
    return committed->field;
  };
  json::Object fields{
      {"doc.form", json::Object{{"edition", lawbook->rules()}, {"form", "D45"}}},
      {"doc.party.kind", "organisation"},
      {"doc.party.name", "临澄市示范物业服务有限公司"},
      {"doc.party.uscc", "91990000MA0000015Q"},
      {"doc.party.address", "临澄市明湖区镜湖路62号"},
      {"doc.facts", text("doc.facts", "2026年1月12日，两台在用电梯超过定期检验有效期，仍在使用。")},
      {"doc.evidence.001", json::Object{{"item", "现场笔录"}, {"proves", "检查时电梯仍在使用"}}},
      {"doc.character", "使用未经定期检验的特种设备"},
      {"doc.breach.001", "《中华人民共和国特种设备安全法》第四十条第三款"},
      {"doc.law.001", "《中华人民共和国特种设备安全法》第八十四条第一项"},
      {"doc.discretion", text("doc.discretion", "当事人及时改正，依法从轻处罚。")},
      {"doc.penalty.001", json::Object{{"kind", "fine"}, {"fen", 3'000'000}, {"text", "罚款三万元"}}}};
  const std::uint64_t index = write(stream, {.step = "draft_document",
                                             .role = "handler",
                                             .by = "handler",
                                             .fields = std::move(fields),
                                             .digests = 64});
  drafts_[stream] = base::base64(log_[index].record.root);
}

void Town::investigate(const std::string& stream, const std::set<std::string>& without) {
  const json::Array handlers{people_.at("handler").holder, people_.at("second").holder};
  const auto take = [&](Deed deed) {
    if (!without.contains(deed.step)) write(stream, deed);
  };
  take({.step = "register_lead",
        .role = "handler",
        .by = "handler",
        .fields = {{"procedure", "penalty.ordinary"},
                   {"lead.source", "inspection"},
                   {"lead.text", "日常检查发现。"},
                   {"party.kind", "organisation"},
                   {"party.name", "临澄市示范物业服务有限公司"}},
        .is_signed = false});
  take({.step = "verify_lead",
        .role = "handler",
        .by = "handler",
        .fields = {{"handlers", handlers}, {"verify.result", "经现场核查属实。"}}});
  take({.step = "file_case",
        .role = "agency_head",
        .by = "director",
        .fields = {{"handlers", handlers},
                   {"case.cause", "涉嫌使用未经定期检验的特种设备案"},
                   {"filing.conditions", "met"}}});
  take({.step = "conclude_investigation",
        .role = "handler",
        .by = "handler",
        .fields = {{"conclusion.report", "见附件。"}}});
}

void Town::decide(const std::string& stream, const std::set<std::string>& without) {
  const std::string& root = drafts_.at(stream);
  const auto take = [&](Deed deed) {
    deed.draft = deed.step == "waive_defence" ? "" : root;
    if (!without.contains(deed.step)) write(stream, deed);
  };
  take({.step = "submit_review", .role = "handler", .by = "handler"});
  take({.step = "pass_review",
        .role = "legal_reviewer",
        .by = "reviewer",
        .fields = {{"review.text", "同意。"}},
        .seen = true});
  take({.step = "approve_notice", .role = "agency_head", .by = "director"});
  take({.step = "serve_notice",
        .role = "handler",
        .by = "handler",
        .fields = {{"service.way", "direct"}, {"service.on", base::format(base::date_of(clock.now()))}}});
  take({.step = "waive_defence", .role = "handler", .by = "handler"});
  take({.step = "decide_penalty", .role = "agency_head", .by = "director", .seen = true});
}

std::string Town::run_case(const std::set<std::string>& without) {
  const std::string stream = new_stream();
  investigate(stream, without);
  draft(stream);
  decide(stream, without);
  if (!without.contains("order_seal")) order_seal(stream);
  return stream;
}

void Town::order_seal(const std::string& stream, const std::string& by, const std::string& other_draft) {
  write(stream, {.step = "order_seal",
                 .role = "seal_keeper",
                 .by = by,
                 .fields = {{"seal.series", "澄明市监处罚〔2026〕"}, {"seal.form", "D45"}},
                 .draft = other_draft.empty() ? drafts_.at(stream) : other_draft,
                 .seen = true});
}

seal::SealOrder Town::order(const std::string& stream) const {
  seal::SealOrder order;
  for (std::uint64_t i = 0; i < log_.size(); ++i)
    if (log_[i].stream == stream)
      order.records.push_back(
          {.index = i, .bundle = bundle(i), .decoys = log_[i].record.decoys, .erased = false});
  order.order = head(stream);
  order.texts = texts_.at(stream);
  return order;
}

House::House(Town& the_town) : town(the_town) {
  std::string name = (std::filesystem::temp_directory_path() / "mj-sealer-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  directory_ = name;
  start();
}

House::~House() {
  sealer.reset();
  std::filesystem::remove_all(directory_);
}

sealer::Settings House::settings() const {
  sealer::Settings settings;
  settings.origin = town.origin;
  settings.roots = town.roots();
  settings.log.log = ledger::make_vkey(town.origin, ledger::NoteType::note, town.log_key.public_key());
  settings.log.witnesses = witnesses;
  settings.log.cosignatures_required = cosignatures;
  settings.series["D45"] = {.prefix = "澄明市监处罚", .first = first};
  settings.state_directory = directory_ + "/state";
  return settings;
}

void House::start() {
  auto opened = sealer::Sealer::open(settings(), {.editions = town.editions,
                                                  .act_key = town.person("sealer").key,
                                                  .press = press,
                                                  .clock = town.clock,
                                                  .at_point = [this](std::string_view point) {
                                                    if (point == crash_at) throw Crash{};
                                                  }});
  EXPECT_TRUE(opened) << opened.error().code << ": " << opened.error().text;
  if (opened) sealer = std::move(*opened);
}

void House::restart() {
  sealer.reset();
  start();
}

seal::Answer House::ask(const json::Object& request, const sealer::Caller& caller) {
  // Through the frame and back, as over the socket.
  const auto frame = seal::encode_frame(request);
  EXPECT_TRUE(frame);
  const auto object = seal::decode_body(std::string_view(*frame).substr(4));
  EXPECT_TRUE(object);
  auto answer = seal::answer_from_json(sealer->handle(*object, caller));
  EXPECT_TRUE(answer);
  return *answer;
}

seal::Answer House::advance() {
  const auto status = ask(seal::status_request());
  return ask(seal::to_json(town.advance(static_cast<std::uint64_t>(status.body.at("size").as_int64()))));
}

seal::Answer House::seal(const std::string& stream) {
  return ask(seal::to_json(town.order(stream)));
}

std::set<std::string> House::codes(const seal::Answer& answer) {
  std::set<std::string> codes;
  for (const seal::Refusal& refusal : answer.refusals) codes.insert(refusal.code);
  return codes;
}

}  // namespace town
