// What the portal, a verifier and the witness make of a chain of which they do not see everything.

#include <gtest/gtest.h>

#include <algorithm>

#include "town.h"

namespace law::test {
namespace {

using Codes = std::set<std::string>;

enum class Viewer { witness, portal };

/// Keys of the cast: the key id of a person is his name.
ledger::KeyDirectory keys() {
  std::vector<ledger::RootKey> roots;
  for (const char* name :
       {"顾行舟", "林疏影", "沈明远", "周慎言", "苏守拙", "许知微", "姜望舒", "封签程序"}) {
    roots.push_back({.id = name, .pub = {}, .holder = holder(name), .roles = {}});
  }
  return ledger::KeyDirectory(roots);
}

bool is_shown(const std::string& step, const std::string& field) {
  const Form* form =
      lawbook().form(lawbook().procedure("penalty.ordinary", day("2026-03-02"))->step(step)->form);
  const FormField* definition = form == nullptr ? nullptr : form->field(field);
  return field == "handlers" || (definition != nullptr && definition->visibility == Visibility::course);
}

std::string key_of(const std::string& role) {
  const std::map<std::string, std::string> cast = {
      {"handler", "顾行舟"},     {"agency_head", "沈明远"}, {"legal_reviewer", "周慎言"},
      {"seal_keeper", "苏守拙"}, {"publisher", "许知微"},   {"publication_approver", "姜望舒"},
      {"sealer", "封签程序"}};
  return cast.at(role);
}

ledger::ChainStep shown(const StepView& record) {
  ledger::ChainStep step;
  step.index = static_cast<std::uint64_t>(record.pos) + 100;
  step.stream = holder("stream");
  step.pos = record.pos;
  step.revealed.leaf = base::hash_from_base64(record.leaf).value();
  step.revealed.root = base::hash_from_base64(record.root).value();
  step.step = record.step;
  step.role = record.role;
  step.actor = key_of(record.role);
  step.draft = record.draft;
  step.rules = lawbook().rules();
  step.at = step.recorded = record.at;
  const ledger::StepMarks& marks = *lawbook().marks(record.step);
  if (marks.seen) step.seen = some_hash("leaf " + std::to_string(record.pos - 1));
  if (marks.is_signed) step.revealed.fields.push_back({.salt = {}, .name = "sig", .value = "…"});
  for (const auto& field : record.fields) {
    if (is_shown(record.step, field.key())) {
      step.revealed.fields.push_back({.salt = {}, .name = field.key(), .value = field.value()});
    }
  }
  return step;
}

ledger::ChainStep hidden(const StepView& record) {
  ledger::ChainStep step;
  step.hidden = true;
  step.index = static_cast<std::uint64_t>(record.pos) + 100;
  step.stream = holder("stream");
  step.pos = record.pos;
  step.revealed.leaf = base::hash_from_base64(record.leaf).value();
  return step;
}

// The portal gets no witness step and no superseded round of draft and review (proof.md §1).
std::vector<ledger::ChainStep> chain(const std::vector<StepView>& records, Viewer viewer) {
  std::vector<ledger::ChainStep> out;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string& name = records[i].step;
    const bool later = std::any_of(records.begin() + static_cast<std::ptrdiff_t>(i) + 1, records.end(),
                                   [&](const StepView& record) { return record.step == name; });
    const bool superseded = later && (name == "draft_document" || name == "pass_review");
    const bool hide = viewer == Viewer::portal && (superseded || !lawbook().marks(name)->course_public);
    out.push_back(hide ? hidden(records[i]) : shown(records[i]));
  }
  return out;
}

std::vector<Finding> findings(const std::vector<ledger::ChainStep>& steps) {
  Editions editions;
  editions.add(lawbook_ptr());
  auto result = judge(editions, steps, keys());
  EXPECT_TRUE(result) << result.error().code << " " << result.error().text;
  return result.value_or(std::vector<Finding>());
}

Codes guards(const std::vector<Finding>& found) {
  Codes out;
  for (const Finding& finding : found) out.insert(finding.guards.begin(), finding.guards.end());
  return out;
}

CaseFile published() {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_TRUE(take_all(file, until_notice()));
  file.days_pass(6, 0);
  EXPECT_TRUE(take_all(file, {{.step = "decide_penalty"},
                              {.step = "order_seal"},
                              {.step = "issue_document"},
                              {.step = "serve_decision"},
                              {.step = "approve_publication"},
                              {.step = "publish_decision"}}));
  return file;
}

CaseFile published_after_a_defence() {
  CaseFile file("penalty.ordinary", day("2026-03-02"));
  EXPECT_TRUE(take_all(file, until_notice()));
  EXPECT_TRUE(take_all(file, {{.step = "record_defence"},
                              {.step = "recheck_defence"},
                              {.step = "draft_document", .draft = "b"},
                              {.step = "submit_review"},
                              {.step = "return_review"},
                              {.step = "draft_document", .draft = "c"},
                              {.step = "submit_review"},
                              {.step = "pass_review"},
                              {.step = "decide_penalty"},
                              {.step = "order_seal"},
                              {.step = "issue_document"},
                              {.step = "serve_decision"},
                              {.step = "approve_publication"},
                              {.step = "publish_decision"}}));
  return file;
}

// The records with every record of `step` taken out, positions closed up: somebody left the step away.
std::vector<StepView> without(std::vector<StepView> records, const std::string& step) {
  std::erase_if(records, [&](const StepView& record) { return record.step == step; });
  std::int64_t pos = 0;
  for (StepView& record : records) {
    record.pos = pos;
    record.leaf = some_hash("leaf " + std::to_string(pos++));
  }
  return records;
}

TEST(Outsiders, find_record_by_record_what_they_find_at_once) {
  Editions editions;
  editions.add(lawbook_ptr());
  const auto steps = chain(without(published().records(), "pass_review"), Viewer::witness);
  Facts facts;
  std::map<std::int64_t, std::vector<std::string>> one_by_one, at_once;
  for (const ledger::ChainStep& step : steps) {
    const auto finding = judge_next(editions, facts, step, keys());
    ASSERT_TRUE(finding) << finding.error().text;
    if (finding->unlawful()) one_by_one[finding->pos] = finding->guards;
  }
  for (const Finding& finding : findings(steps))
    if (finding.unlawful()) at_once[finding.pos] = finding.guards;
  EXPECT_EQ(one_by_one, at_once);
  EXPECT_FALSE(at_once.empty());
  EXPECT_EQ(facts.next_pos, static_cast<std::int64_t>(steps.size()));
}

TEST(Outsiders, leave_the_facts_alone_when_no_procedure_fits) {
  Editions editions;
  editions.add(lawbook_ptr());
  ledger::ChainStep step = chain(published().records(), Viewer::witness).front();
  step.step = "no_such_step";
  Facts facts;
  EXPECT_EQ(judge_next(editions, facts, step, keys()).error().code, "procedure");
  EXPECT_EQ(facts, Facts{});
}

TEST(Outsiders, accuse_nobody_in_a_lawful_case) {
  for (const Viewer viewer : {Viewer::witness, Viewer::portal}) {
    EXPECT_EQ(guards(findings(chain(published().records(), viewer))), Codes{});
    EXPECT_EQ(guards(findings(chain(published_after_a_defence().records(), viewer))), Codes{});
  }
}

TEST(Outsiders, say_which_guards_they_could_not_see) {
  const auto found = findings(chain(published().records(), Viewer::portal));
  const auto filing = std::ranges::find(found, 2, &Finding::pos);
  ASSERT_NE(filing, found.end());
  EXPECT_FALSE(filing->unlawful());
  EXPECT_TRUE(std::ranges::find(filing->unseen, "lead.not_verified") != filing->unseen.end());
  EXPECT_EQ(filing->index, 102u);
}

TEST(Outsiders, see_a_decision_without_a_review) {
  const auto records = without(published().records(), "pass_review");
  for (const Viewer viewer : {Viewer::witness, Viewer::portal}) {
    const Codes found = guards(findings(chain(records, viewer)));
    EXPECT_TRUE(found.contains("review.not_passed"));
    EXPECT_TRUE(found.contains("review.other_draft"));
  }
}

TEST(Outsiders, see_a_decision_over_a_draft_changed_after_its_review) {
  std::vector<StepView> records = published().records();
  const auto notice = std::ranges::find(records, "serve_notice", &StepView::step);
  StepView other = *std::ranges::find(records, "draft_document", &StepView::step);
  other.root = some_hash("changed");
  const std::string reviewed = notice->draft;
  auto place = records.insert(notice + 1, other);
  for (; place != records.end(); ++place) {
    if (place->draft == reviewed) place->draft = other.root;
  }
  const auto changed = without(records, "");
  EXPECT_TRUE(guards(findings(chain(changed, Viewer::witness))).contains("review.not_passed"));
  EXPECT_TRUE(guards(findings(chain(changed, Viewer::portal))).contains("review.not_passed"));
  EXPECT_TRUE(guards(findings(chain(changed, Viewer::portal))).contains("review.other_draft"));
}

TEST(Outsiders, see_a_decision_before_the_partys_time_is_over) {
  std::vector<StepView> records = published().records();
  const base::Instant served = std::ranges::find(records, "serve_notice", &StepView::step)->at;
  for (StepView& record : records) {
    if (record.at <= served) continue;
    record.at.ms = served.ms + 60'000 * (record.pos - 9);
    if (record.fields.contains("service.on")) {
      record.fields["service.on"] = base::format(base::date_of(record.at));
    }
  }
  for (const Viewer viewer : {Viewer::witness, Viewer::portal}) {
    EXPECT_EQ(guards(findings(chain(records, viewer))), Codes{"notice.term_running"});
  }
}

TEST(Outsiders, see_a_publication_before_the_service) {
  const auto records = without(published().records(), "serve_decision");
  EXPECT_EQ(guards(findings(chain(records, Viewer::portal))), Codes{"decision.not_served"});
}

TEST(Outsiders, see_a_reviewer_who_handles_the_case) {
  auto steps = chain(published().records(), Viewer::portal);
  std::ranges::find(steps, "pass_review", &ledger::ChainStep::step)->actor = "林疏影";
  EXPECT_TRUE(guards(findings(steps)).contains("separation.legal_reviewer_is_handlers"));
}

TEST(Outsiders, see_a_step_that_was_not_signed) {
  auto steps = chain(published().records(), Viewer::portal);
  std::ranges::find(steps, "decide_penalty", &ledger::ChainStep::step)->revealed.fields.clear();
  EXPECT_TRUE(guards(findings(steps)).contains("signature.missing"));
}

TEST(Outsiders, see_a_decision_dated_long_before_it_was_recorded) {
  auto steps = chain(published().records(), Viewer::portal);
  std::ranges::find(steps, "decide_penalty", &ledger::ChainStep::step)->recorded.ms += 20LL * 86'400'000;
  EXPECT_EQ(guards(findings(steps)), Codes{"time.too_old"});
}

TEST(Outsiders, of_the_witness_see_what_the_portal_may_not) {
  const auto records = without(published().records(), "approve_publication");
  EXPECT_EQ(guards(findings(chain(records, Viewer::witness))), Codes{"publication.not_approved"});
  EXPECT_EQ(guards(findings(chain(records, Viewer::portal))), Codes{});
}

TEST(Outsiders, need_the_edition_of_every_record) {
  auto steps = chain(published().records(), Viewer::witness);
  steps[4].rules = some_hash("another edition");
  Editions editions;
  editions.add(lawbook_ptr());
  const auto result = judge(editions, steps, keys());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "rules");
}

TEST(Outsiders, take_a_void_review_for_no_review) {
  std::vector<ledger::ChainStep> steps = chain(published().records(), Viewer::witness);
  for (ledger::ChainStep& step : steps)
    if (step.step == "pass_review") step.hidden = step.is_void = true;
  const Codes found = guards(findings(steps));
  EXPECT_TRUE(found.contains("review.not_passed"));
  EXPECT_TRUE(found.contains("review.other_draft"));
}

TEST(Outsiders, hold_nothing_against_a_case_whose_unlawful_record_is_void) {
  std::vector<StepView> records = published().records();
  StepView again = *std::ranges::find(records, "file_case", &StepView::step);
  const auto after = std::ranges::find(records, "collect_evidence", &StepView::step);
  records.insert(after, again);
  std::int64_t pos = 0;
  for (StepView& record : records) {
    record.pos = pos;
    record.leaf = some_hash("leaf " + std::to_string(pos++));
  }
  std::vector<ledger::ChainStep> steps = chain(records, Viewer::witness);
  EXPECT_TRUE(guards(findings(steps)).contains("case.already_filed"));
  const auto second = std::find_if(steps.rbegin(), steps.rend(),
                                   [](const ledger::ChainStep& step) { return step.step == "file_case"; });
  second->hidden = second->is_void = true;
  EXPECT_EQ(guards(findings(steps)), Codes{});
}

TEST(Hidden, makes_unknown_only_what_a_hidden_step_may_have_changed) {
  const CaseFile file = published();
  StepView unseen;
  unseen.hidden = true;
  unseen.pos = file.facts().next_pos;
  unseen.leaf = some_hash("hidden");
  const Facts facts = apply(file.procedure(), file.facts(), unseen);
  EXPECT_EQ(facts.flag("decision.made"), Truth::yes);
  EXPECT_EQ(facts.flag("decision.revoked"), Truth::no);
  EXPECT_EQ(facts.flag("review.passed"), Truth::unknown);    // a return may have cleared it
  EXPECT_EQ(facts.flag("discussion.held"), Truth::unknown);  // may have been held
  EXPECT_EQ(facts.flag("lead.verified"), Truth::yes);        // set, and nothing clears it
  EXPECT_EQ(facts.drafts.at("reviewed"), file.facts().drafts.at("reviewed"));
  EXPECT_TRUE(facts.clocks.at("party_reply").known);
  EXPECT_FALSE(facts.clocks.at("decide_case").known);
  EXPECT_EQ(facts.head, unseen.leaf);
  EXPECT_FALSE(facts.last_at);
  EXPECT_EQ(facts.kept.at("void_number"), "?");  // may have asked for another number to be void
  EXPECT_EQ(facts.flag("hearing.right_told"), file.facts().flag("hearing.right_told"));
}

TEST(Hidden, superseded_rounds_may_have_set_the_marks_of_a_draft) {
  const CaseFile file = published();
  StepView unseen;
  unseen.hidden = true;
  unseen.may_be = {"pass_review", "draft_document"};
  const Facts facts = blur(file.procedure(), file.facts(), unseen);
  EXPECT_EQ(facts.drafts.at("reviewed"), "?");
  EXPECT_EQ(facts.drafts.at("proposed"), "?");
  EXPECT_TRUE(facts.draft_roots.contains("?"));
  EXPECT_EQ(blur(file.procedure(), facts, unseen), facts);
}

TEST(Editions, tell_the_chain_check_what_the_lawbook_says) {
  Editions editions;
  editions.add(lawbook_ptr());
  const ledger::ChainRules rules = editions.chain_rules(false);
  EXPECT_TRUE(rules.edition_known(lawbook().rules()));
  EXPECT_FALSE(rules.edition_known(some_hash("other")));
  EXPECT_TRUE(rules.marks("decide_penalty", lawbook().rules())->seen);
  EXPECT_EQ(rules.marks("decide_penalty", some_hash("other")), nullptr);
  for (const char* name :
       {"handlers", "confirms", "seen", "procedure", "seal.series", "key.pub", "service.on"}) {
    EXPECT_TRUE(rules.course_fields.contains(name)) << name;
  }
  EXPECT_FALSE(rules.course_fields.contains("party.name"));
}

TEST(Editions, fold_each_record_under_its_own_edition) {
  Editions editions;
  editions.add(lawbook_ptr());
  const CaseFile file = published();
  Facts facts;
  for (const StepView& record : file.records()) {
    auto next = fold(editions, std::move(facts), record, lawbook().rules());
    ASSERT_TRUE(next) << next.error().text;
    facts = std::move(*next);
  }
  EXPECT_EQ(facts, file.facts());
  EXPECT_EQ(fold(editions, facts, file.records().back(), some_hash("other")).error().code, "rules");
  EXPECT_EQ(fold(editions, {}, file.records().back(), lawbook().rules()).error().code, "procedure");
}

}  // namespace
}  // namespace law::test
