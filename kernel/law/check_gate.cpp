#include <fmt/format.h>

#include <algorithm>

#include "guard.h"
#include "load.h"

namespace law {
namespace {

constexpr std::string_view kReview = "review.";
constexpr const char* kPassed = "review.passed";

void facts_in(const Guard& guard, std::set<std::string>& facts) {
  if (guard.kind == Guard::Kind::fact) facts.insert(guard.fact);
  for (const Guard& part : guard.parts) facts_in(part, facts);
}

// Whether the guard cannot hold unless `fact` does.
bool implies(const Guard& guard, std::string_view fact) {
  if (guard.kind == Guard::Kind::fact) return guard.fact == fact;
  const auto part = [&](const Guard& inner) { return implies(inner, fact); };
  if (guard.kind == Guard::Kind::all) return std::ranges::any_of(guard.parts, part);
  if (guard.kind == Guard::Kind::any) return std::ranges::all_of(guard.parts, part);
  return false;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// What can be said about the gate without visiting every state; `law check` visits them all.
class Gate {
 public:
  Gate(const LawFile& file, const YAML::Node& node, const Procedure& procedure)
      : file_(file), node_(node), procedure_(procedure) {}

  void major(const Step& step) {
    if (std::ranges::none_of(step.needs, [](const Guard& guard) { return implies(guard, kPassed); })) {
      problem("major_needs_review", step, "重大执法决定没有以法制审核通过（review.passed）为条件");
    }
    if (!covers_reviewed_draft(step)) {
      problem("review_covers_this_draft", step, "决定所针对的草案没有限于审核通过的草案");
    }
    std::set<std::string> facts;
    for (const auto* guards : {&step.needs, &step.forbids}) {
      for (const Guard& guard : *guards) facts_in(guard, facts);
    }
    for (const std::string& fact : facts) visible(step, fact);
  }

  // A changed draft must be reviewed again.
  void new_draft(const Step& step) {
    if (!contains(step.clears, kPassed)) {
      problem("further_round_after_defence_hearing_change", step, "新的草案没有清除 review.passed");
    }
  }

 private:
  void problem(std::string_view property, const Step& step, const std::string& text) {
    file_.problem(step_node(node_, step.name), fmt::format("{}：{}：{}", property, step.name, text));
  }

  [[nodiscard]] bool covers_reviewed_draft(const Step& step) const {
    if (!step.draft) return false;
    return std::ranges::any_of(step.draft->same_as, [&](const std::string& mark) {
      bool marked = false;
      for (const Step& other : procedure_.steps) {
        if (!other.draft || other.draft->marks != mark) continue;
        if (!contains(other.sets, kPassed)) return false;
        marked = true;
      }
      return marked;
    });
  }

  void visible(const Step& step, const std::string& fact) {
    for (const Step& other : procedure_.steps) {
      const bool sets = contains(other.sets, fact);
      if (fact.starts_with(kReview) && sets && other.course != Course::open) {
        problem("gate_is_visible", step, fmt::format("{}由外部看不到的步骤{}设定", fact, other.name));
      }
      const std::string clock(clock_of(fact));
      if (clock.empty() || !contains(other.starts, clock)) continue;
      const FormField* field = other.definition ? other.definition->field(other.time_field) : nullptr;
      const bool seen =
          other.time_field.empty() || (field != nullptr && field->visibility == Visibility::course);
      if (other.course != Course::open || !seen) {
        problem("gate_is_visible", step, fmt::format("{}的起算日外部看不到（{}）", clock, other.name));
      }
    }
    const bool by_value = std::ranges::any_of(
        procedure_.thresholds, [&](const Threshold& threshold) { return threshold.fact == fact; });
    const bool sometimes = std::ranges::any_of(procedure_.steps, [&](const Step& other) {
      return std::ranges::find(other.sets_if, fact, &ConditionalFact::fact) != other.sets_if.end();
    });
    if (fact.starts_with(kReview) && (by_value || sometimes)) {
      problem("gate_is_visible", step, fmt::format("{}由数值或者条件设定", fact));
    }
  }

  const LawFile& file_;
  const YAML::Node& node_;
  const Procedure& procedure_;
};

}  // namespace

void check_gate(const LawFile& file, const YAML::Node& node, const Procedure& procedure) {
  if (std::ranges::none_of(procedure.steps, &Step::major)) return;
  Gate gate(file, node, procedure);
  for (const Step& step : procedure.steps) {
    if (step.major) gate.major(step);
    if (step.draft && step.draft->makes) gate.new_draft(step);
  }
}

}  // namespace law
