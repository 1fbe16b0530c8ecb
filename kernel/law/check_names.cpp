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
      conditional_facts(step);
      choices(step);
      repeats(step);
      clocks(step);
      drafts(step);
    }
    at_.emplace(node_);
    rest();
  }

 private:
  void problem(std::string_view what, const std::string& name) {
    file_.problem(*at_, fmt::format("{}“{}” [names_exist]", what, name));
  }

  [[nodiscard]] bool is_threshold(const std::string& fact) const {
    return std::ranges::find(procedure_.thresholds, fact, &Threshold::fact) != procedure_.thresholds.end();
  }

  void people(const Step& step) {
    if (!cast_.roles.contains(step.role)) problem("不认识的角色", step.role);
    static const std::vector<std::string> none;
    const auto* named = step.handlers ? &step.handlers->not_same_as : &none;
    for (const auto* names : {&step.not_same_as, &step.same_as, &step.apart, named}) {
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

  // The value of `field` must be there for everybody who sees the record, or the fact would be a guess.
  void conditional_facts(const Step& step) {
    for (const ConditionalFact& conditional : step.sets_if) {
      if (!procedure_.facts.contains(conditional.fact)) problem("没有定义的事实", conditional.fact);
      if (conditional.when) {
        reads(*conditional.when);
        if (reads_clock(*conditional.when)) problem("when 不能看期限", conditional.fact);
        continue;
      }
      const FormField* field = step.definition ? step.definition->field(conditional.field) : nullptr;
      if (field == nullptr || field->type != FieldType::boolean || field->visibility != Visibility::course) {
        problem("sets_if 的 field 应当是本步骤的 course 是否项", conditional.field);
      }
      if (conditional.needed_while.empty()) continue;
      read(conditional.needed_while);
      guarded(Guard{.fact = conditional.fact, .parts = {}, .words = {}}, false);
    }
    if (!step.among_handlers_since.empty()) read(step.among_handlers_since);
  }

  void choices(const Step& step) {
    for (const ChoiceNeeds& choice : step.needs_if) {
      for (const Guard& guard : choice.needs) guarded(guard, false);
      const FormField* field = step.definition ? step.definition->field(choice.field) : nullptr;
      if (field == nullptr || field->type != FieldType::choice || !field->options.contains(choice.is)) {
        problem("needs_if 的 field 应当是本步骤的选择项，is 是其中一项", choice.field);
      }
    }
    for (const Extension& extension : step.extends) counted(step, extension.field);
    for (const std::string& name : step.starts) {
      const auto clock = procedure_.clocks.find(name);
      if (clock == procedure_.clocks.end()) continue;
      counted(step, clock->second.field);
      const std::string& condition = clock->second.starts_while;
      if (condition.empty()) continue;
      read(condition);
      if (reads_clock(Guard{.fact = condition, .parts = {}, .words = {}}))
        problem("starts_while 不能看期限", condition);
    }
  }

  // A length that the record itself names.
  void counted(const Step& step, const std::string& name) {
    const FormField* field = step.definition ? step.definition->field(name) : nullptr;
    const bool days = field != nullptr && field->type == FieldType::integer && field->required &&
                      field->visibility == Visibility::course;
    if (!name.empty() && !days) problem("期限的日数应当是本步骤必填的 course 整数", name);
  }

  void repeats(const Step& step) {
    for (const Repeat& repeat : step.repeats) {
      const Step* of = procedure_.step(repeat.of);
      if (of == nullptr) problem("没有这一步骤", repeat.of);
      const bool own = step.definition && step.definition->field(repeat.field) != nullptr;
      const bool others = repeat.record ||
                          (of != nullptr && of->definition && of->definition->field(repeat.field) != nullptr);
      if (!own || !others) problem("repeats 的项不存在", repeat.field);
    }
    for (const std::string& name : step.time_after) {
      if (procedure_.step(name) == nullptr && !procedure_.clocks.contains(name)) {
        problem("没有这一步骤或者期限", name);
      }
      if (step.time_field.empty()) problem("time_after 只用于有 time_field 的步骤", name);
    }
    for (const std::string& name : step.time_until) {
      if (!procedure_.clocks.contains(name)) problem("没有定义的期限", name);
      if (step.time_field.empty()) problem("time_until 只用于有 time_field 的步骤", name);
    }
  }

  void read(const std::string& fact) {
    read_.insert(fact);
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
    compared_.insert(step.draft->same_as.begin(), step.draft->same_as.end());
    for (const std::string& mark : marks) {
      if (!procedure_.drafts.contains(mark)) problem("没有定义的草案标记", mark);
    }
  }

  void rest() {
    for (const Threshold& threshold : procedure_.thresholds) {
      if (procedure_.step(threshold.set_by) == nullptr) problem("没有这一步骤", threshold.set_by);
    }
    handlers();
    proof();
    for (const Lock& lock : procedure_.locks) {
      read(lock.while_fact);
      for (const std::string& name : lock.only) {
        if (procedure_.step(name) == nullptr) problem("没有这一步骤", name);
      }
    }
    if (std::ranges::none_of(procedure_.steps, &Step::opens)) problem("没有开始的步骤", procedure_.id);
    unread();
  }

  void handlers() {
    const auto appoints = [](const Step& step) { return step.handlers && step.handlers->appoints; };
    const auto limited = [](const Step& step) {
      return step.among_handlers || !step.among_handlers_since.empty();
    };
    if (std::ranges::any_of(procedure_.steps, limited) && std::ranges::none_of(procedure_.steps, appoints)) {
      problem("没有指定办案人员（appoints）的步骤", procedure_.id);
    }
  }

  void proof_steps(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (procedure_.step(name) == nullptr) problem("没有这一步骤", name);
    }
  }

  void proof() {
    const Proof& proof = procedure_.proof;
    if (proof.review) {
      const auto& [passed, returned, reopened, source] = *proof.review;
      for (const auto* names : {&passed, &returned, &reopened}) proof_steps(*names);
    }
    for (const Proof::Hearing& heard : proof.heard) {
      for (const auto* names :
           {&heard.before, &heard.told_by, &heard.waived_by, &heard.spoken_by, &heard.answered_by}) {
        proof_steps(*names);
      }
      if (!procedure_.clocks.contains(heard.clock)) problem("没有定义的期限", heard.clock);
      if (!heard.when.empty()) read(heard.when);
    }
    for (const Proof::Term& term : proof.terms) {
      for (const auto* names : {&term.imposed_by, &term.ended_by, &term.after_term}) proof_steps(*names);
      if (!procedure_.clocks.contains(term.clock)) problem("没有定义的期限", term.clock);
    }
    proof_steps(proof.unheard);
    if (proof.published) {
      const auto& [served, published, withdrawn, source] = *proof.published;
      for (const auto* names : {&served, &published, &withdrawn}) proof_steps(*names);
    }
    for (const std::string& fact : proof.final_facts) {
      if (!procedure_.facts.contains(fact)) problem("没有定义的事实", fact);
    }
  }

  // What is computed and then read by nobody protects nobody.
  void unread() {
    for (const Threshold& threshold : procedure_.thresholds) {
      if (!read_.contains(threshold.fact)) problem("没有任何条件使用的数额", threshold.fact);
    }
    for (const auto& [mark, words] : procedure_.drafts) {
      if (!compared_.contains(mark)) problem("没有任何步骤核对的草案标记", mark);
    }
  }

  const LawFile& file_;
  const YAML::Node& node_;
  const Procedure& procedure_;
  const Cast& cast_;
  std::set<std::string> read_;      // facts that guards and locks read
  std::set<std::string> compared_;  // marks of drafts that steps compare
  std::optional<YAML::Node> at_;
};

}  // namespace

void check_names(const LawFile& file, const YAML::Node& node, const Procedure& procedure, const Cast& cast) {
  Names(file, node, procedure, cast).all();
}

}  // namespace law
