#include <fmt/format.h>

#include <algorithm>

#include "explore_properties.h"

namespace law {
namespace {

const Sources kRecorded = {"实施方案 四（二）"};
const Sources kWithdrawn = {"行政处罚法 第四十八条第二款"};

// Everything that any step reads, with every edge.
class Possible {
 public:
  Possible(const Subject& subject, const Graph& graph) : subject_(subject), graph_(graph) {
    ended_.resize(graph.size());
  }

  void run(const Machine& machine) {
    every_step();
    const Proof& proof = subject_.procedure.proof;
    for (Node node = 0; node < graph_.size(); ++node) {
      ended_[node] = std::ranges::any_of(proof.final_facts, [&](const std::string& fact) {
        return machine.holds(graph_.state(node), fact);
      });
    }
    every_clock();
    every_case();
    if (proof.published) withdrawable(*proof.published);
  }

 private:
  [[nodiscard]] Verdict fresh(std::string_view property, const Sources& source) const {
    Verdict verdict = verdict_on(subject_, property, source);
    verdict.states = graph_.size();
    return verdict;
  }

  // The nearest node of `asked` that is not among `good`; `path` tells how it is reached.
  template <class Path>
  void ask(const Graph::Marked& asked, const Graph::Marked& good, const Path& path, const std::string& why,
           Verdict& verdict) const {
    for (Node node = 0; node < graph_.size() && verdict.holds; ++node) {
      if (!asked[node] || good[node]) continue;
      verdict.holds = false;
      verdict.why = why;
      verdict.path = path.path(node);
    }
  }

  void every_step() {
    Verdict verdict = fresh("every_step_reachable", kRecorded);
    std::vector<bool> taken(subject_.procedure.steps.size());
    for (const auto& edges : graph_.edges()) {
      for (const Edge& edge : edges) taken[edge.step] = true;
    }
    std::string never;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (!taken[i])
        never += fmt::format("{}“{}”", never.empty() ? "" : "、", subject_.procedure.steps[i].title);
    }
    verdict.holds = never.empty();
    if (!never.empty()) verdict.why = fmt::format("永远不能办理：{}", never);
    subject_.tell(verdict);
  }

  void every_clock() {
    Verdict verdict = fresh("every_clock_ends", kRecorded);
    for (const auto& [name, clock] : subject_.procedure.clocks) {
      std::vector<std::string> starts, meets;
      for (const Step& step : subject_.procedure.steps) {
        if (std::ranges::find(step.starts, name) != step.starts.end()) starts.push_back(step.name);
        if (std::ranges::find(step.meets, name) != step.meets.end()) meets.push_back(step.name);
      }
      if (clock.partys || starts.empty()) continue;  // the party's time ends by itself
      one_clock(clock, starts, meets, verdict);
    }
    if (!subject_.procedure.clocks.empty()) subject_.tell(verdict);
  }

  void one_clock(const ClockDefinition& clock, const std::vector<std::string>& starts,
                 const std::vector<std::string>& meets, Verdict& verdict) const {
    Graph::Marked met = graph_.can_take(meets);
    Graph::Marked done = met;
    for (Node node = 0; node < graph_.size(); ++node) done[node] = done[node] || ended_[node];
    const Graph::Span running = graph_.between(starts, meets);
    met = graph_.can_reach(std::move(met));
    bool ever = false;
    for (Node node = 0; node < graph_.size(); ++node) ever = ever || (running.nodes()[node] && met[node]);
    if (!ever) {
      ask(running.nodes(), Graph::Marked(graph_.size()), running,
          fmt::format("“{}”的期限开始以后，没有任何步骤能使它办结", clock.title), verdict);
    }
    ask(running.nodes(), graph_.can_reach(std::move(done)), running,
        fmt::format("“{}”的期限开始以后，再也不能办结，也不能结案", clock.title), verdict);
  }

  void every_case() {
    const Proof& proof = subject_.procedure.proof;
    if (!proof.endless.empty()) return;
    Verdict verdict = fresh("every_case_can_close", kRecorded);
    if (proof.final_facts.empty()) {
      verdict.holds = false;
      verdict.why = "没有写明哪些事实表示办结（proof.final），也没有写明为什么不办结（proof.endless）";
    }
    Graph::Marked all(graph_.size(), true);
    all[0] = false;  // nothing has begun
    ask(all, graph_.can_reach(ended_), graph_, "此后无论怎样办理，都不能办结", verdict);
    subject_.tell(verdict);
  }

  void withdrawable(const Proof::Publication& published) {
    Verdict verdict = fresh("withdrawable_once_published", published.source);
    const Graph::Span open = graph_.between(published.published_by, published.withdrawn_by);
    ask(open.nodes(), graph_.can_reach(graph_.can_take(published.withdrawn_by)), open,
        "公示以后，再也不能撤下", verdict);
    subject_.tell(verdict);
  }

  const Subject& subject_;
  const Graph& graph_;
  Graph::Marked ended_;
};

}  // namespace

void prove_course(const Subject& subject) {
  Scope scope = everything_read(subject.procedure);
  scope.facts.insert(subject.procedure.proof.final_facts.begin(), subject.procedure.proof.final_facts.end());
  const Watch none;
  const Layout layout(scope, none);
  Machine machine(subject.procedure, subject.calendar, layout, none);
  const auto graph = layout.fits() ? Graph::visit(machine, Graph::Keep::edges) : base::fail("too_large");
  if (!graph) return tell_wrong(subject, "every_step_reachable", kRecorded, too_large(scope));
  Possible(subject, *graph).run(machine);
}

}  // namespace law
