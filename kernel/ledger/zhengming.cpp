#include "ledger/zhengming.h"

#include <algorithm>

#include "chain_parts.h"
#include "zhengming_parts.h"

namespace ledger {
namespace {

struct OpenedStream {
  std::vector<ChainRecord> records;
  std::vector<OpenedBundle> opened;  // digests point into `records`
};

base::Result<void> open_records(OpenedStream& stream) {
  for (const ChainRecord& record : stream.records) {
    auto revealed = verify_bundle(record.bundle);
    if (!revealed)
      return std::unexpected(
          refusal_at("bundle", static_cast<std::int64_t>(stream.opened.size()), revealed.error().text));
    stream.opened.push_back({record.index, record.bundle.digests, std::move(*revealed)});
  }
  return {};
}

base::Result<OpenedStream> open_stream(const std::vector<ProofRecord>& records) {
  OpenedStream out;
  for (const ProofRecord& record : records) {
    auto bundle = bundle_from_json(record.bundle);
    if (!bundle)
      return std::unexpected(
          refusal_at("bundle", static_cast<std::int64_t>(out.records.size()), bundle.error().text));
    out.records.push_back({record.index, std::move(*bundle)});
  }
  MJ_CHECK(open_records(out));
  return out;
}

bool included(const ProofRecord& record, const Hash& leaf, const Checkpoint& checkpoint) {
  std::vector<Hash> path;
  for (const std::string& text : record.path) {
    const auto hash = base::hash_from_base64(text);
    if (!hash) return false;
    path.push_back(*hash);
  }
  return verify_inclusion(record.index, checkpoint.size, leaf, path, checkpoint.root);
}

base::Result<void> check_inclusion(const std::vector<ProofRecord>& records, const OpenedStream& stream,
                                   const Checkpoint& checkpoint) {
  for (std::size_t i = 0; i < records.size(); ++i)
    if (!included(records[i], stream.opened[i].revealed.leaf, checkpoint))
      return std::unexpected(refusal_at("inclusion", static_cast<std::int64_t>(i),
                                        "the entry is not under the root of the checkpoint"));
  return {};
}

/// One file going through the table of §3. Every check may rely on those before it.
class ProofCheck {
 public:
  ProofCheck(std::string_view text, const ProofPolicy& policy) : text_(text), policy_(policy) {}
  ProofResult run();

 private:
  base::Result<void> check_format();
  base::Result<void> check_log();
  base::Result<void> check_witness();
  base::Result<void> check_bundles();
  base::Result<void> check_all_inclusion();
  base::Result<void> check_keys();
  base::Result<void> check_steps();
  base::Result<void> check_all_reports();
  [[nodiscard]] PublicationCase publication() const { return {steps_, file_.acts, file_.texts, *keys_}; }
  [[nodiscard]] ProofResult failed(int number, const base::Error& error) const;
  [[nodiscard]] ProofResult passed();
  void state(ProofResult& result) const;

  std::string_view text_;
  const ProofPolicy& policy_;
  ProofFile file_;
  Trust trust_;
  base::Result<VerifiedCheckpoint> verified_ = base::fail("log");
  OpenedStream case_;
  std::vector<OpenedStream> key_streams_;
  std::optional<KeyDirectory> keys_;
  std::vector<ChainStep> steps_;
  bool reports_cover_ = false;
};

base::Result<void> ProofCheck::check_format() {
  MJ_TRY(file_, read_proof_file(text_));
  if (policy_.pinned) {
    trust_ = *policy_.pinned;
    return {};
  }
  MJ_TRY(trust_, trust_from_json(file_.trust));
  return {};
}

base::Result<void> ProofCheck::check_log() {
  if (trust_.log.name != file_.origin) return base::fail("log", "the key of the log has another name");
  const int required = policy_.cosignatures.value_or(trust_.witnesses.empty() ? 0 : 1);
  verified_ = verify_checkpoint(file_.checkpoint, {trust_.log, trust_.witnesses, required});
  if (!verified_ && verified_.error().code != "witness") return std::unexpected(verified_.error());
  return {};
}

base::Result<void> ProofCheck::check_witness() {
  if (!verified_) return std::unexpected(verified_.error());
  return {};
}

base::Result<void> ProofCheck::check_bundles() {
  MJ_TRY(case_, open_stream(file_.records));
  for (const auto& records : file_.keys) {
    auto stream = open_stream(records);
    if (!stream) return base::fail("bundle", "enrolment, " + stream.error().text);
    key_streams_.push_back(std::move(*stream));
  }
  return {};
}

base::Result<void> ProofCheck::check_all_inclusion() {
  MJ_CHECK(check_inclusion(file_.records, case_, verified_->checkpoint));
  for (std::size_t i = 0; i < key_streams_.size(); ++i)
    if (const auto result = check_inclusion(file_.keys[i], key_streams_[i], verified_->checkpoint); !result)
      return base::fail("inclusion", "enrolment, " + result.error().text);
  return {};
}

base::Result<void> ProofCheck::check_keys() {
  std::vector<std::vector<KeyDirectory::KeyRecord>> streams;
  for (const OpenedStream& stream : key_streams_) {
    auto& records = streams.emplace_back();
    for (const OpenedBundle& record : stream.opened)
      records.push_back({record.index, record.revealed, {record.digests.begin(), record.digests.end()}});
  }
  MJ_TRY(keys_, enrol_all(trust_.roots, std::move(streams)));
  return {};
}

base::Result<void> ProofCheck::check_steps() {
  MJ_TRY(steps_, check_opened_chain(std::move(case_.opened), View::proof, proof_rules(), *keys_));
  return {};
}

base::Result<void> ProofCheck::check_all_reports() {
  ReportQuestion question{file_.origin, verified_->checkpoint, trust_.procedure, {}, {}};
  for (const ProofRecord& record : file_.records) question.case_indexes.push_back(record.index);
  question.all_indexes = question.case_indexes;
  for (const auto& records : file_.keys)
    for (const ProofRecord& record : records) question.all_indexes.push_back(record.index);
  MJ_TRY(reports_cover_, check_reports(file_.reports, question));
  return {};
}

ProofResult ProofCheck::run() {
  using Check = base::Result<void> (ProofCheck::*)();
  constexpr auto kFirst =
      std::to_array<Check>({&ProofCheck::check_format, &ProofCheck::check_log, &ProofCheck::check_witness,
                            &ProofCheck::check_bundles, &ProofCheck::check_all_inclusion,
                            &ProofCheck::check_keys, &ProofCheck::check_steps});
  constexpr int kReportCheck = 14;
  int number = 0;
  for (const Check check : kFirst) {
    ++number;
    if (const auto result = (this->*check)(); !result) return failed(number, result.error());
  }
  for (const PublicationCheck& check : publication_checks())
    if (const auto result = check.check(publication()); !result) return failed(check.number, result.error());
  if (const auto result = check_all_reports(); !result) return failed(kReportCheck, result.error());
  return passed();
}

ProofResult ProofCheck::failed(int number, const base::Error& error) const {
  ProofResult result;
  result.code = error.code;
  result.where = error.text;
  result.check = number;
  result.pinned = policy_.pinned.has_value();
  return result;
}

/// Who vouches for what (§4): log, witness and report rest on keys alone, the others also on the records.
void ProofCheck::state(ProofResult& result) const {
  const Statement by_keys = result.pinned ? Statement::proven : Statement::carried;
  result.statements = {{"log", by_keys},
                       {"witness", result.witness_time ? by_keys : Statement::open},
                       {"text", Statement::proven},
                       {"review", Statement::proven},
                       {"document", Statement::proven},
                       {"service", publication().service() ? Statement::proven : Statement::open},
                       {"report", reports_cover_ ? by_keys : Statement::open}};
}

ProofResult ProofCheck::passed() {
  ProofResult result;
  result.code = "ok";
  result.pinned = policy_.pinned.has_value();
  result.records = steps_.size();
  const auto newest = std::ranges::max_element(verified_->cosignatures, {}, &Cosignature::unix_seconds);
  if (newest != verified_->cosignatures.end()) {
    result.witness_time = newest->unix_seconds;
    result.witness_name = newest->name;
  }
  const PublicationCase given = publication();
  result.document_no = json::text_or_empty(given.act("issue").revealed.find("doc.no"));
  result.document_sm3 = json::text_or_empty(given.act("issue").revealed.find("doc.sm3"));
  if (const ChainStep* service = given.service())
    result.service_on = json::text_or_empty(service->revealed.find("service.on"));
  for (const ChainStep& step : steps_) {
    if (step.hidden)
      ++result.hidden;
    else if (std::ranges::find(result.editions, step.rules) == result.editions.end())
      result.editions.push_back(step.rules);
  }
  state(result);
  result.chain = std::move(steps_);
  result.keys = std::move(*keys_);
  return result;
}

}  // namespace

ProofResult verify_proof(std::string_view file, const ProofPolicy& policy) {
  return ProofCheck(file, policy).run();
}

base::Result<std::vector<ChainStep>> verify_publication_view(const PublicationView& view,
                                                             const KeyDirectory& keys) {
  MJ_CHECK(check_act_positions(view.acts, view.records.size()));
  OpenedStream stream{view.records, {}};
  MJ_CHECK(open_records(stream));
  MJ_TRY(auto steps, check_opened_chain(std::move(stream.opened), View::proof, proof_rules(), keys));
  for (const PublicationCheck& check : publication_checks())
    MJ_CHECK(check.check({steps, view.acts, view.texts, keys}));
  return steps;
}

}  // namespace ledger
