#include "case_view.h"

#include <algorithm>

#include "ledger/reserved.h"

namespace disclosure {
namespace {

/// A record of the stream with what is needed to decide how much of it is shown.
struct Opened {
  const ledger::StoredRecord* stored = nullptr;
  ledger::OpenedRecord record;
  std::string step, draft, root, rules;
  bool is_void = false;  // by an incident: nothing but its place counts, and no more is shown
};

constexpr std::string_view kDraft = "draft_document";
constexpr std::string_view kReview = "pass_review";

base::Result<Opened> open(const ledger::StoredRecord& stored, const CaseParts& parts) {
  Opened out;
  out.stored = &stored;
  out.is_void = parts.incidents.is_void(stored.index, stored.leaf);
  if (out.is_void) {
    MJ_TRY(out.record.fields, ledger::structure_fields(stored));
    out.record.disclosures = stored.structure;
    return out;
  }
  MJ_TRY(out.record, ledger::open_record(stored, parts.data_keys, parts.master));
  MJ_TRY(const auto revealed, ledger::verify_bundle(ledger::structure_bundle(stored)));
  out.root = base::base64(revealed.root);
  out.step = json::text_or_empty(out.record.find("step"));
  out.draft = json::text_or_empty(out.record.find("draft"));
  out.rules = json::text_or_empty(out.record.find("rules"));
  return out;
}

/// The disclosures of `record` whose names `keep` accepts.
template <class Keep>
std::vector<std::string> disclosures_where(const Opened& record, Keep keep) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < record.record.fields.size(); ++i)
    if (keep(record.record.fields[i].name)) out.push_back(record.record.disclosures[i]);
  return out;
}

/// Public fields of a public step, by its form; everything reserved or of the course is in `structure`
/// anyway.
std::vector<std::string> shown_of_public_step(const Opened& record, const law::Lawbook& lawbook,
                                              const law::Procedure& procedure,
                                              const std::vector<std::string>& draft_fields) {
  const law::Step* step = procedure.step(record.step);
  const law::Form* form = step == nullptr ? nullptr : lawbook.form(step->form);
  std::set<std::string> structure;
  for (const auto& disclosure : record.stored->structure) structure.insert(disclosure);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < record.record.fields.size(); ++i) {
    const std::string& name = record.record.fields[i].name;
    bool shown = structure.contains(record.record.disclosures[i]);
    if (!shown && record.step == kDraft) {
      shown = std::ranges::binary_search(draft_fields, name);
    } else if (!shown && form != nullptr) {
      const law::FormField* field = form->field(name);
      shown = field != nullptr && field->visibility == law::Visibility::open;
    }
    if (shown) out.push_back(record.record.disclosures[i]);
  }
  return out;
}

struct Positions {
  std::int64_t draft = -1, review = -1;
};

/// The draft that was published and the last review that passed it; all other drafts and reviews are
/// superseded rounds.
Positions current_round(const std::vector<Opened>& records, const std::string& draft_root) {
  Positions out;
  for (const auto& record : records) {
    if (record.step == kDraft && record.root == draft_root) out.draft = record.stored->pos;
    if (record.step == kReview && record.draft == draft_root) out.review = record.stored->pos;
  }
  return out;
}

bool hidden(const Opened& record, const law::Step* step, const Positions& round) {
  if (step == nullptr || step->course == law::Course::witness) return true;
  if (record.step == kDraft) return record.stored->pos != round.draft;
  return record.step == kReview && record.stored->pos != round.review;
}

void note_act(CaseView& view, const Opened& record) {
  static const std::map<std::string_view, const char*> kActs = {
      {kDraft, "draft"},           {kReview, "review"},           {"decide_penalty", "decision"},
      {"issue_document", "issue"}, {"serve_decision", "service"}, {"publish_decision", "publication"}};
  if (const auto act = kActs.find(record.step); act != kActs.end())
    view.acts[act->second] = record.stored->pos;
  if (record.step == "issue_document") {
    view.document_no = json::text_or_empty(record.record.find("doc.no"));
    view.document_date = json::text_or_empty(record.record.find("doc.date"));
  }
  if (record.record.find("sig") != nullptr)
    view.signers.insert(json::text_or_empty(record.record.find("actor")));
}

/// Procedure of the stream under the edition of each record.
base::Result<std::pair<std::shared_ptr<const law::Lawbook>, const law::Procedure*>> rules_of(
    const Opened& record, const law::Editions& editions, const std::string& procedure) {
  const auto lawbook = editions.find(record.rules);
  if (!lawbook) return base::fail("case_view", "unknown edition of the lawbook");
  const auto at = base::parse_instant(json::text_or_empty(record.record.find("at")));
  if (!at) return std::unexpected(at.error());
  const law::Procedure* found = lawbook->procedure(procedure, base::date_of(*at));
  if (found == nullptr) return base::fail("case_view", "no procedure in force");
  return std::pair{lawbook, found};
}

/// A bundle that reveals exactly these disclosures: of a hidden record not even its structure.
json::Object item_of(const Opened& record, std::vector<std::string> disclosures) {
  const ledger::Bundle bundle{.alg = ledger::HashAlg::sm3,
                              .entry = record.stored->entry,
                              .digests = record.stored->digests,
                              .disclosures = std::move(disclosures),
                              .proof = {}};
  return {{"bundle", ledger::to_json(bundle)}, {"index", static_cast<std::int64_t>(record.stored->index)}};
}

json::Object place_only(const Opened& record) {
  return item_of(record, disclosures_where(record, [](const std::string& name) {
                   return ledger::is_among(ledger::kHiddenShows, name);
                 }));
}

base::Result<std::vector<Opened>> open_all(const std::vector<ledger::StoredRecord>& stream, std::int64_t last,
                                           const CaseParts& parts) {
  std::vector<Opened> out;
  for (const auto& stored : stream) {
    if (stored.pos > last) break;
    MJ_TRY(auto opened, open(stored, parts));
    out.push_back(std::move(opened));
  }
  if (out.empty() || out.back().step != "publish_decision")
    return base::fail("case_view", "not a publication");
  return out;
}

base::Result<void> add_texts(CaseView& view, const Opened& publication, const Opened& draft,
                             const law::Lawbook& lawbook) {
  const json::Value* form_ref = draft.record.find("doc.form");
  if (form_ref == nullptr) return base::fail("case_view", "the draft names no form");
  const law::Form* form = lawbook.form(json::text_or_empty(json::find(*form_ref, "form")));
  if (form == nullptr) return base::fail("case_view", "unknown form");
  const json::Value* hidden_parts = publication.record.find("pub.redactions");
  std::vector<TextRedaction> redactions;
  if (hidden_parts != nullptr) {
    MJ_TRY(redactions, redactions_from_json(*hidden_parts));
  }
  MJ_TRY(const auto prepared, prepare(*form, draft.record, redactions));
  for (const auto& [name, text] : prepared.texts) view.texts[name] = text;
  return {};
}

}  // namespace

base::Result<CaseView> view_of(const std::vector<ledger::StoredRecord>& stream, std::int64_t publication_pos,
                               const CaseParts& parts) {
  MJ_TRY(const auto records, open_all(stream, publication_pos, parts));
  const Opened& publication = records.back();
  const Positions round = current_round(records, publication.draft);
  if (round.draft < 0 || round.review < 0) return base::fail("case_view", "draft or review missing");
  CaseView view;
  view.procedure = json::text_or_empty(records.front().record.find("procedure"));
  view.publication_rules = publication.rules;
  const json::Value* named = publication.record.find("pub.fields");
  if (named == nullptr) return base::fail("case_view", "pub.fields missing");
  MJ_TRY(const auto draft_fields, json::strings(*named));
  for (const Opened& record : records) {
    if (record.is_void) {
      view.records.emplace_back(place_only(record));
      continue;
    }
    view.rules.insert(record.rules);
    MJ_TRY(const auto rules, rules_of(record, parts.editions, view.procedure));
    if (hidden(record, rules.second->step(record.step), round)) {
      view.records.emplace_back(place_only(record));
      continue;
    }
    note_act(view, record);
    view.records.emplace_back(
        item_of(record, shown_of_public_step(record, *rules.first, *rules.second, draft_fields)));
  }
  const Opened& draft = records[static_cast<std::size_t>(round.draft)];
  MJ_TRY(const auto rules, rules_of(draft, parts.editions, view.procedure));
  MJ_CHECK(add_texts(view, publication, draft, *rules.first));
  return view;
}

}  // namespace disclosure
