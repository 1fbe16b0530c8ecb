#include <fmt/format.h>

#include <algorithm>

#include "guard.h"
#include "load.h"

namespace law {
namespace {

// `law check` property names_exist: whatever a procedure names is declared, and whatever can refuse has
// words.
class Names {
 public:
  Names(const LawFile& file, const YAML::Node& node, const Procedure& procedure, const Cast& cast)
      : file_(file), node_(node), procedure_(procedure), cast_(cast) {}

  void all() {
    std::set<std::string> seen;
    for (const Step& step : procedure_.steps) {
      at_.emplace(step_node(node_, step.name));  // assigning would write into the document
      if (!seen.insert(step.name).second) problem("步骤重复", step.name);
      people(step);
      facts(step);
      clocks(step);
      drafts(step);
    }
    at_.emplace(node_);
    rest();
  }

 private:
  void problem(std::string_view what, const std::string& name) {
    file_.problem(*at_, fmt::format("{}“{}”", what, name));
  }

  [[nodiscard]] bool is_threshold(const std::string& fact) const {
    return std::ranges::find(procedure_.thresholds, fact, &Threshold::fact) != procedure_.thresholds.end();
  }

  void people(const Step& step) {
    if (!cast_.roles.contains(step.role)) problem("不认识的角色", step.role);
    for (const auto* names : {&step.not_same_as, &step.same_as}) {
      for (const std::string& name : *names) {
        if (!cast_.roles.contains(name) && !cast_.capacities.contains(name)) problem("不认识的身份", name);
      }
    }
  }

  void facts(const Step& step) {
    for (const auto* names : {&step.sets, &step.clears}) {
      for (const std::string& fact : *names) {
        if (!procedure_.facts.contains(fact)) problem("没有定义的事实", fact);
      }
    }
    for (const Guard& guard : step.needs) guarded(guard, false);
    for (const Guard& guard : step.forbids) guarded(guard, true);
  }

  void read(const std::string& fact) {
    const std::string_view clock = clock_of(fact);
    if (!clock.empty() && !procedure_.clocks.contains(clock)) problem("没有定义的期限", fact);
    if (clock.empty() && !procedure_.facts.contains(fact) && !is_threshold(fact)) {
      problem("没有定义的事实", fact);
    }
  }

  void reads(const Guard& guard) {
    if (guard.kind == Guard::Kind::fact) read(guard.fact);
    for (const Guard& part : guard.parts) reads(part);
  }

  // `present`: the refusal is said because the guard holds.
  void guarded(const Guard& guard, bool present) {
    reads(guard);
    if (guard.words) return;
    if (guard.kind == Guard::Kind::all && !present) {
      for (const Guard& part : guard.parts) guarded(part, present);
    } else if (guard.kind == Guard::Kind::negation) {
      guarded(guard.parts.front(), !present);
    } else if (guard.kind != Guard::Kind::fact) {
      problem("这一组条件没有说明（say）", guard.parts.front().fact);
    } else {
      const auto fact = procedure_.facts.find(guard.fact);
      const bool has = fact != procedure_.facts.end() &&
                       !(present ? fact->second.present : fact->second.missing).say.empty();
      if (!has) problem(present ? "没有 present 说明的事实" : "没有 missing 说明的事实", guard.fact);
    }
  }

  void clocks(const Step& step) {
    std::vector<std::string> names;
    for (const auto* some : {&step.starts, &step.meets, &step.pauses, &step.resumes}) {
      names.insert(names.end(), some->begin(), some->end());
    }
    for (const Extension& extension : step.extends) names.push_back(extension.clock);
    for (const std::string& name : names) {
      if (!procedure_.clocks.contains(name)) problem("没有定义的期限", name);
    }
    if (step.time_field.empty()) return;
    const FormField* field = step.definition ? step.definition->field(step.time_field) : nullptr;
    const bool time = field != nullptr &&
                      (field->type == FieldType::date || field->type == FieldType::instant) &&
                      field->required;
    if (!time) problem("time_field 应当是本步骤必填的日期", step.time_field);
  }

  void drafts(const Step& step) {
    if (!step.draft) return;
    std::vector<std::string> marks = step.draft->same_as;
    if (!step.draft->marks.empty()) marks.push_back(step.draft->marks);
    for (const std::string& mark : marks) {
      if (!procedure_.drafts.contains(mark)) problem("没有定义的草案标记", mark);
    }
  }

  void rest() {
    for (const Threshold& threshold : procedure_.thresholds) {
      if (procedure_.step(threshold.set_by) == nullptr) problem("没有这一步骤", threshold.set_by);
    }
    for (const Lock& lock : procedure_.locks) {
      read(lock.while_fact);
      for (const std::string& name : lock.only) {
        if (procedure_.step(name) == nullptr) problem("没有这一步骤", name);
      }
    }
    if (std::ranges::none_of(procedure_.steps, &Step::opens)) problem("没有开始的步骤", procedure_.id);
  }

  const LawFile& file_;
  const YAML::Node& node_;
  const Procedure& procedure_;
  const Cast& cast_;
  std::optional<YAML::Node> at_;
};

}  // namespace

void check_names(const LawFile& file, const YAML::Node& node, const Procedure& procedure, const Cast& cast) {
  Names(file, node, procedure, cast).all();
}

}  // namespace law
