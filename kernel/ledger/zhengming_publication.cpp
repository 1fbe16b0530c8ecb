// Checks 8 to 13 of a published decision (proof.md §3): acts, draft, roles, document, texts, view.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chain_parts.h"
#include "crypto/hash.h"
#include "zhengming_parts.h"

namespace ledger {
namespace {

struct ActRule {
  const char* act;
  std::string_view step;  // a trailing underscore: any step that begins so
  std::string_view role;
  bool names_draft;  // and what the signer had seen
};
/// In the order in which they must happen.
constexpr auto kActs = std::to_array<ActRule>({{"draft", "draft_document", "handler", false},
                                               {"review", "pass_review", "legal_reviewer", true},
                                               {"decision", "decide_", "agency_head", true},
                                               {"issue", "issue_document", "sealer", true},
                                               {"service", "serve_decision", "handler", false},
                                               {"publication", "publish_decision", "publisher", true}});

bool is_step_of(const ActRule& rule, std::string_view step) {
  if (rule.step.ends_with('_')) return step.starts_with(rule.step) && step.size() > rule.step.size();
  return step == rule.step;
}

std::unexpected<base::Error> refuse(const char* code, const ChainStep& step, std::string_view what) {
  return std::unexpected(refusal_at(code, step.pos, what));
}

std::string text_of(const ChainStep& step, std::string_view name) {
  return json::text_or_empty(step.revealed.find(name));
}

/// A return or a new draft after the review opens a round that this decision would have skipped.
base::Result<void> check_no_later_round(const PublicationCase& given) {
  for (const ChainStep& step : given.steps)
    if (step.pos > given.act("review").pos &&
        (step.step == "draft_document" || step.step == "pass_review" || step.step == "return_review"))
      return refuse("acts", step, "a later draft or review than the one named");
  return {};
}

base::Result<void> check_acts(const PublicationCase& given) {
  std::int64_t before = -1;
  for (const ActRule& rule : kActs) {
    if (!given.acts.contains(rule.act)) continue;
    const ChainStep& step = given.act(rule.act);
    if (step.hidden || !is_step_of(rule, step.step))
      return refuse("acts", step, fmt::format("is not the {}", rule.act));
    if (step.pos <= before) return refuse("acts", step, fmt::format("the {} comes too early", rule.act));
    before = step.pos;
  }
  return check_no_later_round(given);
}

base::Result<void> check_draft(const PublicationCase& given) {
  const std::string root = base::base64(given.act("draft").revealed.root);
  for (const ActRule& rule : kActs)
    if (rule.names_draft && given.act(rule.act).draft != root)
      return refuse("draft", given.act(rule.act), "names another draft");
  return {};
}

const std::string& holder_of(const PublicationCase& given, const ChainStep& step) {
  static const std::string nobody;
  const EnrolledKey* key = given.keys.good_at(step.actor, step.index);
  return key == nullptr ? nobody : key->holder;
}

std::set<std::string> handlers_of(const PublicationCase& given) {
  std::set<std::string> out;
  for (const ChainStep& step : given.steps)
    if (const json::Value* handlers = step.revealed.find("handlers"))
      for (const json::Value& holder : handlers->as_array()) out.insert(json::text_or_empty(&holder));
  return out;
}

/// Drafter, reviewer and decider are three persons, and the last two do not handle the case (程序规定 49).
base::Result<void> check_roles(const PublicationCase& given) {
  for (const ActRule& rule : kActs)
    if (given.acts.contains(rule.act) && given.act(rule.act).role != rule.role)
      return refuse("role", given.act(rule.act), fmt::format("was not done in the role {}", rule.role));
  const ChainStep& review = given.act("review");
  const ChainStep& decision = given.act("decision");
  const std::set<std::string> holders{holder_of(given, given.act("draft")), holder_of(given, review),
                                      holder_of(given, decision)};
  if (holders.size() != 3 || holders.contains(""))
    return refuse("role", decision, "draft, review and decision are not of three persons");
  const auto handlers = handlers_of(given);
  for (const ChainStep* step : {&review, &decision})
    if (handlers.contains(holder_of(given, *step)))
      return refuse("role", *step, "reviewer or decider is a handler of the case");
  return {};
}

base::Result<void> check_document(const PublicationCase& given) {
  const ChainStep& issue = given.act("issue");
  const std::string sm3 = text_of(issue, "doc.sm3");
  if (text_of(issue, "doc.no").empty() || !base::parse_date(text_of(issue, "doc.date")) || !is_hash(sm3))
    return refuse("document", issue, "number, date or fingerprint of the document is not shown");
  const ChainStep* service = given.service();
  if (service != nullptr && text_of(*service, "doc.sm3") != sm3)
    return refuse("document", *service, "another file was served than issued");
  return {};
}

base::Result<void> check_texts(const PublicationCase& given) {
  const ChainStep& draft = given.act("draft");
  for (const auto& [name, form] : given.texts) {
    // The cheap question first: a text nobody committed is not worth its million hashes.
    const json::Value* committed = draft.revealed.find(name);
    if (committed == nullptr || *committed != field_of_published(form))
      return refuse("text", draft, name + " is not the text of the draft");
    if (const auto valid = verify_published_text(form); !valid)
      return refuse("text", draft, name + ": " + valid.error().code);
  }
  return {};
}

/// Shown is exactly what the publisher signed, no field more or less, labels included.
base::Result<void> check_view(const PublicationCase& given) {
  const ChainStep& publication = given.act("publication");
  std::vector<std::string> shown;
  for (const Field& field : given.act("draft").revealed.fields)
    if (field.name.starts_with("doc.")) shown.push_back(field.name);
  std::ranges::sort(shown);
  const json::Value* signed_fields = publication.revealed.find("pub.fields");
  if (signed_fields == nullptr || *signed_fields != json::string_array(shown))
    return refuse("view", publication, "the fields shown are not those the publisher signed");
  json::Object texts;
  for (const auto& [name, form] : given.texts) texts[name] = form;
  if (text_of(publication, "pub.texts") != base::base64(crypto::sm3(json::canonical(texts))))
    return refuse("view", publication, "texts or labels are not those the publisher signed");
  return {};
}

constexpr auto kChecks = std::to_array<PublicationCheck>({{8, check_acts},
                                                          {9, check_draft},
                                                          {10, check_roles},
                                                          {11, check_document},
                                                          {12, check_texts},
                                                          {13, check_view}});

const StepMarks* marks_of(std::string_view step) {
  static const StepMarks kSigned{.course_public = true, .is_signed = true, .draft = false, .seen = false};
  static const StepMarks kNaming{.course_public = true, .is_signed = true, .draft = true, .seen = true};
  for (const ActRule& rule : kActs)
    if (is_step_of(rule, step)) return rule.names_draft ? &kNaming : &kSigned;
  return nullptr;
}

}  // namespace

const ChainRules& proof_rules() {
  static const ChainRules rules{
      .marks = [](std::string_view step, std::string_view) { return marks_of(step); },
      .edition_known = {},
      .course_fields = {},
      .private_fields_allowed = true,
      .is_void = {}};
  return rules;
}

const ChainStep& PublicationCase::act(const std::string& name) const {
  return steps.at(static_cast<std::size_t>(acts.at(name)));
}

const ChainStep* PublicationCase::service() const {
  return acts.contains("service") ? &act("service") : nullptr;
}

std::span<const PublicationCheck> publication_checks() {
  return kChecks;
}

}  // namespace ledger
