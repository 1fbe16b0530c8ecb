#include <fmt/format.h>

#include <algorithm>

#include "explore_properties.h"

namespace law {
namespace {

using Names = std::vector<std::string>;

Names major_steps(const Procedure& procedure) {
  Names names;
  for (const Step& step : procedure.steps) {
    if (step.major) names.push_back(step.name);
  }
  return names;
}

Names draft_steps(const Procedure& procedure) {
  Names names;
  for (const Step& step : procedure.steps) {
    if (step.draft && step.draft->makes) names.push_back(step.name);
  }
  return names;
}

Names joined(Names one, const Names& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

void major_needs_review(const Subject& subject, const Proof::Review& review, const Names& major) {
  const Watch watch{.latches = {{"passed", review.passed_by, review.returned_by}},
                    .targets = major,
                    .wrong = [](const Moment& moment) {
                      return moment.remembered.contains("passed")
                                 ? ""
                                 : "没有经过法制审核，或者最后一次审核没有通过，也能作出重大决定";
                    }};
  prove_watch(subject, verdict_on(subject, "major_needs_review", review.source), watch);
}

void review_covers_this_draft(const Subject& subject, const Proof::Review& review, const Names& major) {
  const Watch watch{.traces = {{"passed", review.passed_by}, {"newest", draft_steps(subject.procedure)}},
                    .targets = major,
                    .wrong = [](const Moment& moment) {
                      if (!moment.same_draft.contains("passed"))
                        return "所决定的草案不是最后审核通过的那一份";
                      if (!moment.same_draft.contains("newest")) return "所决定的草案已经被新的草案取代";
                      return "";
                    }};
  prove_watch(subject, verdict_on(subject, "review_covers_this_draft", review.source), watch);
}

void further_round(const Subject& subject, const Proof::Review& review, const Names& major) {
  const Watch watch{
      .latches = {{"due", joined(review.reopened_by, draft_steps(subject.procedure)), review.passed_by}},
      .targets = major,
      .wrong = [](const Moment& moment) {
        return moment.remembered.contains("due")
                   ? "陈述申辩、听证或者改动草案以后，没有再次通过法制审核，也能作出重大决定"
                   : "";
      }};
  prove_watch(subject, verdict_on(subject, "further_round_after_defence_hearing_change", review.source),
              watch);
}

void heard_before_decided(const Subject& subject, const Proof::Hearing& heard) {
  const auto wrong = [heard](const Moment& moment) -> std::string {
    if (moment.remembered.contains("waiting"))
      return fmt::format("当事人要求{}，还没有答复，也能作出决定", heard.right);
    if (!heard.when.empty() && !moment.facts.contains(heard.when)) return "";
    if (!moment.remembered.contains("told"))
      return fmt::format("没有告知当事人有权{}，也能作出决定", heard.right);
    if (moment.remembered.contains("done") || moment.over.contains(heard.clock)) return "";
    return fmt::format("当事人{}的期限还没有届满，当事人也没有放弃，也能作出决定", heard.right);
  };
  Watch watch{.latches = {{"told", heard.told_by, {}},
                          {"waiting", heard.spoken_by, heard.answered_by},
                          {"done", joined(heard.waived_by, heard.answered_by),
                           joined(heard.told_by, heard.spoken_by)}},
              .targets = heard.before,
              .wrong = wrong};
  add_fact(heard.when, watch.reads);
  watch.reads.clocks.insert(heard.clock);
  Verdict verdict = verdict_on(subject, "heard_before_decided", heard.source);
  verdict.title += "：" + heard.right;
  prove_watch(subject, std::move(verdict), watch);
}

void served_before_published(const Subject& subject, const Proof::Publication& published) {
  const Watch watch{.latches = {{"served", published.served_by, {}}},
                    .targets = published.published_by,
                    .wrong = [](const Moment& moment) {
                      return moment.remembered.contains("served") ? "" : "还没有送达当事人，也能公示";
                    }};
  prove_watch(subject, verdict_on(subject, "served_before_published", published.source), watch);
}

Names all_but(const Procedure& procedure, const Names& without) {
  Names names;
  for (const Step& step : procedure.steps) {
    if (std::ranges::find(without, step.name) == without.end()) names.push_back(step.name);
  }
  return names;
}

Names closing_steps(const Procedure& procedure) {
  Names names;
  for (const Step& step : procedure.steps) {
    if (std::ranges::any_of(step.sets, [&](const std::string& fact) {
          return std::ranges::find(procedure.proof.final_facts, fact) != procedure.proof.final_facts.end();
        })) {
      names.push_back(step.name);
    }
  }
  return names;
}

Watch late_step(const Procedure& procedure, const Proof::Term& term) {
  Watch watch{.latches = {{"stands", term.imposed_by, term.ended_by}},
              .targets = all_but(procedure, term.after_term),
              .wrong = [term](const Moment& moment) {
                const bool over = moment.remembered.contains("stands") && moment.over.contains(term.clock);
                return over ? fmt::format("{}的期限届满以后，没有解除也能办理其他步骤", term.measure) : "";
              }};
  watch.reads.clocks.insert(term.clock);
  return watch;
}

Watch closed_too_early(const Procedure& procedure, const Proof::Term& term) {
  return {.latches = {{"stands", term.imposed_by, term.ended_by}},
          .targets = closing_steps(procedure),
          .wrong = [term](const Moment& moment) {
            const bool stands = moment.remembered.contains("stands");
            return stands ? fmt::format("{}没有解除或者处理，也能办结", term.measure) : "";
          }};
}

// Once the time is over nothing may be done but end the measure, and nothing is closed before it has ended:
// until somebody ends it, it is among the open cases, overdue.
void term_is_kept(const Subject& subject, const Proof::Term& term) {
  const auto prove = [&](std::string_view what, const Watch& watch) {
    Verdict verdict = verdict_on(subject, "coercion_never_outlives_term_unnoticed", term.source);
    verdict.title += fmt::format("：{}{}", term.measure, what);
    prove_watch(subject, std::move(verdict), watch);
  };
  prove("期满", late_step(subject.procedure, term));
  prove("办结", closed_too_early(subject.procedure, term));
}

// A step of the public side that nobody spoke of would go by unproven.
void publication(const Subject& subject) {
  const auto& published = subject.procedure.proof.published;
  for (const Step& step : subject.procedure.steps) {
    if (step.role != "publisher") continue;
    const auto names = [&](const Names& steps) { return std::ranges::find(steps, step.name) != steps.end(); };
    if (published && (names(published->published_by) || names(published->withdrawn_by))) continue;
    return tell_wrong(subject, "served_before_published", step.source,
                      fmt::format("proof.published 没有写明“{}”是公示还是撤下", step.title));
  }
  if (published) served_before_published(subject, *published);
}

// A major step that nobody spoke of would go by unproven.
void hearings(const Subject& subject, const Names& major) {
  const Proof& proof = subject.procedure.proof;
  const auto names = [](const Names& steps, const std::string& name) {
    return std::ranges::find(steps, name) != steps.end();
  };
  for (const std::string& name : major) {
    const bool spoken_of =
        names(proof.unheard, name) || std::ranges::any_of(proof.heard, [&](const Proof::Hearing& heard) {
          return names(heard.before, name);
        });
    if (spoken_of) continue;
    const Step& step = *subject.procedure.step(name);
    return tell_wrong(subject, "heard_before_decided", step.source,
                      fmt::format("proof.heard 没有写明“{}”之前当事人如何陈述申辩", step.title));
  }
  for (const Proof::Hearing& heard : proof.heard) heard_before_decided(subject, heard);
}

}  // namespace

void prove_gate(const Subject& subject) {
  const Proof& proof = subject.procedure.proof;
  const Names major = major_steps(subject.procedure);
  if (!major.empty() && !proof.review) {
    tell_wrong(subject, "major_needs_review", subject.procedure.source,
               "有重大决定，但没有写明法制审核由哪些步骤通过（proof.review）");
  } else if (!major.empty()) {
    major_needs_review(subject, *proof.review, major);
    review_covers_this_draft(subject, *proof.review, major);
    further_round(subject, *proof.review, major);
    prove_visible(subject);
  }
  hearings(subject, major);
  for (const Proof::Term& term : proof.terms) term_is_kept(subject, term);
  publication(subject);
}

}  // namespace law
