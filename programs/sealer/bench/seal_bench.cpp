// What the gate and a seal cost for a long case, beside PDF, HSM and signatures first seen. Not a test: read
// the table. Usage: seal_bench [pieces of evidence]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "followed.h"
#include "test/town.h"

namespace {

constexpr int kRounds = 15;

template <class Work>
double milliseconds(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void print_row(const char* what, std::vector<double> took, const char* limit) {
  std::ranges::sort(took);
  std::printf("%-46s %8.2f ms   %7.2f … %7.2f   %s\n", what, took[took.size() / 2], took.front(), took.back(),
              limit);
}

/// The sealer's memory of the whole log, as advance() leaves it.
sealer::State followed(const town::Town& town) {
  sealer::State state(town.roots());
  for (std::uint64_t i = 0; i < town.log().size(); ++i) {
    const auto& record = town.log()[i].record;
    const auto seen = examine({i, record.leaf, record.entry, town.structure(i)}, state, town.editions);
    if (!state.apply_followed(seen)) std::abort();
    state.edge.append(record.leaf);
  }
  state.note = town.note(town.log().size());
  return state;
}

void measure_gate(town::Town& town, int pieces) {
  const seal::SealOrder order = town.order(town.run_case({}, pieces));
  const sealer::State state = followed(town);
  const sealer::GateRules rules{.own_key = town.person("sealer").id(),
                                .series = {{"D45", {.prefix = "澄明市监处罚", .first = {}}}},
                                .log = {}};
  std::vector<double> took;
  for (int i = 0; i < kRounds; ++i)
    took.push_back(milliseconds([&] {
      if (!check_gate(order, state, town.editions, rules, town.clock.now())) std::abort();
    }));
  std::printf("gate: a chain of %zu records\n", order.records.size());
  print_row("  check, signatures seen", std::move(took), "limit 5 ms at 300 records");
}

void measure_seal(town::Town& town, int pieces) {
  std::vector<std::string> streams;
  for (int i = 0; i < kRounds; ++i) streams.push_back(town.run_case({}, pieces));
  town::House house(town);
  if (!house.advance().ok) std::abort();
  std::vector<double> took;
  for (const std::string& stream : streams) {
    const base::json::Object order = seal::to_json(town.order(stream));
    took.push_back(milliseconds([&] {
      if (!house.sealer->handle(order).at("ok").as_bool()) std::abort();
    }));
  }
  std::printf("sealing: request to answer, %d pieces of evidence, journal and answer durable\n", pieces);
  print_row("  seal, without PDF", std::move(took), "limit 20 ms");
}

}  // namespace

int main(int argc, char** argv) {
  town::Town town;
  measure_gate(town, argc > 1 ? std::atoi(argv[1]) : 288);
  measure_seal(town, 20);
}
