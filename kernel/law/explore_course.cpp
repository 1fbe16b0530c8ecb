#include <fmt/format.h>

#include <algorithm>

#include "explore_properties.h"

namespace law {
namespace {

using Names = std::vector<std::string>;

const Sources kRecorded = {"实施方案 四（二）"};

// A search that found nothing so far leaves the question to a proof over a smaller scope.
constexpr std::size_t kSearched_states = 60'000;

bool contains(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

struct OfClock {
  Names starts, meets;  // steps
};

OfClock steps_of(const Procedure& procedure, const std::string& clock) {
  OfClock steps;
  for (const Step& step : procedure.steps) {
    if (contains(step.starts, clock)) steps.starts.push_back(step.name);
    if (contains(step.meets, clock)) steps.meets.push_back(step.name);
  }
  return steps;
}

// The agency's clocks that something starts; the party's time ends by itself.
std::set<std::string, std::less<>> duties(const Procedure& procedure) {
  std::set<std::string, std::less<>> names;
  for (const auto& [name, clock] : procedure.clocks) {
    if (!clock.partys && !steps_of(procedure, name).starts.empty()) names.insert(name);
  }
  return names;
}

// What some course does: steps taken, clocks met while they ran, and where clocks began to run.
struct Seen {
  std::set<std::string, std::less<>> steps, met;
  std::map<std::string, std::vector<std::string>, std::less<>> started;  // clock → path
  std::size_t states = 0;
};

class Looking {
 public:
  Looking(const Procedure& procedure, const Layout& layout)
      : procedure_(procedure), layout_(layout), clocks_(duties(procedure)) {}

  // Notes what this arrival shows; whether everything was seen.
  bool operator()(const Graph& graph, const Arrival& arrival) {
    const Step& step = procedure_.steps[arrival.step];
    for (const std::string& clock : clocks_) {
      const bool running = graph.state(arrival.from).bits[layout_.clocks.at(clock)];
      if (running && contains(step.meets, clock)) seen_.met.insert(clock);
      if (contains(step.starts, clock) && !seen_.started.contains(clock)) {
        seen_.started[clock] = graph.path(arrival);
      }
    }
    seen_.steps.insert(step.name);
    return seen_.steps.size() == procedure_.steps.size() && seen_.met.size() == clocks_.size();
  }

  [[nodiscard]] Seen& seen() { return seen_; }

 private:
  const Procedure& procedure_;
  const Layout& layout_;
  std::set<std::string, std::less<>> clocks_;
  Seen seen_;
};

Seen look_around(const Subject& subject) {
  Scope scope = everything_read(subject.procedure);
  scope.clocks.merge(duties(subject.procedure));
  const Watch none;
  const Layout layout(scope, none);
  if (!layout.fits()) return {};
  Watch keep;
  keep.reads.clocks = duties(subject.procedure);
  Machine machine(subject.procedure, subject.calendar, layout, keep);
  Looking looking(subject.procedure, layout);
  const Graph graph = Graph::search(machine, kSearched_states, std::ref(looking));
  looking.seen().states = graph.size();
  return std::move(looking.seen());
}

void every_step(const Subject& subject, const Seen& seen) {
  Verdict verdict = verdict_on(subject, "every_step_reachable", kRecorded);
  verdict.states = seen.states;
  for (const Step& step : subject.procedure.steps) {
    if (seen.steps.contains(step.name)) continue;
    const Watch watch{.targets = {step.name}, .wrong = [](const Moment&) { return "reached"; }};
    const Sighting sighting = look_out(subject, watch);
    verdict.states += sighting.states;
    if (!sighting.path.empty()) continue;  // a course after all
    verdict.why += fmt::format("{}“{}”", verdict.holds ? "永远不能办理：" : "、", step.title);
    verdict.holds = false;
  }
  subject.tell(verdict);
}

void ever_met(const Subject& subject, const std::string& clock, const Seen& seen, Verdict& verdict) {
  const OfClock steps = steps_of(subject.procedure, clock);
  const Watch watch{
      .latches = {{"running", steps.starts, steps.meets}},
      .targets = steps.meets,
      .wrong = [](const Moment& moment) { return moment.remembered.contains("running") ? "met" : ""; }};
  const Sighting sighting = look_out(subject, watch);
  verdict.states += sighting.states;
  if (!sighting.path.empty()) return;
  verdict.holds = false;
  verdict.why = fmt::format("“{}”的期限开始以后，没有任何步骤能使它办结",
                            subject.procedure.clocks.find(clock)->second.title);
  if (const auto start = seen.started.find(clock); start != seen.started.end()) verdict.path = start->second;
}

// Where a procedure has an end, every_case_can_close says that a clock left running is over with the case.
void every_clock(const Subject& subject, const Seen& seen) {
  Verdict verdict = verdict_on(subject, "every_clock_ends", kRecorded);
  verdict.states = seen.states;
  const auto names = duties(subject.procedure);
  for (const std::string& name : names) {
    if (verdict.holds && !seen.met.contains(name)) ever_met(subject, name, seen, verdict);
    if (!verdict.holds || subject.procedure.proof.endless.empty()) continue;
    const OfClock steps = steps_of(subject.procedure, name);
    prove_duty(
        subject, verdict,
        {.latch = {{"running", steps.starts, steps.meets}},
         .steps = steps.meets,
         .why = fmt::format("“{}”的期限开始以后，再也不能办结", subject.procedure.clocks.at(name).title)});
  }
  if (!names.empty()) subject.tell(verdict);
}

void every_case(const Subject& subject) {
  const Proof& proof = subject.procedure.proof;
  if (!proof.endless.empty()) return;
  Verdict verdict = verdict_on(subject, "every_case_can_close", kRecorded);
  if (proof.final_facts.empty()) {
    verdict.holds = false;
    verdict.why = "没有写明哪些事实表示办结（proof.final），也没有写明为什么不办结（proof.endless）";
  } else {
    prove_duty(subject, verdict,
               {.facts = {proof.final_facts.begin(), proof.final_facts.end()},
                .why = "此后无论怎样办理，都不能办结"});
  }
  subject.tell(verdict);
}

void withdrawable(const Subject& subject, const Proof::Publication& published) {
  Verdict verdict = verdict_on(subject, "withdrawable_once_published", published.source);
  prove_duty(subject, verdict,
             {.latch = {{"published", published.published_by, published.withdrawn_by}},
              .steps = published.withdrawn_by,
              .why = "公示以后，再也不能撤下"});
  subject.tell(verdict);
}

}  // namespace

void prove_course(const Subject& subject) {
  const Seen seen = look_around(subject);
  every_step(subject, seen);
  every_clock(subject, seen);
  every_case(subject);
  if (subject.procedure.proof.published) withdrawable(subject, *subject.procedure.proof.published);
}

}  // namespace law
