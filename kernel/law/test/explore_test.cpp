// That the proof sees every real course, and that it fails where the lawbook is broken.

#include "law/explore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "explore_graph.h"
#include "town.h"
#include "yaml.h"

namespace law::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kSource = MINGJING_SOURCE;

// A machine over a scope.
struct Explored {
  Explored(const Procedure& procedure, const Scope& scope)
      : layout(scope, watch), machine(procedure, lawbook().calendar(), layout, watch) {}
  Watch watch;
  Layout layout;
  Machine machine;

  // Whether `step` leads from one of these facts to the other for the machine, too. By induction it then
  // knows every state that a real stream comes to.
  bool foresaw(const std::string& step, const Facts& before, const Facts& after) {
    const auto& steps = machine.procedure().steps;
    const auto number = static_cast<std::size_t>(std::ranges::find(steps, step, &Step::name) - steps.begin());
    const State from = machine.state_of(before), to = machine.state_of(after);
    return std::ranges::any_of(machine.outcomes(number, from), [&](const Outcome& outcome) {
      return machine.after(number, from, outcome) == to;
    });
  }
};

using Machines = std::vector<std::unique_ptr<Explored>>;

// Scopes of every size: all that any step reads, then each fact, clock and mark alone.
Machines explored(const Procedure& procedure) {
  const Scope all = everything_read(procedure);
  std::vector<Scope> scopes = {all};
  for (const std::string& fact : all.facts) scopes.push_back({.facts = {fact}, .clocks = {}, .marks = {}});
  for (const std::string& clock : all.clocks) scopes.push_back({.facts = {}, .clocks = {clock}, .marks = {}});
  for (const std::string& mark : all.marks) scopes.push_back({.facts = {}, .clocks = {}, .marks = {mark}});
  Machines out;
  for (const Scope& scope : scopes) out.push_back(std::make_unique<Explored>(procedure, scope));
  return out;
}

using Dice = std::mt19937;

int roll(Dice& dice, int sides) {
  return static_cast<int>(dice() % static_cast<unsigned>(sides));
}

// A step that may be taken as far as the machine knows, every other time the one least taken; "" at the end.
std::string any_step(Dice& dice, Explored& all, const Facts& facts, const std::map<std::string, int>& taken) {
  const auto& steps = all.machine.procedure().steps;
  const State state = all.machine.state_of(facts);
  std::vector<std::string> open;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].opens == (facts.next_pos == 0) && !all.machine.outcomes(i, state).empty()) {
      open.push_back(steps[i].name);
    }
  }
  const auto count = [&](const std::string& step) {
    const auto found = taken.find(step);
    return found == taken.end() ? 0 : found->second;
  };
  if (open.empty()) return {};
  if (roll(dice, 2) == 0) return *std::ranges::min_element(open, {}, count);
  return open[static_cast<std::size_t>(roll(dice, static_cast<int>(open.size())))];
}

// An act of the step that may yet be refused.
Act any_act(Dice& dice, const CaseFile& file, const Step& step, int drafts) {
  Act act{.step = step.name};
  if (step.draft && step.draft->makes) {
    act.draft = std::to_string(drafts);
  } else if (roll(dice, 5) == 0 && drafts > 0) {
    act.draft = std::to_string(roll(dice, drafts));
  }
  if (step.name == "draft_document") {
    const std::int64_t fen = roll(dice, 2) == 0 ? 100 : 20'000'000;
    act.fields["doc.penalty.001"] = json::Object{{"fen", fen}, {"kind", "fine"}, {"text", "罚款"}};
  }
  for (const FormField& field : step.definition ? step.definition->fields : std::vector<FormField>()) {
    if (field.type != FieldType::choice || !field.required || roll(dice, 2) == 0) continue;
    const int chosen = roll(dice, static_cast<int>(field.options.size()));
    act.fields[field.name] = std::next(field.options.begin(), chosen)->first;
  }
  for (const ConditionalFact& conditional : step.sets_if) {
    if (!conditional.field.empty()) act.fields[conditional.field] = roll(dice, 2) == 0;
  }
  for (const Repeat& repeat : step.repeats) {
    for (const StepView& record : file.records()) {
      if (repeat.record && record.step == repeat.of) act.fields[repeat.field] = record.leaf;
    }
  }
  return act;
}

// A real stream that grows while every machine watches.
class Walk {
 public:
  Walk(Machines& machines, std::map<std::string, int>& taken)
      : machines_(machines),
        taken_(taken),
        file_(machines.front()->machine.procedure().id, day("2026-03-02")) {}

  void take(const Act& act) {
    const Facts before = file_.facts();
    if (!file_.take(act).empty()) return;
    const Step& step = *file_.procedure().step(act.step);
    drafts_ += step.draft && step.draft->makes ? 1 : 0;
    ++taken_[act.step];
    for (const auto& machine : machines_) {
      ASSERT_TRUE(machine->foresaw(act.step, before, file_.facts())) << act.step;
    }
  }

  // A stage of the cast: step, {step: draft or {fields}}, {days_pass}, {until: stage}.
  void to_stage(const std::string& name) {
    for (const json::Value& one : cast().at("stages").at(file_.procedure().id).at(name).as_array()) {
      if (one.is_string()) {
        take({.step = std::string(one.as_string())});
        continue;
      }
      const auto& only = *one.as_object().begin();
      if (only.key() == "until") to_stage(std::string(only.value().as_string()));
      if (only.key() == "days_pass") file_.days_pass(8, 0);
      Act act{.step = std::string(only.key())};
      if (only.value().is_string()) act.draft = only.value().as_string();
      if (const json::Value* fields = json::find(only.value(), "fields")) act.fields = fields->as_object();
      if (file_.procedure().step(act.step) != nullptr) take(act);
    }
  }

  void go_on(Dice& dice) {
    for (int tries = 0; tries < 100; ++tries) {
      if (roll(dice, 8) == 0) file_.days_pass(roll(dice, 10), 0);
      const std::string step = any_step(dice, *machines_.front(), file_.facts(), taken_);
      if (step.empty()) return;
      take(any_act(dice, file_, *file_.procedure().step(step), drafts_));
    }
  }

 private:
  Machines& machines_;
  std::map<std::string, int>& taken_;  // by all walks
  CaseFile file_;
  int drafts_ = 0;
};

TEST(Explorer, foresees_every_course_that_check_and_apply_allow) {
  for (const auto& stages : cast().at("stages").as_object()) {
    SCOPED_TRACE(std::string(stages.key()));
    const Procedure& procedure = *lawbook().procedure(stages.key(), day("2026-03-02"));
    Machines machines = explored(procedure);
    std::map<std::string, int> taken;
    std::vector<std::string> starts(20, "");  // from nothing, and from every stage
    for (const auto& stage : stages.value().as_object()) starts.insert(starts.end(), 3, stage.key());
    for (unsigned seed = 0; seed < starts.size(); ++seed) {
      SCOPED_TRACE(seed);
      Dice dice(seed);
      Walk walk(machines, taken);
      if (!starts[seed].empty()) {
        ASSERT_NO_FATAL_FAILURE(walk.to_stage(starts[seed]));
      }
      ASSERT_NO_FATAL_FAILURE(walk.go_on(dice));
    }
    for (const Step& step : procedure.steps) EXPECT_TRUE(taken.contains(step.name)) << step.name;
  }
}

std::map<std::string, std::string> files() {
  std::map<std::string, std::string> out;
  const fs::path root = kSource / "lawbook";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string path = entry.path().lexically_relative(root).generic_string();
    if (entry.path().extension() == ".yaml" && !path.starts_with("tests/")) {
      out[path] = file_text(entry.path().string());
    }
  }
  return out;
}

json::Value read_yaml(const fs::path& path) {
  std::vector<std::string> problems;
  const LawFile file(path.string(), problems);
  return to_json(file, parse_yaml(file, file_text(path.string())));
}

// The real lawbook with one thing broken: {file, changes: [{text, instead}], told: what is said of it}.
std::map<std::string, std::string> broken(const json::Value& patch) {
  auto out = files();
  std::string& text = out.at(json::string_member(patch, "file").value());
  for (const json::Value& change : json::find(patch, "changes")->as_array()) {
    const std::string old = json::string_member(change, "text").value();
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    EXPECT_EQ(text.find(old, at + 1), std::string::npos) << "more than once: " << old;
    if (at != std::string::npos) text.replace(at, old.size(), json::string_member(change, "instead").value());
  }
  return out;
}

std::vector<Verdict> failing(std::map<std::string, std::string> files) {
  std::vector<Verdict> out;
  const auto keep = [&](const Verdict& verdict) {
    if (!verdict.holds) out.push_back(verdict);
  };
  const auto loaded = Lawbook::from_files(std::move(files));
  if (loaded) {
    prove(**loaded, keep);
  } else {
    tell_unloaded(loaded.error(), keep);
  }
  return out;
}

TEST(Properties, hold_of_the_lawbook) {
  for (const Verdict& verdict : failing(files()))
    ADD_FAILURE() << verdict.property << ": " << explain(verdict);
  EXPECT_TRUE(require_proof(lawbook()));
}

TEST(Properties, each_fail_alone_where_the_lawbook_is_broken) {
  const std::set<std::string> needs_path = {
      "major_needs_review",   "review_covers_this_draft", "further_round_after_defence_hearing_change",
      "heard_before_decided", "served_before_published",  "withdrawable_once_published",
      "every_clock_ends",     "every_case_can_close",     "coercion_never_outlives_term_unnoticed"};
  for (const Property& property : properties()) {
    SCOPED_TRACE(property.name);
    const json::Value patch = read_yaml(kSource / "kernel/law/test/broken" / (property.name + ".yaml"));
    const std::vector<Verdict> verdicts = failing(broken(patch));
    ASSERT_EQ(verdicts.size(), 1u);
    EXPECT_EQ(verdicts.front().property, property.name);
    EXPECT_THAT(explain(verdicts.front()), HasSubstr(json::string_member(patch, "told").value()));
    EXPECT_EQ(verdicts.front().path.empty(), !needs_path.contains(property.name));
  }
}

TEST(Properties, that_fail_are_told_by_the_refusal_to_start) {
  const auto patch = read_yaml(kSource / "kernel/law/test/broken/served_before_published.yaml");
  const auto loaded = Lawbook::from_files(broken(patch));
  ASSERT_TRUE(loaded);
  const auto proven = require_proof(**loaded);
  ASSERT_FALSE(proven);
  EXPECT_EQ(proven.error().code, "lawbook_unproven");
  EXPECT_NE(proven.error().text.find("还没有送达当事人，也能公示"), std::string::npos);
}

}  // namespace
}  // namespace law::test
