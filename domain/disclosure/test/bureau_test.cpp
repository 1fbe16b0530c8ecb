// The bureau of bureau.h at work, and the proof that its case is one the lawbook accepts.

#include "bureau.h"

namespace disclosure_test {

Bureau::Bureau() {
  std::string pattern = fs::temp_directory_path() / "mingjing-disclosure-XXXXXX";
  directory_ = ::mkdtemp(pattern.data());
  const std::map<std::string, std::vector<std::string>> roles{{"director", {"agency_head", "key_keeper"}},
                                                              {"head", {"key_keeper"}},
                                                              {"second", {"handler"}},
                                                              {"reviewer", {"legal_reviewer"}},
                                                              {"keeper", {"seal_keeper"}},
                                                              {"sealer", {"sealer"}},
                                                              {"approver", {"publication_approver"}},
                                                              {"publisher", {"publisher"}}};
  std::vector<ledger::RootKey> roots;
  for (const auto& [name, held] : roles) {
    const Person& person = people_[name];
    roots.push_back({person.id(), person.key.public_key(), person.holder, held});
  }
  stores_ = registrar_test::stores_in(directory_);
  editions_.add(real_lawbook());
  registrar_ = registrar::Registrar::open({.reader = stores_->reader(),
                                           .data_keys = stores_->data_keys(),
                                           .blobs = stores_->blobs(),
                                           .appender = stores_->appender(),
                                           .clock = clock_,
                                           .people = everybody_,
                                           .master = master_,
                                           .roots = roots,
                                           .editions = editions_,
                                           .current = real_lawbook(),
                                           .origin = "zf.test/log/1",
                                           .log_key = log_key_,
                                           .projections = {}})
                   .value();
  enrol("handler", {"handler"});
  start_exporter();
}

Bureau::~Bureau() {
  exporter_.reset();
  registrar_.reset();
  stores_.reset();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

registrar::Receipt Bureau::take(const std::string& stream, const Deed& deed, const std::string& kind,
                                const std::map<std::string, ledger::KeptText>& texts, std::size_t digests) {
  clock_.pass(1);
  const Person& person = people_.at(deed.by);
  json::Object all = deed.fields;
  all["stream"] = stream;
  all["step"] = deed.step;
  all["at"] = base::format(clock_.now());
  all["actor"] = person.id();
  all["role"] = deed.role;
  if (!deed.draft.empty()) all["draft"] = deed.draft;
  if (deed.seen) all["seen"] = registrar_->facts(base::StreamId(stream))->head;
  std::vector<std::pair<std::string, json::Value>> pairs;
  for (const auto& [name, value] : all) pairs.emplace_back(name, value);
  const auto outcome = registrar_->submit({.kind = kind,
                                           .stream = base::StreamId(stream),
                                           .idempotency_key = "",
                                           .signed_in_holder = base::PersonId(person.holder),
                                           .expected_pos = {},
                                           .act = ledger::make_act(pairs, &person.key, digests).value(),
                                           .texts = texts});
  if (outcome) return *outcome;
  std::string why = outcome.error().fault ? outcome.error().fault->code : "";
  for (const auto& refusal : outcome.error().refusals) why += refusal.code + " " + refusal.say + " ";
  ADD_FAILURE() << deed.step << ": " << why;
  return {};
}

void Bureau::enrol(const std::string& name, const std::vector<std::string>& roles) {
  const Person& person = people_[name];
  const std::string stream = new_stream();
  const auto proof = person.key.sign(ledger::enrol_message(person.holder, person.id(), roles));
  const auto enrolled = take(stream,
                             {.step = "enrol_key",
                              .role = "key_keeper",
                              .by = "director",
                              .fields = {{"key.id", person.id()},
                                         {"key.pub", base::base64(person.key.public_key())},
                                         {"key.holder", person.holder},
                                         {"key.roles", json::string_array(roles)},
                                         {"key.proof", base::base64(proof)}}},
                             "key");
  take(stream,
       {.step = "confirm_key", .role = "key_keeper", .by = "head", .fields = {{"confirms", enrolled.leaf}}},
       "key");
}

std::string Bureau::draft(const std::string& stream, std::string_view facts) {
  std::map<std::string, ledger::KeptText> texts;
  const auto text = [&](const std::string& name, std::string_view words) {
    const auto committed = ledger::commit_text(body(words)).value();
    texts[name] = {committed.body, committed.seed};
    return committed.field;
  };
  json::Object fields{
      {"doc.form", json::Object{{"edition", real_lawbook()->rules()}, {"form", "D45"}}},
      {"doc.party.kind", "organisation"},
      {"doc.party.name", "临澄市示范物业服务有限公司"},
      {"doc.party.uscc", "91990000MA0000015Q"},
      {"doc.party.address", "临澄市明湖区镜湖路62号"},
      {"doc.party.representative", "许示范"},
      {"doc.facts", text("doc.facts", facts)},
      {"doc.evidence.001", json::Object{{"item", "现场笔录"}, {"proves", "仍在使用"}}},
      {"doc.character", "使用未经定期检验的特种设备"},
      {"doc.breach.001", "《中华人民共和国特种设备安全法》第四十条第三款"},
      {"doc.law.001", "《中华人民共和国特种设备安全法》第八十四条第一项"},
      {"doc.discretion", text("doc.discretion", "当事人及时改正，依法从轻处罚。")},
      {"doc.penalty.001", json::Object{{"kind", "fine"}, {"fen", 3'000'000}, {"text", "罚款三万元"}}}};
  const auto receipt = take(
      stream, {.step = "draft_document", .role = "handler", .by = "handler", .fields = std::move(fields)},
      "case", texts, 64);
  drafts_[stream] = receipt.root;
  return receipt.root;
}

void Bureau::review(const std::string& stream, const std::string& root) {
  take(stream, {.step = "submit_review", .role = "handler", .by = "handler", .draft = root});
  take(stream, {.step = "pass_review",
                .role = "legal_reviewer",
                .by = "reviewer",
                .fields = {{"review.text", "事实清楚，同意。"}},
                .draft = root,
                .seen = true});
}

std::string Bureau::served_case() {
  const std::string stream = new_stream();
  const json::Array handlers{people_.at("handler").holder, people_.at("second").holder};
  const std::string today = base::format(base::date_of(clock_.now()));
  const auto by_handler = [&](const std::string& step, json::Object fields, const std::string& root = "") {
    take(stream,
         {.step = step, .role = "handler", .by = "handler", .fields = std::move(fields), .draft = root});
  };
  const auto by_head = [&](const std::string& step, json::Object fields, const std::string& root, bool seen) {
    take(stream, {.step = step,
                  .role = "agency_head",
                  .by = "director",
                  .fields = std::move(fields),
                  .draft = root,
                  .seen = seen});
  };
  by_handler("register_lead", {{"procedure", "penalty.ordinary"},
                               {"lead.source", "inspection"},
                               {"lead.text", "日常检查发现。"},
                               {"party.kind", "organisation"},
                               {"party.name", "临澄市示范物业服务有限公司"}});
  by_handler("verify_lead", {{"handlers", handlers}, {"verify.result", "经现场核查属实。"}});
  by_head("file_case",
          {{"handlers", handlers}, {"case.cause", "涉嫌使用未经检验设备案"}, {"filing.conditions", "met"}},
          "", false);
  by_handler("collect_evidence", {{"handlers", handlers},
                                  {"evidence.kind", "site_record"},
                                  {"evidence.title", "现场笔录"},
                                  {"certificate.shown", true}});
  by_handler("conclude_investigation", {{"conclusion.report", "见附件。"}});
  review(stream, draft(stream, "第一稿：证人李某反映电梯仍在使用。"));
  const std::string root = draft(stream, "第二稿：证人李某反映电梯仍在使用。");
  review(stream, root);
  by_head("approve_notice", {}, root, false);
  by_handler("serve_notice", {{"service.way", "direct"}, {"service.on", today}}, root);
  by_handler("waive_defence", {});
  by_head("decide_penalty", {}, root, true);
  take(stream, {.step = "order_seal",
                .role = "seal_keeper",
                .by = "keeper",
                .fields = {{"seal.series", "澄明市监处罚〔2026〕"}, {"seal.form", "D45"}},
                .draft = root,
                .seen = true});
  const base::Hash pdf = stores_->blob_writer().store("%PDF- " + stream).value();
  const std::string sm3 = base::base64(pdf);
  take(stream, {.step = "issue_document",
                .role = "sealer",
                .by = "sealer",
                .fields = {{"doc.no", "澄明市监处罚〔2026〕" + std::to_string(++number_) + "号"},
                           {"doc.date", today},
                           {"doc.sm3", sm3},
                           {"doc.pages", 3},
                           {"doc.code", sm3}},
                .draft = root,
                .seen = true});
  by_handler("serve_decision",
             {{"handlers", handlers}, {"doc.sm3", sm3}, {"service.way", "direct"}, {"service.on", today}});
  return stream;
}

void Bureau::publish(const std::string& stream, const std::vector<disclosure::TextRedaction>& hidden) {
  take(stream,
       {.step = "approve_publication", .role = "publication_approver", .by = "approver", .draft = ""});
  const auto stored = records(stream);
  const std::string& root = drafts_.at(stream);
  const auto draft = std::ranges::find_if(stored, [&](const ledger::StoredRecord& record) {
    return base::base64(ledger::verify_bundle(ledger::structure_bundle(record))->root) == root;
  });
  const auto opened = ledger::open_record(*draft, stores_->data_keys(), master_).value();
  const auto prepared = disclosure::prepare(*real_lawbook()->form("D45"), opened, hidden).value();
  json::Array redactions;
  for (const auto& item : hidden)
    redactions.emplace_back(json::Object{{"at", item.redaction.at},
                                         {"l", item.redaction.label},
                                         {"n", item.redaction.n},
                                         {"r", item.redaction.reason},
                                         {"text", item.text}});
  json::Object fields{{"pub.fields", json::string_array(prepared.fields)},
                      {"pub.texts", prepared.texts_hash}};
  if (!redactions.empty()) fields["pub.redactions"] = std::move(redactions);
  take(stream, {.step = "publish_decision",
                .role = "publisher",
                .by = "publisher",
                .fields = std::move(fields),
                .draft = root,
                .seen = true});
}

std::string Bureau::published_case() {
  const std::string stream = served_case();
  // One unit begins the paragraph; 第二稿：证人 are six characters.
  publish(stream, {{.text = "doc.facts", .redaction = {.at = 7, .n = 2, .reason = "name", .label = "李某"}}});
  return stream;
}

void Bureau::withdraw(const std::string& stream) {
  take(stream, {.step = "revoke_decision",
                .role = "agency_head",
                .by = "director",
                .fields = {{"revoke.ground", "court"}, {"revoke.text", "人民法院判决撤销。"}}});
  take(stream, {.step = "withdraw_publication",
                .role = "publisher",
                .by = "publisher",
                .fields = {{"withdraw.reason", "该决定已被人民法院判决撤销。"}}});
}

void Bureau::start_exporter() {
  exporter_.reset();
  auto writer = feed::FeedWriter::open(directory_ / "feed", "zf.test/feed/1", feed_key()).value();
  exporter_ = disclosure::Exporter::open({.reader = stores_->reader(),
                                          .data_keys = stores_->data_keys(),
                                          .master = master_,
                                          .registrar = *registrar_,
                                          .editions = editions_,
                                          .address_secret = base::Bytes(32, 'a'),
                                          .state_file = directory_ / "exported.json",
                                          .testimony = &told_,
                                          .twin = twin_ ? &*twin_ : nullptr},
                                         std::move(writer))
                  .value();
}

void Bureau::export_all() {
  const auto done = exporter_->catch_up();
  ASSERT_TRUE(done) << done.error().code << ": " << done.error().text;
}

std::vector<Shown> Bureau::feed_lines() {
  const auto writer = feed::FeedWriter::open(directory_ / "feed", "zf.test/feed/1", feed_key()).value();
  std::vector<Shown> out;
  for (const feed::Line& line : writer.lines()) {
    Shown shown{line, "", {}};
    const fs::path path = line.payload ? directory_ / "feed" / feed::payload_path(*line.payload) : "";
    if (line.payload && fs::exists(path)) {
      const std::string file = file::read_file(path).value();
      shown.text = std::string(feed::check_payload(line, file).value());
      shown.value = json::parse(shown.text, {.bytes_max = 8 << 20, .depth_max = 32}).value();
    }
    out.push_back(std::move(shown));
  }
  return out;
}

std::vector<Shown> Bureau::of_kind(feed::Kind kind) {
  std::vector<Shown> out;
  for (Shown& shown : feed_lines())
    if (shown.line.kind == kind) out.push_back(std::move(shown));
  return out;
}

std::string Bureau::everything_in_the_feed() const {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(directory_ / "feed"))
    if (entry.is_regular_file()) all += file::read_file(entry.path()).value();
  return all;
}

TEST_F(Bureau, runs_a_case_to_its_publication_by_the_real_lawbook) {
  const std::string stream = published_case();
  ASSERT_FALSE(HasFailure());
  EXPECT_EQ(records(stream).size(), 20U);
  EXPECT_TRUE(feed_lines().empty()) << "nothing is public before it is exported";
}

}  // namespace disclosure_test
