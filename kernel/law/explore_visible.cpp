#include <fmt/format.h>

#include <algorithm>

#include "explore_properties.h"
#include "law/form.h"

namespace law {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// What outsiders cannot see of the facts that a gate reads: the first thing, "" if they see it all.
class Outside {
 public:
  Outside(const Procedure& procedure, const Proof::Review& review) : procedure_(procedure), review_(review) {}

  [[nodiscard]] std::string unseen(const Step& gate) const {
    const Scope read = reads(procedure_, gate);
    for (const std::string& fact : read.facts) {
      if (auto text = is_outcome(fact) ? unseen_outcome(fact) : unseen_fact(fact); !text.empty()) return text;
    }
    for (const std::string& clock : read.clocks) {
      if (auto text = unseen_start(clock); !text.empty()) return text;
    }
    return {};
  }

 private:
  // Whether the review itself sets the fact.
  [[nodiscard]] bool is_outcome(const std::string& fact) const {
    return std::ranges::any_of(review_.passed_by, [&](const std::string& name) {
      return writes(procedure_, *procedure_.step(name)).facts.contains(fact);
    });
  }

  // The public sees that the review was passed: by the code of a public step and nothing else.
  [[nodiscard]] std::string unseen_outcome(const std::string& fact) const {
    for (const Step& step : procedure_.steps) {
      if (contains(step.sets, fact) && step.course != Course::open) {
        return fmt::format("{}由外部看不到的步骤“{}”设定", fact, step.title);
      }
      if (std::ranges::find(step.sets_if, fact, &ConditionalFact::fact) != step.sets_if.end()) {
        return fmt::format("{}由步骤“{}”按条件设定", fact, step.title);
      }
    }
    const bool counted =
        std::ranges::find(procedure_.thresholds, fact, &Threshold::fact) != procedure_.thresholds.end();
    return counted ? fmt::format("{}由数额设定", fact) : "";
  }

  // Anything else: step codes and course fields, which the witness sees of every record, or sums of public
  // fields.
  [[nodiscard]] std::string unseen_fact(const std::string& fact) const {
    for (const Threshold& threshold : procedure_.thresholds) {
      if (threshold.fact != fact) continue;
      const Step& step = *procedure_.step(threshold.set_by);
      for (const std::string& pattern : {threshold.field, threshold.party_field, threshold.kinds_field}) {
        const FormField* field =
            step.definition ? step.definition->field(pattern.substr(0, pattern.find(".*."))) : nullptr;
        if (field == nullptr) field = repeated(step, pattern);
        if (!pattern.empty() && (field == nullptr || field->visibility == Visibility::closed)) {
          return fmt::format("{}由外部看不到的“{}”计算", fact, pattern);
        }
      }
    }
    return {};
  }

  [[nodiscard]] static const FormField* repeated(const Step& step, const std::string& pattern) {
    return step.definition ? step.definition->field(pattern.substr(0, pattern.find(".*.")) + ".001")
                           : nullptr;
  }

  [[nodiscard]] std::string unseen_start(const std::string& clock) const {
    for (const Step& step : procedure_.steps) {
      if (!contains(step.starts, clock)) continue;
      const FormField* field = step.definition ? step.definition->field(step.time_field) : nullptr;
      const bool seen =
          step.time_field.empty() || (field != nullptr && field->visibility == Visibility::course);
      if (step.course != Course::open || !seen) {
        return fmt::format("“{}”的起算日外部看不到（{}）", procedure_.clocks.at(clock).title, step.title);
      }
    }
    return {};
  }

  const Procedure& procedure_;
  const Proof::Review& review_;
};

}  // namespace

void prove_visible(const Subject& subject) {
  const Proof::Review& review = *subject.procedure.proof.review;
  Verdict verdict = verdict_on(subject, "gate_is_visible", review.source);
  const Outside outside(subject.procedure, review);
  for (const Step& step : subject.procedure.steps) {
    if (!step.major || !verdict.holds) continue;
    const std::string unseen = outside.unseen(step);
    verdict.holds = unseen.empty();
    if (!verdict.holds) verdict.why = fmt::format("“{}”的条件中，{}", step.title, unseen);
  }
  subject.tell(verdict);
}

}  // namespace law
